//! The files that a run reads: each is added when it is opened; an output that would replace one of them is
//! refused.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::time::SystemTime;

use super::failure::Failure;
use super::paths::{destination, shown};

/// Which file it is, whatever it is called: two paths that lead to one file have one identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FileIdentity(Kind);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Kind {
    /// Device and inode: a hard link has those of the file. And when it was made, where the system knows: the
    /// inode of a file that is deleted becomes another's.
    #[cfg(unix)]
    Inode(u64, u64, Option<SystemTime>),
    /// A text that stands for a file which does not exist; elsewhere, any file.
    Path(PathBuf),
}

impl FileIdentity {
    /// The identity of the file at `path`, about which `about` was read.
    pub(crate) fn new(path: &Path, about: &Metadata) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            let _ = path;
            Self(Kind::Inode(about.dev(), about.ino(), about.created().ok()))
        }
        #[cfg(not(unix))]
        {
            let _ = about;
            Self(Kind::Path(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())))
        }
    }

    /// The identity of a file that does not exist yet, by its canonical path.
    pub(crate) fn unwritten(path: &Path) -> Self {
        Self(Kind::Path(path.to_owned()))
    }
}

/// What a file is to a run that reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A file of the workspace.
    Source,
    /// The reference table.
    Table,
    /// `bpol.toml`.
    Configuration,
    /// A document of another tool.
    Document,
}

/// The files that a run has read, none of which an output of it may replace.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inputs(HashMap<FileIdentity, (PathBuf, Role)>);

impl Inputs {
    /// Adds a file, and the name that the run has for it.
    pub(crate) fn add(&mut self, file: FileIdentity, path: &Path, role: Role) {
        self.0.entry(file).or_insert_with(|| (path.to_owned(), role));
    }

    /// Adds the files that another part of the run has read.
    pub(crate) fn extend(&mut self, others: Self) {
        for (file, other) in others.0 {
            self.0.entry(file).or_insert(other);
        }
    }

    /// Every file, and the name that the run has for it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&FileIdentity, &Path)> {
        self.0.iter().map(|(file, (path, _))| (file, path.as_path()))
    }

    /// Whether this run has read a file.
    pub(crate) fn has(&self, file: &FileIdentity) -> bool {
        self.0.contains_key(file)
    }

    /// What the file is that `path` leads to, through links too, if this run has read it.
    fn find(&self, path: &Path) -> Option<&(PathBuf, Role)> {
        let path = destination(path).unwrap_or_else(|_| path.to_owned());
        let about = fs::metadata(&path).ok().filter(Metadata::is_file)?;
        self.0.get(&FileIdentity::new(&path, &about))
    }

    /// Fails where writing to `output` would destroy a file that this run has read. Whoever writes a result
    /// to a file that was named for it asks this first.
    pub(crate) fn refuse(&self, output: &Path) -> Result<(), Failure> {
        let Some((path, role)) = self.find(output) else { return Ok(()) };
        let what = match role {
            Role::Source => "a file of the workspace",
            Role::Table => "the reference table",
            Role::Configuration => "the configuration",
            Role::Document => "a document",
        };
        let (output, path) = (shown(output), shown(path));
        let same = if output == path { String::new() } else { format!(", as `{path}`") };
        Err(Failure::with_help(
            format!("cannot write to `{output}`: this run has read it{same}; it is {what}"),
            "name another file for the output",
        ))
    }
}

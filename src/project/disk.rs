//! Where the files of a workspace are: the folder that paths are relative to, and the texts that stand in the
//! place of files. A path comes in, what is there goes out.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::inputs::FileIdentity;

/// Texts by the canonical paths of the files in whose place they stand, which need not exist.
pub(crate) type Texts = BTreeMap<PathBuf, Arc<str>>;

/// The files that there are, as a run sees them.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    /// What paths are relative to; empty for the working directory.
    folder: PathBuf,
    texts: Arc<Texts>,
    /// After so many entries a walk stops.
    pub(crate) most_entries: usize,
    /// Whether the folders below that have a configuration of their own are left out.
    pub(crate) is_one_workspace: bool,
}

/// What is at a path.
pub(crate) struct About {
    pub(crate) is_dir: bool,
    pub(crate) is_file: bool,
    pub(crate) bytes: u64,
    pub(crate) file: FileIdentity,
}

impl Disk {
    /// The files as the working directory has them.
    pub(crate) fn here() -> Self {
        Self {
            folder: PathBuf::new(),
            texts: Arc::default(),
            most_entries: usize::MAX,
            is_one_workspace: false,
        }
    }

    /// The files of the one workspace whose root is `folder`, an absolute path, but `texts` in the place of
    /// some.
    #[cfg(feature = "editor")]
    pub(crate) fn below(folder: PathBuf, texts: Arc<Texts>, most_entries: usize) -> Self {
        Self { folder, texts, most_entries, is_one_workspace: true }
    }

    /// The folder of a repository, of which only git is asked.
    #[cfg(feature = "editor")]
    pub(crate) fn of_repository(folder: PathBuf) -> Self {
        Self { folder, ..Self::here() }
    }

    /// A path as the system takes it.
    pub(crate) fn at(&self, path: &Path) -> PathBuf {
        if self.folder.as_os_str().is_empty() { path.to_owned() } else { self.folder.join(path) }
    }

    /// The folder that paths are relative to, if it is not the working directory.
    pub(crate) fn folder(&self) -> Option<&Path> {
        (!self.folder.as_os_str().is_empty()).then_some(&self.folder)
    }

    /// The canonical path of that folder.
    pub(crate) fn root(&self) -> Result<PathBuf, Failure> {
        let failure = |error| Failure::new(format!("the working directory cannot be read: {error}"));
        match self.folder() {
            Some(folder) => fs::canonicalize(folder).map_err(failure),
            None => std::env::current_dir().and_then(fs::canonicalize).map_err(failure),
        }
    }

    /// A canonical path as it is seen from that folder, where one of the two lies in the other, or they lie
    /// in one folder.
    pub(crate) fn seen(&self, path: &Path) -> Result<PathBuf, Failure> {
        let root = self.root()?;
        if let Ok(below) = path.strip_prefix(&root) {
            return Ok(below.to_owned());
        }
        let above = root.ancestors().enumerate().find_map(|(up, folder)| {
            let rest = path.strip_prefix(folder).ok().filter(|rest| rest.components().count() <= 1)?;
            Some(std::iter::repeat_n(Path::new(".."), up).chain(rest.iter().map(Path::new)).collect())
        });
        Ok(above.unwrap_or_else(|| path.to_owned()))
    }

    /// The canonical path of what is there; of a text that stands for no file, that of its folder and its
    /// name.
    pub(crate) fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        let path = self.at(path);
        match fs::canonicalize(&path) {
            Err(error) if !self.texts.is_empty() => {
                let wanted = canonical_or_unwritten(&path).filter(|path| self.texts.contains_key(path));
                wanted.ok_or(error)
            }
            known => known,
        }
    }

    /// The text that stands in the place of a file.
    pub(crate) fn text(&self, path: &Path) -> Option<(PathBuf, Arc<str>)> {
        if self.texts.is_empty() {
            return None;
        }
        let path = self.canonical(path).ok()?;
        let text = Arc::clone(self.texts.get(&path)?);
        Some((path, text))
    }

    /// The same where no text stands in the place of that file.
    #[cfg(feature = "editor")]
    pub(crate) fn without_text(&self, path: &Path) -> Self {
        let mut texts = Texts::clone(&self.texts);
        if let Some((canonical, _)) = self.text(path) {
            texts.remove(&canonical);
        }
        Self { texts: Arc::new(texts), ..self.clone() }
    }

    /// The canonical paths below a folder for which texts stand.
    pub(crate) fn texts_below(&self, folder: &Path) -> impl Iterator<Item = &Path> {
        let below = self.texts.range(folder.to_owned()..).map(|(path, _)| path.as_path());
        let folder = folder.to_owned();
        below.take_while(move |path| path.starts_with(&folder))
    }

    /// What is there, through links.
    pub(crate) fn about(&self, path: &Path) -> io::Result<About> {
        if let Some((canonical, text)) = self.text(path) {
            let file = match fs::metadata(&canonical) {
                Ok(about) => FileIdentity::new(&canonical, &about),
                Err(_) => FileIdentity::unwritten(&canonical),
            };
            return Ok(About { is_dir: false, is_file: true, bytes: text.len() as u64, file });
        }
        let at = self.at(path);
        let about = fs::metadata(&at)?;
        let file = FileIdentity::new(&at, &about);
        Ok(About { is_dir: about.is_dir(), is_file: about.is_file(), bytes: about.len(), file })
    }

    /// What the system says of a path, and not of what a link there leads to.
    pub(crate) fn link_metadata(&self, path: &Path) -> io::Result<Metadata> {
        fs::symlink_metadata(self.at(path))
    }

    /// Whether anything is there, be it a link that leads nowhere.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.link_metadata(path).is_ok() || self.text(path).is_some()
    }

    /// Whether a folder is there.
    pub(crate) fn is_dir(&self, path: &Path) -> bool {
        self.at(path).is_dir()
    }
}

/// The canonical path of a file that may not exist, where a folder above it does.
pub(crate) fn canonical_or_unwritten(path: &Path) -> Option<PathBuf> {
    if let Ok(known) = fs::canonicalize(path) {
        return Some(known);
    }
    path.ancestors().skip(1).find_map(|folder| {
        let known = fs::canonicalize(folder).ok()?;
        Some(known.join(path.strip_prefix(folder).ok()?))
    })
}

//! Writing files whole or not at all: a path and what it shall hold come in, and what kept it from being
//! written goes out.

use std::collections::HashMap;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use super::scratch::Scratch;
use crate::project::failure::Failure;
use crate::project::inputs::{FileIdentity, Inputs};
use crate::project::paths;
use crate::text::Source;

/// Why a file is as it was.
#[derive(Debug)]
pub(super) enum Unwritten {
    Failed(io::Error),
    WriteProtected,
    /// It was read from a pipe or a device.
    Special,
    /// It has another text than the one that was read.
    Changed,
    Deleted,
    /// The path leads to something else than it did.
    Replaced,
    /// Another program holds a lock on it.
    Locked,
}

impl Unwritten {
    /// As what a command says of the file at `path`.
    pub(super) fn failure(self, path: &Path) -> Failure {
        let path = paths::shown(path);
        let (why, help) = match self {
            Self::Failed(error) => return Failure::new(format!("cannot write `{path}`: {}", reason(&error))),
            Self::WriteProtected => ("it is write-protected", "allow it to be written to, or leave it out"),
            Self::Special => {
                ("it is no regular file", "`-` reads standard input, and writes to standard output")
            }
            Self::Changed => ("it has changed since it was read", AGAIN),
            Self::Deleted => ("it was deleted after it was read", AGAIN),
            Self::Replaced => ("the path leads to something else than when it was read", AGAIN),
            Self::Locked => ("another program has locked it", AGAIN),
        };
        Failure::with_help(format!("`{path}` was left as it is: {why}"), help)
    }
}

/// What to do about a file that is another by now.
const AGAIN: &str = "run the command again";

/// Why the system refused something, in the style of messages: lower case, and without its number for it.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split_once(" (os error ").map_or(text.as_str(), |(text, _)| text);
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_lowercase).chain(characters).collect()
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// Which other names a file had that has been replaced, hard links, which still lead to what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OtherNames {
    None,
    Some,
}

/// Writes what `write` gives to the file that is named for it, which may be there or not.
pub(super) fn file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<OtherNames, Unwritten> {
    let path = paths::destination(path)?;
    if fs::metadata(&path).is_ok_and(|existing| !existing.is_file()) {
        // A pipe or a device cannot be replaced, and holds nothing that could be half-written. Its reader may
        // have gone.
        let mut out = BufWriter::new(OpenOptions::new().write(true).open(&path)?);
        return match write(&mut out).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(OtherNames::None),
        };
    }
    replace(&path, write, || Ok(()))
}

/// Which files a run has read, by the names that it has for them.
#[derive(Debug, Default)]
pub(super) struct Originals(HashMap<PathBuf, FileIdentity>);

impl Originals {
    pub(super) fn new(inputs: &Inputs) -> Self {
        Self(inputs.iter().map(|(file, path)| (path.to_owned(), file.clone())).collect())
    }

    /// Gives the file at `path`, from which `before` was read, another text, if it still is that file and has
    /// that text.
    pub(super) fn rewrite(&self, path: &Path, before: &Source, text: &str) -> Result<OtherNames, Unwritten> {
        let place = self.place(path)?;
        let look = || {
            let file = self.unchanged(path, before.text())?;
            if self.place(path)? == place { Ok(file) } else { Err(Unwritten::Replaced) }
        };
        replace(&place, |out| out.write_all(text.as_bytes()), look)
    }

    /// Where the file lies that `path` leads to, if that is the one that was read, or one that has taken its
    /// place since, as what an editor saves does: then its text has to be compared.
    fn place(&self, path: &Path) -> Result<PathBuf, Unwritten> {
        let is_link = || fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
        let found = fs::canonicalize(path).and_then(|place| Ok((fs::metadata(&place)?, place)));
        let (about, place) = found.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound if is_link() => Unwritten::Replaced,
            io::ErrorKind::NotFound => Unwritten::Deleted,
            _ => error.into(),
        })?;
        let is_original = self.0.get(path) == Some(&FileIdentity::new(&place, &about));
        match about.is_file() {
            true if is_original || !is_link() => Ok(place),
            false if is_original => Err(Unwritten::Special),
            _ => Err(Unwritten::Replaced),
        }
    }

    /// Fails unless the file at `path` has this text. It gives the file where a lock on it keeps others from
    /// replacing it in this way, too: they see that it has changed.
    fn unchanged(&self, path: &Path, text: &str) -> Result<Option<File>, Unwritten> {
        let place = self.place(path)?;
        let file = File::open(&place)?;
        if cfg!(unix) && matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) {
            return Err(Unwritten::Locked);
        }
        let mut bytes = Vec::with_capacity(text.len() + 1);
        (&file).take(text.len() as u64 + 1).read_to_end(&mut bytes)?;
        let (read, now) = (file.metadata()?, fs::metadata(&place)?);
        let is_same_file = FileIdentity::new(&place, &read) == FileIdentity::new(&place, &now);
        if bytes != text.as_bytes() || !is_same_file {
            return Err(Unwritten::Changed);
        }
        // On Windows, a file that is open cannot be replaced.
        Ok(cfg!(unix).then_some(file))
    }
}

/// So many files are ready at once before they are put in their places.
const BATCH: usize = 256;

/// Writes files of one folder, none of which is a link, each whole or not at all: to the disk many at once,
/// because a folder may have very many. `write` gives what the file of an index holds. The first path that
/// cannot be written is the failure.
pub(super) fn files(
    folder: &Path,
    paths: &[PathBuf],
    write: impl Fn(usize, &mut dyn Write) -> io::Result<()>,
) -> Result<(), (PathBuf, Unwritten)> {
    for (batch, first) in paths.chunks(BATCH).zip((0..).step_by(BATCH)) {
        let mut ready = Vec::with_capacity(batch.len());
        for (path, index) in batch.iter().zip(first..) {
            let scratch = prepared(folder, path, |out| write(index, out));
            ready.push((scratch.map_err(|why| (path.clone(), why))?, path));
        }
        flush(folder).map_err(|error| (folder.to_owned(), error.into()))?;
        for (scratch, path) in ready {
            scratch.replace(path).map_err(|error| (path.clone(), error.into()))?;
        }
    }
    flush(folder).map_err(|error| (folder.to_owned(), error.into()))
}

/// A file beside `path` that holds what it shall hold, as far as the system has written it by now.
fn prepared(
    folder: &Path,
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Scratch, Unwritten> {
    let existing = Existing::open(path)?;
    let scratch = Scratch::new(folder)?;
    let file = scratch.file()?;
    {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()?;
    }
    if let Some(existing) = &existing {
        existing.pass_on_to(file)?;
    }
    // Where there is no word for all files at once.
    #[cfg(not(unix))]
    file.sync_all()?;
    Ok(scratch)
}

/// Waits until what was written to a folder is on the disk.
fn flush(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(all(unix, not(target_os = "linux")))]
    rustix::fs::sync();
    let _ = folder;
    Ok(())
}

/// Writes a file beside `path`, which is no link, and puts it in the place of `path` if `look` has nothing
/// against it at the last moment. What `look` gives is held until then.
fn replace<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    look: impl FnOnce() -> Result<T, Unwritten>,
) -> Result<OtherNames, Unwritten> {
    let existing = Existing::open(path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let scratch = Scratch::new(folder)?;
    let file = scratch.file()?;
    {
        let mut out = BufWriter::with_capacity(1 << 16, file);
        write(&mut out)?;
        out.flush()?;
    }
    if let Some(existing) = &existing {
        existing.pass_on_to(file)?;
    }
    file.sync_all()?;
    let held = look()?;
    scratch.replace(path)?;
    drop(held);
    // The file is there; that its name is on the disk too is more than some systems can promise.
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(existing.map_or(OtherNames::None, |existing| existing.other_names()))
}

/// A file that is there and may be replaced.
struct Existing {
    #[cfg(unix)]
    file: File,
    about: Metadata,
}

impl Existing {
    /// The file at `path`, if there is one. Whoever may write to the folder could replace one that is
    /// write-protected, but somebody wanted it to stay.
    fn open(path: &Path) -> Result<Option<Self>, Unwritten> {
        use io::ErrorKind::{NotFound, PermissionDenied, ReadOnlyFilesystem};
        let file = match OpenOptions::new().append(true).open(path) {
            Ok(file) => file,
            Err(error) => {
                return match error.kind() {
                    NotFound => Ok(None),
                    PermissionDenied | ReadOnlyFilesystem => Err(Unwritten::WriteProtected),
                    _ => Err(error.into()),
                };
            }
        };
        let about = file.metadata()?;
        // The system would let root write to it.
        if about.permissions().readonly() {
            return Err(Unwritten::WriteProtected);
        }
        Ok(Some(Self {
            #[cfg(unix)]
            file,
            about,
        }))
    }

    /// Gives a file that takes its place what it should have of this one.
    fn pass_on_to(&self, file: &File) -> io::Result<()> {
        #[cfg(unix)]
        return super::attributes::keep(&self.file, &self.about, file);
        #[cfg(not(unix))]
        file.set_permissions(self.about.permissions())
    }

    #[cfg(unix)]
    fn other_names(&self) -> OtherNames {
        use std::os::unix::fs::MetadataExt as _;
        if self.about.nlink() > 1 { OtherNames::Some } else { OtherNames::None }
    }

    #[cfg(not(unix))]
    fn other_names(&self) -> OtherNames {
        OtherNames::None
    }
}

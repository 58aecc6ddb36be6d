//! Reading that ends: a path comes in; its bytes go out, or its length where that is more than a file may
//! have.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use super::disk::Disk;
use super::inputs::FileIdentity;
use crate::text::{MAX_FILE_BYTES, Source};

/// What was read, and of which file.
pub(crate) struct Contents {
    pub(crate) bytes: Result<Vec<u8>, TooLong>,
    pub(crate) file: FileIdentity,
}

/// How many bytes there are at least, where there are too many to read.
pub(crate) struct TooLong(u64);

impl Contents {
    /// As a source with the name that messages give it.
    pub(crate) fn into_source(self, name: String) -> Source {
        source(name, self.bytes)
    }
}

fn source(name: String, bytes: Result<Vec<u8>, TooLong>) -> Source {
    match bytes {
        Ok(bytes) => Source::new(name, bytes),
        Err(TooLong(length)) => Source::too_long(name, length),
    }
}

/// Which files may be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allowed {
    /// Regular files: nobody named this one, and a pipe or device may have no end, or do something when it is
    /// read.
    Regular,
    /// Whatever a person named.
    Any,
}

/// Reads the file at `path`, but no further than [`MAX_FILE_BYTES`].
pub(crate) fn file(disk: &Disk, path: &Path, allowed: Allowed) -> io::Result<Contents> {
    file_up_to(disk, path, allowed, MAX_FILE_BYTES)
}

/// Reads the file at `path`, or the text in its place, but no further than `most` bytes.
pub(crate) fn file_up_to(disk: &Disk, path: &Path, allowed: Allowed, most: u64) -> io::Result<Contents> {
    if let Some((_, text)) = disk.text(path) {
        let length = text.len() as u64;
        let bytes = if length > most { Err(TooLong(length)) } else { Ok(text.as_bytes().to_vec()) };
        return Ok(Contents { bytes, file: disk.about(path)?.file });
    }
    let path = &disk.at(path);
    // Opening a pipe may wait for ever, so that what it is must be known before.
    let about = fs::metadata(path)?;
    refuse_special(&about, allowed)?;
    let mut file = File::open(path)?;
    let about = file.metadata()?;
    refuse_special(&about, allowed)?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let identity = FileIdentity::new(path, &about);
    if about.len() > most {
        return Ok(Contents { bytes: Err(TooLong(about.len())), file: identity });
    }
    Ok(Contents { bytes: to_end(&mut file, about.len(), most)?, file: identity })
}

fn refuse_special(about: &Metadata, allowed: Allowed) -> io::Result<()> {
    if allowed == Allowed::Any || about.is_file() {
        return Ok(());
    }
    Err(io::Error::other(if about.is_dir() { "it is a folder" } else { "it is no regular file" }))
}

/// Which file standard input comes from, if it is one.
#[cfg(unix)]
pub(crate) fn file_of_stdin() -> Option<FileIdentity> {
    use std::os::fd::AsFd as _;

    let stdin = File::from(io::stdin().as_fd().try_clone_to_owned().ok()?);
    let about = stdin.metadata().ok().filter(Metadata::is_file)?;
    Some(FileIdentity::new(Path::new("-"), &about))
}

#[cfg(not(unix))]
pub(crate) fn file_of_stdin() -> Option<FileIdentity> {
    None
}

/// Reads standard input as the source that messages call `name`.
pub(crate) fn stdin(name: String) -> io::Result<Source> {
    Ok(source(name, stdin_bytes()?))
}

/// Reads the bytes of standard input.
pub(crate) fn stdin_bytes() -> io::Result<Result<Vec<u8>, TooLong>> {
    to_end(&mut io::stdin().lock(), 0, MAX_FILE_BYTES)
}

/// The rest of what `from` gives, which is probably `length` bytes, if it is not more than `most`.
fn to_end(from: &mut impl Read, length: u64, most: u64) -> io::Result<Result<Vec<u8>, TooLong>> {
    let mut bytes = Vec::new();
    bytes.try_reserve(usize::try_from(length).unwrap_or(usize::MAX))?;
    from.take(most + 1).read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    Ok(if read > most { Err(TooLong(read)) } else { Ok(bytes) })
}

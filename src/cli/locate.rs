//! Where the configuration lies: the paths of the command line come in, and the `bpol.toml` that is in force
//! for them goes out.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::bounds;
use super::failure::Failure;
use super::paths::{from_here, here, shown};

/// What the configuration is called.
pub(super) const FILE: &str = "bpol.toml";

/// The folder that the search for a configuration begins in: the deepest that holds all `paths`. A file is
/// held by its folder, standard input by that of its name. What is neither file nor folder, such as a pipe
/// that a shell made, lies in the working directory.
pub(super) fn start(paths: &[PathBuf], stdin: Option<&Path>) -> Result<PathBuf, Failure> {
    let mut deepest: Option<PathBuf> = None;
    for path in paths {
        let folder = folder_of(path, stdin)?;
        deepest = Some(match deepest {
            Some(other) => common(&other, &folder),
            None => folder,
        });
    }
    deepest.map_or_else(here, Ok)
}

fn folder_of(path: &Path, stdin: Option<&Path>) -> Result<PathBuf, Failure> {
    if path.as_os_str() == "-" {
        return stdin.map_or_else(here, folder_of_name);
    }
    let failure = |error| unreadable(path, &error);
    let about = fs::metadata(path).map_err(failure)?;
    if about.is_dir() {
        fs::canonicalize(path).map_err(failure)
    } else if about.is_file() {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        fs::canonicalize(folder.unwrap_or(Path::new("."))).map_err(failure)
    } else {
        here()
    }
}

/// The folder of a file that may not exist, nor its folder.
fn folder_of_name(name: &Path) -> Result<PathBuf, Failure> {
    let path = here()?.join(name);
    let known = path.ancestors().skip(1).find_map(|folder| fs::canonicalize(folder).ok());
    known.map_or_else(here, Ok)
}

/// What two canonical paths begin with.
fn common(one: &Path, other: &Path) -> PathBuf {
    let pairs = one.components().zip(other.components());
    pairs.take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
}

/// The nearest `bpol.toml` at or above a canonical folder, as messages show it.
pub(super) fn nearest(start: &Path) -> Result<Option<PathBuf>, Failure> {
    for folder in start.ancestors() {
        let path = folder.join(FILE);
        match fs::symlink_metadata(&path) {
            Ok(_) => return from_here(&path).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(refused(&from_here(&path)?, &error.to_string())),
        }
    }
    Ok(None)
}

/// Fails where a `bpol.toml` that was found, and not named, is none that may be read: it is there, so that
/// what it says must not be passed over.
pub(super) fn check(path: &Path) -> Result<Metadata, Failure> {
    let failure = |error: io::Error| refused(path, &error.to_string());
    let is_link = fs::symlink_metadata(path).map_err(failure)?.is_symlink();
    let about = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound if is_link => refused(path, "it is a link that leads nowhere"),
        _ => failure(error),
    })?;
    if about.is_dir() {
        return Err(refused(path, "it is a folder"));
    }
    if !about.is_file() {
        return Err(refused(path, "it is no regular file"));
    }
    if is_link {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = fs::canonicalize(folder).map_err(failure)?;
        let target = fs::canonicalize(path).map_err(failure)?;
        if !bounds::is_within(&target, [folder.as_path(), &bounds::repository(&folder)]) {
            return Err(refused(path, "it is a link that leads out of its folder and the repository"));
        }
    }
    Ok(about)
}

/// Why a configuration cannot be read, and how to do without.
pub(super) fn refused(path: &Path, why: &str) -> Failure {
    Failure::with_help(
        format!("cannot read `{}`: {why}", shown(path)),
        "repair it, name another one with `--config FILE`, or use none with `--no-config`",
    )
}

/// Why a path cannot be read.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot read `{}`: {error}", shown(path)))
}

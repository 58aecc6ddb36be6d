//! Where the configuration lies: the paths of the command line come in, and the `bpol.toml` that is in force
//! for them goes out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::bounds;
use super::disk::Disk;
use super::failure::Failure;
use super::paths::shown;

/// What the configuration is called.
pub(crate) const FILE: &str = "bpol.toml";

/// The folder that the search for a configuration begins in: the deepest that holds all `paths`. A file is
/// held by its folder, standard input by that of its name. What is neither file nor folder, such as a pipe
/// that a shell made, lies in the working directory.
pub(crate) fn start(disk: &Disk, paths: &[PathBuf], stdin: Option<&Path>) -> Result<PathBuf, Failure> {
    let mut deepest: Option<PathBuf> = None;
    for path in paths {
        let folder = folder_of(disk, path, stdin)?;
        deepest = Some(match deepest {
            Some(other) => common(&other, &folder),
            None => folder,
        });
    }
    deepest.map_or_else(|| disk.root(), Ok)
}

fn folder_of(disk: &Disk, path: &Path, stdin: Option<&Path>) -> Result<PathBuf, Failure> {
    if path.as_os_str() == "-" {
        return stdin.map_or_else(|| disk.root(), |name| folder_of_name(disk, name));
    }
    let failure = |error| unreadable(path, &error);
    let about = disk.about(path).map_err(failure)?;
    if about.is_dir {
        disk.canonical(path).map_err(failure)
    } else if about.is_file {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        disk.canonical(folder.unwrap_or(Path::new("."))).map_err(failure)
    } else {
        disk.root()
    }
}

/// The folder of a file that may not exist, nor its folder.
fn folder_of_name(disk: &Disk, name: &Path) -> Result<PathBuf, Failure> {
    let path = disk.root()?.join(name);
    let known = path.ancestors().skip(1).find_map(|folder| fs::canonicalize(folder).ok());
    known.map_or_else(|| disk.root(), Ok)
}

/// What two canonical paths begin with.
fn common(one: &Path, other: &Path) -> PathBuf {
    let pairs = one.components().zip(other.components());
    pairs.take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
}

/// The nearest `bpol.toml` at or above a canonical folder, as messages show it.
pub(crate) fn nearest(disk: &Disk, start: &Path) -> Result<Option<PathBuf>, Failure> {
    for folder in start.ancestors() {
        let path = folder.join(FILE);
        match fs::symlink_metadata(&path) {
            Ok(_) => return disk.seen(&path).map(Some),
            Err(_) if disk.text(&path).is_some() => return disk.seen(&path).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(refused(&disk.seen(&path)?, &error.to_string())),
        }
    }
    Ok(None)
}

/// Fails where a `bpol.toml` that was found, and not named, is none that may be read: it is there, so that
/// what it says must not be passed over.
pub(crate) fn check(disk: &Disk, path: &Path) -> Result<(), Failure> {
    let failure = |error: io::Error| refused(path, &error.to_string());
    let is_link = disk.link_metadata(path).is_ok_and(|about| about.is_symlink());
    let about = disk.about(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound if is_link => refused(path, "it is a link that leads nowhere"),
        _ => failure(error),
    })?;
    if about.is_dir {
        return Err(refused(path, "it is a folder"));
    }
    if !about.is_file {
        return Err(refused(path, "it is no regular file"));
    }
    if is_link {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = disk.canonical(folder).map_err(failure)?;
        let target = disk.canonical(path).map_err(failure)?;
        if !bounds::is_within(&target, [folder.as_path(), &bounds::repository(&folder)]) {
            return Err(refused(path, "it is a link that leads out of its folder and the repository"));
        }
    }
    Ok(())
}

/// Why a configuration cannot be read, and how to do without.
pub(crate) fn refused(path: &Path, why: &str) -> Failure {
    Failure::with_help(
        format!("cannot read `{}`: {why}", shown(path)),
        "repair it, name another one with `--config FILE`, or use none with `--no-config`",
    )
}

/// Why a path cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot read `{}`: {error}", shown(path)))
}

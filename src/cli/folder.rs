//! A folder that bpol keeps: the files that it shall have come in. Files of an earlier run that are no longer
//! written go; what is somebody else's is left alone.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::output;
use super::write;
use crate::emit::target::File;
use crate::emit::text::Text;
use crate::project::disk::Disk;
use crate::project::failure::Failure;
use crate::project::inputs::Inputs;
use crate::project::paths::shown;
use crate::project::read::{self, Allowed};

/// The file that lists those that bpol has written there.
const MANIFEST: &str = ".bpol-emit";

/// The list is no longer than this.
const MAX_BYTES: u64 = 1 << 26;

/// Writes `files` into `folder`, which is made where it is not there. Nothing is written where one of them
/// would replace a file that is not bpol's.
pub(super) fn write(folder: &Path, files: &[File], inputs: &Inputs) -> Result<(), Failure> {
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::with_help(
            format!("`{}` is no folder", shown(folder)),
            "name a folder for the files with `-o DIR`",
        ));
    }
    let ours = ours(folder)?;
    let wanted: BTreeSet<&str> = files.iter().map(|file| &*file.path).collect();
    for file in files {
        let path = folder.join(&file.path);
        let there = fs::symlink_metadata(&path);
        // A link may lead anywhere.
        if there.is_ok_and(|about| about.is_symlink() || !ours.contains(&file.path)) {
            return Err(Failure::with_help(
                format!("`{}` is not a file of `bpol emit`: it was left alone", shown(&path)),
                "move it away, or name another folder",
            ));
        }
        inputs.refuse(&path)?;
    }
    inputs.refuse(&folder.join(MANIFEST))?;
    let unwritable =
        |path: &Path, error: &io::Error| Failure::new(format!("cannot write `{}`: {error}", shown(path)));
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    // All of them are listed before the first is written, so that a run that is broken off leaves nothing
    // that the next one takes for somebody else's.
    let both: BTreeSet<&str> = ours.iter().map(String::as_str).chain(wanted.iter().copied()).collect();
    list(folder, &both)?;
    let mut changed = Vec::new();
    for file in files {
        let path = folder.join(&file.path);
        if difference(&path, &file.text)?.is_some() {
            changed.push((path, &file.text));
        }
    }
    let (paths, texts): (Vec<PathBuf>, Vec<&Text>) = changed.into_iter().unzip();
    let write =
        |index: usize, out: &mut dyn io::Write| texts.get(index).map_or(Ok(()), |text| text.write(out));
    write::files(folder, &paths, write).map_err(|(path, why)| why.failure(&path))?;
    for path in ours.iter().filter(|path| !wanted.contains(path.as_str())) {
        let path = folder.join(path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Failure::new(format!("cannot delete `{}`: {error}", shown(&path))));
            }
            _ => {}
        }
    }
    list(folder, &wanted)
}

/// The paths of `files` in `folder` that are not what would be written, and why: they differ, are missing, or
/// are left over.
pub(super) fn differences(folder: &Path, files: &[File]) -> Result<Vec<(PathBuf, &'static str)>, Failure> {
    let mut found = Vec::new();
    for file in files {
        let path = folder.join(&file.path);
        if let Some(why) = difference(&path, &file.text)? {
            found.push((path, why));
        }
    }
    let wanted: BTreeSet<&str> = files.iter().map(|file| &*file.path).collect();
    let ours = ours(folder)?;
    let left = ours.iter().filter(|path| !wanted.contains(path.as_str()));
    let left = left.map(|path| folder.join(path)).filter(|path| path.exists());
    found.extend(left.map(|path| (path, "is left over")));
    Ok(found)
}

/// How a file differs from what it should hold, in words.
pub(super) fn difference(path: &Path, wanted: &Text) -> Result<Option<&'static str>, Failure> {
    match fs::read(path) {
        Ok(bytes) if wanted.is(&bytes) => Ok(None),
        Ok(_) => Ok(Some("differs")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Some("is missing")),
        Err(error) => Err(Failure::new(format!("cannot read `{}`: {error}", shown(path)))),
    }
}

/// The files that bpol has written to a folder, as the list there says.
fn ours(folder: &Path) -> Result<BTreeSet<String>, Failure> {
    let path = folder.join(MANIFEST);
    let failure = |why: &str| {
        let message = format!("cannot read `{}`: {why}", shown(&path));
        Failure::with_help(message, "delete the folder, or name another one")
    };
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Ok(about) if about.is_symlink() => return Err(failure("it is a link")),
        _ => {}
    }
    let contents = read::file_up_to(&Disk::here(), &path, Allowed::Regular, MAX_BYTES);
    let contents = contents.map_err(|error| failure(&error.to_string()))?;
    let bytes = contents.bytes.map_err(|_| failure("it is too long"))?;
    let text = String::from_utf8(bytes).map_err(|_| failure("it is not UTF-8"))?;
    let is_inside = |line: &str| {
        let is_name = |part| matches!(part, std::path::Component::Normal(_));
        Path::new(line).components().all(is_name) && !line.contains('\\')
    };
    match text.lines().find(|line| !is_inside(line)) {
        Some(line) => Err(failure(&format!("it lists `{line}`, which is no file of the folder"))),
        None => Ok(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()),
    }
}

/// Writes the list of files.
fn list(folder: &Path, paths: &BTreeSet<&str>) -> Result<(), Failure> {
    output::to_file(&folder.join(MANIFEST), |out| paths.iter().try_for_each(|path| writeln!(out, "{path}")))
}

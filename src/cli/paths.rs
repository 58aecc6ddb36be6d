//! Paths: how messages show them, and which file is written where one is named.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::text::hidden::printable;

/// The file that is written where `path` is named, which may not exist yet: a link stands for what it leads
/// to.
pub(super) fn destination(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        // A pipe has no path of its own, though there may be a link to it.
        Err(_) if path.exists() => return Ok(path.to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        known => return known,
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    if let Ok(target) = fs::read_link(path) {
        return destination(&folder.join(target));
    }
    let missing = |folder: &Path| {
        let message = format!("the folder `{}` does not exist", shown(folder));
        io::Error::new(io::ErrorKind::NotFound, message)
    };
    let ends_in_slash = path.as_os_str().as_encoded_bytes().last().is_some_and(|&byte| byte == b'/');
    let Some(name) = path.file_name().filter(|_| !ends_in_slash) else { return Err(missing(path)) };
    let folder = Path::new(".").join(folder);
    let known = fs::canonicalize(&folder).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => missing(path.parent().unwrap_or(&folder)),
        _ => error,
    })?;
    Ok(known.join(name))
}

/// A path as messages show it: on one line, with `/`.
pub(super) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text };
    printable(&text).replace('\n', "\\u{a}")
}

//! Paths: how messages show them, and which file is written where one is named.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::text::hidden::one_line;

/// The file that is written where `path` is named, which may not exist yet: a link stands for what it leads
/// to.
pub(crate) fn destination(path: &Path) -> io::Result<PathBuf> {
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

/// A path with `/`, as code hosts know it.
pub(crate) fn slashed(path: &Path) -> String {
    let Some(text) = path.to_str() else { return shown(path) };
    if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.to_owned() }
}

/// A path as messages show it: on one line, with `/`; a byte that is no text is spelled out, so that no two
/// paths look the same.
pub(crate) fn shown(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        let valid = chunk.valid();
        let is_windows = std::path::MAIN_SEPARATOR == '\\';
        let valid = if is_windows { Cow::from(valid.replace('\\', "/")) } else { Cow::from(valid) };
        shown.push_str(&one_line(&valid));
        for byte in chunk.invalid() {
            let _ = write!(shown, "\\x{byte:02x}");
        }
    }
    shown
}

/// A path as a shell takes it.
pub(crate) fn typed(path: &Path) -> String {
    let shown = shown(path);
    let is_plain = |character: char| character.is_alphanumeric() || "-_./:+,@%=".contains(character);
    let is_flag = shown.starts_with('-');
    let shown = if is_flag { format!("./{shown}") } else { shown };
    if shown.chars().all(is_plain) { shown } else { format!("'{}'", shown.replace('\'', "'\\''")) }
}

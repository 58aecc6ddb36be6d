//! URIs: those of a client come in, places go out, and the other way round.

use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

use crate::editor::documents::Place;

/// What is escaped in the path of a URI.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

const FILE: &str = "file://";

/// What a document of that URI is known by; `None` for what is no URI.
pub(super) fn place(uri: &str) -> Option<Place> {
    let (scheme, _) = uri.split_once(':').filter(|(scheme, _)| !scheme.is_empty())?;
    if !scheme.eq_ignore_ascii_case("file") {
        return Some(Place::Elsewhere(uri.to_owned()));
    }
    let rest = uri.get(FILE.len()..)?;
    // `file://localhost/a` is `/a`.
    let path = rest.get(rest.find('/')?..)?;
    let path = path.split(['?', '#']).next()?;
    let bytes: Vec<u8> = percent_decode_str(path).collect();
    Some(Place::File(straight(&path_of(bytes)?)))
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    (!bytes.contains(&0)).then(|| PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    // `/c:/a` is `c:/a`.
    let path = String::from_utf8(bytes).ok()?;
    path.strip_prefix('/').map(PathBuf::from)
}

/// A path without parts that lead nowhere.
fn straight(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                straight.pop();
            }
            part => straight.push(part),
        }
    }
    straight
}

/// The URI of a file.
pub(super) fn of_file(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    if std::path::MAIN_SEPARATOR == '\\' {
        let slashed: Vec<u8> = bytes.iter().map(|&it| if it == b'\\' { b'/' } else { it }).collect();
        return format!("{FILE}/{}", percent_encode(&slashed, PATH));
    }
    format!("{FILE}{}", percent_encode(bytes, PATH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_path_and_a_path_one_uri() {
        for (uri, path) in [
            ("file:///a/b.bpol", "/a/b.bpol"),
            ("file:///a%20b/%C3%A9.bpol", "/a b/é.bpol"),
            ("file:///a%3A/%23.bpol", "/a:/#.bpol"),
        ] {
            assert_eq!(place(uri), Some(Place::File(PathBuf::from(path))));
            assert_eq!(of_file(Path::new(path)), uri);
        }
        for (uri, path) in [
            ("FILE:///a", "/a"),
            ("file://localhost/a", "/a"),
            ("file:///a/./b/../c", "/a/c"),
            ("file:///a:b?x#y", "/a:b"),
        ] {
            assert_eq!(place(uri), Some(Place::File(PathBuf::from(path))), "{uri}");
        }
        for uri in ["", "x", ":", "file:", "file:a", "file://a", "file:///%00"] {
            assert_eq!(place(uri), None, "{uri}");
        }
        assert_eq!(place("untitled:Untitled-1"), Some(Place::Elsewhere("untitled:Untitled-1".to_owned())));
    }

    #[test]
    fn bytes_that_are_no_text_survive() {
        let uri = "file:///a%FF.bpol";
        let Some(Place::File(path)) = place(uri) else { panic!("{uri} is a file") };
        assert_eq!(of_file(&path), uri);
    }
}

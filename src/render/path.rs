//! Paths as code hosts know them: sources come in, paths from the root of the repository go out.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::context::Base;
use crate::text::Source;

/// What may not stand in the path of a relative URI; a colon might end a scheme.
const RELATIVE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// What may not stand in the path of an absolute URI.
const ABSOLUTE: &AsciiSet = &RELATIVE.remove(b':');

/// A path that is given from the working directory, from the root of the repository if it lies under it.
#[cfg(feature = "cli")]
pub(crate) fn from_root(path: &str, base: Option<Base<'_>>) -> String {
    RepositoryPath::new(path.as_bytes(), base).into_path()
}

/// Where a source lies, seen from the root of the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RepositoryPath {
    place: Place,
    /// What leads to the file.
    bytes: Vec<u8>,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Under the root; the path from there.
    Inside,
    /// Elsewhere; the absolute path, or one that leaves a root that is not known.
    Outside,
    /// In no file: a built-in table or standard input.
    Nowhere,
}

impl RepositoryPath {
    /// Where a source lies: the file that it was read from, or else the one that it is called by.
    pub(super) fn of(source: &Source, base: Option<Base<'_>>) -> Self {
        match source.path() {
            Some(path) => {
                let bytes = path.as_os_str().as_encoded_bytes();
                let is_windows = std::path::MAIN_SEPARATOR == '\\';
                let slash = |&byte: &u8| if is_windows && byte == b'\\' { b'/' } else { byte };
                Self::new(&bytes.iter().map(slash).collect::<Vec<_>>(), base)
            }
            None if source.name().starts_with('<') && source.name().ends_with('>') => {
                Self::at(Place::Nowhere, source.name().as_bytes().to_vec())
            }
            None => Self::new(source.name().as_bytes(), base),
        }
    }

    /// Where the file at `name` lies; dots in a path are resolved by its text alone.
    fn new(name: &[u8], base: Option<Base<'_>>) -> Self {
        let is_absolute = is_absolute(name);
        let folder = base.filter(|_| !is_absolute).map_or(&b""[..], |base| base.folder.as_bytes());
        let path = segments(folder.split(|&byte| byte == b'/').chain(name.split(|&byte| byte == b'/')));
        let inside = match base {
            Some(base) => {
                path.strip_prefix(segments(base.root.as_bytes().split(|&byte| byte == b'/')).as_slice())
            }
            None if is_absolute || path.first() == Some(&&b".."[..]) => None,
            None => Some(path.as_slice()),
        };
        match inside {
            Some(inside) if !inside.is_empty() => Self::at(Place::Inside, inside.join(&b'/')),
            _ if is_absolute || base.is_some() => Self::at(Place::Outside, absolute(path.join(&b'/'))),
            _ => Self::at(Place::Outside, path.join(&b'/')),
        }
    }

    fn at(place: Place, bytes: Vec<u8>) -> Self {
        let mut text = String::new();
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            for byte in chunk.invalid() {
                let _ = write!(text, "\\x{byte:02x}");
            }
        }
        Self { place, bytes, text }
    }

    /// Whether it lies under the root.
    pub(super) fn is_inside(&self) -> bool {
        self.place == Place::Inside
    }

    /// The path as text, in which a byte that is none is spelled out.
    pub(super) fn path(&self) -> &str {
        &self.text
    }

    /// The path with `escape` of what is text in it; a byte that is none is percent-encoded.
    pub(super) fn escaped(&self, escape: impl Fn(&str) -> String) -> String {
        let parts = self.bytes.utf8_chunks().flat_map(|chunk| {
            [escape(chunk.valid()), percent_encode(chunk.invalid(), NON_ALPHANUMERIC).to_string()]
        });
        parts.collect()
    }

    /// The path as text, when nothing else is wanted any more.
    pub(super) fn into_path(self) -> String {
        self.text
    }

    /// The path as a URI, relative where it lies under the root.
    pub(super) fn uri(&self) -> String {
        if self.place == Place::Outside && is_absolute(&self.bytes) {
            let path = self.bytes.strip_prefix(b"/").unwrap_or(&self.bytes);
            format!("file:///{}", percent_encode(path, ABSOLUTE))
        } else {
            percent_encode(&self.bytes, RELATIVE).to_string()
        }
    }
}

/// `parts` without those that lead nowhere and those that a `..` leaves again.
fn segments<'p>(parts: impl Iterator<Item = &'p [u8]>) -> Vec<&'p [u8]> {
    parts.fold(Vec::new(), |mut segments, part| {
        match part {
            b"" | b"." => {}
            b".." if segments.last().is_some_and(|&last| last != b"..") => {
                segments.pop();
            }
            _ => segments.push(part),
        }
        segments
    })
}

/// Whether `path` begins at a root or, as on Windows, at a drive.
fn is_absolute(path: &[u8]) -> bool {
    match path {
        [b'/', ..] => true,
        [drive, b':', b'/', ..] => drive.is_ascii_alphabetic(),
        _ => false,
    }
}

/// The segments of an absolute path as one.
fn absolute(path: Vec<u8>) -> Vec<u8> {
    if is_absolute(&path) { path } else { [b"/", path.as_slice()].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(path: &str) -> RepositoryPath {
        RepositoryPath::at(Place::Inside, path.into())
    }

    fn outside(path: &str) -> RepositoryPath {
        RepositoryPath::at(Place::Outside, path.into())
    }

    #[test]
    fn paths_are_given_from_the_root() {
        let from = |folder, root, name| {
            RepositoryPath::of(&Source::new(name, Vec::new()), Some(Base { folder, root }))
        };
        for name in ["a/b.bpol", "./a/b.bpol", "x/../a//b.bpol", "/repo/a/b.bpol", "../repo/a/b.bpol"] {
            assert_eq!(from("/repo", "/repo", name), inside("a/b.bpol"), "{name}");
        }
        assert_eq!(from("/repo/x/y", "/repo", "a.bpol"), inside("x/y/a.bpol"));
        assert_eq!(from("/repo/x/y", "/repo", "../a.bpol"), inside("x/a.bpol"));
        assert_eq!(from("/a/repo", "/a/repo", "../a.bpol"), outside("/a/a.bpol"));
        assert_eq!(from("/a/repo", "/a/repo", "/a/repository/a.bpol"), outside("/a/repository/a.bpol"));
        assert_eq!(from("C:/repo", "C:/repo", "C:/repo/a.bpol"), inside("a.bpol"));
        assert_eq!(from("C:/repo", "C:/repo", "../a.bpol"), outside("C:/a.bpol"));
        assert_eq!(RepositoryPath::new(b"./a.bpol", None), inside("a.bpol"));
        assert_eq!(RepositoryPath::new(b"../a.bpol", None), outside("../a.bpol"));
        assert_eq!(
            from("/repo", "/repo", "<stdin>"),
            RepositoryPath::at(Place::Nowhere, b"<stdin>".to_vec())
        );
    }

    #[test]
    fn a_uri_leads_to_the_file_whatever_its_name_is() {
        let odd = RepositoryPath::at(Place::Inside, b"a\n\xff\xfe.bpol".to_vec());
        assert_eq!((odd.uri().as_str(), odd.path()), ("a%0A%FF%FE.bpol", "a\n\\xff\\xfe.bpol"));
    }

    #[test]
    fn uris_have_nothing_but_what_may_stand_in_them() {
        assert_eq!(inside("a b/50%:é#?.bpol").uri(), "a%20b/50%25%3A%C3%A9%23%3F.bpol");
        assert_eq!(outside("/tmp/a b.bpol").uri(), "file:///tmp/a%20b.bpol");
        assert_eq!(outside("C:/a.bpol").uri(), "file:///C:/a.bpol");
        assert_eq!(RepositoryPath::at(Place::Nowhere, b"<official>".to_vec()).uri(), "%3Cofficial%3E");
    }
}

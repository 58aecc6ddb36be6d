//! Paths as code hosts know them: names as given come in, paths from the root of the repository go out.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::context::Base;

/// What may not stand in the path of a relative URI; a colon might end a scheme.
const RELATIVE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// What may not stand in the path of an absolute URI.
const ABSOLUTE: &AsciiSet = &RELATIVE.remove(b':');

/// Where a source lies, seen from the root of the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RepositoryPath {
    /// Under the root; the path from there.
    Inside(String),
    /// Elsewhere; the absolute path, or one that leaves a root that is not known.
    Outside(String),
    /// In no file: a built-in table or standard input.
    Nowhere(String),
}

impl RepositoryPath {
    /// Where the source lies that messages call `name`; dots in a path are resolved by its text alone.
    pub(super) fn new(name: &str, base: Option<Base<'_>>) -> Self {
        if name.starts_with('<') && name.ends_with('>') {
            return Self::Nowhere(name.to_owned());
        }
        let is_absolute = is_absolute(name);
        let folder = base.filter(|_| !is_absolute).map_or("", |base| base.folder);
        let path = segments(folder.split('/').chain(name.split('/')));
        let inside = match base {
            Some(base) => path.strip_prefix(segments(base.root.split('/')).as_slice()),
            None if is_absolute || path.first() == Some(&"..") => None,
            None => Some(path.as_slice()),
        };
        match inside {
            Some(inside) if !inside.is_empty() => Self::Inside(inside.join("/")),
            _ if is_absolute || base.is_some() => Self::Outside(absolute(&path.join("/"))),
            _ => Self::Outside(path.join("/")),
        }
    }

    /// The path as text.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Inside(path) | Self::Outside(path) | Self::Nowhere(path) => path,
        }
    }

    /// The path as text, when nothing else is wanted any more.
    pub(super) fn into_path(self) -> String {
        match self {
            Self::Inside(path) | Self::Outside(path) | Self::Nowhere(path) => path,
        }
    }

    /// The path as a URI, relative where it lies under the root.
    pub(super) fn uri(&self) -> String {
        match self {
            Self::Outside(path) if is_absolute(path) => {
                format!("file:///{}", utf8_percent_encode(path.trim_start_matches('/'), ABSOLUTE))
            }
            Self::Inside(path) | Self::Outside(path) | Self::Nowhere(path) => {
                utf8_percent_encode(path, RELATIVE).to_string()
            }
        }
    }
}

/// `parts` without those that lead nowhere and those that a `..` leaves again.
fn segments<'p>(parts: impl Iterator<Item = &'p str>) -> Vec<&'p str> {
    parts.fold(Vec::new(), |mut segments, part| {
        match part {
            "" | "." => {}
            ".." if segments.last().is_some_and(|&last| last != "..") => {
                segments.pop();
            }
            _ => segments.push(part),
        }
        segments
    })
}

/// Whether `path` begins at a root or, as on Windows, at a drive.
fn is_absolute(path: &str) -> bool {
    let mut bytes = path.bytes();
    match (bytes.next(), bytes.next(), bytes.next()) {
        (Some(b'/'), ..) => true,
        (Some(drive), Some(b':'), Some(b'/')) => drive.is_ascii_alphabetic(),
        _ => false,
    }
}

/// The segments of an absolute path as one.
fn absolute(path: &str) -> String {
    if is_absolute(path) { path.to_owned() } else { format!("/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(path: &str) -> RepositoryPath {
        RepositoryPath::Inside(path.to_owned())
    }

    fn outside(path: &str) -> RepositoryPath {
        RepositoryPath::Outside(path.to_owned())
    }

    #[test]
    fn paths_are_given_from_the_root() {
        let from = |folder, root, name| RepositoryPath::new(name, Some(Base { folder, root }));
        for name in ["a/b.bpol", "./a/b.bpol", "x/../a//b.bpol", "/repo/a/b.bpol", "../repo/a/b.bpol"] {
            assert_eq!(from("/repo", "/repo", name), inside("a/b.bpol"), "{name}");
        }
        assert_eq!(from("/repo/x/y", "/repo", "a.bpol"), inside("x/y/a.bpol"));
        assert_eq!(from("/repo/x/y", "/repo", "../a.bpol"), inside("x/a.bpol"));
        assert_eq!(from("/a/repo", "/a/repo", "../a.bpol"), outside("/a/a.bpol"));
        assert_eq!(from("/a/repo", "/a/repo", "/a/repository/a.bpol"), outside("/a/repository/a.bpol"));
        assert_eq!(from("C:/repo", "C:/repo", "C:/repo/a.bpol"), inside("a.bpol"));
        assert_eq!(from("C:/repo", "C:/repo", "../a.bpol"), outside("C:/a.bpol"));
        assert_eq!(RepositoryPath::new("./a.bpol", None), inside("a.bpol"));
        assert_eq!(RepositoryPath::new("../a.bpol", None), outside("../a.bpol"));
        assert_eq!(from("/repo", "/repo", "<stdin>"), RepositoryPath::Nowhere("<stdin>".to_owned()));
    }

    #[test]
    fn uris_have_nothing_but_what_may_stand_in_them() {
        assert_eq!(inside("a b/50%:é#?.bpol").uri(), "a%20b/50%25%3A%C3%A9%23%3F.bpol");
        assert_eq!(outside("/tmp/a b.bpol").uri(), "file:///tmp/a%20b.bpol");
        assert_eq!(outside("C:/a.bpol").uri(), "file:///C:/a.bpol");
        assert_eq!(RepositoryPath::Nowhere("<official>".to_owned()).uri(), "%3Cofficial%3E");
    }
}

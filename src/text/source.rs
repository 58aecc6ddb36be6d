//! One text: bytes come in, and go out as UTF-8 text with a name and an identity, or with the reason why they
//! are none.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A file may have at most this many bytes; a longer one is a `limit-exceeded`.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// What a [`Source`] is known by, whatever its text: other sources come and go, and it stays. It says nothing
/// of the order of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// One that no other source of this process has.
    fn fresh() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// What keeps a file from being read as text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// Not UTF-8: the range of the first bytes that are no character.
    NotUtf8(Range<usize>),
    /// Longer than [`MAX_FILE_BYTES`]; holds the file's length.
    TooLong(u64),
}

/// One text and the name that messages give it.
#[derive(Clone, Debug)]
pub struct Source {
    id: FileId,
    name: String,
    text: String,
    unreadable: Option<Unreadable>,
    is_table: bool,
    path: Option<PathBuf>,
    /// Where each line begins.
    pub(super) lines: OnceLock<Vec<u32>>,
    /// How many characters begin before each block of bytes, and how many of them UTF-16 writes in two units.
    pub(super) blocks: OnceLock<Vec<(u32, u32)>>,
}

impl Source {
    /// A file of the workspace, with an id of its own. Bytes that are not UTF-8 make it [`Unreadable`]; its
    /// text then has a `?` instead of each such byte, so that offsets hold.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Self::too_long(name, bytes.len() as u64);
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::build(name.into(), text, None),
            Err(error) => {
                let mut text = String::with_capacity(error.as_bytes().len());
                let mut first = None;
                for chunk in error.as_bytes().utf8_chunks() {
                    text.push_str(chunk.valid());
                    let bad = text.len()..text.len() + chunk.invalid().len();
                    text.extend(std::iter::repeat_n('?', bad.len()));
                    first = first.or((!bad.is_empty()).then_some(bad));
                }
                Self::build(name.into(), text, first.map(Unreadable::NotUtf8))
            }
        }
    }

    /// A file that is too long to be read at all, with its length in bytes.
    #[must_use]
    pub fn too_long(name: impl Into<String>, bytes: u64) -> Self {
        Self::build(name.into(), String::new(), Some(Unreadable::TooLong(bytes)))
    }

    /// The same source as the reference table in force: its statements stand before those of any other file.
    #[must_use]
    pub(crate) fn into_table(mut self) -> Self {
        self.is_table = true;
        self
    }

    /// The same source, under the same id, with another text.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        Self {
            id: self.id,
            name: self.name.clone(),
            text,
            unreadable: None,
            is_table: self.is_table,
            path: self.path.clone(),
            lines: OnceLock::new(),
            blocks: OnceLock::new(),
        }
    }

    /// The same source, read from the file at `path`.
    #[must_use]
    pub fn at(mut self, path: PathBuf) -> Self {
        self.path = Some(path);
        self
    }

    fn build(name: String, text: String, unreadable: Option<Unreadable>) -> Self {
        Self {
            id: FileId::fresh(),
            name,
            text,
            unreadable,
            is_table: false,
            path: None,
            lines: OnceLock::new(),
            blocks: OnceLock::new(),
        }
    }

    /// What it is known by: spans in it name it.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.id
    }

    /// What messages call the file: the path as given with `/`, or `<official>`, `<world>`, `<stdin>`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file that it was read from, if it was one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What sources are ordered by: the bytes of the path, or of the name where there is no path.
    #[must_use]
    pub(crate) fn order(&self) -> &[u8] {
        self.path.as_deref().map_or(self.name.as_bytes(), |path| path.as_os_str().as_encoded_bytes())
    }

    /// Whether it was read from standard input: it is neither a file nor the reference table.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        self.path.is_none() && !self.is_table
    }

    /// The whole text, a byte-order mark included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, and nothing else of it.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    /// Why the file cannot be read as text, if it cannot.
    #[must_use]
    pub fn unreadable(&self) -> Option<&Unreadable> {
        self.unreadable.as_ref()
    }

    /// Whether this is the reference table and no file of the workspace.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.is_table
    }
}

/// May open a file, and is no part of its first line.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

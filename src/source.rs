//! Source texts and the places in them: bytes come in, [`Span`]s and line/column positions go out.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::ids::{Arena, Id};

/// A file may have at most this many bytes; a longer one is a `limit-exceeded`.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// The place of a [`Source`] in its [`Sources`].
pub type FileId = Id<Source>;

/// A range of bytes in one file.
///
/// Two trees are equal whatever their places, so all spans are equal to each other; where the place itself
/// matters, compare [`Span::key`].
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The file that the range is in.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `file`, in bytes.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        // Files are at most MAX_FILE_BYTES long, so the casts lose nothing.
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// The bytes of the range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// What to order and compare places by: file, first byte, last byte.
    #[must_use]
    pub fn key(self) -> (FileId, u32, u32) {
        (self.file, self.start, self.end)
    }
}

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for Span {}

/// A byte offset as spans hold it; what lies past `u32` is past [`MAX_FILE_BYTES`] too.
pub(crate) fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// A place as people and editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values; a byte-order mark does not count.
    pub column: usize,
    /// The byte, from 0.
    pub offset: usize,
}

/// What keeps a file from being read as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not UTF-8: the range of the first bytes that are no character.
    NotUtf8(Range<usize>),
    /// Longer than [`MAX_FILE_BYTES`]; holds the file's length.
    TooLong(u64),
}

/// One text and the name that messages give it.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    unreadable: Option<Unreadable>,
    is_table: bool,
    path: Option<PathBuf>,
    /// The text with every hidden character blanked out, filled by the syntax stage where there is one.
    pub(crate) cleaned: OnceLock<String>,
    lines: OnceLock<Vec<u32>>,
    /// How many characters begin before each block of [`BLOCK`] bytes.
    blocks: OnceLock<Vec<u32>>,
}

impl Source {
    /// A file of the workspace. Bytes that are not UTF-8 make it [`Unreadable`]; its text then has a `?` in the
    /// place of each such byte, so that offsets hold.
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
    pub fn into_table(mut self) -> Self {
        self.is_table = true;
        self
    }

    /// The same source with another text.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        let unreadable = self.unreadable.clone();
        Self {
            is_table: self.is_table,
            path: self.path.clone(),
            ..Self::build(self.name.clone(), text, unreadable)
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
            name,
            text,
            unreadable,
            is_table: false,
            path: None,
            cleaned: OnceLock::new(),
            lines: OnceLock::new(),
            blocks: OnceLock::new(),
        }
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

    /// The text of `range`, empty where that is no range of the text.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The line and column of a byte; past the end it is the end, inside a character its start.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let offset = self.text.floor_char_boundary(byte);
        let line = self.line_before(offset);
        let column = self.characters_before(offset) - self.characters_before(offset - line.len()) + 1;
        Position { line: self.line_of(offset) + 1, column, offset }
    }

    /// The text of its line before a byte, without a byte-order mark: what columns of any unit are counted from.
    #[must_use]
    pub fn line_before(&self, byte: usize) -> &str {
        let end = self.text.floor_char_boundary(byte);
        let mut start = self.line_start(self.line_of(end));
        if start == 0 && self.text.starts_with(BYTE_ORDER_MARK) {
            start = BYTE_ORDER_MARK.len_utf8();
        }
        self.slice(start..end.max(start))
    }

    /// How many characters stand before a byte, which begins one.
    fn characters_before(&self, byte: usize) -> usize {
        let blocks = self.blocks.get_or_init(|| {
            let counts = self.text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
                let own = *before;
                *before += block.iter().filter(|&&byte| begins_character(byte)).count();
                Some(offset(own))
            });
            counts.collect()
        });
        let block = byte / BLOCK;
        let rest = self.text.as_bytes().get(block * BLOCK..byte).unwrap_or_default();
        let before = blocks.get(block).map_or_else(|| self.text.chars().count(), |&count| count as usize);
        before + rest.iter().filter(|&&byte| begins_character(byte)).count()
    }

    /// The line of a byte, from 0.
    #[must_use]
    pub fn line_of(&self, byte: usize) -> usize {
        self.lines().partition_point(|&start| start as usize <= byte).saturating_sub(1)
    }

    /// The first byte of a line (from 0); the end of the text for a line past the last.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        self.lines().get(line).map_or(self.text.len(), |&start| start as usize)
    }

    /// Whether only blanks, or a byte-order mark, stand before a byte on its line.
    #[must_use]
    pub fn is_line_start(&self, byte: usize) -> bool {
        let before = self.slice(self.line_start(self.line_of(byte))..byte);
        before.trim_start_matches(BYTE_ORDER_MARK).trim_ascii().is_empty()
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(index, _)| offset(index + 1))).collect()
        })
    }
}

/// How many bytes are counted at once, so that a column is found quickly however long its line is.
const BLOCK: usize = 1 << 10;

/// Whether a byte of UTF-8 text is the first one of its character.
fn begins_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// May open a file, and is no part of its first line.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// All texts of one run: the reference table first, then the workspace's files by name.
#[derive(Debug, Default)]
pub struct Sources {
    files: Arena<Source>,
}

impl Sources {
    /// Puts the sources in the order in which their statements count: the table, then the others by name.
    #[must_use]
    pub fn new(mut sources: Vec<Source>) -> Self {
        sources.sort_by(|a, b| (!a.is_table, &a.name).cmp(&(!b.is_table, &b.name)));
        Self { files: Arena::from(sources) }
    }

    /// Every source with its id, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FileId, &Source)> {
        self.files.iter()
    }

    /// How many bytes of text there are.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.files.values().iter().map(|source| source.text.len()).sum()
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self[span.file].slice(span.range())
    }
}

impl std::ops::Index<FileId> for Sources {
    type Output = Source;

    fn index(&self, file: FileId) -> &Source {
        &self.files[file]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_scalar_values_from_one_and_skip_the_mark() {
        let source = Source::new("a", "\u{feff}é b\r\nx".as_bytes().to_vec());
        assert_eq!(source.position(3), Position { line: 1, column: 1, offset: 3 });
        assert_eq!(source.position(5), Position { line: 1, column: 2, offset: 5 });
        assert_eq!(source.position(9), Position { line: 2, column: 1, offset: 9 });
        assert_eq!(source.position(99), Position { line: 2, column: 2, offset: 10 });
    }

    #[test]
    fn columns_are_the_same_in_a_long_line() {
        let text = format!("{}\n{}é", "é".repeat(1000), "aé".repeat(3000));
        let source = Source::new("a", text.clone().into_bytes());
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let line = source.slice(0..offset).rsplit('\n').next().unwrap_or_default();
            assert_eq!(source.position(offset).column, line.chars().count() + 1, "{offset}");
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_keep_their_offsets() {
        let source = Source::new("a", b"ab\xff\xfec".to_vec());
        assert_eq!(source.unreadable(), Some(&Unreadable::NotUtf8(2..3)));
        assert_eq!(source.text(), "ab??c");
    }

    #[test]
    fn the_table_comes_first_then_names_in_byte_order() {
        let file = |name: &str| Source::new(name, Vec::new());
        let sources = Sources::new(vec![file("b"), file("<world>").into_table(), file("B"), file("a")]);
        let names: Vec<_> = sources.iter().map(|(_, source)| source.name()).collect();
        assert_eq!(names, ["<world>", "B", "a", "b"]);
    }
}

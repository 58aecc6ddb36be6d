//! Lines and columns: a byte comes in, its position as people and editors count it goes out. The only
//! module that knows how either counts.

use std::ops::Range;

use super::source::{BYTE_ORDER_MARK, Source};
use super::span::offset;

/// A position as people and editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values; a byte-order mark does not count.
    pub column: usize,
    /// The byte, from 0.
    pub offset: usize,
}

impl Source {
    /// The text of `range`, empty where that is no range of the text.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text().get(range).unwrap_or_default()
    }

    /// The line and column of a byte; past the end it is the end, inside a character its start.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let offset = self.text().floor_char_boundary(byte);
        let (column, _) = self.columns(offset);
        Position { line: self.line_of(offset) + 1, column: column + 1, offset }
    }

    /// The column of a byte, from 1, in UTF-16 code units, as [`position`](Self::position) has it in scalar
    /// values.
    #[must_use]
    pub fn utf16_column(&self, byte: usize) -> usize {
        let (characters, pairs) = self.columns(self.text().floor_char_boundary(byte));
        characters + pairs + 1
    }

    /// How many characters stand before a byte on its line, and how many of them are surrogate pairs in
    /// UTF-16.
    fn columns(&self, offset: usize) -> (usize, usize) {
        let (all, pairs) = self.characters_before(offset);
        let (others, their_pairs) = self.characters_before(offset - self.line_before(offset).len());
        (all - others, pairs - their_pairs)
    }

    /// The text of its line before a byte, without a byte-order mark: what columns of any unit are counted
    /// from.
    #[must_use]
    pub fn line_before(&self, byte: usize) -> &str {
        let end = self.text().floor_char_boundary(byte);
        let mut start = self.line_start(self.line_of(end));
        if start == 0 && self.text().starts_with(BYTE_ORDER_MARK) {
            start = BYTE_ORDER_MARK.len_utf8();
        }
        self.slice(start..end.max(start))
    }

    /// How many characters stand before a byte, which begins one, and how many of them are surrogate pairs in
    /// UTF-16.
    fn characters_before(&self, byte: usize) -> (usize, usize) {
        let blocks = self.blocks.get_or_init(|| {
            let counts = self.text().as_bytes().chunks(BLOCK).scan((0, 0), |before, block| {
                let own = *before;
                let (characters, pairs) = characters(block);
                *before = (own.0 + characters, own.1 + pairs);
                Some((offset(own.0), offset(own.1)))
            });
            counts.collect()
        });
        let bytes = self.text().as_bytes();
        // The end of a text that fills its last block begins no block of its own.
        let block = (byte / BLOCK).min(blocks.len().saturating_sub(1));
        let before = blocks.get(block).map_or((0, 0), |&(all, pairs)| (all as usize, pairs as usize));
        let rest = characters(bytes.get(block * BLOCK..byte).unwrap_or_default());
        (before.0 + rest.0, before.1 + rest.1)
    }

    /// The line of a byte, from 0.
    #[must_use]
    pub fn line_of(&self, byte: usize) -> usize {
        self.lines().partition_point(|&start| start as usize <= byte).saturating_sub(1)
    }

    /// The first byte of a line (from 0); the end of the text for a line past the last.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        self.lines().get(line).map_or(self.text().len(), |&start| start as usize)
    }

    /// Whether only white space, or a byte-order mark, stand before a byte on its line.
    #[must_use]
    pub fn is_line_start(&self, byte: usize) -> bool {
        let before = self.slice(self.line_start(self.line_of(byte))..byte);
        before.trim_start_matches(BYTE_ORDER_MARK).trim_ascii().is_empty()
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = self.text().bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(index, _)| offset(index + 1))).collect()
        })
    }
}

/// How many bytes are counted at once, so that a column is found quickly however long its line is.
const BLOCK: usize = 1 << 10;

/// How many characters begin in `block`, and how many of those are surrogate pairs in UTF-16.
fn characters(block: &[u8]) -> (usize, usize) {
    let begins = block.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count();
    (begins, block.iter().filter(|&&byte| byte >= 0b1111_0000).count())
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
        assert_eq!(source.unreadable(), Some(&crate::text::Unreadable::NotUtf8(2..3)));
        assert_eq!(source.text(), "ab??c");
    }
}

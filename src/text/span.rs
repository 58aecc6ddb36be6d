//! Spans: which bytes of which file something is about.

use std::ops::Range;

use super::FileId;

/// A range of bytes in one file.
///
/// Two trees are equal wherever they stand, so all spans are equal to each other; where the bytes themselves
/// matter, compare [`Span::key`].
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
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// The bytes of the range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// What to order and compare spans by: file, first byte, last byte.
    #[must_use]
    pub fn key(self) -> (FileId, u32, u32) {
        (self.file, self.start, self.end)
    }

    /// Whether all of `other` lies in this range.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for Span {}

/// A byte offset as spans hold it.
///
/// # Panics
/// If it is past `u32`, which is far past [`MAX_FILE_BYTES`](super::MAX_FILE_BYTES).
pub(crate) fn offset(byte: usize) -> u32 {
    #[expect(clippy::expect_used, reason = "a wrong offset would point at another text")]
    u32::try_from(byte).expect("a text has fewer than 2^32 bytes")
}

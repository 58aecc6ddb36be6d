//! Words as they stand in a file: names, lists of them, comments.

use std::borrow::Cow;

use super::tree::{Chunk, Extent, NamesNode, Parsed};
use super::word::value;
use crate::text::{FileId, Span};

/// The words of one list, in order.
#[derive(Clone, Copy)]
pub struct Names<'p> {
    file: &'p Parsed,
    places: &'p [Extent],
}

impl<'p> Names<'p> {
    /// The words of one list of a chunk.
    #[expect(clippy::indexing_slicing, reason = "an empty list in its place would restrict nothing")]
    pub(super) fn of(file: &'p Parsed, chunk: &'p Chunk, node: NamesNode) -> Self {
        Self { file, places: &chunk.names[node.start as usize..node.end as usize] }
    }

    /// The words of no list.
    pub(super) fn none(file: &'p Parsed) -> Self {
        Self { file, places: &[] }
    }

    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.places.is_empty()
    }

    /// The word of an index, from 0.
    #[must_use]
    pub fn get(self, index: usize) -> Option<Name<'p>> {
        self.places.get(index).map(|&place| Name::at(self.file, place))
    }

    /// Every word.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Name<'p>> + DoubleEndedIterator + Clone {
        self.places.iter().map(move |&place| Name::at(self.file, place))
    }
}

impl PartialEq for Names<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl std::fmt::Debug for Names<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// A name, code or label as it is written: a word, or a string in quotes. Equal to another of the same value,
/// wherever they stand and whether or not they are quoted.
#[derive(Clone, Copy, Debug)]
pub struct Name<'p> {
    written: &'p str,
    file: FileId,
    start: u32,
}

impl<'p> Name<'p> {
    /// The name that stands at a place of a file.
    pub(crate) fn at(file: &'p Parsed, place: Extent) -> Self {
        Self { written: file.written(place), file: file.id(), start: place.start }
    }

    /// The characters that stand in the file, quotes included.
    #[must_use]
    pub fn written(&self) -> &'p str {
        self.written
    }

    /// Whether it stands in quotes.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.written.starts_with('"')
    }

    /// What it says: without quotes, escapes resolved.
    #[must_use]
    pub fn value(&self) -> Cow<'p, str> {
        value(self.written)
    }

    /// Where it stands, quotes included.
    #[must_use]
    pub fn span(&self) -> Span {
        let start = self.start as usize;
        Span::new(self.file, start..start + self.written.len())
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written || self.value() == other.value()
    }
}
impl Eq for Name<'_> {}

/// `# …` up to the end of its line.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Comment<'p> {
    /// The comment, `#` included, the line break and the space before it not.
    pub text: &'p str,
    /// Where it stands.
    pub span: Span,
}

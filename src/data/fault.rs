//! What keeps a document from being read, as facts. Their words are in `messages`.

use super::shape::Shape;

/// What is wrong with a document as such.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The file is not UTF-8.
    NotUtf8,
    /// The file has that many bytes, which is more than are read.
    TooLong(u64),
    /// The text is no JSON; holds why.
    NotJson(Box<str>),
    /// The text ends before it is JSON; holds where.
    CutOff(Box<str>),
    /// The text is no YAML; holds why.
    NotYaml(Box<str>),
    /// A key stands twice in one map; the first one is the related place.
    DuplicateKey(Box<str>),
    /// Lists and maps stand in each other deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
    /// `*name`
    Alias,
    /// `<<`
    MergeKey,
    /// `!tag`
    Tag,
    /// A key that is no text; holds what it is.
    OddKey(Shape),
    /// Something else than what must stand there does.
    WrongShape {
        /// Where in the document; empty for the whole of it.
        path: Box<str>,
        /// What must stand there.
        wanted: Shape,
        /// What does.
        found: Shape,
        /// The word, if it is one that readers read differently.
        unclear: Option<Box<str>>,
    },
}

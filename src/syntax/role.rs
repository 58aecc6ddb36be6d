//! What a word, mark or comment of a text is in the statement that it stands in.

use super::keyword::{Keyword, Kind, RuleAttribute};
use super::lexer::TokenKind;
use super::names::Name;
use super::tree::{Extent, Parsed};
use crate::text::Span;

/// What a word, mark or comment is in its statement, whether or not that is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// The word that opens a statement.
    Keyword(Keyword),
    /// What a statement declares; of one that opens with no keyword, nobody knows what that is.
    Name(Option<Keyword>),
    /// What people call it.
    Label,
    /// What a statement lies in: the word behind its `in`.
    Parent(Option<Keyword>),
    /// A word that joins parts: `in`, `or`, `attach`, `tokens`, `per` and their like.
    Connective,
    /// What stands before `in` in a rule.
    Attribute(RuleAttribute),
    /// A word of the list of a rule.
    Code(RuleAttribute),
    /// A word of the list behind `attach`.
    Attached,
    /// A word of the list behind `offers`.
    Offered,
    /// A word of the list behind `alias`.
    Alias,
    /// A kind in a target.
    Kind(Kind),
    /// A number of a limit of tokens.
    Number,
    /// `<`, `>`, `[`, `]` or `,`.
    Mark,
    /// From `#` to the end of the line.
    Comment,
    /// A word or string that the language has no use for where it stands.
    Unknown,
}

/// A word, string, mark or comment of a file, and what it is there.
#[derive(Clone, Copy, Debug)]
pub struct Word<'p> {
    file: &'p Parsed,
    /// Where it stands.
    place: Extent,
    kind: TokenKind,
    role: Role,
}

impl<'p> Word<'p> {
    pub(super) fn new(file: &'p Parsed, place: Extent, kind: TokenKind, role: Role) -> Self {
        Self { file, place, kind, role }
    }

    /// What it is in its statement.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// The file that it stands in.
    #[must_use]
    pub fn file(&self) -> &'p Parsed {
        self.file
    }

    /// As it is written.
    #[must_use]
    pub fn text(&self) -> &'p str {
        self.file.written(self.place)
    }

    /// Where it stands, quotes included.
    #[must_use]
    pub fn span(&self) -> Span {
        self.place.span(self.file.id())
    }

    /// Whether it is a string, also one that is not closed on its line or has an escape that there is not.
    #[must_use]
    pub fn is_string(&self) -> bool {
        matches!(self.kind, TokenKind::Text | TokenKind::OpenText | TokenKind::BadText)
    }

    /// The name that it is; `None` for marks and comments, and for what no name may be written like.
    #[must_use]
    pub fn name(&self) -> Option<Name<'p>> {
        let is_one = matches!(self.kind, TokenKind::Word | TokenKind::Text) && self.text() != "\"\"";
        is_one.then(|| Name::at(self.file, self.place))
    }
}

/// Equal to another that says the same, wherever the two stand.
impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.role == other.role && self.text() == other.text()
    }
}

//! Statements as they are read: views of the tree of a file.

use super::body::Body;
use super::keyword::{Keyword, Kind};
use super::lexer::{Lexer, TokenKind};
use super::limit::Tokens;
use super::names::{Name, Names};
use super::role::Role;
use super::shape::{BodyShape, Clause};
use super::tree::{BodyIndex, BrokenNode, Chunk, Extent, LimitNode, Parsed, StatementNode, TargetNode};
use crate::text::{FileId, Span};

/// A statement, or a stretch of text that is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Item<'p> {
    /// A statement.
    Statement(Statement<'p>),
    /// A stretch that a finding has been reported for.
    Broken(Broken<'p>),
}

impl<'p> Item<'p> {
    /// The statement, if it is one.
    #[must_use]
    pub fn statement(self) -> Option<Statement<'p>> {
        match self {
            Self::Statement(statement) => Some(statement),
            Self::Broken(_) => None,
        }
    }

    /// The keyword that it opens with, where that is one.
    #[must_use]
    pub fn keyword(self) -> Option<Keyword> {
        match self {
            Self::Statement(statement) => Some(statement.keyword()),
            Self::Broken(broken) => broken.keyword(),
        }
    }

    /// The name that it defines, or would define.
    #[must_use]
    pub fn name(self) -> Option<Name<'p>> {
        match self {
            Self::Statement(statement) => Some(statement.name()),
            Self::Broken(broken) => broken.name(),
        }
    }

    /// What stands behind `in` in its head.
    #[must_use]
    pub fn parent(self) -> Option<Name<'p>> {
        match self {
            Self::Statement(statement) => statement.parent(),
            Self::Broken(broken) => {
                let words = broken.file.words_in(broken.span().range()).into_iter();
                words.filter(|word| matches!(word.role(), Role::Parent(_))).find_map(|word| word.name())
            }
        }
    }

    /// From its first token to its last one; a stretch that is no statement goes up to the next one.
    #[must_use]
    pub fn span(self) -> Span {
        match self {
            Self::Statement(statement) => statement.span(),
            Self::Broken(broken) => broken.span(),
        }
    }
}

/// A stretch of text that is no statement.
#[derive(Clone, Copy)]
pub struct Broken<'p> {
    file: &'p Parsed,
    node: &'p BrokenNode,
}

impl<'p> Broken<'p> {
    pub(super) fn new(file: &'p Parsed, node: &'p BrokenNode) -> Self {
        Self { file, node }
    }

    /// From its first token up to the next statement.
    #[must_use]
    pub fn span(self) -> Span {
        self.node.place.span(self.file.id())
    }

    /// The keyword that it opens with, where that is one.
    #[must_use]
    pub fn keyword(self) -> Option<Keyword> {
        self.node.keyword
    }

    /// The name that it would define.
    #[must_use]
    pub fn name(self) -> Option<Name<'p>> {
        self.node.name.map(|place| Name::at(self.file, place))
    }

    /// The aliases that it would define.
    pub fn aliases(self) -> impl Iterator<Item = Name<'p>> {
        let may_have = |it: Keyword| it.shape().body == BodyShape::List(Clause::Alias);
        let place = self.node.place.range();
        let text = if self.keyword().is_some_and(may_have) { self.file.written(self.node.place) } else { "" };
        let tokens = Lexer::new(text, place.start).skip_while(|token| !token.text.starts_with("alias"));
        let names = tokens.skip(1).filter(|it| matches!(it.kind, TokenKind::Word | TokenKind::Text));
        names.filter_map(move |it| Some(Name::at(self.file, Extent::new(it.start..it.end())?)))
    }

    /// What is written in it, comments aside.
    #[cfg(feature = "editor")]
    pub(super) fn tokens(self) -> impl Iterator<Item = &'p str> {
        let place = self.node.place;
        let tokens = Lexer::new(self.file.written(place), place.range().start);
        tokens.filter(|token| token.kind != TokenKind::Comment).map(|token| token.text)
    }
}

impl PartialEq for Broken<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.keyword() == other.keyword() && self.name() == other.name()
    }
}

impl std::fmt::Debug for Broken<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Broken").field("span", &self.span()).finish_non_exhaustive()
    }
}

/// Which statement of which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StatementId {
    /// The file.
    pub(crate) file: FileId,
    /// Its index among the items of the file.
    item: u32,
}

/// `KEYWORD NAME ["Label"] [in PARENT] [< BODY >]`
#[derive(Clone, Copy)]
pub struct Statement<'p> {
    file: &'p Parsed,
    chunk: &'p Chunk,
    node: &'p StatementNode,
    index: u32,
}

impl StatementId {
    pub(super) fn item(self) -> u32 {
        self.item
    }
}

impl<'p> Statement<'p> {
    pub(super) fn new(file: &'p Parsed, chunk: &'p Chunk, node: &'p StatementNode, index: u32) -> Self {
        Self { file, chunk, node, index }
    }

    /// What to find it by again.
    #[must_use]
    pub fn id(self) -> StatementId {
        StatementId { file: self.file.id(), item: self.index }
    }

    /// Its index among the items of its file.
    pub(crate) fn item(self) -> u32 {
        self.index
    }

    /// The file that it stands in.
    #[must_use]
    pub fn file(self) -> &'p Parsed {
        self.file
    }

    /// What opens it.
    #[must_use]
    pub fn keyword(self) -> Keyword {
        self.node.keyword
    }

    /// What it defines.
    #[must_use]
    pub fn name(self) -> Name<'p> {
        Name::at(self.file, self.node.name)
    }

    /// The place of its name, for those who keep very many of them.
    pub(crate) fn name_place(self) -> Extent {
        self.node.name
    }

    /// What people call it.
    #[must_use]
    pub fn label(self) -> Option<Name<'p>> {
        self.node.label.map(|place| Name::at(self.file, place))
    }

    /// What stands behind `in`.
    #[must_use]
    pub fn parent(self) -> Option<Name<'p>> {
        self.node.parent.map(|place| Name::at(self.file, place))
    }

    /// From the keyword to the last token.
    #[must_use]
    pub fn span(self) -> Span {
        self.node.place.span(self.file.id())
    }

    /// What follows the name and the label, up to the last token.
    #[must_use]
    #[expect(clippy::string_slice, reason = "another ending would be another workload's")]
    pub(crate) fn ending(self) -> &'p str {
        let start = self.node.label.unwrap_or(self.node.name).range().end;
        &self.file.text()[start..self.node.place.range().end]
    }

    /// What comes before the body: from the keyword to the name, the label or the parent, whichever is last.
    #[must_use]
    pub fn head(self) -> Span {
        let last = self.node.parent.or(self.node.label).unwrap_or(self.node.name);
        Span { end: last.span(self.file.id()).end, ..self.span() }
    }

    /// Whether it has a `< … >`.
    #[must_use]
    pub fn has_body(self) -> bool {
        self.node.body.is_some()
    }

    /// The list of an `attach`, `offers` or `alias`; empty where there is none.
    #[must_use]
    pub fn list(self) -> Names<'p> {
        match self.node.body {
            Some(BodyIndex::List(names)) => Names::of(self.file, self.chunk, names),
            _ => Names::none(self.file),
        }
    }

    /// What the rules of a policy, a group or a guard say; `None` in a policy about tokens.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "a policy without its rules would restrict nothing")]
    pub fn body(self) -> Option<Body<'p>> {
        match self.node.body {
            Some(BodyIndex::Rules(index)) => {
                Some(Body::new(self.file, self.chunk, &self.chunk.bodies[index as usize]))
            }
            _ => None,
        }
    }

    /// What a policy about tokens says.
    #[must_use]
    pub fn tokens(self) -> Option<&'p Tokens> {
        self.limit().map(|limit| &limit.tokens)
    }

    #[expect(clippy::indexing_slicing, reason = "a policy without its limit would limit nothing")]
    fn limit(self) -> Option<&'p LimitNode> {
        match self.node.body {
            Some(BodyIndex::Limit(index)) => Some(&self.chunk.limits[index as usize]),
            _ => None,
        }
    }

    /// The kinds that a policy or a guard applies to; `None` for every kind.
    #[must_use]
    pub fn target(self) -> Option<&'p [Kind]> {
        self.target_node().map(|target| &*target.kinds)
    }

    /// From the word `target` to the last kind or the `]`.
    #[must_use]
    pub fn target_span(self) -> Option<Span> {
        self.target_node().map(|target| target.place.span(self.file.id()))
    }

    /// The word of each kind that it applies to, in the order of [`Statement::target`].
    pub fn target_words(self) -> impl Iterator<Item = Span> {
        let place = self.target_node().map(|target| target.place);
        let file = self.file;
        let tokens =
            place.into_iter().flat_map(move |place| Lexer::new(file.written(place), place.range().start));
        let words = tokens.filter(|token| token.kind == TokenKind::Word);
        // The first one is `target`.
        words.skip(1).map(move |token| Span::new(file.id(), token.start..token.end()))
    }

    fn target_node(self) -> Option<&'p TargetNode> {
        match self.limit() {
            Some(limit) => limit.target.as_ref(),
            None => self.body()?.target(),
        }
    }
}

impl Statement<'_> {
    /// Whether both say the same, whatever their labels.
    pub(crate) fn is_same_but_for_label(self, other: Statement<'_>) -> bool {
        self.keyword() == other.keyword()
            && self.name() == other.name()
            && self.parent() == other.parent()
            && self.has_body() == other.has_body()
            && self.list() == other.list()
            && self.body() == other.body()
            && self.tokens() == other.tokens()
            && self.target() == other.target()
    }
}

impl PartialEq for Statement<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.label() == other.label() && self.is_same_but_for_label(*other)
    }
}

impl std::fmt::Debug for Statement<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut tree = formatter.debug_struct("Statement");
        tree.field("keyword", &self.keyword()).field("name", &self.name()).field("label", &self.label());
        tree.field("parent", &self.parent()).field("list", &self.list()).field("body", &self.body());
        tree.field("tokens", &self.tokens()).field("target", &self.target());
        tree.field("span", &self.span()).finish()
    }
}

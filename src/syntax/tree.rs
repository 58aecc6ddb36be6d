//! What is kept of a file: its text, and the places of everything in it. It is read through the views of
//! [`ast`](super::ast).

use std::num::NonZeroU32;
use std::ops::Range;

use super::conflict::{self, Conflict};
use super::keyword::{Form, Keyword, Kind, RuleAttribute};
use super::limit::Tokens;
use super::origin::Origin;
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Source, Span};

/// One file as it was read: its text, everything in it in order, and what there is to say of it.
///
/// Equal to another with the same statements and comments, wherever they stand.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub(super) source: Source,
    /// The text without its hidden characters and the markers of its conflicts, where it has any; all places
    /// are the same in both.
    pub(super) cleaned: Option<Box<str>>,
    /// The merge conflicts that were left in it.
    pub(super) conflicts: Vec<Conflict>,
    /// The items in the order of the text, those that were read in one go together.
    pub(super) chunks: Vec<Chunk>,
    pub(super) findings: Vec<Diagnostic>,
    /// Whether all of it is written in another language.
    pub(super) is_foreign: bool,
    /// What its text was made of, if a person did not write it.
    pub(super) origin: Option<Box<Origin>>,
}

/// A run of items, and the comments between and in them.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    /// The byte of the file at which it starts.
    pub(super) start: u32,
    /// How many items stand before it in the file.
    pub(super) first: u32,
    pub(super) items: Vec<ItemNode>,
    /// The words of all lists, those of one list together.
    pub(super) names: Vec<Extent>,
    pub(super) bodies: Vec<BodyNode>,
    pub(super) limits: Vec<LimitNode>,
    pub(super) comments: Vec<Extent>,
    /// Whether every item is a workload, so that nothing refers to any of them. Most chunks of a large file
    /// are like that, and need not be searched for declarations.
    pub(super) only_workloads: bool,
}

/// A stretch of text that is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(super) start: u32,
    length: NonZeroU32,
}

/// Some of [`Chunk::names`], from the first one to behind the last one.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamesNode {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// An item as it is kept. There may be millions of them: 48 bytes each.
#[derive(Clone, Copy, Debug)]
pub(super) enum ItemNode {
    Statement(StatementNode),
    Broken(BrokenNode),
}

const _: () = assert!(size_of::<ItemNode>() <= 48, "memory grows with the items of a workspace");

#[derive(Clone, Copy, Debug)]
pub(super) struct StatementNode {
    pub(super) keyword: Keyword,
    pub(super) name: Extent,
    pub(super) label: Option<Extent>,
    pub(super) parent: Option<Extent>,
    pub(super) body: Option<BodyIndex>,
    /// From the keyword to the last token.
    pub(super) place: Extent,
}

/// What stands in `< … >`, and where it is kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum BodyIndex {
    List(NamesNode),
    /// The index in [`Chunk::bodies`].
    Rules(u32),
    /// The index in [`Chunk::limits`].
    Limit(u32),
}

#[derive(Clone, Debug, Default)]
pub(super) struct BodyNode {
    pub(super) form: Option<Form>,
    pub(super) first: SideNode,
    /// What stands behind `and`.
    pub(super) second: Option<SideNode>,
    pub(super) target: Option<TargetNode>,
}

/// The body of a policy about tokens.
#[derive(Clone, Debug)]
pub(super) struct LimitNode {
    pub(super) tokens: Tokens,
    pub(super) target: Option<TargetNode>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct SideNode {
    pub(super) rules: Vec<RuleNode>,
    /// Whether it has a rule at all; one that is reported and left out is one.
    pub(super) has_rule: bool,
    /// Whether it opens with `except`.
    pub(super) opens_with_except: bool,
    /// The word `except`.
    pub(super) except: Option<Extent>,
    pub(super) exceptions: Vec<RuleNode>,
}

#[derive(Clone, Debug)]
pub(super) struct TargetNode {
    pub(super) kinds: Vec<Kind>,
    /// From the word `target` to the last kind or the `]`.
    pub(super) place: Extent,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct RuleNode {
    pub(super) attribute: RuleAttribute,
    pub(super) attribute_place: Extent,
    pub(super) codes: NamesNode,
    pub(super) place: Extent,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct BrokenNode {
    pub(super) keyword: Option<Keyword>,
    pub(super) name: Option<Extent>,
    pub(super) place: Extent,
}

impl Extent {
    /// `None` where `range` is empty.
    pub(super) fn new(range: Range<usize>) -> Option<Self> {
        let length = NonZeroU32::new(crate::text::offset(range.len()))?;
        Some(Self { start: crate::text::offset(range.start), length })
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.length.get() as usize
    }

    pub(super) fn span(self, file: FileId) -> Span {
        Span { file, start: self.start, end: self.start + self.length.get() }
    }
}

impl ItemNode {
    pub(super) fn place(&self) -> Extent {
        match self {
            Self::Statement(statement) => statement.place,
            Self::Broken(broken) => broken.place,
        }
    }
}

impl Parsed {
    /// The text that was read.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The text that was read, and nothing of the tree.
    #[must_use]
    pub fn into_source(self) -> Source {
        self.source
    }

    /// What the file is known by.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.source.id()
    }

    /// What its text was made of, where that is another file.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_deref()
    }

    /// What was found in it: `syntax-error`, `unclosed-block`, `unknown-keyword`, `empty-list`,
    /// `hidden-character`, `invalid-utf8`, `limit-exceeded`, `mixed-types`; in no order.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// Whether the text could be read at all; where not, what it may declare is unknown.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        self.source.unreadable().is_none() && !self.is_foreign
    }

    /// Whether two spans lie on two sides of one merge conflict of this file.
    pub(crate) fn are_in_conflict(&self, a: Span, b: Span) -> bool {
        let is_here = |span: Span| span.file == self.id();
        let holding = conflict::holding(&self.conflicts, a.start as usize);
        is_here(a) && is_here(b) && holding.is_some_and(|it| it.parts(a.start as usize, b.start as usize))
    }

    /// Whether a merge conflict was left in it.
    pub(crate) fn has_conflicts(&self) -> bool {
        !self.conflicts.is_empty()
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| last.first as usize + last.items.len())
    }

    /// Whether there is no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same text with those of its items alone whose spans are to `keep`, and with nothing that was found
    /// in it.
    #[cfg(feature = "editor")]
    #[must_use]
    pub(crate) fn only(&self, keep: impl Fn(Span) -> bool) -> Self {
        let mut first = 0;
        let chunks = self.chunks.iter().map(|chunk| {
            let is_kept = |node: &&ItemNode| keep(node.place().span(self.id()));
            let items: Vec<ItemNode> = chunk.items.iter().filter(is_kept).copied().collect();
            let chunk = Chunk { first, items, ..chunk.clone() };
            first += crate::text::offset(chunk.items.len());
            chunk
        });
        Self {
            source: self.source.clone(),
            cleaned: self.cleaned.clone(),
            conflicts: Vec::new(),
            chunks: chunks.collect(),
            findings: Vec::new(),
            is_foreign: self.is_foreign,
            origin: None,
        }
    }

    /// The text that places are in: without hidden characters.
    #[must_use]
    pub fn text(&self) -> &str {
        self.cleaned.as_deref().unwrap_or_else(|| self.source.text())
    }

    /// The text at a place.
    #[expect(clippy::string_slice, reason = "another text would be another name")]
    pub(super) fn written(&self, place: Extent) -> &str {
        &self.text()[place.range()]
    }
}

//! The tree of a file: what stands in the text, with names as written and nothing looked up.

use std::borrow::Cow;

use super::keyword::{Attribute, Keyword, Kind};
use crate::source::{FileId, Span};

/// Everything in one file, in order.
#[derive(Debug, PartialEq)]
pub struct File<'s> {
    /// The file that was read.
    pub id: FileId,
    /// Its text in consecutive parts, each parsed on its own.
    pub parts: Vec<Part<'s>>,
    /// Whether the text could not be read at all, so that what it may declare is unknown.
    pub unreadable: bool,
}

/// A run of statements of one file, and the comments between and in them.
#[derive(Debug, Default, PartialEq)]
pub struct Part<'s> {
    /// Statements, and stretches that are none.
    pub items: Vec<Item<'s>>,
    /// Comments from `#` to the end of their line, in order.
    pub comments: Vec<Comment<'s>>,
    /// Whether every item is a workload, so that nothing refers to any of them. Most parts of a large file are like
    /// that, and need not be searched for declarations.
    pub only_workloads: bool,
}

impl<'s> File<'s> {
    /// Every item, in order.
    pub fn items(&self) -> impl Iterator<Item = &Item<'s>> {
        self.parts.iter().flat_map(|part| &part.items)
    }

    /// Every statement that could be read, in order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement<'s>> {
        self.parts.iter().flat_map(Part::statements)
    }

    /// Every comment, in order.
    pub fn comments(&self) -> impl DoubleEndedIterator<Item = &Comment<'s>> {
        self.parts.iter().flat_map(|part| &part.comments)
    }
}

impl<'s> Part<'s> {
    /// Every statement that could be read, in order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement<'s>> {
        self.items.iter().filter_map(|item| match item {
            Item::Statement(statement) => Some(statement),
            Item::Broken(_) => None,
        })
    }
}

/// A statement, or a stretch of text that is none.
#[derive(Debug, PartialEq)]
pub enum Item<'s> {
    /// A statement.
    Statement(Statement<'s>),
    /// A stretch that a finding has been reported for.
    Broken(Broken<'s>),
}

/// A stretch of text that is no statement.
#[derive(Debug, PartialEq)]
pub struct Broken<'s> {
    /// From its first token up to the next statement.
    pub span: Span,
    /// The keyword that it opens with, where that is one.
    pub keyword: Option<Keyword>,
    /// The name that it would define.
    pub name: Option<Name<'s>>,
}

/// `KEYWORD NAME ["Label"] [in PARENT] [< BODY >]`
#[derive(Debug, PartialEq)]
pub struct Statement<'s> {
    /// What opens it.
    pub keyword: Keyword,
    /// What it defines.
    pub name: Name<'s>,
    /// What people call it.
    pub label: Option<Name<'s>>,
    /// What stands behind `in`.
    pub parent: Option<Name<'s>>,
    /// What stands in `< … >`; one that the keyword's shape has.
    pub body: Option<Body<'s>>,
    /// From the keyword to the last token.
    pub span: Span,
}

impl<'s> Statement<'s> {
    /// What follows the name and the label, up to the last token.
    #[must_use]
    pub fn ending(&self) -> Span {
        Span { start: self.label.unwrap_or(self.name).span().end, ..self.span }
    }

    /// The list of an `attach`, `offers` or `alias`; empty where there is none.
    #[must_use]
    pub fn list(&self) -> &[Name<'s>] {
        match &self.body {
            Some(Body::List(names)) => names,
            _ => &[],
        }
    }

    /// The body of a policy.
    #[must_use]
    pub fn policy_body(&self) -> Option<&PolicyBody<'s>> {
        match &self.body {
            Some(Body::Policy(body)) => Some(body),
            _ => None,
        }
    }
}

/// What stands in `< … >`.
#[derive(Debug, PartialEq)]
pub enum Body<'s> {
    /// The rules of a policy.
    Policy(Box<PolicyBody<'s>>),
    /// The list of an `attach`, `offers` or `alias`, whichever the statement has.
    List(Box<[Name<'s>]>),
}

/// `RULE or RULE … [target KINDS]`
#[derive(Debug, PartialEq)]
pub struct PolicyBody<'s> {
    /// The rules; those with an attribute that is near to none have been reported and left out.
    pub rules: Vec<Rule<'s>>,
    /// The kinds that the policy takes part for; `None` for every kind.
    pub target: Option<Vec<Kind>>,
}

/// `ATTRIBUTE in [CODE, …]`
#[derive(Debug, PartialEq)]
pub struct Rule<'s> {
    /// What the codes are.
    pub attribute: Attribute,
    /// The word of the attribute.
    pub attribute_span: Span,
    /// The codes, as written.
    pub codes: Box<[Name<'s>]>,
    /// From the attribute to the `]`.
    pub span: Span,
}

/// A name, code or label as it is written: a word, or a string in quotes. Equal to another of the same value,
/// wherever they stand and whether or not they are quoted.
#[derive(Clone, Copy, Debug)]
pub struct Name<'s> {
    written: &'s str,
    start: u32,
    file: FileId,
}

impl<'s> Name<'s> {
    /// The name that stands at byte `start` of `file` as `written`, its quotes included.
    #[must_use]
    pub fn new(written: &'s str, file: FileId, start: u32) -> Self {
        Self { written, start, file }
    }

    /// The characters that stand in the file, quotes included.
    #[must_use]
    pub fn written(&self) -> &'s str {
        self.written
    }

    /// Whether it stands in quotes.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.written.starts_with('"')
    }

    /// What it says: without quotes, escapes resolved.
    #[must_use]
    pub fn value(&self) -> Cow<'s, str> {
        match self.plain() {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(unescape(self.written)),
        }
    }

    /// What it says, where no escape keeps that from being a part of the text.
    #[must_use]
    pub fn plain(&self) -> Option<&'s str> {
        if !self.is_quoted() {
            return Some(self.written);
        }
        let inner = self.written.strip_prefix('"')?.strip_suffix('"')?;
        (!inner.contains('\\')).then_some(inner)
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

/// Whether `text` is a word of the language: an ASCII letter, digit or `_`, then those, `.` and `-`.
pub(crate) fn is_word(text: &str) -> bool {
    let is_start = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut bytes = text.as_bytes().iter();
    bytes.next().is_some_and(is_start) && bytes.all(|byte| is_start(byte) || matches!(byte, b'-' | b'.'))
}

/// The value of a string literal: its quotes gone and `\"` and `\\` resolved.
fn unescape(written: &str) -> String {
    let inner = written.strip_prefix('"').unwrap_or(written);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut value = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        value.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    value
}

/// `# …` up to the end of its line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comment<'s> {
    /// The comment, `#` included, the line break not.
    pub text: &'s str,
    /// Where it stands.
    pub span: Span,
}

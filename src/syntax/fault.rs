//! What the syntax stage finds, as facts. Their words are in `messages`.

pub use super::expected::Expected;
use super::keyword::{Form, Keyword, Kind, RuleAttribute};
use super::shape::Clause;
use super::slip::Slip;
use super::synonyms;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::suggest::nearest;
use crate::text::Span;

/// What is wrong with a text as such, whatever its names stand for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// A character stands in the file that people do not see; holds the whole run of them.
    HiddenCharacter(Box<str>),
    /// The file is not UTF-8.
    InvalidUtf8,
    /// The file has that many bytes, which is more than are read.
    LimitExceeded(u64),
    /// `[]`
    EmptyList,
    /// A `<`, `[` or `"` has no counterpart.
    Unclosed(Opening, Closing),
    /// No attribute is called so.
    UnknownAttribute(Box<str>),
    /// No kind is called so.
    UnknownKind(Box<str>),
    /// The body of the statement opens with another word than its clause.
    UnknownClause(Box<str>, Keyword, Clause),
    /// The word stands behind the rules of a body; holds those near it that could stand there.
    UnknownPart(Box<str>, Keyword, Vec<&'static str>),
    /// The word opens the body of a guard, and is near to a form of it.
    UnknownForm(Box<str>),
    /// No statement opens with the word; holds the statement that ends on its line before it.
    UnknownStatement(Box<str>, Option<Keyword>),
    /// A reference table has a statement that declares no code.
    NotInATable(Keyword),
    /// The text has something where something else must stand.
    Unexpected {
        /// What could stand there.
        expected: Vec<Expected>,
        /// What does.
        found: Found,
        /// The keyword of the statement, where it is known.
        keyword: Option<Keyword>,
    },
    /// A keyword is not in lower case.
    WrongCase {
        /// What could stand there.
        expected: Vec<Expected>,
        /// The word.
        found: Box<str>,
    },
    /// A word has a character that stands in quotes only; one that is a letter can be put in quotes there and
    /// then.
    OddWord {
        /// What could stand there.
        expected: Vec<Expected>,
        /// What does.
        found: Box<str>,
        /// Whether quotes make a name of it.
        is_name: bool,
    },
    /// A word that joins the parts of a statement stands where one must open; holds the statement before it.
    LooseWord(Box<str>, Option<Keyword>),
    /// A word that joins the parts of a statement stands where an attribute of that statement must.
    NoAttribute(Box<str>, Keyword),
    /// `""`
    EmptyName(Expected),
    /// The markers of a merge conflict.
    MergeConflict,
    /// A string has an escape that does not exist.
    BadEscape,
    /// A keyword stands in quotes; holds them too.
    QuotedKeyword(Box<str>),
    /// What people write who know another language, or forget a mark.
    Slip(Slip),
}

/// What opens something that has an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Opening {
    /// `<`
    Block,
    /// `[`
    List,
    /// `"`
    String,
}

/// Where the end of something is missing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Closing {
    /// On the line on which it opens.
    SameLine,
    /// At the end of the file.
    EndOfFile,
    /// Before a token, which also is a place of the finding.
    Before {
        /// What must stand before it: `>` or `]`.
        mark: &'static str,
        /// The token.
        token: Box<str>,
    },
}

/// What stands where something else must.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Found {
    /// A token.
    Token(Box<str>),
    /// The end of the file.
    EndOfFile,
    /// Nothing: the file is empty.
    Nothing,
}

impl Fault {
    /// The finding at `span`, with the edit that repairs it.
    pub(super) fn at(self, span: Span) -> Diagnostic {
        match self.repair() {
            Some(text) => Diagnostic::new(self, span).with_fix(Applicability::Unsafe, span, text),
            None => Diagnostic::new(self, span),
        }
    }

    /// What may stand in the place of the text that the finding is about.
    pub(super) fn repair(&self) -> Option<String> {
        match self {
            Self::HiddenCharacter(run) => Some(if only_spaces(run) { " " } else { "" }.to_owned()),
            Self::UnknownKind(word) if Kind::from_name(word).is_some() => {
                Kind::from_name(word).map(|kind| kind.plural().to_owned())
            }
            Self::UnknownStatement(word, Some(before)) if is_short_in(word, *before) => Some("in".to_owned()),
            Self::WrongCase { found, .. } => Some(found.to_ascii_lowercase()),
            Self::OddWord { found, is_name: true, .. } => Some(format!("\"{found}\"")),
            Self::QuotedKeyword(written) => {
                let inner = written.trim_matches('"');
                super::is_word(inner).then(|| inner.to_owned())
            }
            _ => self.nearest().first().map(|&near| near.to_owned()),
        }
    }

    /// The words that may have been meant in the place of an unknown one, the nearest first.
    pub(super) fn nearest(&self) -> Vec<&'static str> {
        match self {
            Self::UnknownAttribute(word) => match synonyms::attribute(word) {
                Some(attribute) => vec![attribute.name()],
                None => nearest(word, RuleAttribute::ALL.map(RuleAttribute::name)),
            },
            Self::UnknownForm(word) => nearest(word, Form::ALL.map(Form::name)),
            Self::UnknownKind(word) => match Kind::from_name(word) {
                Some(kind) => nearest(word, [kind.plural()]),
                None => nearest(word, Kind::ALL.map(Kind::plural)),
            },
            Self::UnknownClause(word, _, clause) => nearest(word, [clause.name()]),
            Self::UnknownPart(_, _, near) => near.clone(),
            Self::UnknownStatement(word, _) => match synonyms::keyword(word) {
                Some(keyword) => vec![keyword.name()],
                None => nearest(word, Keyword::ALL.map(Keyword::name)),
            },
            _ => Vec::new(),
        }
    }
}

/// Whether `word` stands for the `in` of the statement before it: so short a word is nearer than `nearest`
/// has it, and nothing else stands in its place.
pub(super) fn is_short_in(word: &str, before: Keyword) -> bool {
    before.shape().parent.is_some() && strsim::osa_distance(word, "in") <= 1
}

/// Whether a run of hidden characters is shown as a space.
pub(super) fn only_spaces(run: &str) -> bool {
    run.chars().all(crate::text::hidden::is_odd_space)
}

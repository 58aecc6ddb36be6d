//! Statements before they are written: what of a document becomes which part of one, and where it stood.

use crate::syntax::keyword::{Attribute, Keyword, Kind};
use crate::text::Span;

/// A name and where it stands in a document.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) text: String,
    pub(super) span: Span,
}

impl Named {
    pub(super) fn new(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), span }
    }
}

impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl Eq for Named {}

/// One statement.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) keyword: Keyword,
    pub(super) name: Named,
    pub(super) label: Option<Named>,
    pub(super) parent: Option<Named>,
    pub(super) body: Body,
    /// The comment lines above it, without `#`.
    pub(super) comments: Vec<String>,
    /// The object that it is made of.
    pub(super) span: Span,
}

/// What stands in `< … >`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Nothing,
    /// `attach`, `offers` or `alias`, and the names.
    List(&'static str, Vec<Named>),
    /// The rules, and the kinds of the target.
    Rules(Vec<(Attribute, Vec<Named>)>, Vec<Kind>),
    /// `tokens …`, and the kinds of the target.
    Tokens(String, Vec<Kind>),
}

impl Statement {
    pub(super) fn new(keyword: Keyword, name: Named, span: Span) -> Self {
        Self { keyword, name, label: None, parent: None, body: Body::Nothing, comments: Vec::new(), span }
    }

    /// Whether another statement says the same, comments aside.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.key() == other.key()
            && self.label == other.label
            && self.parent == other.parent
            && self.body == other.body
    }

    /// What it is known by; keys are in the order of the file.
    pub(super) fn key(&self) -> Key {
        let key = Key::of(self.keyword, &self.name.text);
        match (self.keyword, &self.parent) {
            (Keyword::Workload(_), Some(parent)) => Key { environment: Some(parent.text.clone()), ..key },
            _ => key,
        }
    }
}

/// What a statement is known by: environment, keyword and name, ordered by section of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    pub(super) section: u8,
    environment: Option<String>,
    keyword: &'static str,
    name: String,
}

impl Key {
    /// The key of what lies in no environment.
    pub(super) fn of(keyword: Keyword, name: &str) -> Self {
        let section = match keyword {
            Keyword::Code(Attribute::Continent) => 0,
            Keyword::Code(Attribute::Country) => 1,
            Keyword::Code(Attribute::Cpu) => 2,
            Keyword::Code(Attribute::Gpu) => 3,
            Keyword::Code(Attribute::Location) => LOCATIONS,
            Keyword::Policy => POLICIES,
            Keyword::Environment => ENVIRONMENTS,
            _ => WORKLOADS,
        };
        Self { section, environment: None, keyword: keyword.name(), name: name.to_owned() }
    }
}

/// The sections of a file behind the codes.
pub(super) const LOCATIONS: u8 = 4;
pub(super) const POLICIES: u8 = 5;
pub(super) const ENVIRONMENTS: u8 = 6;
pub(super) const WORKLOADS: u8 = 7;

/// What messages call a statement: `policy x`, `model/x@e`.
impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.environment, self.section) {
            (Some(environment), _) => write!(f, "{}/{}@{environment}", self.keyword, self.name),
            (None, WORKLOADS) => write!(f, "{}/{}", self.keyword, self.name),
            (None, _) => write!(f, "{} {}", self.keyword, self.name),
        }
    }
}

//! What there is to say about an error or a lint, declared once: `bpol explain`, the documentation and every
//! renderer print it.

use super::fix::Applicability;

/// What a finding of a check is by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Level {
    /// A lint that is not looked for.
    Allow,
    /// A lint whose findings are warnings.
    Warn,
    /// A lint whose findings make `bpol check` fail.
    Deny,
    /// An error: it cannot be suppressed.
    Error(Subject),
}

/// What an error is found in, which decides what it stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Subject {
    /// The language: nothing is compiled.
    Workspace,
    /// What a deployment tool can be told: nothing is emitted.
    Tool,
    /// A document that another program wrote: nothing is made of it.
    Document,
    /// What was seen running: an audit fails.
    Observation,
}

impl Level {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
            Self::Error(_) => "error",
        }
    }

    /// Whether it is that of an error, and not of a lint.
    #[must_use]
    pub fn is_error(self) -> bool {
        matches!(self, Self::Error(_))
    }
}

/// An error or a lint: an entry of the catalogue.
#[derive(Debug)]
#[non_exhaustive]
pub struct Check {
    /// The name that people and programs know it by.
    pub name: &'static str,
    /// What its findings are by default.
    pub level: Level,
    /// What it reports, in one line: lower case, no full stop.
    pub summary: &'static str,
    /// Why that matters and what to do: Markdown paragraphs.
    pub why: &'static str,
    /// A workspace that has the finding.
    pub bad: Example,
    /// The same workspace without it.
    pub good: Example,
    /// The fix that its findings may carry; where both sorts may occur, the riskier one.
    pub fix: Option<Applicability>,
}

/// A workspace of one file, as a page shows it.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// The text of the file, compiled with the official reference table.
    Text(&'static str),
    /// The bytes of the file, where they are no text.
    Bytes(&'static [u8]),
    /// What the file would be, where it cannot be shown.
    Described(&'static str),
}

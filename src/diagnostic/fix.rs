//! The edits that repair a finding.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// Whether a fix may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// It changes no placement and nothing that anyone may have meant.
    Safe,
    /// It is a guess that a person should look at.
    Unsafe,
}

impl Applicability {
    /// The word that output uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// Edits that repair a finding together.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fix {
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One replacement of text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

/// How many findings a run of the fixes repairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixable {
    /// By safe fixes alone.
    pub safe: usize,
    /// How many more with the unsafe ones.
    pub with_unsafe: usize,
}

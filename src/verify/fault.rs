//! A document that a tool would refuse: what is wrong and where.

use super::reader::At;
use crate::diagnostic::{Check, Classify, Describe, Diagnostic, Words, errors};

/// Why a tool would refuse a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Refused {
    /// Where in the document; empty for the whole of it.
    path: String,
    /// What is wrong, in one line.
    message: String,
    /// What to write instead.
    help: String,
}

impl Classify for Refused {
    fn check(&self) -> &'static Check {
        &errors::UNREADABLE_DOCUMENT
    }
}

impl Describe for Refused {
    fn words(&self) -> Words {
        let label = if self.path.is_empty() { "here".to_owned() } else { format!("at `{}`", self.path) };
        Words::new(&*self.message, label).with_help(&*self.help)
    }
}

/// The finding that a tool would refuse a document.
#[must_use]
pub fn refused(at: &At, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    let refused = Refused { path: at.path.clone(), message: message.into(), help: help.into() };
    Diagnostic::new(refused, at.span)
}

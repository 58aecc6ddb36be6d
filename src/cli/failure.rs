//! Why a command could not run: a message, which standard error shows, and exit status 2.

use crate::answers::name::Unfound;

/// Why a command could not run at all: the message, and what to do about it.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) message: String,
    /// Lines of the file that it is about, laid out.
    pub(super) excerpt: Option<String>,
    pub(super) help: Option<String>,
}

impl From<Unfound> for Failure {
    fn from(unfound: Unfound) -> Self {
        Self { help: unfound.help, ..Self::new(unfound.message) }
    }
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), excerpt: None, help: None }
    }

    pub(super) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..Self::new(message) }
    }
}

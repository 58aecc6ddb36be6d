//! Why a command could not run: a message, which standard error shows, and exit status 2.

use std::ops::Range;

use crate::text::Source;

/// Why a command could not run at all: the message, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    /// Lines of the file that it is about, laid out.
    pub(crate) excerpt: Option<String>,
    pub(crate) help: Option<String>,
    /// The names that may have been meant, which the help has.
    pub(crate) near: Vec<String>,
    /// Where in a configuration the reason stands.
    pub(crate) at: Option<Box<At>>,
}

/// A place in a configuration, and what is wrong there.
#[derive(Debug)]
pub(crate) struct At {
    pub(crate) source: Source,
    pub(crate) range: Range<usize>,
    /// The message without the place.
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), excerpt: None, help: None, near: Vec::new(), at: None }
    }

    pub(crate) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..Self::new(message) }
    }

    /// The same, where some names may have been meant.
    pub(crate) fn near(self, near: &[&str]) -> Self {
        Self { near: near.iter().map(|&name| name.to_owned()).collect(), ..self }
    }
}

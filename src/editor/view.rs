//! What a feature sees: one document, its tree, and all that is known of its workspace at one moment.

use std::ops::Range;
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::diagnostic::Report;
use crate::syntax::ast::Parsed;

use super::settings::Settings;

/// One document in its workspace. All of it is of one moment.
pub(crate) struct View<'s> {
    /// The tree of the document.
    pub(crate) parsed: &'s Arc<Parsed>,
    /// What is known of the workspace, where the document has a meaning in one: where the configuration
    /// leaves it out, or there never was one that could be used, there is none.
    pub(crate) meaning: Option<Meaning<'s>>,
    /// Whether the configuration in force cannot be used as it stands: what would change texts does nothing.
    pub(crate) is_config_broken: bool,
    /// What a person chose.
    pub(crate) settings: &'s Settings,
}

/// What is known of a workspace.
#[derive(Clone, Copy)]
pub(crate) struct Meaning<'s> {
    /// The analysis of the texts as they are.
    pub(crate) analysis: &'s Arc<Analysis>,
    /// What is published of it.
    pub(crate) report: &'s Report,
}

impl View<'_> {
    /// The text of the document.
    pub(crate) fn text(&self) -> &str {
        self.parsed.source().text()
    }
}

/// A replacement in the document that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The bytes that go.
    pub(crate) range: Range<usize>,
    /// The text that comes in their place.
    pub(crate) text: String,
}

//! What is compared: a workspace, or what `compile` once wrote of one.

use crate::emit::document::{Document, Reference};
use crate::placement::Provisional;

/// One of the two that are compared.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Side<'s> {
    /// What it was called: `HEAD~1`, `old/`, or `.` for the working tree.
    pub name: String,
    /// The full hash of the revision, where it is one.
    pub revision: Option<String>,
    /// What was read.
    pub content: Content<'s>,
}

/// What a side is made of.
#[derive(Clone, Copy, Debug)]
pub enum Content<'s> {
    /// The sources of a workspace.
    Workspace(&'s Provisional),
    /// The JSON of `compile`, which knows no sources.
    Compiled(&'s Document),
}

impl<'s> Side<'s> {
    /// A side of that name.
    #[must_use]
    pub fn new(name: impl Into<String>, revision: Option<String>, content: Content<'s>) -> Self {
        Self { name: name.into(), revision, content }
    }

    /// The workspace, where its sources are known.
    #[must_use]
    pub fn provisional(&self) -> Option<&'s Provisional> {
        match self.content {
            Content::Workspace(provisional) => Some(provisional),
            Content::Compiled(_) => None,
        }
    }

    /// Its reference table.
    #[must_use]
    pub fn reference(&self) -> Reference {
        match self.content {
            Content::Workspace(provisional) => Reference::of(provisional.workspace()),
            Content::Compiled(document) => document.reference.clone(),
        }
    }
}

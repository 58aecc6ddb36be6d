//! What a lint is: an entry of the catalogue, and how its findings are found.

use super::context::Context;
use super::suppression::Suppressions;
use crate::diagnostic::{Check, Diagnostic};
use crate::workspace::Checked;

/// A lint and how its findings are found.
#[derive(Debug)]
pub(crate) struct Lint {
    /// What there is to say about it.
    pub(crate) check: Check,
    pub(super) find: Find,
    /// Whether it looks at the lists that are narrowed from above, which few do.
    pub(super) needs_narrowed: bool,
}

/// How the findings of a lint are found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Find {
    /// In what is meant.
    Meant(fn(&Context<'_>, &mut Vec<Diagnostic>)),
    /// In labels and comments.
    Written(fn(&Checked, &mut Vec<Diagnostic>)),
    /// In the suppressions, once all other lints have been looked for.
    Suppressing(fn(&Suppressions<'_>, &mut Vec<Diagnostic>)),
}

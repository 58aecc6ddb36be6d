//! The gate between what may be wrong and what is evaluated: only here a [`Checked`] is made.

use super::Workspace;
use crate::diagnostic::{self, Diagnostic};

/// A workspace without errors: every name is known, every policy has one type and at least one code.
#[derive(Debug)]
pub struct Checked<'a> {
    workspace: Workspace<'a>,
}

impl<'a> std::ops::Deref for Checked<'a> {
    type Target = Workspace<'a>;

    fn deref(&self) -> &Workspace<'a> {
        &self.workspace
    }
}

/// Lets a workspace pass that nothing was found in.
///
/// # Errors
/// The findings of all stages before, in the order in which they are reported.
pub fn check(
    workspace: Workspace<'_>,
    mut findings: Vec<Diagnostic>,
) -> Result<Checked<'_>, Vec<Diagnostic>> {
    if findings.is_empty() {
        return Ok(Checked { workspace });
    }
    diagnostic::keep_visible(&mut findings);
    diagnostic::sort(&mut findings, workspace.sources);
    Err(findings)
}

//! bpol compiles placement policies: which places and which hardware every workload may run in.
//!
//! ```text
//! text ─ syntax ─▶ ast ─ workspace::resolve ─▶ Workspace (ids) ─ workspace::check ─▶ Checked
//!      ─ placement::evaluate ─▶ Evaluation (sets) ─ placement::verify ─▶ Resolved (no set is empty) ─▶ emit
//!
//! ast and comments ─ format ─▶ text
//! ```
//!
//! Each stage has a type of its own, narrower than the one before, and knows nothing of the ones behind it.
//! Findings of all stages are [`diagnostic::Diagnostic`]s. Only [`cli`] touches files, terminals and exit statuses.

pub mod hidden;
pub mod ids;
pub mod source;

pub mod diagnostic;
mod suggest;

pub mod syntax;

pub mod format;

pub mod reference;

pub mod workspace;

pub mod placement;

pub mod emit;

pub mod lint;

pub mod fix;

pub mod catalogue;

pub mod cli;

use diagnostic::Diagnostic;
use lint::Levels;
use placement::Resolved;
use source::Sources;
use syntax::ast::File;

/// The whole compiler behind the parser: the trees of all sources come in, the placement set of every workload
/// goes out.
///
/// `findings` are those of [`syntax::parse`].
///
/// # Errors
/// Every error of the workspace, in the order in which they are reported.
pub fn compile<'a>(
    sources: &'a Sources,
    files: &'a [File<'a>],
    mut findings: Vec<Diagnostic>,
) -> Result<Resolved<'a>, Vec<Diagnostic>> {
    let (workspace, found) = workspace::resolve(sources, files);
    findings.extend(found);
    let checked = workspace::check(workspace, findings)?;
    let evaluation = placement::evaluate(&checked);
    placement::verify(checked, evaluation)
}

/// What there is to say of a workspace: its errors, or, where it has none, the findings of the lint rules, in the order
/// in which they are reported.
///
/// `findings` are those of [`syntax::parse`].
#[must_use]
pub fn check(
    sources: &Sources,
    files: &[File<'_>],
    findings: Vec<Diagnostic>,
    levels: &Levels,
) -> Vec<Diagnostic> {
    match compile(sources, files, findings) {
        Ok(resolved) => lint::lint(&resolved, files, levels),
        Err(errors) => errors,
    }
}

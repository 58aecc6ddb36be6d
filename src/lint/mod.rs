//! What is allowed and yet unlikely to be meant: a workspace without errors comes in, findings go out.
//!
//! A lint is a file of `rules/`. To add one, write its file, its finding and the words for it, and name it in
//! `LINTS`; its page, its level, its documentation and its place in every output follow from that.

mod context;
mod counts;
mod cover;
mod declaration;
mod edits;
mod fewest;
mod levels;
mod list;
mod messages;
mod rules;
mod suppression;

pub use levels::{Change, Levels, Selection};
pub use messages::Finding;
pub(crate) use rules::LINTS;

use crate::diagnostic::{Diagnostic, Level, Severity};
use crate::parallel;
use crate::placement::Resolved;
use context::Context;
use declaration::{Find, Lint};
use suppression::Suppressions;

/// Looks for the findings of every lint whose level is not `allow`, less those that a comment suppresses.
///
/// The findings come in the order in which they are reported; their severity is `error` where the lint's
/// level is `deny`, `warning` where it is `warn`.
#[must_use]
pub fn lint(resolved: &Resolved, levels: &Levels) -> Vec<Diagnostic> {
    let context = Context::new(resolved);
    let in_force: Vec<&Lint> =
        LINTS.iter().copied().filter(|lint| levels.of(&lint.check) != Level::Allow).collect();
    let found = parallel::map_ref(&in_force, |lint| {
        let mut findings = Vec::new();
        if let Find::InWorkspace(find) = lint.find {
            find(&context, &mut findings);
        }
        findings
    });
    let files = resolved.workspace().files();
    let mut suppressions = Suppressions::collect(files, LINTS.iter().map(|lint| lint.check.name).collect());
    let mut findings: Vec<Diagnostic> =
        found.into_iter().flatten().filter(|finding| !suppressions.suppress(finding)).collect();
    for lint in in_force {
        if let Find::InSuppressions(find) = lint.find {
            find(&suppressions, &mut findings);
        }
    }
    for finding in &mut findings {
        let is_denied = levels.of(finding.check) == Level::Deny;
        finding.severity = if is_denied { Severity::Error } else { Severity::Warning };
    }
    files.sort(&mut findings);
    findings
}

//! What is allowed and yet unlikely to be meant: a workspace without errors comes in, findings go out.
//!
//! A lint is a file of `rules/`. To add one, write its file, its finding and the words for it, and name it in
//! `LINTS`; its page, its level, its documentation and its place in every output follow from that.

mod context;
mod counts;
mod cover;
mod declaration;
mod directive;
mod edits;
mod elements;
mod fewest;
mod levels;
mod list;
mod list_messages;
mod meeting;
mod messages;
mod rules;
mod suppression;
mod suppression_messages;

pub use levels::{Change, Levels, Selection};
pub use messages::Finding;
pub(crate) use rules::LINTS;
pub use suppression_messages::SuppressionFault;

use crate::date::Date;
use crate::diagnostic::{Diagnostic, Level, Severity};
use crate::parallel;
use crate::placement::Resolved;
use context::Context;
use declaration::{Find, Lint};
use suppression::{Rule, Suppressions};

/// Looks for the findings of every lint whose level is not `allow`, less those that a comment suppresses. One
/// that has an end holds up to that day; without `today` it has ended.
///
/// The findings come in the order in which they are reported; their severity is `error` where the lint's
/// level is `deny`, `warning` where it is `warn`.
#[must_use]
pub fn lint(resolved: &Resolved, levels: &Levels, today: Option<Date>) -> Vec<Diagnostic> {
    let runs = |lint: &Lint| levels.of(&lint.check) != Level::Allow;
    let in_force: Vec<&Lint> = LINTS.iter().copied().filter(|lint| runs(lint)).collect();
    let context = Context::new(resolved, in_force.iter().any(|lint| lint.needs_narrowed));
    let found = parallel::map_ref(&in_force, |lint| {
        let mut findings = Vec::new();
        if let Find::InWorkspace(find) = lint.find {
            find(&context, &mut findings);
        }
        findings
    });
    let files = resolved.workspace().files();
    let rules = LINTS.iter().map(|lint| Rule { name: lint.check.name, runs: runs(lint) }).collect();
    let mut suppressions = Suppressions::collect(files, rules, today);
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

//! What is allowed and yet unlikely to be meant: a workspace without errors comes in, findings go out.
//!
//! A rule is a file. To add one, write its file and name it in [`RULES`]; its page, its level, its documentation and
//! its place in every output follow from that.

mod context;
mod cut_off;
mod duplicate_attachment;
mod edits;
mod equivalent_policies;
mod levels;
mod list;
mod no_effect;
mod no_environment;
mod redundant_code;
mod redundant_policy;
mod suppression;
mod target_gap;
mod target_never_matches;
mod undocumented_policy;
mod unrestricted_environment;
mod unused_environment;
mod unused_policy;
mod unused_suppression;
mod vacuous_policy;

use rayon::prelude::*;

pub use levels::{Change, Levels, Selection};

use crate::diagnostic::{self, Diagnostic, Level, Rule, Severity};
use crate::placement::Resolved;
use crate::syntax::ast::File;
use context::Context;
use suppression::Suppressions;

/// A rule and how its findings are found.
#[derive(Debug)]
pub struct Lint {
    /// What there is to say about it.
    pub rule: Rule,
    check: Check,
}

/// How the findings of a rule are found.
#[derive(Debug)]
enum Check {
    /// In the workspace alone.
    Workspace(fn(&Context<'_, '_>, &mut Vec<Diagnostic>)),
    /// In the suppressions, once all other rules have been looked for.
    Suppressions(fn(&Suppressions<'_>, &mut Vec<Diagnostic>)),
}

/// Every rule, by name.
pub static RULES: &[&Lint] = &[
    &cut_off::LINT,
    &duplicate_attachment::LINT,
    &equivalent_policies::LINT,
    &no_effect::LINT,
    &no_environment::LINT,
    &redundant_code::LINT,
    &redundant_policy::LINT,
    &target_gap::LINT,
    &target_never_matches::LINT,
    &undocumented_policy::LINT,
    &unrestricted_environment::LINT,
    &unused_environment::LINT,
    &unused_policy::LINT,
    &unused_suppression::LINT,
    &vacuous_policy::LINT,
];

/// Looks for the findings of every rule whose level is not `allow`, less those that a comment suppresses.
///
/// `files` are the trees that `resolved` was made of. The findings come in the order in which they are reported;
/// their severity is `error` where the rule's level is `deny`, `warning` where it is `warn`.
#[must_use]
pub fn lint(resolved: &Resolved<'_>, files: &[File<'_>], levels: &Levels) -> Vec<Diagnostic> {
    let context = Context::new(resolved, files);
    let in_force: Vec<&Lint> =
        RULES.iter().copied().filter(|lint| levels.of(&lint.rule) != Level::Allow).collect();
    let found: Vec<Vec<Diagnostic>> = in_force
        .par_iter()
        .map(|lint| {
            let mut findings = Vec::new();
            if let Check::Workspace(check) = lint.check {
                check(&context, &mut findings);
            }
            findings
        })
        .collect();
    let mut suppressions = Suppressions::collect(resolved.workspace.sources, files);
    let mut findings: Vec<Diagnostic> =
        found.into_iter().flatten().filter(|finding| !suppressions.suppress(finding)).collect();
    for lint in in_force {
        if let Check::Suppressions(check) = lint.check {
            check(&suppressions, &mut findings);
        }
    }
    for finding in &mut findings {
        let is_denied = levels.of(finding.rule) == Level::Deny;
        finding.severity = if is_denied { Severity::Error } else { Severity::Warning };
    }
    diagnostic::sort(&mut findings, resolved.workspace.sources);
    findings
}

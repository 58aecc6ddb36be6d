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
mod limits;
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

use std::ops::Range;

use crate::date::Date;
use crate::diagnostic::{Check, Diagnostic, Level, Report, Severity, Suppressed};
use crate::parallel;
use crate::placement::Resolved;
use context::Context;
use declaration::{Find, Lint};
use directive::Directive;
use suppression::{Rule, Suppressions};

/// The names in a comment, `#` included, that suppresses findings: the bytes of each in the comment, and the
/// lint that is called so. None in any other comment.
#[must_use]
pub fn named_in(comment: &str) -> Vec<(Range<usize>, Option<&'static Check>)> {
    let lints: Vec<&str> = LINTS.iter().map(|lint| lint.check.name).collect();
    let Some(Directive::Suppression(written)) = directive::read(comment, &lints) else { return Vec::new() };
    let named = |word: directive::Word<'_>| {
        let lint = LINTS.iter().find(|lint| lint.check.name == word.text);
        (word.start..word.start + word.text.len(), lint.map(|lint| &lint.check))
    };
    written.names.into_iter().map(named).collect()
}

/// Looks for the findings of every lint whose level is not `allow`, less those that a comment suppresses. One
/// that has an end holds up to that day; without `today` it has ended.
///
/// Both come in the order in which findings are reported; their severity is `error` where the lint's level is
/// `deny`, `warning` where it is `warn`.
#[must_use]
pub fn lint(resolved: &Resolved, levels: &Levels, today: Option<Date>) -> Report {
    report(resolved, find(resolved, levels), levels, today)
}

/// The findings of every lint whose level is not `allow` in what is meant, before comments suppress any, in
/// no particular order. They stay the same where files come to declare the same in another layout.
#[must_use]
pub(crate) fn find(resolved: &Resolved, levels: &Levels) -> Vec<Diagnostic> {
    let in_force = in_force(levels);
    let context = Context::new(resolved, in_force.iter().any(|lint| lint.needs_narrowed));
    let found = parallel::map_ref(&in_force, |lint| {
        let mut findings = Vec::new();
        if let Find::Meant(find) = lint.find {
            find(&context, &mut findings);
        }
        findings
    });
    found.into_iter().flatten().collect()
}

/// Those `found` in what is meant and those in what the texts say beside it, as [`lint`] has them.
#[must_use]
pub(crate) fn report(
    resolved: &Resolved,
    mut found: Vec<Diagnostic>,
    levels: &Levels,
    today: Option<Date>,
) -> Report {
    let in_force = in_force(levels);
    for lint in &in_force {
        if let Find::Written(find) = lint.find {
            find(resolved.workspace(), &mut found);
        }
    }
    let files = resolved.workspace().files();
    let rule = |lint: &&Lint| Rule { name: lint.check.name, runs: levels.of(&lint.check) != Level::Allow };
    let mut suppressions = Suppressions::collect(files, LINTS.iter().map(rule).collect(), today);
    let (mut findings, mut hidden) = (Vec::new(), Vec::new());
    for finding in found {
        match suppressions.suppress(&finding) {
            Some(by) => hidden.push((finding, by)),
            None => findings.push(finding),
        }
    }
    for lint in in_force {
        if let Find::Suppressing(find) = lint.find {
            find(&suppressions, &mut findings);
        }
    }
    for finding in findings.iter_mut().chain(hidden.iter_mut().map(|(finding, _)| finding)) {
        let is_denied = levels.of(finding.check) == Level::Deny;
        finding.severity = if is_denied { Severity::Error } else { Severity::Warning };
    }
    files.sort(&mut findings);
    let suppressed =
        hidden.into_iter().map(|(finding, (comment, reason))| Suppressed::new(finding, comment, reason));
    let mut suppressed: Vec<Suppressed> = suppressed.collect();
    suppressed.sort_by(|a, b| files.compare(&a.finding, &b.finding));
    Report::new(findings, suppressed)
}

fn in_force(levels: &Levels) -> Vec<&'static Lint> {
    LINTS.iter().copied().filter(|lint| levels.of(&lint.check) != Level::Allow).collect()
}

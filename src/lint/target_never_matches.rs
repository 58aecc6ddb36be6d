//! `target-never-matches`: an attached policy whose target has no kind that occurs there.

use super::context::Context;
use super::list::Owner;
use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Level, Rule, listed};
use crate::syntax::keyword::Kind;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "target-never-matches",
        level: Level::Warn,
        summary: "the target of an attached policy has no kind that occurs there",
        why: "\
A policy takes part only for the kinds of its target. Attached to a workload of another kind, or to an environment that
has none of its kinds, it regulates nothing: what looks restricted is open.",
        bad: Example::Text(
            "\
policy t4 < gpu in [t4] target models >

function tokenize < attach [t4] >
",
        ),
        good: Example::Text(
            "\
policy t4 < gpu in [t4] target models >

model llama < attach [t4] >
",
        ),
        fix: None,
    },
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    for list in context.environment_lists().chain(context.idle_lists()) {
        for attachment in list.never_matching() {
            let Some(span) = list.span(attachment) else { continue };
            let policy = list.policy(attachment);
            let targets: Vec<&str> = policy.target.iter().map(Kind::plural).collect();
            let targets = listed(&targets, "and");
            let here = match list.owner {
                Owner::Environment => "no workload of this environment is one".to_owned(),
                Owner::Workload(point) => format!("this is a {}", point.kind.name()),
            };
            findings.push(
                Diagnostic::new(
                    &LINT.rule,
                    span,
                    format!("`{}` never takes part here: it targets {targets}, and {here}", policy.name),
                    format!("targets {targets}"),
                )
                .with_related(policy.statement.name.span(), "declared with that target here")
                .with_help("attach a policy with another target or with none, or detach this one"),
            );
        }
    }
}

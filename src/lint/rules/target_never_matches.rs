//! `target-never-matches`: an attached policy whose target has no kind that occurs there.

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "target-never-matches",
        level: Level::Warn,
        summary: "the target of an attached policy has no kind that occurs there",
        why: "\
A policy applies only to the kinds of its target. Attached to a workload of another kind, or to an environment that
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
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    for list in context.lists() {
        for &index in list.never_matching() {
            let policy = list.policy(workspace, index);
            let declared = workspace.statement(policy.statement()).name().span();
            let fact = Finding::TargetNeverMatches {
                policy: policy.name().to_owned(),
                target: policy.target(),
                kind: list.kind(workspace),
            };
            findings.extend(
                list.findings(&LINT.check, index, fact).map(|(_, finding)| finding.with_related(declared)),
            );
        }
    }
}

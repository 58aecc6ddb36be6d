//! `no-effect`: a policy of a workload that leaves what its environment allows as it is.

use super::context::Context;
use super::list::Owner;
use super::{Check, Lint, edits};
use crate::diagnostic::{Applicability, Diagnostic, Example, Level, Rule};
use crate::syntax::quoted;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "no-effect",
        level: Level::Warn,
        summary: "a policy of a workload allows all that its environment leaves anyway",
        why: "\
Environment and workload are intersected. A policy of the workload that allows everything the environment allows does
not narrow it, and it can never widen it: whoever attached it may have expected either.

It may be meant as a second lock, for the day on which the environment is opened. Then say so in a suppression:
`# bpol: allow(no-effect) second lock`.",
        bad: Example::Text(
            "\
policy france  < country in [fr] >
policy us_eu   < country in [us] or continent in [eu] >

environment production < attach [france] >

model llama in production < attach [us_eu] >
",
        ),
        good: Example::Text(
            "\
policy france  < country in [fr] >
policy us_eu   < country in [us] or continent in [eu] >

environment production < attach [us_eu] >

model llama in production < attach [france] >
",
        ),
        fix: Some(Applicability::Unsafe),
    },
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    for list in context.idle_lists() {
        let Owner::Workload(point) = list.owner else { continue };
        let Some(environment) = point.environment.map(|id| &context.workspace().environments[id]) else {
            continue;
        };
        let environment = quoted(&environment.name);
        for attachment in list.without_effect(&list.covered().left) {
            let (Some(span), Some(statement)) = (list.span(attachment), list.statement) else { continue };
            let name = &list.policy(attachment).name;
            let finding = Diagnostic::new(
                &LINT.rule,
                span,
                format!("`{name}` has no effect: without it the workload's placement set is the same"),
                format!("changes nothing in `{environment}`"),
            )
            .with_help(format!(
                "a workload can narrow what `{environment}` allows and never widens it: detach the policy, or say \
                 why it stays with `# bpol: allow(no-effect) …`"
            ));
            let edit = edits::remove_attachment(context, statement, attachment.index);
            findings.push(finding.with_edit(Applicability::Unsafe, edit));
        }
    }
}

//! `no-effect`: a policy that leaves what stands above it as it is.

use crate::diagnostic::{Applicability, Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::edits;
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "no-effect",
        level: Level::Warn,
        summary: "a policy allows all that the environments above it leave anyway",
        why: "\
Environments, the environments in them, and workloads are intersected. A policy of a workload, or of an environment in
an environment, that allows everything that what stands above allows does not narrow it, and it can never widen it:
whoever attached it may have expected either.

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
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    for list in context.lists() {
        let Some(environment) = list.environment(workspace) else { continue };
        for &index in list.without_effect() {
            let fact = Finding::NoEffect {
                policy: list.policy(workspace, index).name().to_owned(),
                environment: environment.name().to_owned(),
                is_of_environment: list.is_of_environment(),
            };
            let may_be_fixed = list.may_be_fixed(workspace, index);
            findings.extend(list.findings(&LINT.check, index, fact).map(|(statement, finding)| {
                let edit = edits::remove_attachment(statement, index).filter(|_| may_be_fixed);
                finding.with_edit(Applicability::Unsafe, edit)
            }));
        }
    }
}

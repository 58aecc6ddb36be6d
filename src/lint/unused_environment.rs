//! `unused-environment`: an environment with no workload.

use super::context::Context;
use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Level, Rule};
use crate::syntax::quoted;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "unused-environment",
        level: Level::Warn,
        summary: "an environment has no workload",
        why: "\
The policies of an environment hold for its workloads. One without workloads has no effect; perhaps its workloads are in
another by mistake.",
        bad: Example::Text("environment production\nenvironment staging\n\nmodel llama in staging\n"),
        good: Example::Text(
            "environment production\nenvironment staging\n\nmodel llama in production\nmodel llama in staging\n",
        ),
        fix: None,
    },
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    for (id, environment) in context.workspace().environments.iter() {
        if context.occurring(id).is_empty() {
            let name = quoted(&environment.name);
            findings.push(
                Diagnostic::new(
                    &LINT.rule,
                    environment.statement.name.span(),
                    format!("no workload is in the environment `{name}`"),
                    "has no workload",
                )
                .with_help(format!("put a workload into it, as in `model NAME in {name}`, or delete it")),
            );
        }
    }
}

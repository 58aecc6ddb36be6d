//! `unused-environment`: an environment with no workload in it or below it.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "unused-environment",
        level: Level::Warn,
        summary: "no workload is in an environment or below it",
        why: "\
The policies of an environment hold for the workloads in it and in every environment in it. One without any has no
effect; perhaps its workloads are in another by mistake.",
        bad: Example::Text("environment production\nenvironment staging\n\nmodel llama in staging\n"),
        good: Example::Text(
            "environment production\nenvironment staging\n\nmodel llama in production\nmodel llama in staging\n",
        ),
        fix: None,
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    for (id, environment) in workspace.environments().iter() {
        if context.occurring(id).is_empty() {
            let fact = Finding::UnusedEnvironment { environment: environment.name().to_owned() };
            let statement = workspace.statement(environment.statement());
            findings.push(Diagnostic::of(&LINT.check, Arc::new(fact), statement.name().span()));
        }
    }
}

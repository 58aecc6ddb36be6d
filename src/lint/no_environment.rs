//! `no-environment`: a workload without environment, where the workspace has environments.

use super::context::Context;
use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Level, Rule};
use crate::syntax::quoted;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "no-environment",
        level: Level::Warn,
        summary: "a workload is in no environment, though the workspace has some",
        why: "\
The policies of an environment hold for the workloads in it and for no others. Where environments are in use, a workload
outside of all of them is probably one whose `in` was forgotten, and nothing but its own policies restricts it.",
        bad: Example::Text("environment production\n\nmodel llama in production\nmodel mistral\n"),
        good: Example::Text("environment production\n\nmodel llama in production\nmodel mistral in production\n"),
        fix: None,
    },
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    if workspace.environments.is_empty() {
        return;
    }
    // Workloads without environment come first.
    let without =
        workspace.workloads.iter().take_while(|it| workspace.points[it.point].environment.is_none());
    for workload in without {
        let (keyword, name) = (workload.statement.keyword.name(), workload.statement.name);
        findings.push(
            Diagnostic::new(
                &LINT.rule,
                name.span(),
                format!("`{}` is in no environment", workspace.identity(workload)),
                "only its own policies restrict it",
            )
            .with_help(format!("write `{keyword} {} in ENVIRONMENT`", quoted(&name.value()))),
        );
    }
}

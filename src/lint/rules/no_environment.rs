//! `no-environment`: a workload without environment, where the workspace has environments.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::workspace::Workload;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
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
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    if workspace.environments().is_empty() {
        return;
    }
    // Workloads without environment come first.
    let is_without = |workload: &&Workload| workspace.points()[workload.point()].environment().is_none();
    findings.extend(workspace.workloads().iter().take_while(is_without).map(|workload| {
        let fact = Finding::NoEnvironment { workload: workspace.identity(workload) };
        Diagnostic::of(&LINT.check, Arc::new(fact), workspace.name_of(workload).span())
    }));
}

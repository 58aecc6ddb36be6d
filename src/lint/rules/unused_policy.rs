//! `unused-policy`: a policy that no list names.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "unused-policy",
        level: Level::Warn,
        summary: "a policy is attached nowhere",
        why: "\
A policy holds only where it is attached. One that no environment and no workload attaches restricts nothing, however
strict it reads.",
        bad: Example::Text("policy france < country in [fr] >\n\nmodel llama\n"),
        good: Example::Text("policy france < country in [fr] >\n\nmodel llama < attach [france] >\n"),
        fix: None,
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let mut used = workspace.policies().map(|_| false);
    for &policy in workspace.attachments().values().iter().flat_map(|list| list.iter()) {
        used[policy] = true;
    }
    for (_, policy) in workspace.policies().iter().filter(|(id, _)| !used[*id]) {
        let fact = Finding::UnusedPolicy { policy: policy.name().to_owned() };
        let statement = workspace.statement(policy.statement());
        findings.push(Diagnostic::of(&LINT.check, Arc::new(fact), statement.name().span()));
    }
}

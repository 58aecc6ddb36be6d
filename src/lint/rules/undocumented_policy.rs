//! `undocumented-policy`: a policy with neither label nor documentation comment.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "undocumented-policy",
        level: Level::Allow,
        summary: "a policy has neither a label nor a documentation comment",
        why: "\
A policy says what is allowed, and not why. Whoever has to change it needs to know whose requirement it is. A label
stands behind the name; the comment lines directly above a statement are its documentation.",
        bad: Example::Text("policy france < country in [fr] >\n\nmodel llama < attach [france] >\n"),
        good: Example::Text(
            "\
# Customer contracts say: in France only.
policy france < country in [fr] >

model llama < attach [france] >
",
        ),
        fix: None,
    },
    find: Find::InWorkspace(find),
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    for policy in workspace.policies().values() {
        let statement = workspace.statement(policy.statement());
        if statement.label().is_none() && statement.documentation().is_empty() {
            let fact = Finding::UndocumentedPolicy { policy: policy.name().to_owned() };
            findings.push(Diagnostic::of(&LINT.check, Arc::new(fact), statement.name().span()));
        }
    }
}

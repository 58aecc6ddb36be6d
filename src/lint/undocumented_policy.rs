//! `undocumented-policy`: a policy with neither label nor documentation comment.

use super::context::Context;
use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Level, Rule};
use crate::syntax::quoted;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
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
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    for policy in workspace.policies.values() {
        let statement = policy.statement;
        let file = context.files.iter().find(|file| file.id == statement.span.file);
        let is_documented = statement.label.is_some()
            || file.is_some_and(|file| !file.documentation(statement, workspace.sources).is_empty());
        if !is_documented {
            let name = quoted(&policy.name);
            findings.push(
                Diagnostic::new(
                    &LINT.rule,
                    statement.name.span(),
                    format!("the policy `{name}` says nowhere why it is there"),
                    "neither label nor documentation",
                )
                .with_help("write a comment on the line above it, or a label in quotes behind its name"),
            );
        }
    }
}

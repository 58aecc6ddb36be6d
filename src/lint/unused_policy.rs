//! `unused-policy`: a policy that no list names.

use super::context::Context;
use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Level, Rule};
use crate::syntax::quoted;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
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
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let mut used = vec![false; workspace.policies.len()];
    for policy in workspace.attachments.values().iter().flatten() {
        if let Some(used) = used.get_mut(policy.index()) {
            *used = true;
        }
    }
    for (policy, _) in workspace.policies.values().iter().zip(used).filter(|(_, used)| !used) {
        let name = quoted(&policy.name);
        findings.push(
            Diagnostic::new(
                &LINT.rule,
                policy.statement.name.span(),
                format!("the policy `{name}` is attached nowhere"),
                "restricts nothing",
            )
            .with_help(format!("attach it with `< attach [{name}] >`, or delete it")),
        );
    }
}

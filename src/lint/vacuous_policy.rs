//! `vacuous-policy`: a policy that allows everything the table has of its type.

use super::context::Context;
use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Level, Rule};
use crate::syntax::quoted;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "vacuous-policy",
        level: Level::Allow,
        summary: "a policy allows everything that the reference table has of its type",
        why: "\
It restricts nothing today, and pins today's table: whatever the table gets tomorrow, it will not allow. If everything
is meant, attach no policy of this type.",
        bad: Example::Text("policy any < cpu in [x86] or gpu in [t4] >\n\nmodel llama < attach [any] >\n"),
        good: Example::Text("policy t4 < gpu in [t4] >\n\nmodel llama < attach [t4] >\n"),
        fix: None,
    },
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let evaluation = &context.resolved.evaluation;
    for (id, policy) in context.workspace().policies.iter() {
        if evaluation.policy(id) == Some(&evaluation.space.all(policy.policy_type)) {
            let (name, what) = (quoted(&policy.name), policy.policy_type.name());
            findings.push(
                Diagnostic::new(
                    &LINT.rule,
                    policy.statement.name.span(),
                    format!("`{name}` allows every {what} that the reference table has"),
                    "restricts nothing today",
                )
                .with_help(format!("delete it: without a policy of a type, every {what} is allowed")),
            );
        }
    }
}

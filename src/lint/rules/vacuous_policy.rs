//! `vacuous-policy`: a policy that allows everything the table has of its type.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
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
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    for (id, policy) in workspace.policies().iter() {
        let Some(set) = context.resolved.policy(id) else { continue };
        if context.resolved.space().all(set.policy_type()).as_ref() == Some(set) {
            let fact =
                Finding::VacuousPolicy { policy: policy.name().to_owned(), policy_type: set.policy_type() };
            let statement = workspace.statement(policy.statement());
            findings.push(Diagnostic::of(&LINT.check, Arc::new(fact), statement.name().span()));
        }
    }
}

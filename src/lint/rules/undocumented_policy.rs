//! `undocumented-policy`: a policy, group or guard with neither label nor documentation comment.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::workspace::{Checked, Group, Guard, Policy};

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "undocumented-policy",
        level: Level::Allow,
        summary: "a policy, group or guard has neither a label nor a documentation comment",
        why: "\
A policy says what is allowed, a guard what must hold, a group who belongs together; none of them says why. Whoever has
to change it needs to know whose requirement it is. A label stands behind the name; the comment lines directly above a
statement are its documentation.",
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
    find: Find::Written(find),
    needs_narrowed: false,
};

fn find(workspace: &Checked, findings: &mut Vec<Diagnostic>) {
    let policies = workspace.policies().values().iter().map(Policy::statement);
    let groups = workspace.groups().values().iter().map(Group::statement);
    let guards = workspace.guards().values().iter().map(Guard::statement);
    for id in policies.chain(groups).chain(guards) {
        let statement = workspace.statement(id);
        let is_own = !statement.file().source().is_table();
        if is_own && statement.label().is_none() && statement.documentation().is_empty() {
            let what = statement.keyword();
            let fact = Finding::UndocumentedPolicy { what, name: statement.name().value().into_owned() };
            findings.push(Diagnostic::of(&LINT.check, Arc::new(fact), statement.name().span()));
        }
    }
}

//! `unused-group`: a group of the workspace that nothing names.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::workspace::{Element, Group, Policy};

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "unused-group",
        level: Level::Warn,
        summary: "a group is named nowhere",
        why: "\
A group is a name for a set, and does nothing by itself. One that no policy, no guard and no other group names keeps
nothing in or out, however strict it reads.",
        bad: Example::Text(
            "\
group home < country in [fr] >

policy france < country in [fr] >

model llama < attach [france] >
",
        ),
        good: Example::Text(
            "\
group home < country in [fr] >

policy france < group in [home] >

model llama < attach [france] >
",
        ),
        fix: None,
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let policies = workspace.policies().values().iter().filter_map(Policy::options);
    let groups = workspace.groups().values().iter().map(Group::options);
    let guards =
        workspace.guards().values().iter().flat_map(|it| std::iter::once(it.options()).chain(it.joint()));
    let mut used = workspace.groups().map(|_| false);
    for options in policies.chain(groups).chain(guards) {
        for element in options.rules().iter().chain(options.exceptions()) {
            if let Element::Group(group) = *element {
                used[group] = true;
            }
        }
    }
    for (_, group) in workspace.groups().iter().filter(|(id, _)| !used[*id]) {
        let statement = workspace.statement(group.statement());
        // What the table has is there for all of its workspaces.
        if !statement.file().source().is_table() {
            let fact = Finding::UnusedGroup { group: group.name().to_owned() };
            findings.push(Diagnostic::of(&LINT.check, Arc::new(fact), statement.name().span()));
        }
    }
}

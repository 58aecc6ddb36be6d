//! `guard-covers-nothing`: a guard that covers no workload.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::workspace::{Kinds, Point};

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "guard-covers-nothing",
        level: Level::Warn,
        summary: "a guard covers no workload",
        why: "\
A guard covers the workloads of its target in its environment and in all environments in it. One that covers none holds
whatever anyone attaches, so that it protects nothing; perhaps its environment or its target is another by mistake.",
        bad: Example::Text(
            "\
environment production

guard residency in production < within country in [fr] target jobs >

model llama in production
",
        ),
        good: Example::Text(
            "\
policy france < country in [fr] >

environment production < attach [france] >

guard residency in production < within country in [fr] >

model llama in production
",
        ),
        fix: None,
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let all: Kinds = workspace.points().values().iter().map(Point::kind).collect();
    for guard in workspace.guards().values() {
        let occurring = guard.environment().map_or(all, |id| context.occurring(id));
        if guard.target().intersection(occurring).is_empty() {
            let environment = guard.environment().map(|id| workspace.environments()[id].name().to_owned());
            let fact = Finding::GuardCoversNothing {
                guard: guard.name().to_owned(),
                environment,
                target: guard.target(),
            };
            let statement = workspace.statement(guard.statement());
            findings.push(Diagnostic::of(&LINT.check, Arc::new(fact), statement.name().span()));
        }
    }
}

//! `exception-undone`: a policy of whose exceptions another one at the same point lets something in.

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::list::{Undone, span};
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "exception-undone",
        level: Level::Deny,
        summary: "another policy of the list lets in what the exceptions of a policy took away",
        why: "\
Policies of one type at one point are a *union*. What one of them excepts, another one that allows it lets in again, so
that the exception keeps nothing out: `[not_france, europe]` is all of Europe.

For both to hold, attach them at two points, which are intersected: one to an environment and one to an environment in
it, or one to the environment and one to the workload. Or take the places out of the other policy, too. What the
exceptions of a group took away is no matter here: a group is a set.",
        bad: Example::Text(
            "\
country de \"Germany\" in eu

policy not_france < continent in [eu] except country in [fr] >
policy europe     < continent in [eu] >

model llama < attach [not_france, europe] >
",
        ),
        good: Example::Text(
            "\
country de \"Germany\" in eu

policy not_france < continent in [eu] except country in [fr] >
policy europe     < continent in [eu] >

environment production < attach [europe] >

model llama in production < attach [not_france] >
",
        ),
        fix: None,
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    for list in context.lists() {
        for Undone { index, by, more } in list.undone() {
            let name = |&index: &usize| list.policy(workspace, index).name().to_owned();
            let fact = Finding::ExceptionUndone {
                policy: name(index),
                by: by.iter().map(name).collect(),
                more: *more,
                is_of_environment: list.is_of_environment(),
            };
            findings.extend(list.findings(&LINT.check, *index, fact).map(|(statement, mut finding)| {
                finding.related.extend(by.iter().filter_map(|&it| span(statement, it)));
                finding
            }));
        }
    }
}

//! `overlapping-policies`: two location policies of a list that overlap while neither covers the other.

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::list::span;
use crate::lint::messages::Finding;
use crate::table::{CodeId, Part};
use crate::workspace::{Codes, Policy};

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "overlapping-policies",
        level: Level::Warn,
        summary: "two location policies of a list overlap, and neither covers the other",
        why: "\
Policies of one type at one point are a *union*: a place is allowed if either of them allows it. Two that overlap while
neither covers the other are often meant to hold both, as if `[asia, not_embargoed]` were the places of Asia that are
not embargoed; it is all of either.

For both to hold, attach them at two points, which are intersected: one to an environment and one to an environment in
it, or one to the environment and one to the workload. If the union is meant, write it as one policy, or say so in a
suppression.",
        bad: Example::Text(
            "\
policy american < country in [us] or location in [par-1] >
policy paris    < location in [par-1, par-2] >

location par-1 in fr
location par-2 in fr

model llama < attach [american, paris] >
",
        ),
        good: Example::Text(
            "\
policy american < country in [us] or location in [par-1] >
policy paris    < location in [par-1, par-2] >

location par-1 in fr
location par-2 in fr

environment production < attach [american] >

model llama in production < attach [paris] >
",
        ),
        fix: None,
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let space = workspace.space();
    for list in context.lists() {
        for &(index, first) in list.overlapping() {
            let [policy, other] = [index, first].map(|index| list.policy(workspace, index));
            let only = |a: &Policy, b: &Policy| -> Codes {
                let outside = a.set().zip(b.set()).and_then(|(own, other)| own.outside(other));
                let parts = outside.map_or_else(Vec::new, |outside| space.parts(&outside));
                let whole = parts.iter().filter(|part| matches!(part, Part::Whole(_)));
                let whole: Vec<CodeId> = whole.map(|part| part.code()).collect();
                // What the table does not list has no name of its own.
                let unlisted = || parts.iter().map(|part| part.code()).collect();
                workspace.shorten(&if whole.is_empty() { unlisted() } else { whole })
            };
            let fact = Finding::OverlappingPolicies {
                policy: policy.name().to_owned(),
                first: other.name().to_owned(),
                only: [only(policy, other), only(other, policy)],
                is_of_environment: list.is_of_environment(),
            };
            findings.extend(list.findings(&LINT.check, index, fact).map(|(statement, mut finding)| {
                finding.related.extend(span(statement, first));
                finding
            }));
        }
    }
}

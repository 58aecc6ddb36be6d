//! `redundant-policy`: a policy that the rest of its list covers.

use crate::diagnostic::{Applicability, Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::edits;
use crate::lint::fewest::Patience;
use crate::lint::list::span;
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "redundant-policy",
        level: Level::Warn,
        summary: "an attached policy allows nothing that the rest of its list does not allow",
        why: "\
Policies of one type at one point are a *union*: the first narrows, and each further one widens. One that the others
cover does nothing. Often an intersection was meant, as if `[europe, france]` were only France; it is all of Europe.

To narrow, replace the wider policy, or attach one to the environment and the other to the workload: those two are
intersected. The fix detaches the policy and leaves every placement set as it is; it is unsafe, because only a person
knows which of the two was meant.

The finding names the fewest policies that cover this one together. Where so many overlap that the fewest would take too
long to find, it names some that cover it, each of which adds to those before it.

Limits of tokens are no union: all of them hold. One adds nothing where another one at the same point, for the same
kinds or more and for the same time, has every number that it has, at most as large: that one is always reached
first.",
        bad: Example::Text(
            "\
policy europe < continent in [eu] >
policy france < country in [fr] >

model llama < attach [europe, france] >
model mistral < attach [france] >
",
        ),
        good: Example::Text(
            "\
policy europe < continent in [eu] >
policy france < country in [fr] >

environment production < attach [europe] >

model llama in production < attach [france] >
",
        ),
        fix: Some(Applicability::Unsafe),
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let mut patience = Patience::of_a_run();
    for list in context.lists() {
        for (index, covering) in list.covered(context.resolved, &mut patience) {
            let name = |&index: &usize| list.policy(workspace, index).name().to_owned();
            let fact = Finding::RedundantPolicy {
                policy: name(&index),
                covering: covering.iter().map(name).collect(),
                is_in_environment: list.is_of_environment(),
            };
            let may_be_fixed = list.may_be_fixed(workspace, index);
            findings.extend(list.findings(&LINT.check, index, fact).map(|(statement, mut finding)| {
                finding.related.extend(covering.iter().filter_map(|&it| span(statement, it)));
                let edit = edits::remove_attachment(statement, index).filter(|_| may_be_fixed);
                finding.with_edit(Applicability::Unsafe, edit)
            }));
        }
        for &(index, by) in list.covered_limits() {
            let name = |index: usize| list.policy(workspace, index).name().to_owned();
            let fact = Finding::RedundantLimit { policy: name(index), covering: name(by) };
            findings.extend(list.findings(&LINT.check, index, fact).map(|(statement, mut finding)| {
                finding.related.extend(span(statement, by));
                finding.with_edit(Applicability::Unsafe, edits::remove_attachment(statement, index))
            }));
        }
    }
}

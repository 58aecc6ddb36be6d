//! `duplicate-attachment`: a policy that stands earlier in the same list.

use crate::diagnostic::{Applicability, Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::edits;
use crate::lint::list::span;
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "duplicate-attachment",
        level: Level::Warn,
        summary: "a policy is attached twice in one list",
        why: "\
A list of policies is a set: attaching one a second time changes nothing, and suggests that another one was meant.",
        bad: Example::Text(
            "\
policy france < country in [fr] >

model llama < attach [france, france] >
",
        ),
        good: Example::Text(
            "\
policy france < country in [fr] >

model llama < attach [france] >
",
        ),
        fix: Some(Applicability::Safe),
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for list in context.lists() {
        for &(index, first) in list.duplicates() {
            let policy = list.policy(context.workspace(), index).name().to_owned();
            let found = list.findings(&LINT.check, index, Finding::DuplicateAttachment { policy });
            findings.extend(found.map(|(statement, mut finding)| {
                finding.related.extend(span(statement, first));
                let edit = edits::remove_item(statement.file(), statement.list(), index);
                finding.with_edit(Applicability::Safe, edit)
            }));
        }
    }
}

//! `duplicate-attachment`: a policy that stands earlier in the same list.

use super::context::Context;
use super::{Check, Lint, edits};
use crate::diagnostic::{Applicability, Diagnostic, Example, Level, Rule};

pub(super) static LINT: Lint = Lint {
    rule: Rule {
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
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    for list in context.environment_lists().chain(context.repeating_lists()) {
        for (attachment, first) in list.duplicates() {
            let (Some(span), Some(first)) = (list.span(attachment), list.span(first)) else { continue };
            let name = &list.policy(attachment).name;
            let finding = Diagnostic::new(
                &LINT.rule,
                span,
                format!("`{name}` is attached twice"),
                "attached again here",
            )
            .with_related(first, "first attached here")
            .with_help("delete it: a policy holds once, however often it is attached");
            let edit = edits::remove_item(context, list.names(), attachment.index);
            findings.push(finding.with_edit(Applicability::Safe, edit));
        }
    }
}

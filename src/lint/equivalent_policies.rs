//! `equivalent-policies`: a policy with the same options and the same kinds as an earlier one.

use rustc_hash::FxHashMap;

use super::context::Context;
use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Level, Rule};
use crate::syntax::quoted;
use crate::workspace::Policy;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "equivalent-policies",
        level: Level::Warn,
        summary: "two policies allow the same for the same kinds",
        why: "\
Two names for one policy drift apart: sooner or later one of them is changed and the other is forgotten. What counts is
what they allow, not how they are written: `country in [us, fr]` and `country in [fr] or country in [us]` are the same.",
        bad: Example::Text(
            "\
policy france < country in [fr] >
policy paris  < country in [fr] >

model llama < attach [france] >
model mistral < attach [paris] >
",
        ),
        good: Example::Text(
            "\
policy france < country in [fr] >

model llama < attach [france] >
model mistral < attach [france] >
",
        ),
        fix: None,
    },
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let evaluation = &context.resolved.evaluation;
    let mut policies: Vec<_> = context.workspace().policies.iter().collect();
    policies.sort_by_key(|(_, policy)| policy.statement.span.key());
    let mut firsts: FxHashMap<_, &Policy<'_>> = FxHashMap::default();
    for (id, policy) in policies {
        let meaning = (policy.policy_type, policy.target, evaluation.policy(id));
        let Some(first) = firsts.get(&meaning) else {
            firsts.insert(meaning, policy);
            continue;
        };
        let (name, first_name) = (quoted(&policy.name), quoted(&first.name));
        findings.push(
            Diagnostic::new(
                &LINT.rule,
                policy.statement.name.span(),
                format!("`{name}` allows the same as `{first_name}`, for the same kinds"),
                format!("the same as `{first_name}`"),
            )
            .with_related(first.statement.name.span(), "the first of them")
            .with_help(format!("attach `{first_name}` instead, and delete `{name}`")),
        );
    }
}

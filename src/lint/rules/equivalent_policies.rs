//! `equivalent-policies`: a policy with the same options and the same kinds as an earlier one.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::workspace::Policy;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "equivalent-policies",
        level: Level::Warn,
        summary: "two policies allow the same for the same kinds",
        why: "\
Two names for one policy drift apart: sooner or later one of them is changed and the other is forgotten. What counts is
what they allow, not how they are written: `country in [us, fr]` and `country in [fr] or country in [us]` are the same.
Two policies about tokens are the same if all their numbers are: 60 minutes are not an hour.",
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
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let span = |policy: &Policy| workspace.statement(policy.statement()).name().span();
    let mut policies: Vec<_> = workspace.policies().iter().collect();
    policies.sort_by_cached_key(|(_, policy)| workspace.files().order(span(policy)));
    let mut firsts: FxHashMap<_, &Policy> = FxHashMap::default();
    for (_, policy) in policies {
        let meaning = (policy.target(), policy.set(), policy.tokens());
        let Some(first) = firsts.get(&meaning) else {
            firsts.insert(meaning, policy);
            continue;
        };
        let fact = Finding::EquivalentPolicies {
            policy: policy.name().to_owned(),
            first: first.name().to_owned(),
            are_limits: policy.tokens().is_some(),
        };
        findings.push(Diagnostic::of(&LINT.check, Arc::new(fact), span(policy)).with_related(span(first)));
    }
}

//! `redundant-policy`: a policy that the rest of its list covers.

use super::context::Context;
use super::list::{Attachment, List, Owner};
use super::{Check, Lint, edits};
use crate::diagnostic::{Applicability, Diagnostic, Example, Level, Rule, listed};
use crate::placement::bits::Bits;
use crate::syntax::keyword::Kind;
use crate::syntax::quoted;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "redundant-policy",
        level: Level::Warn,
        summary: "an attached policy allows nothing that the rest of its list does not allow",
        why: "\
Policies of one type at one point are a *union*: the first narrows, and each further one widens. One that the others
cover does nothing. Often an intersection was meant, as if `[europe, france]` were only France; it is all of Europe.

To narrow, replace the wider policy, or attach one to the environment and the other to the workload: those two are
intersected. The fix detaches the policy and leaves every placement set as it is; it is unsafe, because only a person
knows which of the two was meant.",
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
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    for list in context.environment_lists().chain(context.idle_lists()) {
        let covered = list.covered();
        for &attachment in &covered.found {
            let (Some(span), Some(statement)) = (list.span(attachment), list.statement) else { continue };
            let covering = covering(context, &list, attachment, &covered.left);
            let name = &list.policy(attachment).name;
            let names: Vec<String> = covering.iter().map(|&it| quoted(&list.policy(it).name)).collect();
            let verb = if names.len() == 1 { "covers" } else { "together cover" };
            let other_point = match list.owner {
                Owner::Environment => "to the workloads",
                Owner::Workload(_) => "to the environment",
            };
            let mut finding = Diagnostic::new(
                &LINT.rule,
                span,
                format!("`{name}` adds nothing here: {} {verb} it", listed(&names, "and")),
                format!("covered by {}", listed(&names, "and")),
            );
            for &it in &covering {
                if let Some(span) = list.span(it) {
                    finding =
                        finding.with_related(span, format!("`{}` is attached here", list.policy(it).name));
                }
            }
            let finding = finding.with_help(format!(
                "policies at one point are a union, not an intersection: detach it, or attach it {other_point} \
                 instead if both must hold"
            ));
            let edit = edits::remove_attachment(context, statement, attachment.index);
            findings.push(finding.with_edit(Applicability::Unsafe, edit));
        }
    }
}

/// How many choices are tried before the search for the fewest policies settles for any that do.
const PATIENCE: usize = 100_000;

/// The fewest of `others` that cover an attachment, the first in name order.
fn covering(
    context: &Context<'_, '_>,
    list: &List<'_, '_>,
    attachment: Attachment,
    others: &[Attachment],
) -> Vec<Attachment> {
    let evaluation = &context.resolved.evaluation;
    let Some(own) = evaluation.policy(attachment.policy) else { return Vec::new() };
    let policy_type = list.policy(attachment).policy_type;
    let open: Vec<(Kind, Bits)> = list.kinds_of(attachment).iter().map(|kind| (kind, own.clone())).collect();
    let mut candidates: Vec<Attachment> =
        others.iter().copied().filter(|&other| list.policy(other).policy_type == policy_type).collect();
    candidates.sort_by_key(|other| other.policy);

    let cover = |open: &[(Kind, Bits)], other: Attachment| -> Vec<(Kind, Bits)> {
        let target = list.policy(other).target;
        let set = evaluation.policy(other.policy);
        open.iter()
            .map(|(kind, open)| match set.filter(|_| target.has(*kind)) {
                Some(set) => (*kind, open.difference(set)),
                None => (*kind, open.clone()),
            })
            .filter(|(_, open)| !open.is_empty())
            .collect()
    };
    let mut patience = PATIENCE;
    for number in 1..=candidates.len() {
        let mut chosen = Vec::new();
        if choose(&open, &candidates, number, &cover, &mut chosen, &mut patience) {
            return chosen;
        }
        if patience == 0 {
            break;
        }
    }
    let mut left = open;
    candidates.retain(|&candidate| {
        let after = cover(&left, candidate);
        let helps = after != left;
        left = after;
        helps
    });
    candidates
}

/// Chooses `number` of `candidates`, in their order, that cover all of `open`.
fn choose(
    open: &[(Kind, Bits)],
    candidates: &[Attachment],
    number: usize,
    cover: &impl Fn(&[(Kind, Bits)], Attachment) -> Vec<(Kind, Bits)>,
    chosen: &mut Vec<Attachment>,
    patience: &mut usize,
) -> bool {
    if open.is_empty() {
        return true;
    }
    if number == 0 || *patience == 0 {
        return false;
    }
    for (index, &candidate) in candidates.iter().enumerate() {
        *patience = patience.saturating_sub(1);
        chosen.push(candidate);
        let rest = candidates.get(index + 1..).unwrap_or_default();
        if choose(&cover(open, candidate), rest, number - 1, cover, chosen, patience) {
            return true;
        }
        chosen.pop();
    }
    false
}

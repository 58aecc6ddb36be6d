//! `cut-off`: a policy of a workload has codes of which its environment allows nothing.

use super::context::Context;
use super::list::Owner;
use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Level, Rule, listed};
use crate::syntax::quoted;
use crate::workspace::CodeId;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "cut-off",
        level: Level::Allow,
        summary: "a policy of a workload lists codes that its environment does not allow",
        why: "\
The workload asks for more places or flavors than it can get: of some codes of its policy, the environment allows none.
That is ordinary where one policy serves several environments, and a misunderstanding where it was written for this
workload.",
        bad: Example::Text(
            "\
policy europe < continent in [eu] >
policy us_fr  < country in [us, fr] >

environment production < attach [europe] >

model llama in production < attach [us_fr] >
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
        fix: None,
    },
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let evaluation = &context.resolved.evaluation;
    for list in context.narrowed_lists() {
        let Owner::Workload(point) = list.owner else { continue };
        let Some(environment) = point.environment.map(|id| &workspace.environments[id]) else { continue };
        let allowed = evaluation.allowed(workspace, workspace.environment_attachments(point), point.kind);
        for attachment in list.distinct().filter(|&it| !list.kinds_of(it).is_empty()) {
            let policy = list.policy(attachment);
            let (Some(span), Some(allowed)) = (list.span(attachment), allowed.of(policy.policy_type)) else {
                continue;
            };
            let is_cut_off =
                |code: &CodeId| evaluation.space.set_of(policy.policy_type, [*code]).is_disjoint(allowed);
            let mut codes: Vec<CodeId> = policy.codes.iter().copied().filter(is_cut_off).collect();
            codes.sort_unstable();
            codes.dedup();
            if codes.is_empty() {
                continue;
            }
            let names: Vec<String> = codes.iter().map(|&code| quoted(&workspace.table[code].name)).collect();
            let (names, environment) = (listed(&names, "and"), quoted(&environment.name));
            findings.push(
                Diagnostic::new(
                    &LINT.rule,
                    span,
                    format!("`{environment}` allows nothing of {names}, which `{}` lists", policy.name),
                    format!("cut off: {names}"),
                )
                .with_help(format!(
                    "write a policy without {names} for this workload, or ask the owner of `{environment}` to allow it"
                )),
            );
        }
    }
}

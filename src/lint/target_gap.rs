//! `target-gap`: location policies of an environment hold for some of its kinds and leave another without any.

use super::context::Context;
use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Level, Rule, count, listed};
use crate::ids::Id;
use crate::syntax::keyword::PolicyType;
use crate::syntax::quoted;
use crate::workspace::Workload;

/// How many workloads a finding names.
const NAMED: usize = 100;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "target-gap",
        level: Level::Warn,
        summary: "an environment restricts the places of some kinds, and a workload of another kind is unrestricted",
        why: "\
An environment says where its models may run, and says nothing of the functions that feed them: residency holds for
some and is open for others. A targeted policy leaves every other kind unregulated.

The same for flavors is ordinary use: GPUs for models, anything for functions.",
        bad: Example::Text(
            "\
policy europe < continent in [eu] target models >

environment production < attach [europe] >

model llama in production
function tokenize in production
",
        ),
        good: Example::Text(
            "\
policy europe < continent in [eu] >

environment production < attach [europe] >

model llama in production
function tokenize in production
",
        ),
        fix: None,
    },
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let evaluation = &context.resolved.evaluation;
    let mut open: Vec<Vec<&Workload<'_>>> = vec![Vec::new(); workspace.environments.len()];
    for workload in &workspace.workloads {
        let set = &evaluation.sets[evaluation.set_of(workload.point)];
        if set.of(PolicyType::Location).is_none()
            && let Some(environment) = workspace.points[workload.point].environment
            && let Some(open) = open.get_mut(environment.index())
        {
            open.push(workload);
        }
    }
    for (index, open) in open.into_iter().enumerate().filter(|(_, open)| !open.is_empty()) {
        let id = Id::new(index);
        let environment = &workspace.environments[id];
        // A policy that matches no workload of the environment is another rule's finding.
        let occurring = context.occurring(id);
        let regulating: Vec<_> = workspace.attachments[environment.attachments]
            .iter()
            .map(|&policy| &workspace.policies[policy])
            .filter(|policy| policy.policy_type == PolicyType::Location)
            .filter(|policy| !policy.target.intersection(occurring).is_empty())
            .collect();
        if regulating.is_empty() {
            continue;
        }
        let policies: Vec<String> = regulating.iter().map(|policy| quoted(&policy.name)).collect();
        let mut names: Vec<String> =
            open.iter().take(NAMED).map(|workload| format!("`{}`", workspace.identity(workload))).collect();
        if open.len() > NAMED {
            names.push(format!("{} more", open.len() - NAMED));
        }
        let mut finding = Diagnostic::new(
            &LINT.rule,
            environment.statement.name.span(),
            format!(
                "`{}` restricts the places of some kinds, and {} of another kind may run anywhere: {}",
                quoted(&environment.name),
                count(open.len(), "workload", "workloads"),
                names.join(", ")
            ),
            format!("{} leaves other kinds unregulated", listed(&policies, "and")),
        );
        for policy in regulating {
            finding =
                finding.with_related(policy.statement.name.span(), "takes part for the kinds of its target");
        }
        findings.push(finding.with_help(
            "attach a location policy that takes part for every kind, or one to each of these workloads",
        ));
    }
}

//! `target-gap`: location policies of an environment hold for some of its kinds and leave another without
//! any.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::syntax::keyword::PolicyType;

/// How many workloads a finding names.
const NAMED: usize = 100;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
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
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let open_points = workspace.points().map(|(id, _)| {
        let set = &context.resolved.sets()[context.resolved.set_at(id)];
        !set.of(PolicyType::Location).is_restricted()
    });
    // The first of the workloads in each environment or below it that may run anywhere, and their number.
    let mut open = workspace.environments().map(|_| (Vec::<usize>::new(), 0));
    for (index, workload) in workspace.workloads().iter().enumerate() {
        let environment = workspace.points()[workload.point()].environment();
        if let Some(environment) = environment.filter(|_| open_points[workload.point()]) {
            let (named, number) = &mut open[environment];
            *number += 1;
            if named.len() < NAMED {
                named.push(index);
            }
        }
    }
    for id in workspace.outermost_first().into_iter().rev() {
        let Some(parent) = workspace.environments()[id].parent() else { continue };
        let (named, number) = open[id].clone();
        let (all, sum) = &mut open[parent];
        *sum += number;
        all.extend(named);
        all.sort_unstable();
        all.truncate(NAMED);
    }
    for (id, (open, number)) in open.iter().filter(|(_, (_, number))| *number > 0) {
        let environment = &workspace.environments()[id];
        // A policy that matches no workload of the environment is another lint's finding.
        let occurring = context.occurring(id);
        let regulating: Vec<_> = workspace.attachments()[environment.attachments()]
            .iter()
            .map(|&policy| &workspace.policies()[policy])
            .filter(|policy| policy.policy_type() == Some(PolicyType::Location))
            .filter(|policy| !policy.target().intersection(occurring).is_empty())
            .collect();
        if regulating.is_empty() {
            continue;
        }
        let named = open.iter().filter_map(|&index| workspace.workloads().get(index));
        let named = named.map(|workload| workspace.identity(workload));
        let fact = Finding::TargetGap {
            environment: environment.name().to_owned(),
            policies: regulating.iter().map(|policy| policy.name().to_owned()).collect(),
            workloads: named.collect(),
            number: *number,
        };
        let name = |id| workspace.statement(id).name().span();
        let mut finding = Diagnostic::of(&LINT.check, Arc::new(fact), name(environment.statement()));
        finding.related = regulating.iter().map(|policy| name(policy.statement())).collect();
        findings.push(finding);
    }
}

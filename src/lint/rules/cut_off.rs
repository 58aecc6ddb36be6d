//! `cut-off`: a policy has codes of which nothing is allowed by what stands above it.

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::placement::Allowed;
use crate::table::Set;
use crate::workspace::Element;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "cut-off",
        level: Level::Allow,
        summary: "a policy lists codes that nothing of is allowed by the environments above it",
        why: "\
A workload, or an environment in an environment, asks for more places or flavors than it can get: of some codes of its
policy, what stands above it allows none. That is ordinary where one policy serves several environments, and a
misunderstanding where it was written for this one.",
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
    find: Find::Meant(find),
    needs_narrowed: true,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    for list in context.narrowed_lists() {
        let Some(environment) = list.environment(workspace) else { continue };
        let above = list.above(workspace, &context.environments);
        for &index in list.applying() {
            let policy = list.policy(workspace, index);
            let Some(options) = policy.options() else { continue };
            let applies = above.iter().filter(|(kind, _)| policy.target().has(*kind));
            let allowed: Vec<&Allowed> = applies
                .map(|(_, above)| above.of(options.set().policy_type()))
                .filter(|it| it.is_restricted())
                .collect();
            if allowed.is_empty() {
                continue;
            }
            let is_cut_off = |own: &Set| {
                allowed.iter().any(|allowed| allowed.only().is_none_or(|allowed| !own.touches(allowed)))
            };
            let meant = workspace.meant(options).into_iter();
            let cut_off = meant.filter(|(_, own)| own.as_ref().is_some_and(is_cut_off));
            let mut codes: Vec<Element> = cut_off.map(|(element, _)| element).collect();
            codes.sort_unstable();
            codes.dedup();
            if codes.is_empty() {
                continue;
            }
            let fact = Finding::CutOff {
                environment: environment.name().to_owned(),
                policy: policy.name().to_owned(),
                codes: workspace.shorten_elements(&codes),
                is_of_environment: list.is_of_environment(),
            };
            findings.extend(list.findings(&LINT.check, index, fact).map(|(_, finding)| finding));
        }
    }
}

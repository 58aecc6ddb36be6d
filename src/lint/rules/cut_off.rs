//! `cut-off`: a policy of a workload has codes of which its environment allows nothing.

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::workspace::CodeId;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
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
    find: Find::InWorkspace(find),
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    let space = context.resolved.space();
    for list in context.narrowed_lists() {
        let (Some(environment), Some(above)) = (list.environment(workspace), list.above(context.resolved))
        else {
            continue;
        };
        for &index in list.applying() {
            let policy = list.policy(workspace, index);
            let Some(allowed) = above.of(policy.policy_type()).only() else { continue };
            let is_cut_off = |code: &CodeId| {
                space.set(policy.policy_type(), [*code]).is_some_and(|set| !set.touches(allowed))
            };
            let mut codes: Vec<CodeId> = policy.codes().iter().copied().filter(is_cut_off).collect();
            codes.sort_unstable();
            codes.dedup();
            if codes.is_empty() {
                continue;
            }
            let names = codes.iter().map(|&code| workspace.table()[code].name().to_owned());
            let fact = Finding::CutOff {
                environment: environment.name().to_owned(),
                policy: policy.name().to_owned(),
                codes: names.collect(),
            };
            findings.extend(list.findings(&LINT.check, index, fact).map(|(_, finding)| finding));
        }
    }
}

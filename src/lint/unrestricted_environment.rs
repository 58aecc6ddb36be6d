//! `unrestricted-environment`: an environment that attaches no policy of some type.

use super::context::Context;
use super::{Check, Lint};
use crate::diagnostic::{Diagnostic, Example, Level, Rule};
use crate::syntax::keyword::PolicyType;
use crate::syntax::quoted;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "unrestricted-environment",
        level: Level::Allow,
        summary: "an environment attaches no policy of some type",
        why: "\
With no policy of a type, everything of it is allowed. Where every environment has to say where its workloads run and on
what hardware, this rule finds those that do not.",
        bad: Example::Text(
            "\
policy france < country in [fr] >

environment production < attach [france] >

model llama in production
",
        ),
        good: Example::Text(
            "\
policy france < country in [fr] >
policy t4     < gpu in [t4] >

environment production < attach [france, t4] >

model llama in production
",
        ),
        fix: None,
    },
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    for environment in workspace.environments.values() {
        let attached = &workspace.attachments[environment.attachments];
        let is_open =
            |it: &PolicyType| attached.iter().all(|&policy| workspace.policies[policy].policy_type != *it);
        let open: Vec<&str> = PolicyType::ALL.into_iter().filter(is_open).map(PolicyType::name).collect();
        if open.is_empty() {
            continue;
        }
        let types = open.join(" and no ");
        findings.push(
            Diagnostic::new(
                &LINT.rule,
                environment.statement.name.span(),
                format!("`{}` attaches no {types} policy", quoted(&environment.name)),
                format!("any {} is allowed here", open.join(" and any ")),
            )
            .with_help(format!("attach a {} policy", open.join(" policy and a "))),
        );
    }
}

//! `unrestricted-environment`: an environment at which and above which no policy of some type is attached.

use std::sync::Arc;

use crate::diagnostic::{Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::syntax::keyword::PolicyType;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "unrestricted-environment",
        level: Level::Allow,
        summary: "no policy of some type is attached to an environment or above it",
        why: "\
With no policy of a type, everything of it is allowed. Where every environment has to say where its workloads run and on
what hardware, this lint finds those that do not.",
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
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    // What an environment attaches of each type, and all that it is in.
    let own = workspace.environments().map(|(_, environment)| {
        let attached = &workspace.attachments()[environment.attachments()];
        PolicyType::ALL
            .map(|it| attached.iter().any(|&policy| workspace.policies()[policy].policy_type() == Some(it)))
    });
    for (id, environment) in workspace.environments().iter() {
        let is_open = |it: &PolicyType| {
            let index = usize::from(*it == PolicyType::Flavor);
            !workspace.upwards(Some(id)).any(|above| own[above].get(index) == Some(&true))
        };
        let types: Vec<PolicyType> = PolicyType::ALL.into_iter().filter(is_open).collect();
        if !types.is_empty() {
            let fact = Finding::UnrestrictedEnvironment { environment: environment.name().to_owned(), types };
            let statement = workspace.statement(environment.statement());
            findings.push(Diagnostic::of(&LINT.check, Arc::new(fact), statement.name().span()));
        }
    }
}

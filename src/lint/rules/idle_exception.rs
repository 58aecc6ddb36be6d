//! `idle-exception`: a code behind `except` that takes nothing away.

use std::sync::Arc;

use crate::diagnostic::{Applicability, Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::elements::Looked;
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "idle-exception",
        level: Level::Warn,
        summary: "a code behind `except` takes nothing away from what stands before it",
        why: "\
An exception takes places or flavors away from the rules before it. One that the rules do not have takes nothing away:
it looks as if something were kept out that was never in. Perhaps another code was meant, or the rules were wider once.

The fix takes the code out and leaves every set as it is; it is unsafe, because only a person knows whether the rules
are to be wider.",
        bad: Example::Text(
            "\
policy home < country in [fr] except country in [us] >

model llama < attach [home] >
",
        ),
        good: Example::Text(
            "\
policy home < country in [fr, us] except country in [us] >

model llama < attach [home] >
",
        ),
        fix: Some(Applicability::Unsafe),
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let all = context.elements().iter();
    for Looked { elements, listed, redundancies } in all.filter(|it| it.elements.are_exceptions) {
        let rules = elements.options.rules_set();
        for (it, redundancy) in listed.iter().zip(redundancies) {
            if redundancy.is_some() || rules.touches(&it.set) {
                continue;
            }
            let fact = Finding::IdleException {
                what: elements.statement.keyword(),
                statement: elements.statement.name().value().into_owned(),
                code: it.name.value().into_owned(),
                attribute: it.attribute,
            };
            let finding = Diagnostic::of(&LINT.check, Arc::new(fact), it.name.span());
            let edit = if listed.len() > 1 { elements.remove(it) } else { elements.remove_all() };
            findings.push(finding.with_edit(Applicability::Unsafe, edit));
        }
    }
}

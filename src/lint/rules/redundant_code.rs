//! `redundant-code`: a code that stands earlier in its statement, or that another code of it covers.

use std::sync::Arc;

use crate::diagnostic::{Applicability, Check, Diagnostic, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::elements::{Looked, Redundancy};
use crate::lint::messages::Finding;

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "redundant-code",
        level: Level::Warn,
        summary: "a policy, group or guard lists a code that another code of it covers",
        why: "\
A code stands for all places at or below it, so a country beside its continent adds nothing. It may mislead, though:
someone who reads `continent in [eu] or country in [fr]` may believe that it is about France. The codes of the rules
are compared with each other, and those of the exceptions with each other.

The fix is safe where neither the code nor one that covers it is a group: the members of a group may change, and the
code may stand there for the day on which they do. It is unsafe in a guard that `allows`, too, which asks for a
placement of each code as it is written.",
        bad: Example::Text(
            "\
group home < country in [fr] >

policy europe < continent in [eu] or country in [fr, us] or group in [home] >

model llama < attach [europe] >
",
        ),
        good: Example::Text(
            "\
policy europe < continent in [eu] or country in [us] >

model llama < attach [europe] >
",
        ),
        fix: Some(Applicability::Unsafe),
    },
    find: Find::Meant(find),
    needs_narrowed: false,
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let workspace = context.workspace();
    for Looked { elements, listed, redundancies } in context.elements() {
        for (it, redundancy) in listed.iter().zip(redundancies) {
            let &Some(redundancy) = redundancy else { continue };
            let what = elements.statement.keyword();
            let is_exception = elements.are_exceptions;
            let (finding, is_safe) = match redundancy {
                Redundancy::Repeated(first) => {
                    let fact = Finding::RepeatedCode {
                        what,
                        code: workspace.element_name(it.element).to_owned(),
                        is_exception,
                    };
                    let mut finding = Diagnostic::of(&LINT.check, Arc::new(fact), it.name.span());
                    finding.related.extend(listed.get(first).map(|first| first.name.span()));
                    (finding, true)
                }
                Redundancy::Covered { by, is_lasting } => {
                    let Some(above) = listed.get(by) else { continue };
                    let fact = Finding::CoveredCode {
                        what,
                        code: it.name.value().into_owned(),
                        level: above.attribute,
                        above: above.name.value().into_owned(),
                        is_exception,
                    };
                    let is_asked_for = !is_exception && elements.is_asked_for();
                    (Diagnostic::of(&LINT.check, Arc::new(fact), it.name.span()), is_lasting && !is_asked_for)
                }
            };
            let applicability = if is_safe { Applicability::Safe } else { Applicability::Unsafe };
            findings.push(finding.with_edit(applicability, elements.remove(it)));
        }
    }
}

//! `redundant-code`: a code that stands earlier in its policy, or lies below another code of it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::context::Context;
use super::{Check, Lint, edits};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Example, Level, Rule};
use crate::source::Span;
use crate::syntax::ast::{Name, PolicyBody};
use crate::syntax::quoted;
use crate::workspace::{CodeId, Table};

pub(super) static LINT: Lint = Lint {
    rule: Rule {
        name: "redundant-code",
        level: Level::Warn,
        summary: "a policy lists a code that another code of it covers",
        why: "\
A code stands for all places at or below it, so a country beside its continent adds nothing. It may mislead, though:
someone who reads `continent in [eu] or country in [fr]` may believe that it is about France.",
        bad: Example::Text(
            "\
policy europe < continent in [eu] or country in [fr, us] >

model llama < attach [europe] >
",
        ),
        good: Example::Text(
            "\
policy europe < continent in [eu] or country in [us] >

model llama < attach [europe] >
",
        ),
        fix: Some(Applicability::Safe),
    },
    check: Check::Workspace(check),
};

fn check(context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
    let table = &context.workspace().table;
    for policy in context.workspace().policies.values() {
        let Some(body) = policy.statement.policy_body() else { continue };
        let places =
            body.rules.iter().enumerate().flat_map(|(rule, it)| {
                it.codes.iter().enumerate().map(move |(item, name)| (rule, item, name))
            });
        let own: FxHashSet<CodeId> = policy.codes.iter().copied().collect();
        let mut firsts: FxHashMap<CodeId, &Name<'_>> = FxHashMap::default();
        for ((rule, item, name), &code) in places.zip(&policy.codes) {
            let finding = if let Some(first) = firsts.get(&code) {
                repeated(name, first, &table[code].name)
            } else {
                firsts.insert(code, name);
                match above(table, code).find(|above| own.contains(above)) {
                    Some(above) => below(table, name, above),
                    None => continue,
                }
            };
            let edit = remove_code(context, body, rule, item);
            findings.push(finding.with_edit(Applicability::Safe, edit));
        }
    }
}

fn repeated(name: &Name<'_>, first: &Name<'_>, code: &str) -> Diagnostic {
    Diagnostic::new(&LINT.rule, name.span(), format!("the policy lists `{code}` twice"), "listed again here")
        .with_related(first.span(), "first listed here")
        .with_help("delete it")
}

fn below(table: &Table<'_>, name: &Name<'_>, above: CodeId) -> Diagnostic {
    let code = &table[above];
    let (level, above) = (code.attribute.name(), quoted(&code.name));
    Diagnostic::new(
        &LINT.rule,
        name.span(),
        format!("`{}` lies in `{above}`, which the policy allows as a whole", name.value()),
        format!("in {level} `{above}`"),
    )
    .with_help(format!("delete it, or delete `{above}` if only parts of it are meant"))
}

/// What a code lies in, the nearest first.
fn above<'t>(table: &'t Table<'_>, code: CodeId) -> impl Iterator<Item = CodeId> + 't {
    std::iter::successors(table[code].parent, |&above| table[above].parent)
}

/// Takes a code out, and the whole rule with its only one.
fn remove_code(context: &Context<'_, '_>, body: &PolicyBody<'_>, rule: usize, item: usize) -> Option<Edit> {
    let own = body.rules.get(rule)?;
    if own.codes.len() > 1 {
        return edits::remove_item(context, &own.codes, item);
    }
    let span = match rule.checked_sub(1).and_then(|before| body.rules.get(before)) {
        Some(before) => Span { start: before.span.end, ..own.span },
        None => Span { end: body.rules.get(rule + 1)?.span.start, ..own.span },
    };
    edits::remove(context, span)
}

//! `redundant-code`: a code that stands earlier in its policy, or lies below another code of it.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Applicability, Check, Diagnostic, Edit, Example, Level};
use crate::lint::context::Context;
use crate::lint::declaration::{Find, Lint};
use crate::lint::edits;
use crate::lint::messages::Finding;
use crate::syntax::ast::{Name, Rules, Statement};
use crate::text::Span;
use crate::workspace::{CodeId, Table};

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
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
    find: Find::InWorkspace(find),
};

fn find(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let table = context.workspace().table();
    for policy in context.workspace().policies().values() {
        let statement = context.workspace().statement(policy.statement());
        let Some(rules) = statement.rules() else { continue };
        let places = rules
            .iter()
            .enumerate()
            .flat_map(|(rule, it)| it.codes().iter().enumerate().map(move |(item, name)| (rule, item, name)));
        let own: FxHashSet<CodeId> = policy.codes().iter().copied().collect();
        let mut firsts: FxHashMap<CodeId, Name<'_>> = FxHashMap::default();
        for ((rule, item, name), &code) in places.zip(policy.codes()) {
            let finding = if let Some(first) = firsts.get(&code) {
                let fact = Finding::RepeatedCode { code: table[code].name().to_owned() };
                Diagnostic::of(&LINT.check, Arc::new(fact), name.span()).with_related(first.span())
            } else {
                firsts.insert(code, name);
                let Some(above) = above(table, code).find(|above| own.contains(above)) else { continue };
                let above = &table[above];
                let fact = Finding::CoveredCode {
                    code: name.value().into_owned(),
                    level: above.attribute(),
                    above: above.name().to_owned(),
                };
                Diagnostic::of(&LINT.check, Arc::new(fact), name.span())
            };
            let edit = remove_code(statement, rules, rule, item);
            findings.push(finding.with_edit(Applicability::Safe, edit));
        }
    }
}

/// What a code lies in, the nearest first.
fn above(table: &Table, code: CodeId) -> impl Iterator<Item = CodeId> {
    std::iter::successors(table[code].parent(), |&above| table[above].parent())
}

/// Takes a code out, and the whole rule with its only one.
fn remove_code(statement: Statement<'_>, rules: Rules<'_>, rule: usize, item: usize) -> Option<Edit> {
    let own = rules.get(rule)?;
    if own.codes().len() > 1 {
        return edits::remove_item(statement.file(), own.codes(), item);
    }
    let span = match rule.checked_sub(1).and_then(|before| rules.get(before)) {
        Some(before) => Span { start: before.span().end, ..own.span() },
        None => Span { end: rules.get(rule + 1)?.span().start, ..own.span() },
    };
    edits::remove(statement.file(), span)
}

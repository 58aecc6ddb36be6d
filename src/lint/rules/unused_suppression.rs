//! `unused-suppression`: a suppression that suppresses nothing, names no rule, or gives no reason.

use std::sync::Arc;

use crate::diagnostic::{Applicability, Check, Diagnostic, Edit, Example, Level, errors};
use crate::lint::declaration::{Find, Lint};
use crate::lint::messages::Finding;
use crate::lint::suppression::{Name, Suppression, Suppressions};
use crate::suggest::nearest;
use crate::text::{Span, offset};

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "unused-suppression",
        level: Level::Warn,
        summary: "a suppression suppresses nothing, names no rule, or gives no reason",
        why: "\
`# bpol: allow(rule-name, …) why` suppresses the findings of a rule in one statement: it stands among the comment lines
directly above the statement, or at the end of its first line. One that suppresses nothing is left over, or stands in
the wrong place; it would hide the next finding of that rule. The reason is required, since the next reader has to judge
whether it still holds. Errors cannot be suppressed.",
        bad: Example::Text(
            "\
# bpol: allow(unused-policy) used by another team
policy france < country in [fr] >

model llama < attach [france] >
",
        ),
        good: Example::Text(
            "\
# bpol: allow(unused-policy) used by another team
policy france < country in [fr] >

model llama
",
        ),
        fix: Some(Applicability::Safe),
    },
    find: Find::InSuppressions(find),
};

fn find(suppressions: &Suppressions<'_>, findings: &mut Vec<Diagnostic>) {
    findings.extend(suppressions.iter().filter_map(|it| one(it, suppressions.lints())));
}

fn one(suppression: &Suppression<'_>, lints: &[&'static str]) -> Option<Diagnostic> {
    let of = |is_wanted: &dyn Fn(&Name<'_>) -> bool| -> Vec<String> {
        let names = suppression.names.iter().filter(|name| is_wanted(name));
        names.map(|name| name.text.to_owned()).collect()
    };
    let finding = |fact| Diagnostic::of(&LINT.check, Arc::new(fact), suppression.comment.span);
    if suppression.names.is_empty() {
        let edit = without(suppression, &[]);
        return Some(finding(Finding::SuppressionOfNothing).with_edit(Applicability::Safe, Some(edit)));
    }
    let unknown = of(&|name| !name.is_lint);
    if let Some(first) = unknown.first() {
        if errors::ALL.iter().any(|error| error.name == first) {
            let edit = without(suppression, &unknown);
            let fact = Finding::SuppressionOfError { names: unknown };
            return Some(finding(fact).with_edit(Applicability::Safe, Some(edit)));
        }
        let near = nearest(first, lints.iter().copied()).first().copied();
        let (applicability, edit) = match near {
            Some(near) => (Applicability::Unsafe, respelt(suppression, first, near)),
            None => (Applicability::Safe, Some(without(suppression, &unknown))),
        };
        let fact = Finding::SuppressionOfNoLint { names: unknown, near };
        return Some(finding(fact).with_edit(applicability, edit));
    }
    let unused = of(&|name| !name.is_used);
    if !unused.is_empty() {
        let edit = without(suppression, &unused);
        let fact = Finding::UnusedSuppression { names: unused };
        return Some(finding(fact).with_edit(Applicability::Safe, Some(edit)));
    }
    suppression.reason.is_empty().then(|| finding(Finding::SuppressionWithoutReason))
}

/// Takes names out of a suppression, and all of it with the last one.
fn without(suppression: &Suppression<'_>, names: &[String]) -> Edit {
    let is_kept = |name: &&str| names.iter().all(|other| other != name);
    let kept: Vec<&str> = suppression.names.iter().map(|name| name.text).filter(is_kept).collect();
    let (comment, source) = (suppression.comment, suppression.source);
    if !kept.is_empty() {
        let text = format!("# bpol: allow({}) {}", kept.join(", "), suppression.reason);
        return Edit { span: comment.span, text: text.trim_ascii_end().to_owned() };
    }
    let start = comment.span.start as usize;
    let line = source.line_of(start);
    let span = if source.is_line_start(start) {
        // The whole line goes.
        let end = source.line_start(line + 1).max(comment.span.end as usize);
        Span { start: offset(source.line_start(line)), end: offset(end), ..comment.span }
    } else {
        let code = source.slice(source.line_start(line)..start).trim_ascii_end();
        Span { start: offset(source.line_start(line) + code.len()), ..comment.span }
    };
    Edit { span, text: String::new() }
}

/// Writes another name for one that stands in a suppression.
fn respelt(suppression: &Suppression<'_>, name: &str, near: &str) -> Option<Edit> {
    let name = suppression.names.iter().find(|own| own.text == name)?;
    let comment = suppression.comment;
    let start = comment.span.start as usize + name.start;
    let span = Span { start: offset(start), end: offset(start + name.text.len()), ..comment.span };
    Some(Edit { span, text: near.to_owned() })
}

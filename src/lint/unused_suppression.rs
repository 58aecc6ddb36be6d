//! `unused-suppression`: a suppression that suppresses nothing, names no rule, or gives no reason.

use super::suppression::{Name, Suppression, Suppressions};
use super::{Check, Lint, RULES};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Example, Level, Rule, errors, listed};
use crate::source::{Span, offset};
use crate::suggest::nearest;

pub(super) static LINT: Lint = Lint {
    rule: Rule {
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
    check: Check::Suppressions(check),
};

fn check(suppressions: &Suppressions<'_>, findings: &mut Vec<Diagnostic>) {
    findings.extend(suppressions.iter().filter_map(one));
}

fn one(suppression: &Suppression<'_>) -> Option<Diagnostic> {
    let of = |is_wanted: &dyn Fn(&Name<'_>) -> bool| -> Vec<&str> {
        suppression.names.iter().filter(|name| is_wanted(name)).map(|name| name.text).collect()
    };
    let unknown = of(&|name| !name.is_rule);
    let unused = of(&|name| name.is_rule && !name.is_used);
    let has_reason = !suppression.reason.is_empty();
    let span = suppression.comment.span;
    let finding = |message: String, label: &str| Diagnostic::new(&LINT.rule, span, message, label);
    if suppression.names.is_empty() {
        return Some(
            finding("the suppression names no rule".to_owned(), "suppresses nothing")
                .with_help("write `# bpol: allow(rule-name, …) why`, or delete it")
                .with_edit(Applicability::Safe, Some(without(suppression, &[]))),
        );
    }
    if let Some(first) = unknown.first() {
        let message = format!("the suppression names no rule: {}", listed(&unknown, "and"));
        let finding = finding(message, "suppresses nothing of that name");
        if errors::ALL.iter().any(|rule| rule.name == *first) {
            let finding = finding.with_help("errors cannot be suppressed: delete the name");
            return Some(finding.with_edit(Applicability::Safe, Some(without(suppression, &unknown))));
        }
        return Some(match nearest(first, RULES.iter().map(|lint| lint.rule.name)).first() {
            Some(near) => finding
                .with_help(format!("did you mean `{near}`?"))
                .with_edit(Applicability::Unsafe, respelt(suppression, first, near)),
            None => finding
                .with_help("delete the name; `bpol explain` lists the rules")
                .with_edit(Applicability::Safe, Some(without(suppression, &unknown))),
        });
    }
    if !unused.is_empty() {
        let message = format!("the suppression of {} suppresses nothing", listed(&unused, "and"));
        return Some(
            finding(message, "no such finding in the statement")
                .with_help("delete it")
                .with_edit(Applicability::Safe, Some(without(suppression, &unused))),
        );
    }
    (!has_reason).then(|| {
        finding("the suppression gives no reason".to_owned(), "why is it suppressed?")
            .with_help("write the reason behind the parenthesis")
    })
}

/// Takes names out of a suppression, and all of it with the last one.
fn without(suppression: &Suppression<'_>, names: &[&str]) -> Edit {
    let kept: Vec<&str> =
        suppression.names.iter().map(|name| name.text).filter(|name| !names.contains(name)).collect();
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
    let comment = suppression.comment;
    let open = comment.text.find('(')?;
    let start = comment.span.start as usize + open + comment.text.get(open..)?.find(name)?;
    let span = Span { start: offset(start), end: offset(start + name.len()), ..comment.span };
    Some(Edit { span, text: near.to_owned() })
}

//! `unused-suppression`: a suppression that suppresses nothing, has ended, names no lint, or gives no reason.

use std::ops::Range;
use std::sync::Arc;

use crate::date::Date;
use crate::diagnostic::{Applicability, Check, Diagnostic, Edit, Example, Fix, Level, errors};
use crate::lint::declaration::{Find, Lint};
use crate::lint::directive::{NearMiss, Until};
use crate::lint::messages::Finding;
use crate::lint::suppression::{Found, Name, Says, Spoken, Suppression, Suppressions};
use crate::lint::suppression_messages::SuppressionFault;
use crate::suggest::nearest;
use crate::text::{FileId, Span, offset};

pub(in crate::lint) static LINT: Lint = Lint {
    check: Check {
        name: "unused-suppression",
        level: Level::Warn,
        summary: "a suppression suppresses nothing, has ended, names no lint, or gives no reason",
        why: "\
`# bpol: allow(lint-name, …) why` suppresses the findings of a lint in one statement: it stands among the comment lines
directly above the statement, or at the end of its first line. One that suppresses nothing is left over, or stands in
the wrong place; it would hide the next finding of that lint. The reason is required, since the next reader has to judge
whether it still holds. Errors cannot be suppressed. What a lint that does not run would find is not known, so that its
suppressions are not judged.

`# bpol: allow(lint-name) until 2027-03-31 why` holds up to the end of that day, in UTC. Then the finding is back, and
the comment is reported until someone has looked at both.

A comment that names a lint and is no suppression, such as `# bpol: ignore(no-effect) why`, is reported with what it
should be. `--fix` deletes what suppresses nothing. What may have been meant it leaves alone: such a comment, one that
has ended while its finding stands, and one whose finding is in the statement around it or in the next.",
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
    find: Find::Suppressing(find),
    needs_narrowed: false,
};

/// How many lines of comments below a suppression its statement is looked for.
const FAR: usize = 32;

fn find(suppressions: &Suppressions<'_>, findings: &mut Vec<Diagnostic>) {
    let mut mended = None;
    findings.extend(suppressions.iter().filter_map(|spoken| {
        match &spoken.says {
            Says::Suppression(it) => unknown_names(spoken, it, suppressions.lints())
                .or_else(|| ended(spoken, it, suppressions.today()))
                .or_else(|| misplaced(spoken, it, &mut mended))
                .or_else(|| unused(spoken, it))
                .or_else(|| it.reason.is_empty().then(|| finding(spoken, SuppressionFault::WithoutReason))),
            Says::NearMiss(near) => Some(near_miss(spoken, near)),
            Says::Other(text) => {
                // What someone wrote is not to be lost.
                let applicability = if text.is_empty() { Applicability::Safe } else { Applicability::Unsafe };
                let found = finding(spoken, SuppressionFault::OfNothing);
                Some(found.with_edit(applicability, Some(gone(spoken))))
            }
        }
    }));
}

fn finding(spoken: &Spoken<'_>, fault: SuppressionFault) -> Diagnostic {
    Diagnostic::of(&LINT.check, Arc::new(Finding::Suppression(fault)), spoken.comment.span)
}

fn near_miss(spoken: &Spoken<'_>, near: &NearMiss) -> Diagnostic {
    let edit = near.meant.clone().map(|text| Edit { span: spoken.comment.span, text });
    let fault = SuppressionFault::NearMiss { names: near.names.clone(), is_meant: edit.is_some() };
    finding(spoken, fault).with_edit(Applicability::Unsafe, edit)
}

/// A suppression of what is no lint.
fn unknown_names(spoken: &Spoken<'_>, it: &Suppression<'_>, lints: &[&'static str]) -> Option<Diagnostic> {
    if it.names.is_empty() {
        let found = finding(spoken, SuppressionFault::OfNothing);
        return Some(found.with_edit(Applicability::Safe, Some(gone(spoken))));
    }
    let is_unknown = |name: &Name<'_>| name.rule.is_none();
    let first = it.names.iter().find(|name| is_unknown(name))?;
    let names = it.named(is_unknown);
    if errors::ALL.iter().any(|error| error.name == first.word.text) {
        let found = finding(spoken, SuppressionFault::OfError { names });
        return Some(found.with_edit(Applicability::Safe, Some(without(spoken, it, is_unknown))));
    }
    let near = nearest(first.word.text, lints.iter().copied()).first().copied();
    let found = finding(spoken, SuppressionFault::OfNoLint { names, near });
    Some(match near {
        Some(near) => found.with_edit(Applicability::Unsafe, Some(respelt(spoken, first, near))),
        None => found.with_edit(Applicability::Safe, Some(without(spoken, it, is_unknown))),
    })
}

/// A suppression that holds no longer, and would suppress something; or one that does not say until when.
fn ended(spoken: &Spoken<'_>, it: &Suppression<'_>, today: Option<Date>) -> Option<Diagnostic> {
    let fault = match &it.until {
        Until::Unclear { written, is_no_such_day } => {
            SuppressionFault::WithoutDate { written: written.clone(), is_no_such_day: *is_no_such_day }
        }
        Until::Day(last) if it.has_ended(today) => {
            // Someone has to look at what it suppressed, so that it is not for a fix to take it away.
            let names = it.named(|name| name.found != Found::Nowhere);
            if names.is_empty() {
                return None;
            }
            SuppressionFault::Ended { names, last: *last }
        }
        Until::Day(_) | Until::Always => return None,
    };
    Some(finding(spoken, fault))
}

/// A suppression of what is found elsewhere. Where blank lines separate it from there, one fix is enough for
/// all comments above the statement: that of the first, after which the statement is `mended`.
fn misplaced(
    spoken: &Spoken<'_>,
    it: &Suppression<'_>,
    mended: &mut Option<(FileId, u32)>,
) -> Option<Diagnostic> {
    let found = it.names.iter().map(|name| name.found).filter(|found| found.is_elsewhere()).max()?;
    let names = it.named(|name| name.found == found);
    let is_next = found == Found::Next;
    let Some(next) = it.behind_blank_lines.filter(|_| is_next) else {
        return Some(finding(spoken, SuppressionFault::Elsewhere { names, is_next }));
    };
    let mut found = finding(spoken, SuppressionFault::AboveBlankLine { names });
    let statement = Some((spoken.file.id(), next));
    if *mended != statement {
        found.fix = without_blank_lines(spoken, next);
        *mended = found.fix.as_ref().and(statement);
    }
    Some(found)
}

/// A suppression of what is found nowhere near, though it is looked for.
fn unused(spoken: &Spoken<'_>, it: &Suppression<'_>) -> Option<Diagnostic> {
    let is_unused = |name: &Name<'_>| name.found == Found::Nowhere && name.rule.is_some_and(|rule| rule.runs);
    let names = it.named(is_unused);
    if names.is_empty() {
        return None;
    }
    let found = finding(spoken, SuppressionFault::Unused { names });
    Some(found.with_edit(Applicability::Safe, Some(without(spoken, it, is_unused))))
}

impl Suppression<'_> {
    /// The names that are wanted.
    fn named(&self, is_wanted: impl Fn(&Name<'_>) -> bool) -> Vec<String> {
        self.names.iter().filter(|name| is_wanted(name)).map(|name| name.word.text.to_owned()).collect()
    }
}

/// Takes names out of a suppression, and all of it with the last one.
fn without(spoken: &Spoken<'_>, suppression: &Suppression<'_>, is_gone: impl Fn(&Name<'_>) -> bool) -> Edit {
    let kept = suppression.named(|name| !is_gone(name));
    if kept.is_empty() {
        return gone(spoken);
    }
    Edit { span: part(spoken, suppression.list.clone()), text: kept.join(", ") }
}

/// Takes a comment out, and its line with it where there is nothing else on it.
fn gone(spoken: &Spoken<'_>) -> Edit {
    let (comment, source) = (spoken.comment, spoken.file.source());
    let start = comment.span.start as usize;
    let line = source.line_of(start);
    let span = if source.is_line_start(start) {
        let end = source.line_start(line + 1).max(comment.span.end as usize);
        Span { start: offset(source.line_start(line)), end: offset(end), ..comment.span }
    } else {
        let code = source.slice(source.line_start(line)..start).trim_ascii_end();
        Span { start: offset(source.line_start(line) + code.len()), ..comment.span }
    };
    Edit { span, text: String::new() }
}

/// Writes another name for one that stands in a suppression.
fn respelt(spoken: &Spoken<'_>, name: &Name<'_>, near: &str) -> Edit {
    let range = name.word.start..name.word.start + name.word.text.len();
    Edit { span: part(spoken, range), text: near.to_owned() }
}

/// The span of some bytes of a comment.
fn part(spoken: &Spoken<'_>, range: Range<usize>) -> Span {
    let span = spoken.comment.span;
    let start = span.start as usize;
    Span::new(span.file, start + range.start..start + range.end)
}

/// Takes out the blank lines between a comment and what begins at byte `next`, with only comments between;
/// none where these are many.
fn without_blank_lines(spoken: &Spoken<'_>, next: u32) -> Option<Fix> {
    let (span, file) = (spoken.comment.span, spoken.file);
    let comments = file.comments_in(span.end as usize..next as usize).map(|comment| comment.span);
    let places: Vec<Span> = comments.chain([Span { start: next, end: next, ..span }]).take(FAR).collect();
    if places.last()?.start != next {
        return None;
    }
    let mut edits = Vec::new();
    let mut end = span.end as usize;
    for place in places {
        let gap = file.source().slice(end..place.start as usize);
        let (first, last) = (gap.find('\n')?, gap.rfind('\n')?);
        if first < last {
            edits.push(Edit { span: Span::new(span.file, end + first..end + last), text: String::new() });
        }
        end = place.end as usize;
    }
    Some(Fix { applicability: Applicability::Unsafe, edits })
}

//! What can be done about what was found: a view and a range come in, the fixes that `bpol check` knows go
//! out.

use std::ops::Range;

use crate::diagnostic::{Applicability, Diagnostic};
use crate::editor::view::{Edit, Meaning, View};
use crate::fix;
use crate::lint;
use crate::syntax::ast::{Item, Parsed};
use crate::text::hidden::one_line;

/// The lint that is about suppressions themselves.
const UNUSED_SUPPRESSION: &str = "unused-suppression";

/// A text of a title is no longer than this.
const LONGEST: usize = 60;

/// Something that can be done about a finding in the document.
#[derive(Clone, Debug)]
pub(in crate::editor) struct Action<'s> {
    pub(in crate::editor) title: String,
    /// The findings that it is about.
    pub(in crate::editor) findings: Vec<&'s Diagnostic>,
    pub(in crate::editor) is_preferred: bool,
    /// The edits of the document.
    pub(in crate::editor) edits: Vec<Edit>,
    /// The same with places to fill in, where that is another text.
    pub(in crate::editor) snippets: Option<Vec<Edit>>,
}

/// What can be done about the findings that a range touches, in the order of the findings: the fix of each,
/// and for a lint its suppression.
pub(in crate::editor) fn actions<'s>(view: &View<'s>, range: &Range<usize>) -> Vec<Action<'s>> {
    let Some(meaning) = view.meaning.filter(|_| !view.is_config_broken) else { return Vec::new() };
    let touched = meaning.report.findings.iter().filter(|finding| {
        let own = finding.span.range();
        finding.span.file == view.parsed.id() && own.start <= range.end && range.start <= own.end
    });
    let each = touched.flat_map(|finding| fixed(view, finding).into_iter().chain(suppressed(view, finding)));
    let mut all: Vec<Action<'s>> = Vec::new();
    for action in each {
        // What does the same for several findings is offered once.
        match all.iter_mut().find(|it| it.title == action.title && it.edits == action.edits) {
            Some(same) => same.findings.extend(action.findings),
            None => all.push(action),
        }
    }
    all
}

/// The document after all of its safe fixes, were all other files read-only; `None` where that changes
/// nothing.
pub(in crate::editor) fn fix_all(view: &View<'_>) -> Option<String> {
    let Meaning { analysis, report, .. } = view.meaning.filter(|_| !view.is_config_broken)?;
    let fixed = fix::fix_file(analysis, report, view.parsed.id())?;
    Some(fixed.source().text().to_owned())
}

fn fixed<'s>(view: &View<'s>, finding: &'s Diagnostic) -> Option<Action<'s>> {
    let fix = finding.fix.as_ref()?;
    if fix.edits.iter().any(|edit| edit.span.file != view.parsed.id()) {
        return None;
    }
    let is_safe = fix.applicability == Applicability::Safe;
    let is_error = finding.check.level.is_error();
    let edit = |edit: &crate::diagnostic::Edit| Edit { range: edit.span.range(), text: edit.text.clone() };
    let edits: Vec<Edit> = fix.edits.iter().map(edit).collect();
    let guess = if is_safe || is_error { "" } else { " (changes what is meant)" };
    let title = format!("{}{guess}", title(view, finding, &edits));
    let is_preferred = is_safe || is_error;
    Some(Action { title, findings: vec![finding], is_preferred, edits, snippets: None })
}

fn title(view: &View<'_>, finding: &Diagnostic, edits: &[Edit]) -> String {
    let whole = || format!("Fix {}", finding.check.name);
    let [edit] = edits else { return whole() };
    let Some(old) = view.text().get(edit.range.clone()) else { return whole() };
    let bare = |text: &str| one_line(text.trim().trim_matches(',').trim());
    let (old, new) = (bare(old), bare(&edit.text));
    if old.chars().count() > LONGEST || new.chars().count() > LONGEST || old == new {
        return whole();
    }
    match (old.as_str(), new.as_str()) {
        ("", new) => format!("Insert `{new}`"),
        (old, "") => format!("Delete `{old}`"),
        (old, new) => format!("Replace `{old}` with `{new}`"),
    }
}

/// A comment that lets a lint pass in a statement.
fn suppressed<'s>(view: &View<'s>, finding: &'s Diagnostic) -> Option<Action<'s>> {
    let name = finding.check.name;
    if finding.check.level.is_error() || name == UNUSED_SUPPRESSION {
        return None;
    }
    let file: &Parsed = view.parsed;
    let item = file.item_at(finding.span.range().start).and_then(Item::statement)?;
    let start = item.span().range().start;
    if !file.source().is_line_start(start) {
        return None;
    }
    let above = file.comments_above(start);
    let named = above.iter().rev().find_map(|comment| {
        let last = lint::named_in(comment.text).into_iter().map(|(range, _)| range.end).max()?;
        Some(comment.span.range().start + last)
    });
    let (edits, snippets) = match named {
        Some(at) => (vec![Edit { range: at..at, text: format!(", {name}") }], None),
        None => {
            let line = file.text().get(..start)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
            let indent = file.text().get(line..start)?.trim_start_matches('\u{feff}');
            let at = start - indent.len();
            let edit = |text: String| vec![Edit { range: at..at, text }];
            (
                edit(format!("{indent}# bpol: allow({name}) \n")),
                Some(edit(format!("{indent}# bpol: allow({name}) ${{1:why}}\n"))),
            )
        }
    };
    let title = format!("Suppress {name} here");
    Some(Action { title, findings: vec![finding], is_preferred: false, edits, snippets })
}

//! Which fixes of errors may be offered: findings come in, and a fix that would move a workload, or that
//! nobody can apply, is taken from them.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Edit};
use crate::syntax::Files;
use crate::syntax::ast::Item;
use crate::syntax::keyword::Keyword;
use crate::text::hidden::is_hidden;

/// Takes from `findings` each fix with an edit that may not be made.
pub(super) fn restrain(findings: &mut [Diagnostic], files: &Files) {
    for finding in findings {
        let may_be_made =
            |edit: &Edit| !files[edit.span.file].source().is_table() && keeps_environment(edit, files);
        finding.fix = finding.fix.take().filter(|fix| fix.edits.iter().all(may_be_made));
    }
}

/// Whether a workload or environment is in the same environment after an edit as before.
fn keeps_environment(edit: &Edit, files: &Files) -> bool {
    let file = &files[edit.span.file];
    let range = edit.span.range();
    let statement = file.item_at(range.start).and_then(Item::statement);
    let is_placed = |keyword| matches!(keyword, Keyword::Workload(_) | Keyword::Environment);
    let parent =
        statement.filter(|it| is_placed(it.keyword())).and_then(|it| Some(it.parent()?.span().range()));
    parent.is_none_or(|parent| {
        let source = file.source();
        let before = source.slice(parent.clone());
        let start = source.slice(parent.start..range.start.clamp(parent.start, parent.end));
        let end = source.slice(range.end.clamp(parent.start, parent.end)..parent.end);
        !overlap(&range, &parent) || visible(before) == visible(&[start, &edit.text, end].concat())
    })
}

fn overlap(own: &Range<usize>, other: &Range<usize>) -> bool {
    own.start < other.end && other.start < own.end
}

/// What a name says, whether or not it is quoted.
fn visible(name: &str) -> String {
    name.chars().filter(|&it| it != '"' && !is_hidden(it)).collect()
}

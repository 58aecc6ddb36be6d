//! Formatting: a document comes in, the edits go out that lay it out as `bpol fmt` does.

use std::ops::Range;

use similar::{Algorithm, DiffTag, TextDiffConfig};

use crate::editor::view::{Edit, View};
use crate::format::format;
use crate::syntax::ast::Item;

/// The fewest edits of lines that lay out the whole document; `None` where it has errors of syntax, or the
/// configuration cannot be used.
pub(in crate::editor) fn formatting(view: &View<'_>) -> Option<Vec<Edit>> {
    if view.is_config_broken {
        return None;
    }
    let text = format(view.parsed).ok()?;
    Some(edits(view.text(), &text))
}

/// Those of the edits that lie in the statements, with the comment lines directly above, that a range
/// touches.
pub(in crate::editor) fn range_formatting(view: &View<'_>, range: Range<usize>) -> Option<Vec<Edit>> {
    let mut edits = formatting(view)?;
    let touched: Vec<Range<usize>> =
        view.parsed.items().map(|item| lines_of(view, item)).filter(|it| touch(it, &range)).collect();
    edits.retain(|edit| touched.iter().any(|it| it.start <= edit.range.start && edit.range.end <= it.end));
    Some(edits)
}

fn touch(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// The lines of a statement and of the comments directly above it, with the last line break.
fn lines_of(view: &View<'_>, item: Item<'_>) -> Range<usize> {
    let text = view.text();
    let span = item.span().range();
    let line_start = |at: usize| text.get(..at).and_then(|it| it.rfind('\n')).map_or(0, |at| at + 1);
    let mut start = line_start(span.start);
    while let Some(above) = start.checked_sub(1).map(line_start)
        && text.get(above..start).is_some_and(|line| line.trim_start().starts_with('#'))
    {
        start = above;
    }
    let end = text.get(span.end..).and_then(|it| it.find('\n')).map_or(text.len(), |at| span.end + at + 1);
    start..end
}

/// Where each line begins, and the last one ends.
fn starts<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<usize> {
    let ends = lines.scan(0, |end, line| {
        *end += line.len();
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// The fewest edits of whole lines that make one text of another. Lines that are replaced one by one are an
/// edit each.
pub(in crate::editor) fn edits(before: &str, after: &str) -> Vec<Edit> {
    if before == after {
        return Vec::new();
    }
    let diff = TextDiffConfig::default().algorithm(Algorithm::Myers).diff_lines(before, after);
    let (old, new) = (starts(diff.iter_old_slices()), starts(diff.iter_new_slices()));
    let bytes = |starts: &[usize], lines: Range<usize>| -> Range<usize> {
        let at = |line: usize| starts.get(line).or(starts.last()).copied().unwrap_or(0);
        at(lines.start)..at(lines.end)
    };
    let edit = |old_lines: Range<usize>, new_lines: Range<usize>| Edit {
        range: bytes(&old, old_lines),
        text: after.get(bytes(&new, new_lines)).unwrap_or_default().to_owned(),
    };
    let mut edits = Vec::new();
    for change in diff.ops() {
        let (old_lines, new_lines) = (change.old_range(), change.new_range());
        match change.tag() {
            DiffTag::Equal => {}
            DiffTag::Replace if old_lines.len() == new_lines.len() => {
                edits.extend(old_lines.zip(new_lines).map(|(a, b)| edit(a..a + 1, b..b + 1)));
            }
            _ => edits.push(edit(old_lines, new_lines)),
        }
    }
    edits
}

//! What an editor can fold away: a tree comes in, blocks, lists and runs of comments go out.

use std::ops::Range;

use super::highlight::brackets;
use crate::syntax::Parsed;

/// A stretch that can be folded away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the opening bracket to the closing one, or all of the comments.
    pub range: Range<usize>,
    /// Whether it is a run of comments; otherwise its last byte is the closing bracket.
    pub is_comment: bool,
}

/// Every block and list over several lines, and every run of two or more comment lines, in the order in which
/// they begin.
#[must_use]
pub fn folds(file: &Parsed) -> Vec<Fold> {
    let mut folds = comments(file);
    for item in file.items() {
        let pairs = brackets(file, item.span().range()).into_iter();
        let ranges = pairs.map(|(open, close)| open.start..close.end);
        let several = ranges.filter(|range| file.source().slice(range.clone()).contains(['\n', '\r']));
        folds.extend(several.map(|range| Fold { range, is_comment: false }));
    }
    folds.sort_by_key(|fold| (fold.range.start, std::cmp::Reverse(fold.range.end)));
    folds
}

/// The runs of comments of which each has a line of its own, directly below the one before.
fn comments(file: &Parsed) -> Vec<Fold> {
    let source = file.source();
    let mut runs: Vec<(Range<usize>, usize, usize)> = Vec::new();
    for comment in file.comments() {
        let range = comment.span.range();
        if !source.is_line_start(range.start) {
            continue;
        }
        let line = source.line_of(range.start);
        match runs.last_mut() {
            Some((run, last, count)) if *last + 1 == line => {
                (run.end, *last, *count) = (range.end, line, *count + 1);
            }
            _ => runs.push((range, line, 1)),
        }
    }
    let long = runs.into_iter().filter(|(_, _, count)| *count > 1);
    long.map(|(range, _, _)| Fold { range, is_comment: true }).collect()
}

//! The cursor in a comment: what it says up to there comes in, what it may say to bpol goes out.

use std::ops::Range;

use super::items::{Item, Kind};
use crate::diagnostic::Check;
use crate::editor::view::View;
use crate::lint::LINTS;
use crate::syntax::Word;
use crate::syntax::ast::{self, Parsed};

/// How a suppression opens behind its `#`.
const OPENING: &str = "bpol: allow(";

/// A place in a comment that says something to bpol, or may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InComment {
    /// What the list of a suppression has but for the word at the cursor; `None` before it is opened.
    list: Option<Vec<String>>,
    /// Where the comment lies.
    comment: Range<usize>,
}

impl InComment {
    /// The place at a byte and what is replaced there; `None` where the comment is none of bpol's business.
    pub(super) fn at(file: &Parsed, comment: &Word<'_>, byte: usize) -> Option<(Self, Range<usize>)> {
        let range = comment.span().range();
        let before = file.text().get(range.start..byte)?.strip_prefix('#')?.trim_start_matches([' ', '\t']);
        let behind = file.text().get(byte..range.end.max(byte))?;
        let start = byte - before.len();
        let place = |list| Self { list, comment: range.clone() };
        if OPENING.starts_with(before) && behind.trim().is_empty() {
            return Some((place(None), start..byte));
        }
        let list = before.strip_prefix("bpol:")?.trim_start().strip_prefix("allow(")?;
        if list.contains(')') {
            return None;
        }
        let is_of_name = |it: char| it.is_ascii_alphanumeric() || it == '-';
        let typed = list.len() - list.trim_end_matches(is_of_name).len();
        let rest = behind.len() - behind.trim_start_matches(is_of_name).len();
        let others = [list.get(..list.len() - typed)?, behind.get(rest..)?.split(')').next()?];
        let taken = others.iter().flat_map(|it| it.split(',')).map(|it| it.trim().to_owned());
        Some((place(Some(taken.collect())), byte - typed..byte + rest))
    }
}

/// What a comment may say to bpol.
pub(super) fn comment(view: &View<'_>, comment: &InComment) -> Vec<Item> {
    let Some(taken) = &comment.list else {
        let item = Item::word("bpol: allow()", 0, Some("lets a lint pass in the next statement, and why"));
        return vec![item.snippet("bpol: allow(${1}) ${2:why}")];
    };
    let covered = covered(view.parsed, &comment.comment).map(ast::Item::span);
    let found = |check: &Check| {
        let report = view.meaning.as_ref().map(|it| it.report);
        report.map_or(&[][..], |it| &it.findings).iter().any(|it| {
            let is_in = |item: crate::text::Span| {
                item.file == it.span.file && item.range().contains(&it.span.range().start)
            };
            it.check.name == check.name && covered.is_some_and(is_in)
        })
    };
    let left = LINTS.iter().map(|lint| &lint.check).filter(|it| !taken.iter().any(|taken| taken == it.name));
    let item = |check: &Check| {
        let rank = if found(check) { 0 } else { 10 };
        Item::name(check.name, Kind::Lint, rank, Some(check.summary.to_owned()))
    };
    left.map(item).collect()
}

/// The statement that a suppression there covers: the one that it stands behind, else the next.
fn covered<'p>(file: &'p Parsed, comment: &Range<usize>) -> Option<ast::Item<'p>> {
    if file.source().is_line_start(comment.start) {
        file.first_item_behind(comment.end)
    } else {
        file.last_item_from(comment.start)
    }
}

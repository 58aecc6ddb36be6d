//! Lists without brackets, and in other ones.

use std::ops::Range;

use crate::syntax::failure::{Edits, Failure, Shown};
use crate::syntax::fault::Expected;
use crate::syntax::lexer::TokenKind;
use crate::syntax::slip::{ListSlip, Sort};
use crate::syntax::walk::{Walk, place};

/// A list as it was meant: its items, and what makes a list of them.
pub(super) struct Meant {
    /// From the first item or bracket to the last.
    pub(super) span: Range<usize>,
    pub(super) edits: Edits,
}

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let item = item(expected)?;
    if expected.first() == Some(&Expected::Exactly("[")) || expected.contains(&Expected::Kind) {
        return brackets(walk, item).or_else(|| bare(walk, item));
    }
    closing(walk, item)
}

/// What the items of the list are that is expected, or goes on.
pub(super) fn item(expected: &[Expected]) -> Option<Expected> {
    let is_item = |it: &&Expected| matches!(it, Expected::Code | Expected::Item(_) | Expected::Kind);
    expected.iter().find(is_item).copied()
}

/// What a help shows of a list: the rule, clause or target that it ends.
pub(super) fn shown(walk: &Walk<'_>, item: Expected, end: usize) -> Shown {
    let index = match item {
        Expected::Code => walk.passed.rule,
        Expected::Kind => walk.passed.target,
        _ => walk.passed.clause,
    };
    index.and_then(|index| walk.nth(index)).map_or(Shown::Given, |token| Shown::Part(token.start..end))
}

/// `country in de`
fn bare(walk: &Walk<'_>, item: Expected) -> Option<Failure> {
    // One kind may stand without brackets.
    let list = bare_list(walk, walk.at).filter(|it| item != Expected::Kind || it.edits.len() > 2)?;
    let failure = Failure::slip(Sort::List(ListSlip::Bare, item), walk.text, list.span.clone());
    let shown = shown(walk, item, list.span.end);
    Some(Failure { edits: list.edits, ..failure.showing(shown) })
}

/// The items from a token on that stand in no brackets.
pub(super) fn bare_list(walk: &Walk<'_>, first: usize) -> Option<Meant> {
    let mut index = first;
    let mut edits = Edits::new();
    let start = walk.nth(first)?.start;
    let mut end = None;
    while walk.is_item(index) {
        let token = walk.nth(index)?;
        match end {
            None => edits.push((start..start, "[".to_owned())),
            Some(end) => edits.extend(separator(walk, end..token.start)),
        }
        end = Some(token.end());
        index += 1;
        let is_joint = walk.is_at(index, ",") || walk.is_at(index, "or") || walk.is_at(index, "and");
        if is_joint && walk.is_item(index + 1) {
            index += 1;
        } else if walk.nth(index).is_none_or(|next| next.breaks != 0) {
            break;
        }
    }
    let end = end?;
    // `country in de]`
    let is_closed = walk.is_at(index, "]");
    if is_closed {
        index += 1;
    } else {
        edits.push((end..end, "]".to_owned()));
    }
    let end = if is_closed { walk.nth(index - 1)?.end() } else { end };
    Some(Meant { span: start..end, edits })
}

/// The edit that makes a comma of what stands between two items.
pub(super) fn separator(walk: &Walk<'_>, between: Range<usize>) -> Option<(Range<usize>, String)> {
    let text = walk.slice(between.clone());
    if text.trim() == "," {
        return None;
    }
    if text.contains('#') {
        return Some((between.start..between.start, ",".to_owned()));
    }
    let layout =
        text.find('\n').and_then(|at| text.get(at..)).filter(|it| it.trim().is_empty()).unwrap_or(" ");
    Some((between, format!(",{layout}")))
}

/// What opens a list elsewhere, and what closes it.
const BRACKETS: [(char, char); 4] = [('(', ')'), ('{', '}'), ('［', '］'), ('【', '】')];

/// `country in (de, fr)`
fn brackets(walk: &Walk<'_>, item: Expected) -> Option<Failure> {
    let token = walk.peek().filter(|token| token.kind == TokenKind::Junk)?;
    let open = token.text.chars().next()?;
    let (_, close) = BRACKETS.into_iter().find(|(it, _)| *it == open)?;
    let start = token.start + open.len_utf8();
    let inner = walk.slice(start..walk.end);
    let length = inner.find(close)?;
    let inner = inner.get(..length).filter(|inner| !inner.contains(['[', '<', '#']))?;
    let end = start + length + close.len_utf8();
    let mut failure = Failure::slip(Sort::List(ListSlip::Brackets, item), walk.text, token.start..end)
        .edit(token.start..start, "[")
        .edit(start + length..end, "]");
    for (at, comma) in inner.match_indices(['，', '、']) {
        let at = start + at;
        failure = failure.edit(at..at + comma.len(), ",");
    }
    Some(failure.showing(shown(walk, item, end)))
}

/// `country in [de)`
fn closing(walk: &Walk<'_>, item: Expected) -> Option<Failure> {
    let token = walk.peek().filter(|token| token.kind == TokenKind::Junk)?;
    let close = token.text.chars().next_back()?;
    BRACKETS.iter().find(|(_, it)| *it == close)?;
    let word = token.text.strip_suffix(close).unwrap_or_default();
    if !word.is_empty() && !crate::syntax::is_word(word) {
        return None;
    }
    let span = token.end() - close.len_utf8()..token.end();
    let failure = Failure::slip(Sort::List(ListSlip::Brackets, item), walk.text, place(&token));
    // `[de)]` has its own bracket.
    let own = walk.nth(walk.at + 1).filter(|next| next.is("]"));
    let shown = shown(walk, item, own.map_or(token.end(), |own| own.end()));
    Some(failure.edit(span, if own.is_some() { "" } else { "]" }).showing(shown))
}

/// The list from a token on as it would be written, with or without brackets.
pub(super) fn written(walk: &Walk<'_>, first: usize) -> Option<String> {
    let mut items = Vec::new();
    let is_open = walk.is_at(first, "[");
    for index in first + usize::from(is_open).. {
        let Some(token) = walk.nth(index) else { break };
        match token.kind {
            TokenKind::Word | TokenKind::Text if is_open || walk.is_item(index) => items.push(token.text),
            TokenKind::Mark if token.is(",") => {}
            _ => break,
        }
    }
    (!items.is_empty()).then(|| format!("[{}]", items.join(", ")))
}

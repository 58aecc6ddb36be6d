//! What a growing selection takes in: a byte comes in, ever larger ranges around it go out.

use std::ops::Range;

use super::highlight::brackets;
use crate::syntax::{Parsed, Role, Word};

/// The ranges around a byte, each strictly inside the next: word, string, list inside, list, rule, body
/// inside, body, statement, statement with its documentation, file. There is always one.
#[must_use]
pub fn selection(file: &Parsed, byte: usize) -> Vec<Range<usize>> {
    let text = file.source().text();
    let mut ranges = around_word(file, byte);
    let item = file.last_item_from(byte).filter(|item| byte <= item.span().range().end);
    let below = || file.first_item_behind(byte).filter(|item| byte < item.span().range().start);
    if let Some(item) = item {
        let range = item.span().range();
        let words = file.words_in(range.clone());
        let pairs = brackets(file, range.clone());
        for (open, close) in &pairs {
            ranges.extend([open.end..close.start, open.start..close.end]);
            ranges.extend(clause(&words, open.start).map(|start| start..close.end));
        }
        ranges.extend(targets(&words));
        ranges.push(range);
    }
    for item in item.into_iter().chain(below()) {
        let place = item.span().range();
        let above = file.comments_above(place.start);
        ranges.extend(above.first().map(|first| first.span.range().start..place.end));
    }
    ranges.push(0..text.len());
    nested(ranges, byte)
}

/// The word at a byte, of several in a string or comment, and all of it.
fn around_word(file: &Parsed, byte: usize) -> Vec<Range<usize>> {
    let word = file.word_at(byte).filter(|word| word.role() != Role::Mark);
    let Some(word) = word else { return Vec::new() };
    let range = word.span().range();
    let mut ranges = vec![range.clone()];
    if word.is_string() || word.role() == Role::Comment {
        let is_in_word =
            |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | '\u{300}'..='\u{36f}');
        let before = file.source().slice(range.start..byte);
        let behind = file.source().slice(byte..range.end);
        let start = byte - before.len() + before.trim_end_matches(is_in_word).len();
        let end = range.end - behind.trim_start_matches(is_in_word).len();
        ranges.extend((start < end).then_some(start..end));
    }
    ranges
}

/// Where the rule or clause begins whose list opens at a byte.
fn clause(words: &[Word<'_>], open: usize) -> Option<usize> {
    let before = words.iter().rev().skip_while(|word| word.span().range().start >= open);
    let mut before = before.filter(|word| word.role() != Role::Comment);
    let first = before.next()?;
    let opens = match (first.role(), first.text()) {
        (Role::Connective, "in") => before.next().filter(|word| matches!(word.role(), Role::Attribute(_)))?,
        (Role::Connective, _) => first,
        _ => return None,
    };
    Some(opens.span().range().start)
}

/// The targets without brackets.
fn targets(words: &[Word<'_>]) -> impl Iterator<Item = Range<usize>> {
    let is_target = |word: &Word<'_>| word.role() == Role::Connective && word.text() == "target";
    words.windows(2).filter_map(move |pair| match pair {
        [first, kind] if is_target(first) && matches!(kind.role(), Role::Kind(_)) => {
            Some(first.span().range().start..kind.span().range().end)
        }
        _ => None,
    })
}

/// Those of `ranges` that hold a byte, the smallest first, each strictly inside the next.
fn nested(mut ranges: Vec<Range<usize>>, byte: usize) -> Vec<Range<usize>> {
    ranges.retain(|range| range.start <= byte && byte <= range.end);
    ranges.sort_by_key(Range::len);
    let mut chain: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let fits = chain.last().is_none_or(|last| {
            range.start <= last.start && last.end <= range.end && range.len() > last.len()
        });
        if fits {
            chain.push(range);
        }
    }
    chain
}

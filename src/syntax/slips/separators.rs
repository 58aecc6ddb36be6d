//! What stands between the items of a list that is no comma, and numbers before them.

use std::ops::Range;

use super::lists::{item, separator, shown};
use crate::syntax::failure::{Edits, Failure};
use crate::syntax::fault::Expected;
use crate::syntax::is_word;
use crate::syntax::keyword::{Attribute, RuleAttribute};
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::shape::Clause;
use crate::syntax::slip::{ListSlip, Sort};
use crate::syntax::walk::Walk;

/// The marks that separate items elsewhere.
const MARKS: [char; 7] = [';', '|', '+', '&', '/', '、', '，'];

/// A part of a list.
enum Part {
    Item(Range<usize>),
    Separator,
    /// A number, with what joins it to its item.
    Number(Range<usize>),
}

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let open = walk.open.last().filter(|open| open.is("["))?;
    let item = item(expected)?;
    let next = walk.peek()?;
    let first = walk.tokens.iter().position(|token| token.start == open.start)? + 1;
    let (parts, close) = parts(walk, first, has_numbers(walk, item))?;
    let is_number = parts.iter().any(|part| matches!(part, Part::Number(_)));
    let slip = if is_number { ListSlip::Numbers } else { ListSlip::Separators };
    let mut edits = Edits::new();
    let mut end = None;
    let start = open.end();
    let mut number = None;
    // Whether a number stands behind the last item.
    let mut is_numbered = false;
    for part in &parts {
        match part {
            Part::Number(range) => {
                edits.push((range.clone(), String::new()));
                number = number.or(Some(range.clone()));
                is_numbered = true;
            }
            Part::Item(range) => {
                match end {
                    None if !walk.slice(start..range.start).trim().is_empty() && !is_number => {
                        edits.push((start..range.start, String::new()));
                    }
                    // A number between two items goes by itself.
                    Some(end) if !is_numbered => {
                        edits.extend(separator(walk, end..range.start));
                    }
                    _ => {}
                }
                end = Some(range.end);
                is_numbered = false;
            }
            Part::Separator => {}
        }
    }
    let behind = walk.slice(end?..close.start);
    if !matches!(behind.trim(), "" | ",") && !is_number && !behind.contains('#') {
        edits.push((end?..close.start, String::new()));
    }
    if edits.is_empty() {
        return None;
    }
    let span = number.unwrap_or(next.start..next.end());
    let failure = Failure::slip(Sort::List(slip, item), walk.text, span);
    Some(Failure { edits, ..failure.showing(shown(walk, item, close.end())) })
}

/// Whether the items are flavors.
fn has_numbers(walk: &Walk<'_>, item: Expected) -> bool {
    let hardware = [Attribute::Cpu, Attribute::Gpu].map(RuleAttribute::Code);
    match item {
        Expected::Item(clause) => clause == Clause::Offers,
        Expected::Code => {
            walk.passed.rule.and_then(|it| walk.attribute_at(it)).is_some_and(|it| hardware.contains(&it))
        }
        _ => false,
    }
}

/// What a list is made of, up to its `]`; none where something else stands in it.
fn parts<'t>(walk: &Walk<'t>, first: usize, has_numbers: bool) -> Option<(Vec<Part>, Token<'t>)> {
    let mut parts = Vec::new();
    for index in first.. {
        let token = walk.nth(index)?;
        let range = token.start..token.end();
        let behind = walk.nth(index + 1);
        match token.kind {
            TokenKind::Mark if token.is("]") => return Some((parts, token)),
            TokenKind::Mark if token.is(",") => parts.push(Part::Separator),
            TokenKind::Word if walk.is_rule(index) => return None,
            TokenKind::Word if is_number(token.text) && has_numbers => {
                // `8 h100` or `h100 8`
                let before = walk.nth(index.checked_sub(1)?)?;
                let follows = behind.filter(|it| matches!(it.kind, TokenKind::Word | TokenKind::Text));
                match follows {
                    Some(next) => parts.push(Part::Number(range.start..next.start)),
                    None if matches!(before.kind, TokenKind::Word | TokenKind::Text) => {
                        parts.push(Part::Number(before.end()..range.end));
                    }
                    None => parts.push(Part::Item(range)),
                }
            }
            TokenKind::Word if matches!(token.text, "or" | "and") && joins(walk, index) => {
                parts.push(Part::Separator);
            }
            TokenKind::Word | TokenKind::Text if token.text != "\"\"" => parts.push(Part::Item(range)),
            TokenKind::Junk => split(&token, has_numbers, &mut parts)?,
            _ => return None,
        }
    }
    None
}

/// Whether a word stands between two items without a comma.
fn joins(walk: &Walk<'_>, index: usize) -> bool {
    let is_item =
        |it: Option<Token<'_>>| it.is_some_and(|it| matches!(it.kind, TokenKind::Word | TokenKind::Text));
    is_item(index.checked_sub(1).and_then(|before| walk.nth(before))) && is_item(walk.nth(index + 1))
}

/// `8`, `8x`
fn is_number(text: &str) -> bool {
    let digits = text.strip_suffix('x').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
}

/// Takes apart what has a mark in it: `de;fr`, `h100:8`.
fn split(token: &Token<'_>, has_numbers: bool, parts: &mut Vec<Part>) -> Option<()> {
    if has_numbers && let Some((number, _)) = number_in(token) {
        let item =
            if number.start == token.start { number.end..token.end() } else { token.start..number.start };
        let (first, second) = if number.start == token.start {
            (Part::Number(number), Part::Item(item))
        } else {
            (Part::Item(item), Part::Number(number))
        };
        parts.extend([first, second]);
        return Some(());
    }
    let mut start = token.start;
    for piece in token.text.split_inclusive(MARKS) {
        let word = piece.trim_end_matches(MARKS);
        if !word.is_empty() {
            is_word(word).then(|| parts.push(Part::Item(start..start + word.len())))?;
        }
        if word.len() < piece.len() {
            parts.push(Part::Separator);
        }
        start += piece.len();
    }
    // `meta/llama` is a name that wants quotes.
    let is_name = token.text.contains('/') && !token.text.contains([';', '|', '+', '&', '、', '，']);
    (!is_name).then_some(())
}

/// The number of `h100:8` or `8*h100`, with its mark, and the rest.
fn number_in<'t>(token: &Token<'t>) -> Option<(Range<usize>, &'t str)> {
    let (left, right) = token.text.split_once([':', '*', '×', '='])?;
    if is_number(left) && is_word(right) {
        Some((token.start..token.end() - right.len(), right))
    } else if is_number(right) && is_word(left) {
        Some((token.start + left.len()..token.end(), left))
    } else {
        None
    }
}

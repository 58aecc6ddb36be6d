//! Rules that say `in` in another way.

use super::lists::bare_list;
use crate::syntax::failure::{Failure, Shown};
use crate::syntax::fault::Expected;
use crate::syntax::lexer::TokenKind;
use crate::syntax::slip::{RuleSlip, Sort};
use crate::syntax::walk::{Walk, attribute_and_mark, place};

/// Words that elsewhere say what `in` says.
const OPERATORS: [&str; 8] = ["is", "are", "equals", "equal", "eq", "of", "one", "within"];

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let keyword = walk.keyword?;
    let token = walk.peek()?;
    let sort = Sort::Rule(RuleSlip::NoIn, keyword);
    if expected.contains(&Expected::Attribute) {
        // `country: [de]`
        let (attribute, marks) = attribute_and_mark(token.text).filter(|_| token.kind == TokenKind::Junk)?;
        let start = token.start + attribute.name().len();
        let value = marks.trim_start_matches([':', '=', '>', '∈']);
        let failure = Failure::slip(sort, walk.text, start..token.end() - value.len());
        if !value.is_empty() {
            // `country=de`
            let edit = format!(" in [{value}]");
            let shown = Shown::Part(token.start..token.end());
            let is_word = crate::syntax::is_word(value);
            return Some(if is_word {
                failure.edit(start..token.end(), edit).showing(shown)
            } else {
                failure
            });
        }
        return Some(with_list(walk, failure, token.start, start, walk.at + 1));
    }
    if *expected != [Expected::Exactly("in")] {
        return None;
    }
    let attribute = walk.last()?;
    let behind = walk.nth(walk.at + 1);
    let is_arrow = behind.is_some_and(|it| it.is(">") && it.start == token.end());
    let mark = |it: &str| it.starts_with([':', '=', '∈', '~', '-']) || it == "->";
    let first = match token.kind {
        // `country [de]`, `country de`
        TokenKind::Mark if token.is("[") => walk.at,
        TokenKind::Word | TokenKind::Text
            if !behind.is_some_and(|it| it.is("[") || it.is("in")) && !OPERATORS.contains(&token.text) =>
        {
            walk.at
        }
        // `country = [de]`, `country => [de]`
        TokenKind::Junk if mark(token.text) => walk.at + 1 + usize::from(is_arrow),
        // `country equals de`
        TokenKind::Word if OPERATORS.contains(&token.text) && walk.is_item(walk.at + 1) => walk.at + 1,
        // `country is [de]`
        TokenKind::Word if behind.is_some_and(|it| it.is("[")) && !token.text.eq_ignore_ascii_case("in") => {
            walk.at + 1
        }
        _ => return None,
    };
    if first == walk.at && token.kind == TokenKind::Word && !walk.is_item(walk.at) {
        return None;
    }
    let start = if first == walk.at { attribute.start } else { token.start };
    let end = if first == walk.at { attribute.end() } else { walk.nth(first - 1)?.end() };
    let failure = Failure::slip(sort, walk.text, start..end);
    Some(with_list(walk, failure, attribute.start, attribute.end(), first))
}

/// The slip with `in` from a byte on up to a token, which opens the list.
fn with_list(walk: &Walk<'_>, failure: Failure, rule: usize, start: usize, first: usize) -> Failure {
    let Some(token) = walk.nth(first) else { return failure };
    // `country: ["de"]` may have no space behind its mark.
    let failure = failure.edit(start..token.start, " in ");
    if token.is("[") {
        let tokens = walk.tokens.get(first..).unwrap_or_default();
        let close = tokens.iter().find(|it| it.is("]") || it.is(">"));
        let end = close.map_or(token.end(), |close| place(close).end);
        return failure.showing(Shown::Part(rule..end));
    }
    match bare_list(walk, first) {
        Some(mut list) => {
            let mut failure = failure.showing(Shown::Part(rule..list.span.end));
            // Both edits begin at one byte.
            list.edits.retain(|(range, _)| range.start != token.start);
            failure.edits = vec![(start..token.start, " in [".to_owned())];
            failure.edits.append(&mut list.edits);
            failure
        }
        None => Failure { edits: Vec::new(), ..failure },
    }
}

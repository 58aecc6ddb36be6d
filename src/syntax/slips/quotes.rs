//! Names and labels in other quotes than the language has, and names that want quotes.

use crate::syntax::failure::{Failure, Shown};
use crate::syntax::fault::Expected;
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::slip::{MarkSlip, Sort};
use crate::syntax::walk::{Walk, place};

/// What opens a string elsewhere, and what may close it.
const QUOTES: &[(char, &[char])] = &[
    ('\'', &['\'']),
    ('`', &['`', '\'']),
    ('“', &['”', '“', '"']),
    ('”', &['”', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('»', &['«', '»']),
    ('‘', &['’', '‘', '\'']),
    ('’', &['’', '\'']),
    ('＂', &['＂']),
    ('＇', &['＇']),
    ('「', &['」']),
    ('″', &['″']),
];

/// `'llama'`
pub(super) fn find(walk: &Walk<'_>, _: &[Expected]) -> Option<Failure> {
    let token = walk.peek().filter(|token| token.kind == TokenKind::Junk)?;
    let open = token.text.chars().next()?;
    let (_, closes) = QUOTES.iter().find(|(quote, _)| *quote == open)?;
    let start = token.start + open.len_utf8();
    let rest = walk.rest_of_line(start);
    let length = rest.find(|it| closes.contains(&it))?;
    let inner = rest.get(..length)?;
    let close = rest.get(length..)?.chars().next()?;
    let span = token.start..start + length + close.len_utf8();
    let failure = Failure::slip(Sort::Mark(MarkSlip::Quotes(open)), walk.text, span.clone());
    if inner.is_empty() || inner.contains(['"', '\\']) {
        return Some(failure);
    }
    Some(failure.edit(span.clone(), format!("\"{inner}\"")).showing(Shown::Part(span)))
}

/// `meta/llama`
pub(super) fn find_name(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let token = walk.peek().filter(|token| token.kind == TokenKind::Junk)?;
    let is_name = |it: &Expected| {
        matches!(
            it,
            Expected::Name | Expected::NameOf(_) | Expected::Parent(_) | Expected::Code | Expected::Item(_)
        )
    };
    if !expected.iter().any(is_name) || !wants_quotes(&token) {
        return None;
    }
    let failure = Failure::slip(Sort::Mark(MarkSlip::NeedsQuotes), walk.text, place(&token));
    let quoted = format!("\"{}\"", token.text);
    Some(failure.edit(place(&token), quoted).showing(Shown::Part(place(&token))))
}

fn wants_quotes(token: &Token<'_>) -> bool {
    let is_of_name = |it: char| it.is_ascii_alphanumeric() || "/@:+.~-_!$&*?^|=".contains(it);
    let ends = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphanumeric() || it == '_');
    let starts = |it: Option<char>| ends(it) || it.is_some_and(|it| "/@.~".contains(it));
    token.text.chars().all(is_of_name)
        && starts(token.text.chars().next())
        && ends(token.text.chars().next_back())
}

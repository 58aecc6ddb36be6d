//! Marks before and behind statements, and marks that only look like those of the language.

use crate::syntax::failure::{Failure, Shown};
use crate::syntax::fault::Expected;
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::{Lexer, Token, TokenKind};
use crate::syntax::slip::{MarkSlip, Sort};
use crate::syntax::walk::{Walk, place};
use crate::syntax::word::is_word;

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let token = walk.peek()?;
    escaped(walk, &token)
        .or_else(|| leading(walk, &token, expected))
        .or_else(|| trailing(walk, &token, expected))
        .or_else(|| typographic(walk, &token).filter(|_| !opens_list(&token, expected)))
}

/// Whether it is the bracket of a list, which is answered as such.
fn opens_list(token: &Token<'_>, expected: &[Expected]) -> bool {
    expected.first() == Some(&Expected::Exactly("[")) && token.text.starts_with(['［', '【'])
}

/// `&lt;` and the like.
const ESCAPES: [(&str, &str); 4] = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];

fn escaped(walk: &Walk<'_>, token: &Token<'_>) -> Option<Failure> {
    let at = ESCAPES.iter().filter_map(|(escape, _)| token.text.find(escape)).min()?;
    let start = token.start + at;
    let length = walk.slice(start..token.end()).find(';')? + 1;
    let mut failure = Failure::slip(Sort::Mark(MarkSlip::Escaped), walk.text, start..start + length);
    let tokens = Lexer::new(walk.slice(token.start..walk.end), token.start);
    for token in tokens.filter(|token| token.kind == TokenKind::Junk) {
        for (escape, mark) in ESCAPES {
            for (at, _) in token.text.match_indices(escape) {
                failure = failure.edit(token.start + at..token.start + at + escape.len(), mark);
            }
        }
    }
    Some(failure)
}

/// `- model a`, `* model a`
fn leading(walk: &Walk<'_>, token: &Token<'_>, expected: &[Expected]) -> Option<Failure> {
    if !expected.contains(&Expected::Statement) || token.kind != TokenKind::Junk {
        return None;
    }
    let mark = token.text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let word = token.text.get(mark.len()..).filter(|word| !word.is_empty());
    let word = word.or_else(|| walk.word(walk.at + 1))?;
    let is_mark =
        mark.chars().all(|it| matches!(it, '-' | '*' | '+' | '•' | '–' | '—' | ';' | '.' | '$' | '/'));
    Keyword::from_name(word).filter(|_| is_mark && !mark.is_empty())?;
    let end = token.start + mark.len();
    let start = if mark.len() < token.text.len() { end } else { walk.nth(walk.at + 1)?.start };
    let failure = Failure::slip(Sort::Mark(MarkSlip::Around), walk.text, token.start..end);
    let failure = failure.edit(token.start..start, "");
    Some(failure.right(walk.rest_of_line(start).trim()))
}

/// `model a;`, `model a,`, `model a in production;`
fn trailing(walk: &Walk<'_>, token: &Token<'_>, expected: &[Expected]) -> Option<Failure> {
    walk.keyword?;
    let is_mark = |text: &str| !text.is_empty() && text.chars().all(|it| matches!(it, ';' | ',' | '.'));
    if expected.contains(&Expected::NextStatement) && is_mark(token.text) {
        let behind = walk.nth(walk.at + 1);
        // `in production, staging` is no mark behind a statement.
        let goes_on = token.is(",")
            && walk.passed.parent.is_some()
            && behind.is_some_and(|it| it.breaks == 0 && Keyword::from_name(it.text).is_none());
        let failure = Failure::slip(Sort::Mark(MarkSlip::Around), walk.text, place(token));
        let last = walk.last()?;
        return (!goes_on).then(|| failure.edit(last.end()..token.end(), "").until(token.end()).apart());
    }
    let word = token.text.trim_end_matches(';');
    let is_name = matches!(expected, [Expected::NameOf(_) | Expected::Parent(_)]);
    if token.kind != TokenKind::Junk || !is_name || !is_word(word) || word.len() == token.text.len() {
        return None;
    }
    let span = token.start + word.len()..token.end();
    let failure = Failure::slip(Sort::Mark(MarkSlip::Around), walk.text, span.clone());
    let failure = failure.edit(span.clone(), "").until(span.end);
    Some(failure.showing(Shown::Part(walk.nth(0)?.start..span.end)))
}

/// What a mark looks like that some keyboards, texts and languages have.
fn like(character: char) -> Option<char> {
    Some(match character {
        '–' | '—' | '−' | '‐' | '‑' | '‒' | '―' | '－' => '-',
        '［' | '【' | '〔' => '[',
        '］' | '】' | '〕' => ']',
        '＜' | '〈' | '‹' | '《' | '⟨' => '<',
        '＞' | '〉' | '›' | '》' | '⟩' => '>',
        '，' | '、' | '‚' | '､' => ',',
        '＃' => '#',
        '＂' => '"',
        '＿' => '_',
        '．' => '.',
        _ => return None,
    })
}

fn typographic(walk: &Walk<'_>, token: &Token<'_>) -> Option<Failure> {
    if token.kind != TokenKind::Junk {
        return None;
    }
    let (at, own, meant) = token.text.char_indices().find_map(|(at, it)| Some((at, it, like(it)?)))?;
    let start = token.start + at;
    let sort = Sort::Mark(MarkSlip::Typographic(own, meant));
    let mut failure = Failure::slip(sort, walk.text, start..start + own.len_utf8());
    // A word with another hyphen may be that of a name.
    let (end, shown) =
        if meant == '-' { (token.end(), place(token)) } else { (walk.end, token.start..walk.end) };
    let tokens = Lexer::new(walk.slice(token.start..end), token.start);
    let mut last = token.end();
    for token in tokens.filter(|token| token.kind == TokenKind::Junk) {
        for (at, own, meant) in token.text.char_indices().filter_map(|(at, it)| Some((at, it, like(it)?))) {
            last = token.end();
            let at = token.start + at;
            failure = failure.edit(at..at + own.len_utf8(), meant.to_string());
        }
    }
    let failure = if meant == '-' { failure.guess() } else { failure };
    Some(failure.showing(Shown::Part(shown.start..last)))
}

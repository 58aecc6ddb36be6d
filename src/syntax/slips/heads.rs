//! Names of several words, missing names, and parents that are said in another way.

use std::ops::Range;

use crate::suggest::nearest;
use crate::syntax::failure::{Failure, Shown, on_one_line};
use crate::syntax::fault::{Expected, is_short_in};
use crate::syntax::keyword::{CONNECTIVES, Keyword};
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::slip::{HeadSlip, Sort};
use crate::syntax::walk::{Walk, attribute_and_mark, place};

/// Words that elsewhere name what a thing lies in.
const PARENTS: [&str; 10] =
    ["extends", "inherits", "from", "of", "under", "inside", "into", "parent", "within", "at"];

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let keyword = walk.keyword?;
    if !walk.open.is_empty() || walk.passed.body.is_some() {
        return None;
    }
    match expected {
        [Expected::NameOf(_)] => name(walk, keyword),
        [Expected::Parent(parent)] => parent_missing(walk, keyword, parent),
        _ if expected.contains(&Expected::Exactly("<")) || expected.contains(&Expected::NextStatement) => {
            behind(walk, keyword, expected)
        }
        _ => None,
    }
}

fn slip(walk: &Walk<'_>, slip: HeadSlip, keyword: Keyword, span: Range<usize>) -> Failure {
    Failure::slip(Sort::Head(slip, keyword), walk.text, span)
}

/// The name is missing, or has a mark behind it.
fn name(walk: &Walk<'_>, keyword: Keyword) -> Option<Failure> {
    let own = walk.last()?;
    let Some(token) = walk.peek() else {
        return Some(slip(walk, HeadSlip::NoName, keyword, place(&own)).right(format!("{} NAME", own.text)));
    };
    if token.kind == TokenKind::Mark {
        let rest = walk.rest_of_line(own.end()).trim();
        let right =
            if rest.len() < 80 { format!("{} NAME {rest}", own.text) } else { format!("{} NAME", own.text) };
        return Some(slip(walk, HeadSlip::NoName, keyword, place(&token)).right(right));
    }
    // `environment x: production`
    keyword.shape().parent?;
    let word = token.text.strip_suffix([':', '@', '=']).filter(|word| crate::syntax::is_word(word))?;
    let parent = walk.nth(walk.at + 1).filter(|next| {
        next.breaks == 0
            && matches!(next.kind, TokenKind::Word | TokenKind::Text)
            && !CONNECTIVES.contains(&next.text)
    })?;
    let mark = token.start + word.len()..token.end();
    let failure = slip(walk, HeadSlip::ParentWord, keyword, mark.clone());
    let is_workload = matches!(keyword, Keyword::Workload(_));
    let failure =
        failure.edit(mark.start..parent.start, " in ").showing(Shown::Statement).advice(is_workload);
    Some(Failure { name: Some(token.start..mark.start), ..failure })
}

/// Nothing, or a list, stands behind `in`.
fn parent_missing(walk: &Walk<'_>, keyword: Keyword, parent: &'static str) -> Option<Failure> {
    let own = walk.last()?;
    let token = walk.peek();
    if let Some(token) = token.filter(|token| token.is("[")) {
        let close = walk.tokens.get(walk.at..)?.iter().find(|it| it.is("]"))?;
        let names = names(walk, walk.at + 1, close.start);
        let failure = two(walk, keyword, parent, token.start..close.end(), &names);
        // One name in brackets is no list.
        return Some(match &names[..] {
            [_] => failure.edit(place(&token), "").edit(place(close), ""),
            _ => failure,
        });
    }
    if token.is_some_and(|token| token.kind != TokenKind::Mark) {
        return None;
    }
    let head = walk.head();
    let failure = slip(walk, HeadSlip::NoParent(parent), keyword, place(&own));
    let rest = if token.is_some() { walk.rest_of_line(own.end()).trim() } else { "" };
    let rest = if rest.len() < 80 && !rest.is_empty() { format!(" {rest}") } else { String::new() };
    Some(failure.right(format!("{} {}{rest}", head.trim_end(), parent.to_ascii_uppercase())))
}

/// The words from a token on, before a byte.
fn names<'t>(walk: &Walk<'t>, first: usize, end: usize) -> Vec<&'t str> {
    let tokens = walk.tokens.get(first..).unwrap_or_default().iter();
    let items = tokens.take_while(|token| token.start < end);
    let is_name = |it: &&Token<'_>| {
        matches!(it.kind, TokenKind::Word | TokenKind::Text) && !matches!(it.text, "and" | "or" | "in")
    };
    items.filter(is_name).map(|token| token.text).collect()
}

/// `in [production, staging]`, `in production, staging`
fn two(
    walk: &Walk<'_>,
    keyword: Keyword,
    parent: &'static str,
    span: Range<usize>,
    names: &[&str],
) -> Failure {
    let first = walk.passed.keyword.unwrap_or_default();
    let head = walk.tokens.get(first..walk.passed.parent.unwrap_or(walk.at)).unwrap_or_default();
    let head = head.iter().map(|token| token.text).collect::<Vec<_>>().join(" ");
    let tokens = walk.tokens.get(walk.at..).unwrap_or_default();
    let body = tokens.iter().find(|token| token.is("<")).map(|body| walk.slice(body.start..walk.end));
    let body = body.and_then(on_one_line).map(|body| format!(" {body}")).unwrap_or_default();
    let statements = names.iter().map(|name| format!("{head} {name}{body}").into()).collect();
    slip(walk, HeadSlip::TwoParents(parent, statements), keyword, span)
}

/// What stands behind the name, the label or the parent.
fn behind(walk: &Walk<'_>, keyword: Keyword, expected: &[Expected]) -> Option<Failure> {
    let token = walk.peek()?;
    let parent = keyword.shape().parent;
    if let (Some(parent), Some(index)) = (parent, walk.passed.parent) {
        let is_more =
            token.is(",") || token.is("and") || token.is("or") || token.text == "&" || token.is("in");
        let is_name = walk
            .nth(walk.at + 1)
            .is_some_and(|next| next.breaks == 0 && matches!(next.kind, TokenKind::Word | TokenKind::Text));
        if is_more && is_name && token.breaks == 0 {
            let line = token.start + walk.rest_of_line(token.start).len();
            let body = walk.tokens.get(walk.at..)?.iter().find(|it| it.is("<"));
            let names = names(walk, index, body.map_or(line, |body| body.start.min(line)));
            let last =
                walk.tokens.get(walk.at..)?.iter().take_while(|it| it.start < line && !it.is("<")).last()?;
            return Some(two(walk, keyword, parent, token.start..last.end(), &names));
        }
        if token.kind == TokenKind::Text {
            return label_behind(walk, keyword, &token, index);
        }
    }
    if parent.is_none() && token.is("in") && token.breaks == 0 {
        let behind =
            walk.nth(walk.at + 1).filter(|next| matches!(next.kind, TokenKind::Word | TokenKind::Text))?;
        let fault = HeadSlip::InHere(behind.text.into());
        return Some(slip(walk, fault, keyword, token.start..behind.end()).right(name_text(walk)?));
    }
    if token.breaks > 0 || walk.passed.parent.is_some() {
        return None;
    }
    // `model in production`
    let first = walk.passed.keyword?;
    let own = walk.nth(first + 1)?;
    if own.is("in") && first + 2 == walk.at && parent.is_some() && matches!(token.kind, TokenKind::Word) {
        let right = format!("{} NAME in {}", keyword.name(), walk.rest_of_line(token.start).trim());
        let failure = slip(walk, HeadSlip::NoName, keyword, place(&token)).right(right);
        return Some(Failure { is_nameless: true, ..failure });
    }
    parent_word(walk, keyword, &token).or_else(|| many_words(walk, keyword, &token, expected))
}

fn name_text(walk: &Walk<'_>) -> Option<String> {
    walk.name.map(|name| walk.slice(name.range()).to_owned())
}

/// `model a in e "Label"`
fn label_behind(walk: &Walk<'_>, keyword: Keyword, token: &Token<'_>, parent: usize) -> Option<Failure> {
    let failure = slip(walk, HeadSlip::LabelBehind, keyword, place(token));
    let before = walk.nth(parent.checked_sub(2)?)?;
    if before.kind == TokenKind::Text && parent > walk.passed.keyword? + 3 {
        return None;
    }
    let last = walk.last()?;
    let failure = failure.edit(before.end()..before.end(), format!(" {}", token.text));
    Some(failure.edit(last.end()..token.end(), "").showing(Shown::Statement))
}

/// `environment x extends production`
fn parent_word(walk: &Walk<'_>, keyword: Keyword, token: &Token<'_>) -> Option<Failure> {
    keyword.shape().parent?;
    let parent = walk.nth(walk.at + 1)?;
    let is_name = parent.breaks == 0 && matches!(parent.kind, TokenKind::Word | TokenKind::Text);
    let is_mark = token.kind == TokenKind::Junk && matches!(token.text, ":" | "@" | "->" | "=" | "::" | "/");
    let is_parent = PARENTS.contains(&token.text) || token.text.eq_ignore_ascii_case("in");
    let is_word = token.kind == TokenKind::Word && is_parent;
    if !is_name || !(is_mark || is_word) || attribute_and_mark(parent.text).is_some() {
        return None;
    }
    let last = walk.last()?;
    // What a mark says of a workload may be something else.
    let is_vague = is_mark && token.text != "@" && matches!(keyword, Keyword::Workload(_));
    let failure = slip(walk, HeadSlip::ParentWord, keyword, place(token)).advice(is_vague);
    Some(failure.edit(last.end()..parent.start, " in ").showing(Shown::Statement))
}

/// `model my model in production`, `model a My Model`
fn many_words(
    walk: &Walk<'_>,
    keyword: Keyword,
    token: &Token<'_>,
    expected: &[Expected],
) -> Option<Failure> {
    let is_word = token.kind == TokenKind::Word && !CONNECTIVES.contains(&token.text);
    // It may be a statement of its own whose first word is misspelt.
    let opens = Keyword::from_name(token.text).is_none()
        && walk.nth(walk.at + 1).is_some_and(|next| next.kind == TokenKind::Word)
        && !nearest(token.text, Keyword::ALL.map(Keyword::name)).is_empty();
    if !is_word || opens || !expected.contains(&Expected::Label) || is_short_in(token.text, keyword) {
        return None;
    }
    let first = walk.passed.keyword? + 1;
    let tokens = walk.tokens.get(first..)?;
    let in_name = |it: &&Token<'_>| {
        it.kind == TokenKind::Word && !it.is("in") && (it.start <= token.start || it.breaks == 0)
    };
    let words: Vec<&str> = tokens.iter().take_while(in_name).map(|token| token.text).collect();
    let last = walk.nth(first + words.len() - 1)?;
    let span = walk.nth(first)?.start..last.end();
    let rest = walk.rest_of_line(last.end()).trim();
    let rest = if rest.len() < 80 && !rest.is_empty() { format!(" {rest}") } else { String::new() };
    let name = format!("{} \"{}\"{rest}", keyword.name(), words.join(" "));
    let label = format!("{} {} \"{}\"{rest}", keyword.name(), words.first()?, words.get(1..)?.join(" "));
    let is_keyword =
        words.first().is_some_and(|word| Keyword::from_name(token.text).is_some() && *word != "in");
    let failure = slip(walk, HeadSlip::ManyWords, keyword, span.clone());
    let failure = match &words[..] {
        _ if is_keyword => failure.right(name),
        [own, parent] if keyword.shape().parent.is_some() && !rest.starts_with(" in ") => {
            let within = format!("{} {own} in {parent}{rest}", keyword.name());
            failure.right(format!("{within}`, `{name}` or `{label}"))
        }
        _ => failure.right(format!("{name}` or `{label}")),
    };
    Some(Failure { name: Some(span), ..failure })
}

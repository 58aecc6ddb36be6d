//! Targets that stand in another place, or are said in another way.

use std::ops::Range;

use crate::syntax::failure::{Failure, Shown};
use crate::syntax::fault::{Expected, Fault};
use crate::syntax::keyword::Kind;
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::slip::{ListSlip, Sort, TargetSlip};
use crate::syntax::walk::{Walk, place};

/// Words that open a target elsewhere.
const OTHER: [&str; 8] = ["for", "on", "only", "applies", "to", "targets", "targeting", "kinds"];

/// Words for every kind.
const ALL: [&str; 5] = ["all", "any", "every", "everything", "workloads"];

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    walk.keyword?;
    let token = walk.peek()?;
    let slip = |slip, span| Failure::slip(Sort::Target(slip), walk.text, span);
    if expected.contains(&Expected::Attribute) {
        return token.is("target").then(|| not_last(walk, walk.at)).flatten();
    }
    if expected.contains(&Expected::Kind) {
        let target = walk.last()?;
        if walk.passed.target != walk.at.checked_sub(1) {
            return None;
        }
        let is_mark = token.kind == TokenKind::Junk && matches!(token.text, ":" | "=" | "==" | "=>");
        let next = walk.nth(walk.at + 1)?;
        let is_in = token.is("in") && (next.is("[") || next.kind == TokenKind::Word && !next.is("in"));
        let sort = if is_in { TargetSlip::In } else { TargetSlip::Mark };
        let shown = Shown::Part(target.start..kinds(walk, walk.at + 1)?.0.end);
        let edit = target.end()..next.start;
        return (is_in || is_mark).then(|| slip(sort, place(&token)).edit(edit, " ").showing(shown));
    }
    if !expected.contains(&Expected::Exactly(">"))
        || walk.passed.rule.is_none() && walk.passed.limit.is_none()
        || token.kind == TokenKind::Text
    {
        return None;
    }
    if let Some(target) = walk.passed.target {
        if token.is("target") {
            return two(walk, target);
        }
        // `target models, jobs`
        let is_list = kinds(walk, target + 1)?.1 > target + 2;
        let joint = usize::from(token.is(",") || token.is("or") || token.is("and"));
        let is_kind = walk.word(walk.at + joint).is_some_and(|it| Kind::from_plural(it).is_some());
        if is_kind && !is_list {
            return bare(walk, target);
        }
        let is_more = walk.may_be_rule(walk.at + joint) || token.is("except");
        return is_more.then(|| not_last(walk, target)).flatten();
    }
    let may_have_one = expected.contains(&Expected::Exactly("target"));
    let behind = walk.nth(walk.at + 1)?;
    let is_kind = behind.is("[") || Kind::from_plural(behind.text).is_some();
    if may_have_one && matches!(token.text, "target:" | "target=") {
        let end = kinds(walk, walk.at + 1)?.0.end;
        let span = token.start + "target".len()..token.end();
        let failure = slip(TargetSlip::Mark, span.clone()).edit(span.start..behind.start, " ");
        return Some(failure.showing(Shown::Part(token.start..end)));
    }
    if may_have_one && OTHER.contains(&token.text) && is_kind {
        let shown = Shown::Part(token.start..kinds(walk, walk.at + 1)?.0.end);
        return Some(slip(TargetSlip::OtherWord, place(&token)).edit(place(&token), "target").showing(shown));
    }
    None
}

/// What is wrong with a word that is no kind, in the target from a byte on.
pub(in crate::syntax) fn kind(text: &str, target: usize, token: &Token<'_>) -> Failure {
    let behind = text.get(target..token.start).map(|it| it.trim_start_matches("target").trim());
    if !ALL.contains(&token.text) || behind != Some("") {
        return Failure::new(Fault::UnknownKind(token.text.into()), place(token));
    }
    let space = text.get(..target).map_or(0, |before| before.len() - before.trim_end().len());
    let failure = Failure::slip(Sort::Target(TargetSlip::All), text, target..token.end());
    failure.edit(target - space..token.end(), "")
}

/// The kinds from a token on, and the index behind them.
fn kinds(walk: &Walk<'_>, first: usize) -> Option<(Range<usize>, usize)> {
    let start = walk.nth(first)?;
    if !start.is("[") {
        return Some((place(&start), first + 1));
    }
    let tokens = walk.tokens.get(first..)?;
    let close = tokens.iter().position(|token| token.is("]") || token.is(">"))?;
    let last = walk.nth(first + close).filter(|token| token.is("]"))?;
    Some((start.start..last.end(), first + close + 1))
}

/// The words of kinds.
fn words<'t>(walk: &Walk<'t>, from: usize, to: usize) -> impl Iterator<Item = &'t str> {
    let tokens = walk.tokens.get(from..to).unwrap_or_default().to_vec();
    let is_kind = |token: &Token<'t>| Kind::from_plural(token.text).is_some();
    tokens.into_iter().filter(is_kind).map(|token| token.text)
}

/// `target models target jobs`
fn two(walk: &Walk<'_>, target: usize) -> Option<Failure> {
    let (first, behind) = kinds(walk, target + 1)?;
    let (second, end) = kinds(walk, walk.at + 1)?;
    let all: Vec<&str> = words(walk, target + 1, behind).chain(words(walk, walk.at + 1, end)).collect();
    let failure = Failure::slip(Sort::Target(TargetSlip::Two), walk.text, walk.peek()?.start..second.end);
    let failure = failure.edit(first.start..second.end, format!("[{}]", all.join(", ")));
    Some(failure.showing(Shown::Part(walk.nth(target)?.start..second.end)))
}

/// `target models, jobs`
fn bare(walk: &Walk<'_>, target: usize) -> Option<Failure> {
    let mut index = target + 1;
    let mut end = walk.nth(index)?.end();
    let start = walk.nth(index)?.start;
    loop {
        let token = walk.nth(index)?;
        if Kind::from_plural(token.text).is_some() {
            end = token.end();
        } else if !(token.is(",") || token.is("or") || token.is("and")) {
            break;
        }
        index += 1;
    }
    let all: Vec<&str> = words(walk, target + 1, index).collect();
    let sort = Sort::List(ListSlip::Bare, Expected::Kind);
    let failure =
        Failure::slip(sort, walk.text, start..end).edit(start..end, format!("[{}]", all.join(", ")));
    Some(failure.showing(Shown::Part(walk.nth(target)?.start..end)))
}

/// A target with a rule behind it.
fn not_last(walk: &Walk<'_>, target: usize) -> Option<Failure> {
    let (kinds, behind) = kinds(walk, target + 1)?;
    let start = walk.nth(target)?.start;
    let joint = usize::from(walk.is_at(behind, ",") || walk.is_at(behind, "or"));
    let rule = walk.nth(behind + joint)?;
    if !walk.may_be_rule(behind + joint) && !rule.is("except") {
        return None;
    }
    let tokens = walk.tokens.get(behind..)?;
    let close = tokens.iter().find(|token| token.is(">"))?;
    let last = tokens.iter().take_while(|token| token.start < close.start).last()?;
    let text = walk.slice(start..kinds.end);
    let failure = Failure::slip(Sort::Target(TargetSlip::NotLast), walk.text, start..kinds.end);
    // Behind an exception another rule may be one, or not.
    let passed = walk.tokens.get(..target)?.iter().any(|token| token.is("except"));
    if passed && !rule.is("except") {
        return Some(failure);
    }
    // Rules before it and behind it are joined by `or`.
    let between = if walk.is_at(target.checked_sub(1)?, "]") && !rule.is("except") { "or " } else { "" };
    let failure = failure.edit(start..rule.start, between);
    Some(failure.edit(last.end()..last.end(), format!(" {text}")).showing(Shown::Statement))
}

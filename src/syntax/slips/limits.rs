//! Limits of tokens that say their parts in another way or another order, twice, or not at all.

use super::mixed::bodies;
use super::{numbers, periods};
use crate::suggest::nearest;
use crate::syntax::failure::{Failure, Shown};
use crate::syntax::fault::Expected;
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::limit::Counted;
use crate::syntax::slip::{LimitSlip, Sort, TargetSlip};
use crate::syntax::walk::{Walk, place};

/// A place in a limit, by what could stand there.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// What is counted.
    Counted,
    Number,
    /// `or` or `per`.
    Per,
    /// The number and the period behind `per`.
    Time,
    /// What may follow the period.
    End,
}

impl Place {
    fn of(expected: &[Expected]) -> Option<Self> {
        let has = |text| expected.contains(&Expected::Exactly(text));
        let is_counted =
            |it: &Expected| matches!(it, Expected::Exactly(text) if Counted::from_name(text).is_some());
        if has("minute") || has("minutes") {
            Some(Self::Time)
        } else if expected.contains(&Expected::Number) {
            Some(Self::Number)
        } else if has("per") {
            Some(Self::Per)
        } else if has(">") {
            Some(Self::End)
        } else {
            expected.iter().all(is_counted).then_some(Self::Counted)
        }
    }
}

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    walk.passed.limit?;
    let token = walk.peek()?;
    if expected.contains(&Expected::Kind) {
        // `target models ratio 4`
        let goes_on = walk.is_at(walk.at + 1, "ratio") || walk.is_at(walk.at + 1, "per");
        return goes_on.then(|| target_first(walk, walk.passed.target?, walk.at + 1)).flatten();
    }
    match Place::of(expected)? {
        Place::Counted => counted(walk, &token),
        Place::Number => {
            marked(walk, &token).or_else(|| numbers::find(walk)).or_else(|| divided(walk, &token))
        }
        Place::Per => numbers::continued(walk).or_else(|| per(walk, &token)),
        Place::Time if walk.last().is_some_and(|last| last.is("per")) => {
            numbers::find(walk).or_else(|| periods::find(walk))
        }
        Place::Time => numbers::continued(walk).or_else(|| periods::find(walk)),
        Place::End => numbers::continued(walk).or_else(|| end(walk, &token)),
    }
}

fn slip(walk: &Walk<'_>, sort: LimitSlip, token: &Token<'_>) -> Failure {
    Failure::slip(Sort::Limit(sort), walk.text, place(token))
}

/// Whether a word for what is counted stands at an index.
fn is_counted(walk: &Walk<'_>, index: usize) -> bool {
    walk.word(index).and_then(Counted::from_name).is_some()
}

/// The index of the first token from one on that is `>`, `target` or `ratio`, where there is any.
fn close(walk: &Walk<'_>, from: usize) -> Option<usize> {
    let tokens = walk.tokens.get(from..)?;
    let ends = |it: &Token<'_>| it.is(">") || it.is("target") || it.is("ratio");
    Some(from + tokens.iter().position(ends)?)
}

/// The index behind the time whose `per` has an index.
fn behind_time(walk: &Walk<'_>, per: usize) -> Option<usize> {
    let has_step = walk.word(per + 1).is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    let period = per + 1 + usize::from(has_step);
    periods::is_time(walk, period).then_some(period + 1)
}

/// What stands where a limit must open.
fn counted(walk: &Walk<'_>, token: &Token<'_>) -> Option<Failure> {
    if is_counted(walk, walk.at) {
        return twice(walk, token);
    }
    if token.is("per")
        && let Some(behind) = behind_time(walk, walk.at)
    {
        let first = behind + usize::from(walk.is_at(behind, "or"));
        if is_counted(walk, first) {
            return per_first(walk, walk.at, first);
        }
    }
    if matches!(token.text, "per" | ">" | "ratio" | "target") && token.kind != TokenKind::Text {
        return Some(slip(walk, LimitSlip::Nothing, token));
    }
    // `input: 10`
    let word = token.text.trim_end_matches(|it: char| !it.is_ascii_lowercase());
    if token.kind == TokenKind::Junk && Counted::from_name(word).is_some() {
        let (start, behind) = (token.start + word.len(), walk.nth(walk.at + 1)?);
        let failure = Failure::slip(Sort::Limit(LimitSlip::Mark), walk.text, start..token.end());
        let failure = failure.edit(start..behind.start, " ");
        return Some(failure.showing(Shown::Part(token.start..behind.end())));
    }
    if token.text.starts_with(|it: char| it.is_ascii_digit()) {
        let failure = slip(walk, LimitSlip::Uncounted, token);
        let behind = walk.nth(walk.at + 1)?;
        // `10000 input`
        if is_counted(walk, walk.at + 1) {
            let failure = failure.edit(token.start..behind.end(), format!("{} {}", behind.text, token.text));
            return Some(failure.showing(Shown::Part(token.start..behind.end())));
        }
        let failure = failure.edit(token.start..token.start, "total ");
        return Some(failure.showing(Shown::Part(token.start..token.end())));
    }
    let meant = other_word(token.text).filter(|_| token.kind == TokenKind::Word)?;
    let failure = slip(walk, LimitSlip::OtherWord, token).edit(place(token), meant.name());
    let end = walk.nth(walk.at + 1).map_or(token.end(), |behind| behind.end());
    Some(failure.showing(Shown::Part(token.start..end)))
}

/// What another word counts.
fn other_word(word: &str) -> Option<Counted> {
    match &*word.to_ascii_lowercase() {
        "in" | "inputs" | "prompt" | "prompts" | "request" | "requests" | "context" => Some(Counted::Input),
        "out" | "outputs" | "completion" | "completions" | "response" | "generated" => Some(Counted::Output),
        "all" | "any" | "both" | "sum" | "max" | "overall" | "totals" => Some(Counted::Total),
        _ => {
            let near = nearest(word, Counted::ALL.map(Counted::name));
            if let [one] = near[..] { Counted::from_name(one).filter(|_| one != word) } else { None }
        }
    }
}

/// `input 10 or input 20`, the second of which is the next token.
fn twice(walk: &Walk<'_>, token: &Token<'_>) -> Option<Failure> {
    let first = walk.passed.limit.and_then(|first| walk.tokens.get(first..walk.at))?;
    let first = first.iter().find(|it| it.is(token.text))?;
    Some(Failure { related: Some(place(first)), ..slip(walk, LimitSlip::Twice, token) })
}

/// `input = 10`, `input <= 10`
fn marked(walk: &Walk<'_>, token: &Token<'_>) -> Option<Failure> {
    let is_mark = |it: &Token<'_>| {
        it.is("<") || it.is("in") || it.text.chars().all(|it| matches!(it, ':' | '=' | '≤' | '>' | '~'))
    };
    let counted =
        walk.last().filter(|_| token.kind != TokenKind::Text && !token.is(">") && is_mark(token))?;
    let next = (walk.at + 1..).map_while(|index| walk.nth(index)).find(|it| !is_mark(it))?;
    let failure = slip(walk, LimitSlip::Mark, token).edit(counted.end()..next.start, " ");
    let is_number = next.text.starts_with(|it: char| it.is_ascii_digit());
    is_number.then(|| failure.showing(Shown::Part(counted.start..next.end())))
}

/// `1000/hour`
fn divided(walk: &Walk<'_>, token: &Token<'_>) -> Option<Failure> {
    let (number, period) = token.text.split_once('/')?;
    let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
    let start = token.start + number.len();
    let end = if period.is_empty() { walk.nth(walk.at + 1)?.start } else { start + 1 };
    let failure = Failure::slip(Sort::Limit(LimitSlip::NoPer), walk.text, start..start + 1);
    is_number.then(|| failure.edit(start..end, " per ").showing(Shown::Statement))
}

/// What stands behind a limit where `or` or `per` must.
fn per(walk: &Walk<'_>, token: &Token<'_>) -> Option<Failure> {
    let joint = usize::from(is_joint(token) || token.is("or"));
    if is_counted(walk, walk.at + joint) && token.kind != TokenKind::Text {
        if token.is("or") {
            return twice(walk, &walk.nth(walk.at + 1)?);
        }
        let next = walk.nth(walk.at + joint)?;
        let failure = slip(walk, LimitSlip::Joint, if joint == 0 { &next } else { token });
        let failure = match joint {
            0 => failure.edit(next.start..next.start, "or "),
            _ => failure.edit(walk.last()?.end()..next.start, " or "),
        };
        return Some(failure.showing(Shown::Statement));
    }
    let failure = slip(walk, LimitSlip::NoPer, token);
    if let Some(time) = periods::adverb(token.text) {
        return Some(failure.edit(place(token), format!("per {time}")).showing(Shown::Statement));
    }
    if periods::is_time(walk, walk.at) {
        return Some(failure.edit(token.start..token.start, "per ").showing(Shown::Statement));
    }
    // `/hour`, `a day`, `every 2 hours`
    if let Some(period) = token.text.strip_prefix('/') {
        let end = if period.is_empty() { walk.nth(walk.at + 1)?.start } else { token.start + 1 };
        return Some(failure.edit(token.start..end, "per ").showing(Shown::Statement));
    }
    let is_word =
        matches!(token.text, "a" | "an" | "each" | "every" | "in" | "within" | "over" | "for" | "by");
    if is_word && periods::is_time(walk, walk.at + 1) {
        return Some(failure.edit(place(token), "per").showing(Shown::Statement));
    }
    if token.is("ratio")
        && let Some(per) = walk.nth(walk.at + 2).filter(|it| it.is("per"))
        && let Some(last) = walk.nth(behind_time(walk, walk.at + 2)? - 1)
    {
        let text = format!(" {} {}", token.text, walk.nth(walk.at + 1)?.text);
        let failure = slip(walk, LimitSlip::RatioFirst, token).edit(token.start..per.start, "");
        return Some(failure.edit(last.end()..last.end(), text).showing(Shown::Statement));
    }
    let ends = token.is(">") || token.is("ratio") || token.is("target");
    ends.then_some(failure)
}

/// Whether a token joins two limits elsewhere.
fn is_joint(token: &Token<'_>) -> bool {
    matches!(token.text, "," | "and" | "AND" | "&&" | "&" | "+" | ";" | "|" | "||")
        && token.kind != TokenKind::Text
}

/// What stands behind the time.
fn end(walk: &Walk<'_>, token: &Token<'_>) -> Option<Failure> {
    let joint = usize::from(token.is("or") || is_joint(token));
    let first = walk.at + joint;
    if let Some(target) = walk.passed.target {
        let goes_on = token.is("ratio") || token.is("per") || joint == 1 && is_counted(walk, first);
        return goes_on.then(|| target_first(walk, target, walk.at)).flatten();
    }
    if is_counted(walk, first) && token.kind != TokenKind::Text {
        let close = close(walk, first)?;
        let more = walk.tokens.get(first..close)?;
        if !more.iter().any(|it| it.is("per")) {
            return per_first(walk, walk.passed.per?, first);
        }
        let slip = LimitSlip::TwoTimes(bodies(walk, first, "tokens "));
        return Some(Failure::slip(Sort::Limit(slip), walk.text, place(&walk.nth(first)?)));
    }
    if token.is("per") {
        return Some(slip(walk, LimitSlip::TwoTimes(None), token));
    }
    // `ratio: 4`
    let mark = token.text.strip_prefix("ratio").filter(|_| token.kind == TokenKind::Junk)?;
    let span = token.end() - mark.len()..token.end();
    let next = walk.nth(walk.at + 1)?;
    let failure = Failure::slip(Sort::Limit(LimitSlip::Mark), walk.text, span.clone());
    Some(failure.edit(span.start..next.start, " ").showing(Shown::Part(token.start..next.end())))
}

/// `per hour input 10`: the limits from a token on stand before `per`.
fn per_first(walk: &Walk<'_>, per: usize, first: usize) -> Option<Failure> {
    let token = walk.nth(per)?;
    let behind = behind_time(walk, per)?;
    let time = walk.slice(token.start..walk.nth(behind.checked_sub(1)?)?.end());
    let failure = slip(walk, LimitSlip::PerFirst, &token);
    let Some(close) = close(walk, first) else { return Some(failure) };
    let (limit, last) = (walk.nth(first)?, walk.nth(close.checked_sub(1)?)?);
    // Limits before it are joined to those behind it.
    let or = if walk.passed.limit == per.checked_sub(1) { "" } else { "or " };
    let failure = failure.edit(token.start..limit.start, or);
    Some(failure.edit(last.end()..last.end(), format!(" {time}")).showing(Shown::Statement))
}

/// `target models ratio 4`: what stands at `behind` and goes on stands before the target.
fn target_first(walk: &Walk<'_>, target: usize, behind: usize) -> Option<Failure> {
    let start = walk.nth(target)?.start;
    let (next, kinds) = (walk.nth(behind)?, walk.nth(behind.checked_sub(1)?)?);
    let text = walk.slice(start..kinds.end());
    let failure = Failure::slip(Sort::Target(TargetSlip::NotLast), walk.text, start..kinds.end());
    let rest = walk.tokens.get(behind..)?;
    let Some(close) = rest.iter().position(|it| it.is(">")) else { return Some(failure) };
    let last = walk.nth((behind + close).checked_sub(1)?)?;
    let failure = failure.edit(start..next.start, "");
    Some(failure.edit(last.end()..last.end(), format!(" {text}")).showing(Shown::Statement))
}

/// Anything else that a limit has not, unless another statement opens there.
pub(super) fn find_other(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    walk.passed.limit?;
    let token = walk.peek()?;
    let lower = token.text.to_ascii_lowercase();
    let is_in_capitals = lower != token.text
        && expected.iter().any(|it| matches!(it, Expected::Exactly(word) if *word == lower));
    let opens = token.breaks > 0 && Keyword::from_name(token.text).is_some();
    if is_in_capitals || opens || expected.contains(&Expected::Kind) || walk.passed.target.is_some() {
        return None;
    }
    if token.is("per") && Place::of(expected) == Some(Place::Number) && walk.passed.ratio.is_none() {
        let counted = walk.last()?;
        return Some(slip(walk, LimitSlip::Nothing, &counted));
    }
    Some(slip(walk, LimitSlip::Other(expected.to_vec()), &token))
}

//! Times of a limit in other words than the language has.

use crate::suggest::nearest;
use crate::syntax::failure::{Failure, Shown};
use crate::syntax::lexer::Token;
use crate::syntax::limit::{Period, Tokens, number};
use crate::syntax::slip::{LimitSlip, Sort};
use crate::syntax::walk::{Walk, place};

/// The time that the next token is meant for, where `[N] PERIOD` must stand or go on.
pub(super) fn find(walk: &Walk<'_>) -> Option<Failure> {
    let token = walk.peek()?;
    let per = walk.passed.per.and_then(|per| walk.nth(per))?;
    // `per a day`
    if matches!(token.text, "a" | "an" | "one" | "each" | "every") && is_time(walk, walk.at + 1) {
        let next = walk.nth(walk.at + 1)?;
        let failure = slip(walk, LimitSlip::Time, &token).edit(token.start..next.start, "");
        return Some(failure.showing(Shown::Part(per.start..next.end())));
    }
    let step = walk.last().filter(|last| last.start > per.start);
    let start = step.map_or(token.start, |step| step.start);
    let (steps, word) = match step {
        Some(step) => (number(step.text)?, token.text),
        None => split(token.text),
    };
    if matches!(&*word.to_ascii_lowercase(), "second" | "seconds" | "sec" | "secs" | "s" | "ms") {
        let failure = slip(walk, LimitSlip::TooShort, &token);
        let is_whole = steps % 60 == 0 && word.starts_with(['s', 'S']);
        return Some(if is_whole {
            let right = time(steps / 60, Period::Minute);
            failure.edit(start..token.end(), right).showing(Shown::Part(per.start..token.end()))
        } else {
            failure
        });
    }
    let (factor, period) = other_word(word).or_else(|| near(word))?;
    let failure = slip(walk, LimitSlip::Time, &token);
    let Some(steps) = steps.checked_mul(factor).filter(|it| *it <= Tokens::MOST) else {
        return Some(failure);
    };
    let right = time(steps, period);
    let failure = failure.edit(start..token.end(), right);
    Some(failure.showing(Shown::Part(per.start..token.end())))
}

/// Whether `[N] PERIOD` or another word for it stands at an index.
pub(super) fn is_time(walk: &Walk<'_>, index: usize) -> bool {
    let at = index + usize::from(walk.word(index).and_then(number).is_some());
    let is_period = |word| Period::from_word(word).is_some() || other_word(word).is_some() && word.len() > 2;
    walk.word(at).is_some_and(is_period)
}

/// A time that has another word for `per` and its period in one: `daily`.
pub(super) fn adverb(word: &str) -> Option<String> {
    let (factor, period) = other_word(word).filter(|_| word.ends_with("ly"))?;
    Some(time(factor, period))
}

fn slip(walk: &Walk<'_>, sort: LimitSlip, token: &Token<'_>) -> Failure {
    Failure::slip(Sort::Limit(sort), walk.text, place(token))
}

/// `2 hours`
fn time(steps: u64, period: Period) -> String {
    if steps == 1 { period.name().to_owned() } else { format!("{steps} {}", period.plural()) }
}

/// `2h` as a number and a word.
fn split(text: &str) -> (u64, &str) {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    match text.split_at_checked(end) {
        Some((digits, word)) if end > 0 => number(digits).map_or((1, text), |steps| (steps, word)),
        _ => (1, text),
    }
}

/// The time that another word means. `m` may be minutes or months.
fn other_word(word: &str) -> Option<(u64, Period)> {
    let lower = word.to_ascii_lowercase();
    if let Some(period) = Period::from_word(&lower) {
        return Some((1, period));
    }
    match &*lower {
        "min" | "mins" | "minutely" => Some((1, Period::Minute)),
        "h" | "hr" | "hrs" | "hourly" => Some((1, Period::Hour)),
        "d" | "daily" => Some((1, Period::Day)),
        "w" | "wk" | "wks" | "week" | "weeks" | "weekly" => Some((7, Period::Day)),
        "fortnight" | "fortnights" => Some((14, Period::Day)),
        "mo" | "mos" | "mon" | "mth" | "mths" | "monthly" => Some((1, Period::Month)),
        "quarter" | "quarters" | "quarterly" => Some((3, Period::Month)),
        "y" | "yr" | "yrs" | "year" | "years" | "yearly" | "annum" | "annually" => Some((12, Period::Month)),
        _ => None,
    }
}

/// The period that a misspelt word is near to, where that is one alone.
fn near(word: &str) -> Option<(u64, Period)> {
    let names = Period::ALL.into_iter().flat_map(|it| [it.name(), it.plural()]);
    let mut periods = nearest(word, names).into_iter().filter_map(Period::from_word);
    let first = periods.next()?;
    periods.all(|it| it == first).then_some((1, first))
}

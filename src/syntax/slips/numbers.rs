//! Numbers that are none: other digits, marks and units than the language has in a limit.

use std::ops::Range;

use crate::syntax::failure::{Failure, Shown};
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::limit::{Tokens, number};
use crate::syntax::slip::{LimitSlip, NumberSlip, Sort};
use crate::syntax::walk::Walk;

/// Words for no limit at all.
const UNLIMITED: [&str; 8] = ["unlimited", "infinite", "infinity", "inf", "none", "any", "*", "∞"];

/// The number that the next token is meant for, where one must stand.
pub(super) fn find(walk: &Walk<'_>) -> Option<Failure> {
    let token = walk.peek()?;
    let (text, is_quoted) = unquoted(&token);
    let range = token.start..token.end();
    if UNLIMITED.contains(&text) {
        return Some(failure(walk, NumberSlip::Unlimited, range, None));
    }
    let (slip, value) = match number(text) {
        Some(value) if is_quoted => (NumberSlip::Quotes, Some(value)),
        _ => meant(text)?,
    };
    Some(failure(walk, slip, range, value))
}

/// What goes on with the number before the next token: `10,000`, `10 000`, `10 k`, `10000 tokens`.
pub(super) fn continued(walk: &Walk<'_>) -> Option<Failure> {
    let token = walk.peek()?;
    let first = walk.last().filter(|last| is_digits(last.text))?;
    if walk.is_at(walk.at, "tokens") {
        return Some(failure(walk, NumberSlip::Unit, first.start..token.end(), number(first.text)));
    }
    if let Some(factor) = factor(token.text).filter(|_| token.kind == TokenKind::Word) {
        let value = first.text.parse().ok().and_then(|it: u64| it.checked_mul(factor));
        return Some(failure(walk, NumberSlip::Unit, first.start..token.end(), value));
    }
    let is_group = |token: &Token<'_>| token.text.len() == 3 && is_digits(token.text);
    let mut digits = first.text.to_owned();
    let mut last = first;
    let mut index = walk.at;
    loop {
        let comma = usize::from(walk.nth(index).is_some_and(|it| it.is(",") && it.start == last.end()));
        let Some(group) = walk.nth(index + comma) else { break };
        let is_next = comma == 0 || group.start == last.end() + 1;
        if !is_next || group.breaks > 0 || !is_digits(group.text) {
            break;
        }
        if !is_group(&group) {
            let range = first.start..group.end();
            return (comma == 1).then(|| failure(walk, NumberSlip::Fraction, range, None));
        }
        digits.push_str(group.text);
        last = group;
        index += comma + 1;
    }
    let range = first.start..last.end();
    (index > walk.at).then(|| failure(walk, NumberSlip::Separators, range, digits.parse().ok()))
}

/// The failure of what stands in a range for a number, with the number where that is one.
fn failure(walk: &Walk<'_>, slip: NumberSlip, range: Range<usize>, value: Option<u64>) -> Failure {
    let failure = Failure::slip(Sort::Limit(LimitSlip::Number(slip)), walk.text, range.clone());
    let Some(value) = value.filter(|it| (1..=Tokens::MOST).contains(it)) else { return failure };
    failure.edit(range.clone(), value.to_string()).showing(Shown::Part(range))
}

/// The text of a token without its quotes, and whether it has any.
fn unquoted<'t>(token: &Token<'t>) -> (&'t str, bool) {
    let inner = token.text.trim_matches(['"', '\'']);
    (inner, inner.len() < token.text.len())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// What is wrong with a text that begins as a number, and the number that it is meant for.
fn meant(text: &str) -> Option<(NumberSlip, Option<u64>)> {
    if let Some(rest) = text.strip_prefix(['+', '-', '−']) {
        let value = number(rest).filter(|_| text.starts_with('+'));
        return rest.starts_with(|it: char| it.is_ascii_digit()).then_some((NumberSlip::Sign, value));
    }
    if is_digits(text) {
        let is_zero = text.bytes().all(|it| it == b'0');
        return Some((if is_zero { NumberSlip::Zero } else { NumberSlip::TooLarge }, None));
    }
    let is_of_number = |it: char| it.is_ascii_digit() || matches!(it, '_' | '.' | '\'' | '’');
    let end = text.find(|it| !is_of_number(it)).unwrap_or(text.len());
    let (digits, unit) = text.split_at_checked(end)?;
    if !digits.starts_with(|it: char| it.is_ascii_digit()) {
        return None;
    }
    if !unit.is_empty() {
        let value = factor(unit).and_then(|factor| decimal(digits, factor));
        return factor(unit).map(|_| (NumberSlip::Unit, value));
    }
    let mut parts = digits.split('.').skip(1);
    if let (Some(fraction), None) = (parts.next(), parts.next()) {
        // `10.000` may be meant for either.
        let is_whole = fraction.len() < 3 && fraction.bytes().all(|it| it == b'0');
        return Some((NumberSlip::Fraction, decimal(digits, 1).filter(|_| is_whole)));
    }
    let value = digits.replace(['_', '.', '\'', '’'], "").parse().ok();
    Some((NumberSlip::Separators, value))
}

/// What a unit behind a number stands for.
fn factor(unit: &str) -> Option<u64> {
    let lower = unit.to_ascii_lowercase();
    if let Some(exponent) = lower.strip_prefix('e') {
        return 10_u64.checked_pow(exponent.parse().ok()?);
    }
    match &*lower {
        "k" | "thousand" => Some(1_000),
        "m" | "mio" | "mn" | "million" | "millions" => Some(1_000_000),
        "b" | "bn" | "g" | "billion" | "billions" => Some(1_000_000_000),
        "tok" | "toks" | "token" | "tokens" => Some(1),
        _ => None,
    }
}

/// `digits`, which may have a fraction, times `factor`; none where that is no whole number.
fn decimal(digits: &str, factor: u64) -> Option<u64> {
    let digits = digits.replace(['_', '\'', '’'], "");
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let scale = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let all: u64 = format!("{whole}{fraction}").parse().ok()?;
    all.checked_mul(factor).filter(|it| it % scale == 0).map(|it| it / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_what_people_write() {
        for (text, slip, value) in [
            ("0", NumberSlip::Zero, None),
            ("000", NumberSlip::Zero, None),
            ("9007199254740992", NumberSlip::TooLarge, None),
            ("-5", NumberSlip::Sign, None),
            ("+5", NumberSlip::Sign, Some(5)),
            ("10_000", NumberSlip::Separators, Some(10_000)),
            ("1.000.000", NumberSlip::Separators, Some(1_000_000)),
            ("10'000", NumberSlip::Separators, Some(10_000)),
            ("1.5", NumberSlip::Fraction, None),
            ("10.000", NumberSlip::Fraction, None),
            ("10.0", NumberSlip::Fraction, Some(10)),
            ("10k", NumberSlip::Unit, Some(10_000)),
            ("1.5M", NumberSlip::Unit, Some(1_500_000)),
            ("0.0005k", NumberSlip::Unit, None),
            ("1e6", NumberSlip::Unit, Some(1_000_000)),
            ("99999999999999999999k", NumberSlip::Unit, None),
            ("5e99", NumberSlip::Unit, None),
        ] {
            let found = meant(text);
            if text == "5e99" {
                assert_eq!(found, None);
            } else {
                assert_eq!(found, Some((slip, value)), "{text}");
            }
        }
        assert_eq!((meant("many"), meant("10x"), meant("_5"), meant("")), (None, None, None, None));
    }
}

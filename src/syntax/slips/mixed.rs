//! Limits of tokens where none may stand, and rules and exceptions in a limit.

use crate::syntax::failure::{Failure, Shown, on_one_line};
use crate::syntax::fault::Expected;
use crate::syntax::keyword::{Keyword, PolicyType, RuleAttribute};
use crate::syntax::lexer::{Lexer, Token, TokenKind};
use crate::syntax::limit::{Counted, Tokens};
use crate::syntax::shape::BodyShape;
use crate::syntax::slip::{LimitSlip, Sort};
use crate::syntax::walk::{Walk, place};

/// What people call tokens.
const OTHER: [&str; 9] =
    ["token", "tokens", "maxtoken", "maxtokens", "max_token", "max_tokens", "max-tokens", "limit", "limits"];

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let token = walk.peek().filter(|token| token.kind != TokenKind::Text)?;
    let Some(keyword) = walk.keyword else { return alone(walk, &token, expected) };
    if !matches!(keyword.shape().body, BodyShape::Rules(_)) {
        return None;
    }
    if walk.passed.limit.is_some() {
        return in_limit(walk, &token, keyword);
    }
    let is_rule = expected.contains(&Expected::Attribute);
    let opens = walk.passed.body.is_some_and(|body| body + 1 == walk.at);
    let may_end = expected.contains(&Expected::Exactly(">"));
    let at = walk.at + usize::from(may_end && is_joint(&token));
    if walk.is_at(at, "tokens") && (is_rule || opens || may_end && walk.passed.rule.is_some()) {
        return Some(behind_rules(walk, &token, at, keyword));
    }
    if keyword != Keyword::Policy || !opens || !is_rule {
        return None;
    }
    // `< total 10 per hour >`, `< max_tokens 10 per hour >`, `< 1000 tokens per hour >`
    let behind = walk.nth(walk.at + 1)?;
    let is_number = |token: &Token<'_>| token.text.starts_with(|it: char| it.is_ascii_digit());
    let failure = Failure::slip(Sort::Limit(LimitSlip::NoTokens), walk.text, place(&token));
    let failure = if Counted::from_name(token.text).is_some() && is_number(&behind) {
        failure.edit(token.start..token.start, "tokens ")
    } else if OTHER.contains(&&*token.text.to_ascii_lowercase())
        && (is_number(&behind) || Counted::from_name(behind.text).is_some())
    {
        failure.edit(place(&token), "tokens")
    } else if is_number(&token) && OTHER.contains(&behind.text) {
        failure.edit(token.start..behind.end(), format!("tokens total {}", token.text))
    } else {
        return None;
    };
    Some(failure.showing(Shown::Statement))
}

/// `tokens total 10 per hour` outside of all statements.
fn alone(walk: &Walk<'_>, token: &Token<'_>, expected: &[Expected]) -> Option<Failure> {
    let is_statement = expected.contains(&Expected::Statement) && walk.may_be_limit(walk.at);
    let end = walk.tokens.last()?.end();
    let slip = Sort::Limit(LimitSlip::Alone);
    is_statement.then(|| Failure::slip(slip, walk.text, token.start..end))
}

/// What joins a limit and a rule, or seems to.
fn is_joint(token: &Token<'_>) -> bool {
    token.is("or") || is_and(token) || matches!(token.text, "," | ";" | "||" | "|")
}

fn is_and(token: &Token<'_>) -> bool {
    matches!(token.text, "and" | "AND" | "And" | "&&" | "&" | "+")
}

/// A limit where rules are, or behind them; it opens at `at`.
fn behind_rules(walk: &Walk<'_>, token: &Token<'_>, at: usize, keyword: Keyword) -> Failure {
    let slip = |slip, span| Failure::slip(Sort::Limit(slip), walk.text, span);
    let own = walk.nth(at).unwrap_or(*token);
    let passed = walk.passed.body.and_then(|body| walk.tokens.get(body + 1..walk.at)).unwrap_or_default();
    let is_exception = passed.last().is_some_and(|last| last.is("except"));
    if keyword != Keyword::Policy || is_exception || passed.is_empty() {
        return slip(LimitSlip::NoSet(keyword), place(&own));
    }
    let bodies = bodies(walk, at, "");
    if is_and(token) {
        return slip(LimitSlip::And(bodies), place(token));
    }
    let first = passed.iter().find_map(|it| Some((it, RuleAttribute::from_name(it.text)?)));
    let rules = first.and_then(|(_, attribute)| policy_type(attribute));
    let mixed = LimitSlip::Mixed { policy: name(walk), rules, is_behind: true, bodies };
    Failure { related: first.map(|(token, _)| place(token)), ..slip(mixed, place(&own)) }
}

/// Rules, exceptions and groups in a limit.
fn in_limit(walk: &Walk<'_>, token: &Token<'_>, keyword: Keyword) -> Option<Failure> {
    let slip = |slip, span| Failure::slip(Sort::Limit(slip), walk.text, span);
    if keyword != Keyword::Policy || walk.passed.target.is_some() {
        return None;
    }
    if token.is("except") {
        return Some(slip(LimitSlip::Exception, place(token)));
    }
    let at = walk.at + usize::from(is_joint(token));
    let rule = walk.nth(at)?;
    if !walk.may_be_rule(at) {
        // Limits are not joined by it either.
        let is_limit = Counted::from_name(rule.text).is_some() || rule.is("tokens");
        return (is_and(token) && !is_limit).then(|| slip(LimitSlip::And(None), place(token)));
    }
    let attribute = walk.attribute_at(at);
    if attribute == Some(RuleAttribute::Group) {
        return Some(slip(LimitSlip::Group, place(&rule)));
    }
    let bodies = bodies(walk, at, "");
    if is_and(token) {
        return Some(slip(LimitSlip::And(bodies), place(token)));
    }
    let rules = attribute.and_then(policy_type);
    let limit = walk.passed.limit.and_then(|limit| walk.nth(limit)).map(|limit| place(&limit));
    let mixed = LimitSlip::Mixed { policy: name(walk), rules, is_behind: false, bodies };
    Some(Failure { related: limit, ..slip(mixed, place(&rule)) })
}

fn policy_type(attribute: RuleAttribute) -> Option<PolicyType> {
    match attribute {
        RuleAttribute::Code(attribute) => Some(attribute.policy_type()),
        RuleAttribute::Group => None,
    }
}

fn name(walk: &Walk<'_>) -> Box<str> {
    walk.name.map_or("", |name| walk.slice(name.range())).trim_matches('"').into()
}

/// The bodies of the two policies that are meant, where what opens at `at` begins the second one; `missing`
/// is what that one lacks before it.
pub(super) fn bodies(walk: &Walk<'_>, at: usize, missing: &str) -> Option<[Box<str>; 2]> {
    let first = walk.nth(walk.passed.body? + 1)?.start;
    let rest = walk.tokens.get(at..)?;
    let own = rest.get(..rest.iter().position(|it| it.is(">"))?)?;
    let target = own.iter().position(|it| it.is("target")).unwrap_or(own.len());
    let (own, target) = own.split_at_checked(target)?;
    let text =
        |tokens: &[Token<'_>]| Some(walk.slice(tokens.first()?.start..tokens.last()?.end()).to_owned());
    let target = text(target).map(|target| format!(" {target}")).unwrap_or_default();
    let last = walk.at.checked_sub(1 + usize::from(walk.last()?.is("or")))?;
    let bodies = [walk.slice(first..walk.nth(last)?.end()).to_owned(), format!("{missing}{}", text(own)?)];
    if !bodies.iter().all(|body| is_body(body)) {
        return None;
    }
    let [first, second] = bodies.map(|body| on_one_line(&format!("{body}{target}")));
    Some([first?.into(), second?.into()])
}

/// Whether a text is a limit, or ends as rules do.
fn is_body(text: &str) -> bool {
    let tokens = Lexer::new(text, 0).filter(|token| !token.is_comment());
    let mut behind = tokens.clone().skip(1);
    if text.starts_with("tokens") {
        return Tokens::read(tokens.map(|token| token.text)).is_some();
    }
    text.ends_with(']') && !behind.any(|token| token.is("tokens"))
}

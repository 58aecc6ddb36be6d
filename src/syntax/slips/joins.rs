//! What stands between two rules that is no `or`.

use crate::syntax::failure::{Failure, Shown, on_one_line};
use crate::syntax::fault::Expected;
use crate::syntax::keyword::{Form, PolicyType, RuleAttribute};
use crate::syntax::lexer::TokenKind;
use crate::syntax::slip::{RuleSlip, Sort};
use crate::syntax::walk::{Walk, place};

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let keyword = walk.keyword?;
    let token = walk.peek()?;
    let is_open = walk.open.last().is_some_and(|open| open.is("<"));
    let has_rule = walk.passed.rule.is_some() && walk.passed.target.is_none();
    if !is_open || !has_rule || !expected.contains(&Expected::Exactly(">")) || token.kind == TokenKind::Text {
        return None;
    }
    let slip = |slip, span| Failure::slip(Sort::Rule(slip, keyword), walk.text, span);
    let may_go_on = expected.contains(&Expected::Exactly("or"));
    if matches!(token.text, "and" | "AND" | "And" | "&&" | "&") {
        let of = |index| walk.attribute_at(index).and_then(policy_type);
        let first = walk.passed.rule.and_then(of);
        let is_mixed = first.is_some() && of(walk.at + 1).is_some_and(|it| Some(it) != first);
        let sides = sides(walk);
        return Some(slip(RuleSlip::And { is_mixed, sides }, place(&token)));
    }
    if !may_go_on {
        return None;
    }
    if matches!(token.text, "||" | "|" | "/") && walk.may_be_rule(walk.at + 1) {
        return Some(slip(RuleSlip::Or, place(&token)).edit(place(&token), "or").showing(Shown::Statement));
    }
    let marks = usize::from(token.is(",") || matches!(token.text, ";" | "+"));
    if !walk.may_be_rule(walk.at + marks) {
        // A comma that nothing follows.
        let is_loose = marks == 1 && walk.nth(walk.at + 1).is_some_and(|it| it.is(">") || it.is("target"));
        let missing = slip(RuleSlip::MissingOr("".into()), place(&token)).edit(place(&token), "");
        return is_loose.then(|| missing.showing(Shown::Statement));
    }
    let rule = walk.nth(walk.at + marks)?;
    let attribute = rule.text.trim_end_matches(|it: char| !it.is_ascii_alphabetic());
    let mut failure = slip(RuleSlip::MissingOr(attribute.into()), rule.start..rule.start + attribute.len());
    for index in walk.at..walk.tokens.len() {
        let Some(token) = walk.nth(index) else { break };
        // Each rule of the body that follows another one in this way.
        let follows = index.checked_sub(1).is_some_and(|before| walk.is_at(before, "]"));
        if token.is(">") || token.is("except") || token.is("target") {
            break;
        }
        let marks = usize::from(token.is(",") || matches!(token.text, ";" | "+"));
        if follows && walk.may_be_rule(index + marks) {
            failure = match marks {
                0 => failure.edit(token.start..token.start, "or "),
                _ => failure.edit(place(&token), " or"),
            };
        }
    }
    if failure.edits.is_empty() {
        failure = failure.edit(rule.start..rule.start, "or ");
    }
    Some(failure)
}

/// The rules before the next token and the one behind it.
fn sides(walk: &Walk<'_>) -> Option<[Box<str>; 2]> {
    let first = walk.passed.body? + 1;
    let form = walk.word(first).and_then(Form::from_name);
    let before = walk.nth(first)?.start..walk.last()?.end();
    if walk.tokens.get(first..walk.at)?.iter().any(|token| token.is("and")) {
        return None;
    }
    let rest = walk.tokens.get(walk.at + 1..)?;
    let end = rest.iter().find(|token| token.is("]")).filter(|_| walk.is_rule(walk.at + 1))?.end();
    let behind = rest.first()?.start..end;
    let behind = on_one_line(walk.slice(behind))?;
    let behind = form.map_or_else(|| behind.clone(), |form| format!("{} {behind}", form.name()));
    Some([on_one_line(walk.slice(before))?.into(), behind.into()])
}

fn policy_type(attribute: RuleAttribute) -> Option<PolicyType> {
    match attribute {
        RuleAttribute::Code(attribute) => Some(attribute.policy_type()),
        RuleAttribute::Group => None,
    }
}

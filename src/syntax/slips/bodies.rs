//! Bodies without `< >`, in other marks, or with nothing that belongs there.

use std::ops::Range;

use super::lists::written;
use crate::syntax::failure::{Failure, Shown};
use crate::syntax::fault::Expected;
use crate::syntax::keyword::{CONNECTIVES, Form, Keyword, RuleAttribute};
use crate::syntax::lexer::{Lexer, Token, TokenKind};
use crate::syntax::limit::Counted;
use crate::syntax::shape::{BodyShape, Clause};
use crate::syntax::slip::{BodySlip, Sort};
use crate::syntax::walk::{Walk, place};

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let keyword = walk.keyword?;
    let shape = keyword.shape().body;
    if walk.open.is_empty() {
        let may_open =
            expected.contains(&Expected::Exactly("<")) || expected.contains(&Expected::NextStatement);
        return match walk.peek() {
            None if expected.contains(&Expected::Exactly("<")) => missing(walk, keyword),
            Some(token) if walk.passed.body.is_none() && may_open => {
                alone(walk, &token).or_else(|| unopened(walk, &token, keyword, shape))
            }
            Some(token) if may_open => another(walk, &token, keyword),
            Some(token) if matches!(expected, [Expected::NameOf(_)]) => name_and_mark(walk, &token, keyword),
            _ => None,
        };
    }
    let token = walk.peek()?;
    let opens = walk.passed.body.is_some_and(|body| body + 1 == walk.at);
    let slip = |slip, span| Failure::slip(Sort::Body(slip, keyword), walk.text, span);
    match shape {
        BodyShape::Rules(rules) => {
            let body = walk.passed.body.and_then(|body| walk.nth(body))?;
            let is_start = opens || rules.has_form && walk.passed.rule.is_none();
            if is_start && (token.is(">") || token.is("target")) {
                return Some(slip(BodySlip::NoRule, body.start..token.end()).right(walk.head()));
            }
            if opens && rules.has_form && (walk.may_be_rule(walk.at) || token.is("except")) {
                let right = format!("{} < within {}", walk.head(), walk.rest_of_line(token.start).trim());
                return Some(slip(BodySlip::NoForm, place(&token)).right(right));
            }
            let is_clause = token.is("attach") || matches!(token.text, "attach:" | "attach=");
            let list = written(walk, walk.at + 1);
            let here =
                || slip(BodySlip::AttachHere(list.unwrap_or_else(|| "[…]".to_owned()).into()), place(&token));
            (opens && is_clause && walk.nth(walk.at + 1)?.is("[")).then(here)
        }
        BodyShape::List(clause) if walk.passed.clause.is_none() => {
            let body = walk.passed.body.and_then(|body| walk.nth(body))?;
            if opens && token.is(">") {
                return Some(slip(BodySlip::NoClause, body.start..token.end()).right(walk.head()));
            }
            in_clause(walk, &token, keyword, clause)
        }
        BodyShape::List(clause) => in_list(walk, &token, keyword, clause, expected),
        BodyShape::Nothing => None,
    }
}

/// What stands in a body of one list before the list.
fn in_clause(walk: &Walk<'_>, token: &Token<'_>, keyword: Keyword, clause: Clause) -> Option<Failure> {
    let slip = |slip, span| Failure::slip(Sort::Body(slip, keyword), walk.text, span);
    // `attach: [eu]`
    let marks = token.text.strip_prefix(clause.name()).filter(|_| token.kind == TokenKind::Junk);
    if marks.is_some_and(|marks| marks.chars().all(|it| matches!(it, ':' | '=' | '>'))) {
        let span = token.start + clause.name().len()..token.end();
        let next = walk.nth(walk.at + 1)?;
        let failure = slip(BodySlip::ClauseMark, span.clone()).edit(span.start..next.start, " ");
        return Some(failure.showing(Shown::Part(token.start..list_end(walk, walk.at + 1))));
    }
    if token.is("[") {
        let edit = format!("{} ", clause.name());
        let failure = slip(BodySlip::NoWord, place(token)).edit(token.start..token.start, edit);
        return Some(failure.showing(Shown::Statement));
    }
    let is_form = Form::from_name(token.text).is_some();
    let is_rule = walk.may_be_rule(walk.at) || walk.may_be_limit(walk.at);
    (is_rule || is_form || token.is("except")).then(|| rule_here(walk, keyword)).flatten()
}

/// A rule where policies are attached, or flavors offered.
fn rule_here(walk: &Walk<'_>, keyword: Keyword) -> Option<Failure> {
    let token = walk.peek()?;
    let tokens = walk.tokens.get(walk.at..)?;
    let ends =
        |it: &&Token<'_>| !(it.is(">") || it.kind == TokenKind::Junk && it.text.starts_with(['}', ')']));
    let last = tokens.iter().take_while(ends).last()?;
    let span = token.start..last.end();
    let failure = Failure::slip(Sort::Body(BodySlip::RuleHere, keyword), walk.text, span);
    Some(failure.right(walk.head()))
}

/// What stands behind `attach`, `offers` or `alias`, or behind its list.
fn in_list(
    walk: &Walk<'_>,
    token: &Token<'_>,
    keyword: Keyword,
    clause: Clause,
    expected: &[Expected],
) -> Option<Failure> {
    let slip = |slip, span| Failure::slip(Sort::Body(slip, keyword), walk.text, span);
    let word = walk.passed.clause.and_then(|clause| walk.nth(clause))?;
    if expected.first() == Some(&Expected::Exactly("[")) {
        let is_mark = token.kind == TokenKind::Junk && matches!(token.text, ":" | "=" | "=>" | "==");
        let next = walk.nth(walk.at + 1)?;
        let failure = slip(BodySlip::ClauseMark, place(token)).edit(word.end()..next.start, " ");
        let shown = Shown::Part(word.start..list_end(walk, walk.at + 1));
        return is_mark.then(|| failure.showing(shown));
    }
    let joint = usize::from(token.is(",") || token.is("and") || token.is("or") || token.text == ";");
    if *expected != [Expected::Exactly(">")] || !walk.is_at(walk.at + joint, clause.name()) {
        return None;
    }
    let (from, behind) = (walk.last()?, walk.nth(walk.at + joint + 1).filter(|it| it.is("["))?);
    let second = walk.nth(walk.at + joint)?;
    let failure = slip(BodySlip::TwoClauses, place(&second)).edit(from.start..behind.end(), ", ");
    Some(failure.showing(Shown::Statement))
}

/// A second list behind the body: `environment e < attach [a] >⏎attach [b]`
fn another(walk: &Walk<'_>, token: &Token<'_>, keyword: Keyword) -> Option<Failure> {
    let BodyShape::List(clause) = keyword.shape().body else { return None };
    walk.passed.clause?;
    let (close, behind) = (walk.at.checked_sub(2)?, walk.nth(walk.at + 1).filter(|it| it.is("["))?);
    let from = walk.nth(close).filter(|it| it.is("]") && token.is(clause.name()))?;
    let last = walk.tokens.last()?;
    let failure = Failure::slip(Sort::Body(BodySlip::TwoClauses, keyword), walk.text, place(token));
    let failure = failure.edit(from.start..behind.end(), ", ");
    let failure = if last.is(">") { failure } else { failure.edit(last.end()..last.end(), " >") };
    Some(failure.showing(Shown::Statement))
}

/// The byte behind the list that a token opens.
fn list_end(walk: &Walk<'_>, first: usize) -> usize {
    let tokens = walk.tokens.get(first..).unwrap_or_default();
    let last = tokens.iter().find(|it| it.is("]")).or(tokens.first());
    last.map_or(walk.end, Token::end)
}

/// `country in [fr]` outside of all statements.
fn alone(walk: &Walk<'_>, token: &Token<'_>) -> Option<Failure> {
    let first = walk.passed.keyword?;
    let is_rule = walk.attribute_at(first).is_some() && walk.is_at(first + 1, "in") && first + 2 == walk.at;
    let keyword = walk.keyword.filter(|_| is_rule && token.is("["))?;
    let start = walk.nth(first)?.start;
    let slip = Sort::Body(BodySlip::RuleAlone, keyword);
    let end = list_end(walk, walk.at);
    let failure = Failure::slip(slip, walk.text, start..end).until(end);
    Some(Failure { is_nameless: true, ..failure })
}

/// `policy p` with no body, or with rules on the next lines.
fn missing(walk: &Walk<'_>, keyword: Keyword) -> Option<Failure> {
    let last = walk.last()?;
    let slip = |slip| {
        let start = walk.passed.keyword.and_then(|index| walk.nth(index)).map_or(last.start, |it| it.start);
        Failure::slip(Sort::Body(slip, keyword), walk.text, start..last.end())
    };
    let ahead: Vec<Token<'_>> = walk.behind().take(2).collect();
    let [first, second] = &ahead[..] else { return Some(slip(BodySlip::NoRule).right(walk.head())) };
    let is_rule = RuleAttribute::from_name(first.text).is_some() && second.is("in")
        || first.is("tokens") && Counted::from_name(second.text).is_some()
        || Form::from_name(first.text).is_some() && RuleAttribute::from_name(second.text).is_some();
    if !is_rule {
        return Some(slip(BodySlip::NoRule).right(walk.head()));
    }
    // The rules go on as long as no other statement opens on a line.
    let mut end = first.start;
    let mut tokens = walk.behind().peekable();
    while let Some(token) = tokens.next() {
        let opens = token.breaks > 0 && token.start > first.start && Keyword::from_name(token.text).is_some();
        if opens && !tokens.peek().is_some_and(|next| next.is("in") && may_be_list(walk, next.end())) {
            break;
        }
        if token.start > first.start && token.breaks > 1 {
            break;
        }
        end = token.end();
        if token.is(">") {
            break;
        }
    }
    let failure = Failure::slip(Sort::Body(BodySlip::NoMarks, keyword), walk.text, place(first));
    let failure = failure.edit(first.start..first.start, "< ");
    let is_closed = walk.slice(first.start..end).ends_with('>');
    let failure = if is_closed { failure } else { failure.edit(end..end, " >") };
    Some(failure.until(end).showing(Shown::Statement))
}

fn may_be_list(walk: &Walk<'_>, start: usize) -> bool {
    walk.text.get(start..).is_some_and(|rest| rest.trim_start().starts_with('['))
}

/// What stands where a body may open, and is no `<`.
fn unopened(walk: &Walk<'_>, token: &Token<'_>, keyword: Keyword, shape: BodyShape) -> Option<Failure> {
    if token.kind == TokenKind::Junk {
        let mark = token.text.chars().next()?;
        return match mark {
            '{' | '(' => Some(braces(walk, token.start, keyword, mark)),
            ':' | '='
                if walk
                    .nth(walk.at + 1)
                    .is_none_or(|next| next.breaks > 0 || walk.may_be_rule(walk.at + 1)) =>
            {
                colon(walk, place(token), keyword)
            }
            _ => None,
        };
    }
    let opens = match shape {
        BodyShape::Rules(_) => {
            walk.may_be_rule(walk.at)
                || walk.may_be_limit(walk.at)
                || Form::from_name(token.text).is_some()
                || token.is("except")
        }
        BodyShape::List(clause) => token.is(clause.name()),
        BodyShape::Nothing => false,
    };
    let slip = |slip| Failure::slip(Sort::Body(slip, keyword), walk.text, place(token));
    if token.is("[")
        && let BodyShape::List(clause) = shape
        && walk.tokens.iter().any(|token| token.is("]"))
    {
        let end = list_end(walk, walk.at);
        let failure = slip(BodySlip::NoWord).edit(token.start..token.start, format!("< {} ", clause.name()));
        return Some(failure.edit(end..end, " >").showing(Shown::Statement));
    }
    let is_rule = walk.is_rule(walk.at) && walk.is_at(walk.at + 2, "[") || walk.may_be_limit(walk.at);
    if matches!(shape, BodyShape::List(_)) && is_rule {
        return rule_here(walk, keyword);
    }
    if !opens {
        return None;
    }
    let last = walk.tokens.last()?;
    let failure = slip(BodySlip::NoMarks).edit(token.start..token.start, "< ");
    let failure = if last.is(">") { failure } else { failure.edit(last.end()..last.end(), " >") };
    Some(failure.showing(Shown::Statement))
}

/// `policy eu:`, `policy eu{`: a mark directly behind the name.
fn name_and_mark(walk: &Walk<'_>, token: &Token<'_>, keyword: Keyword) -> Option<Failure> {
    let at = token.text.find([':', '{', '(', '=']).filter(|&at| at > 0 && token.kind == TokenKind::Junk)?;
    let (name, marks) = token.text.split_at_checked(at)?;
    if !crate::syntax::is_word(name) {
        return None;
    }
    let start = token.start + at;
    let extent = token.start..start;
    let mark = marks.chars().next()?;
    let failure = match mark {
        '{' | '(' => braces(walk, start, keyword, mark),
        _ if marks.len() == 1 => {
            let next = walk.nth(walk.at + 1);
            let is_body = next.is_none_or(|next| {
                next.breaks > 0 || walk.may_be_rule(walk.at + 1) || CONNECTIVES.contains(&next.text)
            });
            is_body.then(|| colon(walk, start..token.end(), keyword)).flatten()?
        }
        _ => return None,
    };
    Some(Failure { name: Some(extent), ..failure })
}

/// How far behind its opening the end of a body in other marks is looked for.
const FAR: usize = 4000;

/// How many braces may stand in one another.
const DEEPEST: usize = 16;

/// `policy eu { … }`
fn braces(walk: &Walk<'_>, start: usize, keyword: Keyword, open: char) -> Failure {
    let failure = Failure::slip(Sort::Body(BodySlip::OtherMarks, keyword), walk.text, start..start + 1);
    let (end, has_more) = match closing(walk, start, open) {
        Ok(found) => found,
        Err(is_open) => return Failure { is_open, ..failure },
    };
    let failure = failure.until(end + 1);
    if has_more {
        return failure;
    }
    let failure = failure.edit(start..start + 1, spaced(walk, start, "<"));
    failure.edit(end..end + 1, spaced(walk, end, ">")).showing(Shown::Statement)
}

/// What closes a brace, and whether others stand in it; whether it may stand behind the text, where nothing
/// does.
pub(super) fn closing(walk: &Walk<'_>, start: usize, open: char) -> Result<(usize, bool), bool> {
    let close = if open == '{' { '}' } else { ')' };
    let rest = walk.text.get(start..).unwrap_or_default();
    let near = rest.get(..rest.floor_char_boundary(FAR)).unwrap_or(rest);
    let mut depth = 0_usize;
    let mut has_more = false;
    let mut tokens = Lexer::new(near, start).peekable();
    while let Some(token) = tokens.next() {
        let is_statement = token.breaks > 0 && Keyword::from_name(token.text).is_some();
        if is_statement
            && walk.text.get(..token.start).is_some_and(|before| before.ends_with('\n'))
            && !tokens.peek().is_some_and(|next| next.is("in"))
        {
            return Err(false);
        }
        if token.kind != TokenKind::Junk {
            continue;
        }
        for (at, mark) in token.text.match_indices([open, close]) {
            if mark.starts_with(open) {
                depth += 1;
                has_more |= depth > 1;
                if depth > DEEPEST {
                    return Err(false);
                }
            } else {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Ok((token.start + at, has_more));
                }
            }
        }
    }
    Err(near.len() == rest.len())
}

/// A mark with a space to each side that has none.
fn spaced(walk: &Walk<'_>, at: usize, mark: &str) -> String {
    let is_space = |it: Option<&u8>| it.is_none_or(u8::is_ascii_whitespace);
    let bytes = walk.text.as_bytes();
    let before = if at == 0 || is_space(bytes.get(at - 1)) { "" } else { " " };
    let behind = if is_space(bytes.get(at + 1)) { "" } else { " " };
    format!("{before}{mark}{behind}")
}

/// `policy eu:` and a body on the same line, or on deeper lines below it.
fn colon(walk: &Walk<'_>, mark: Range<usize>, keyword: Keyword) -> Option<Failure> {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let before = walk.text.get(..mark.start)?;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let own = indent(walk.text.get(line_start..mark.start)?);
    let rest = walk.text.get(mark.end..)?;
    let mut end = mark.end;
    let mut at = mark.end;
    for (index, line) in rest.split_inclusive('\n').enumerate() {
        let is_blank = line.trim().is_empty();
        if index > 0 && !is_blank && indent(line) <= own {
            break;
        }
        at += line.len();
        if !is_blank {
            end = at - (line.len() - line.trim_end().len());
        }
    }
    let failure = Failure::slip(Sort::Body(BodySlip::OtherMarks, keyword), walk.text, mark.clone());
    let is_closed = walk.slice(mark.end..end).trim_end().ends_with('>');
    let edit = if walk.text.get(..mark.start)?.ends_with(' ') { "<" } else { " <" };
    let failure = failure.edit(mark, edit).until(end);
    let failure = if is_closed { failure } else { failure.edit(end..end, " >") };
    Some(failure.showing(Shown::Statement))
}

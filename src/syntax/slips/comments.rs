//! Comments of other languages.

use std::ops::Range;

use crate::syntax::failure::Failure;
use crate::syntax::fault::Expected;
use crate::syntax::keyword::Keyword;
use crate::syntax::lexer::{Token, TokenKind};
use crate::syntax::slip::{MarkSlip, Sort};
use crate::syntax::walk::Walk;

/// What opens a comment to the end of the line.
const TO_THE_END: [&str; 4] = ["//", "--", "%", ";"];

/// What opens a comment and what closes it.
const CLOSED: [(&str, &str); 2] = [("/*", "*/"), ("<!--", "-->")];

/// How far behind its opening the end of a comment is looked for.
const FAR: usize = 4000;

pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    let token = walk.peek()?;
    let rest = walk.text.get(token.start..)?;
    let ends = [Expected::Statement, Expected::NextStatement];
    let is_between = ends.iter().any(|end| expected.contains(end));
    // Its first mark was taken for that of a body.
    if token.text.starts_with("!--")
        && let Some(mark) = walk.last().filter(|mark| mark.is("<") && mark.end() == token.start)
    {
        let failure = closed(walk, &mark, "<!--", "-->", true);
        return Some(Failure { is_apart: false, ..failure });
    }
    for (open, close) in CLOSED {
        if rest.starts_with(open) {
            return Some(closed(walk, &token, open, close, is_between));
        }
    }
    let sign = TO_THE_END.into_iter().find(|sign| rest.starts_with(sign))?;
    let is_comment = match sign {
        // Behind a statement it may also be a mark that ends it.
        ";" => is_between && is_remark(walk, &token),
        "--" => token.kind == TokenKind::Junk && rest.get(2..3).is_some_and(|it| it.trim().is_empty()),
        _ => token.kind == TokenKind::Junk,
    };
    is_comment.then(|| to_the_end(walk, &token, sign, is_between))
}

/// Whether words follow on the line that open no statement.
fn is_remark(walk: &Walk<'_>, token: &Token<'_>) -> bool {
    let line = walk.rest_of_line(token.start + 1).trim();
    let word = line.split(' ').next().unwrap_or_default();
    word.starts_with(|it: char| it.is_alphabetic()) && Keyword::from_name(word).is_none()
}

/// The lines of a comment, the first from a byte on, as long as each opens with the sign.
fn lines(walk: &Walk<'_>, start: usize, sign: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut at = start;
    for line in walk.text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let text = line.trim();
        if !text.starts_with(sign) {
            break;
        }
        let from = at + (line.len() - line.trim_start().len());
        lines.push(from..from + text.len());
        at += line.len();
    }
    lines
}

fn to_the_end(walk: &Walk<'_>, token: &Token<'_>, sign: &'static str, is_between: bool) -> Failure {
    let lines = lines(walk, token.start, sign);
    let span = token.start..token.start + sign.len();
    let mut failure = Failure::slip(Sort::Mark(MarkSlip::Comment(sign)), walk.text, span);
    let first = sign.chars().next().unwrap_or('#');
    for line in &lines {
        let marks = line.len() - walk.slice(line.clone()).trim_start_matches(first).len();
        failure = failure.edit(line.start..line.start + marks, "#");
    }
    let text = walk.rest_of_line(token.start).trim_start_matches(first).trim();
    let end = lines.last().map_or(token.end(), |line| line.end);
    ends(failure.right(format!("# {text}")), end, is_between)
}

fn closed(walk: &Walk<'_>, token: &Token<'_>, open: &'static str, close: &str, is_between: bool) -> Failure {
    let span = token.start..token.start + open.len();
    let failure = Failure::slip(Sort::Mark(MarkSlip::Comment(open)), walk.text, span.clone());
    let rest = walk.text.get(span.end..).unwrap_or_default();
    let near = rest.get(..rest.floor_char_boundary(FAR)).unwrap_or(rest);
    let Some(length) = near.find(close) else {
        let is_open = near.len() == rest.len();
        return Failure { is_open, ..ends(failure, token.end(), is_between) };
    };
    let end = span.end + length + close.len();
    let inner = near.get(..length).unwrap_or_default().lines();
    let inner = inner.map(|line| line.trim().trim_start_matches('*').trim()).filter(|line| !line.is_empty());
    let lines: Vec<String> = inner.map(|line| format!("# {line}")).collect();
    let right = lines.first().map_or("#", String::as_str).to_owned();
    let behind = walk.text.get(end..).unwrap_or_default().lines().next().unwrap_or_default();
    // A statement may go on behind it.
    let is_between = is_between && (walk.keyword.is_none() || behind.trim().is_empty());
    let mut failure = failure.right(right);
    // What follows on the line would be a comment, too.
    if behind.trim().is_empty() {
        failure = failure.edit(span.start..end, lines.join("\n"));
    }
    ends(failure, end, is_between)
}

/// A comment between statements ends by itself; one in a statement breaks it.
fn ends(failure: Failure, end: usize, is_between: bool) -> Failure {
    if is_between { failure.until(end).apart() } else { failure }
}

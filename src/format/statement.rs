//! One statement: its tokens and comments come in, its layout on one line or on several goes out.

use std::iter::Peekable;
use std::ops::Range;

use unicode_width::UnicodeWidthStr as _;

use super::part::Part;
use crate::syntax::directive;
use crate::syntax::lexer::{self, Lexer, TokenKind};

/// No line is longer if breaking can help it; a comment at its end does not count.
pub(super) const COLUMNS: usize = 100;

/// A token and what stands between it and the token before it.
#[derive(Debug)]
pub(super) struct Token<'s> {
    pub(super) text: &'s str,
    /// The columns that it takes on a terminal.
    pub(super) columns: usize,
    pub(super) part: Part,
    /// Its comments, in [`Statement::remarks`].
    remarks: Range<usize>,
    /// Whether a blank line stands directly before it.
    follows_blank_line: bool,
    /// Whether it opens a line.
    breaks: bool,
}

/// A comment before a token.
#[derive(Debug)]
struct Remark<'s> {
    text: &'s str,
    /// Whether it stands on the line of the token before it, and so stays there.
    is_behind: bool,
    /// Whether a blank line stands directly before it.
    follows_blank_line: bool,
}

/// A statement as it is written. One value serves for all statements of a file, one after the other.
#[derive(Debug, Default)]
pub(super) struct Statement<'s> {
    pub(super) tokens: Vec<Token<'s>>,
    remarks: Vec<Remark<'s>>,
    /// The suppression at the end of its first line. It is about the whole statement, so it has no part in
    /// the layout and is always written at the end of the first line, whichever tokens that has.
    suppression: Option<&'s str>,
    /// Any other comment behind its last token.
    remark: Option<&'s str>,
}

impl<'s> Statement<'s> {
    /// Takes the tokens up to byte `end`, and a comment behind them on their line.
    pub(super) fn read(&mut self, tokens: &mut Peekable<Lexer<'s>>, end: usize) {
        self.tokens.clear();
        self.remarks.clear();
        (self.suppression, self.remark) = (None, None);
        let (mut lines, mut follows_blank_line, mut first_remark) = (0, false, 0);
        let mut part: Option<Part> = None;
        while let Some(token) = tokens.next_if(|token| token.start < end) {
            if part.is_some() {
                lines += token.breaks;
                follows_blank_line |= token.breaks > 1;
            }
            if token.is_comment() {
                if lines == 0 && directive(token.text).is_some() {
                    self.suppression = Some(token.text);
                } else {
                    let is_behind = token.breaks == 0 && first_remark == self.remarks.len();
                    self.remarks.push(Remark { text: token.text, is_behind, follows_blank_line });
                }
            } else if token.text == "," {
                continue;
            } else {
                let its_part = part.map_or(Part::Keyword, |before| before.next(token.text));
                let remarks = first_remark..self.remarks.len();
                let breaks = !remarks.is_empty();
                let (text, columns) = (token.text, columns(&token));
                self.tokens.push(Token {
                    text,
                    columns,
                    part: its_part,
                    remarks,
                    follows_blank_line,
                    breaks,
                });
                first_remark = self.remarks.len();
                part = Some(its_part);
            }
            follows_blank_line = false;
        }
        if let Some(comment) = tokens.next_if(|token| token.breaks == 0 && token.is_comment()) {
            if lines == 0 && directive(comment.text).is_some() {
                self.suppression = Some(comment.text);
            } else {
                self.remark = Some(comment.text);
            }
        }
        self.keep_first_line();
    }

    /// Breaks the line before a token with a comment behind it that must not come to stand on the first line:
    /// there it would become a suppression, or run into the one that is.
    fn keep_first_line(&mut self) {
        let must_leave = |text: &str| self.suppression.is_some() || directive(text).is_some();
        if self.remarks.is_empty() && self.remark.is_none() {
            return;
        }
        let mut leaving = Vec::new();
        for (index, token) in self.tokens.iter().enumerate() {
            let remark = self.remarks.get(token.remarks.clone()).and_then(<[_]>::first);
            if remark.is_some_and(|remark| remark.is_behind && must_leave(remark.text)) {
                leaving.push(index.saturating_sub(1));
            }
        }
        if self.remark.is_some_and(must_leave) {
            leaving.push(self.tokens.len().saturating_sub(1));
        }
        for index in leaving {
            if let Some(token) = self.tokens.get_mut(index) {
                token.breaks |= !token.part.is_in_body();
            }
        }
    }

    /// Whether it is written on one line.
    pub(super) fn is_one_line(&self) -> bool {
        width(&self.tokens) <= COLUMNS && self.tokens.iter().all(|token| !token.breaks)
    }

    /// The comment behind it, where it is written on one line.
    pub(super) fn comment(&self) -> Option<&'s str> {
        self.suppression.or(self.remark)
    }

    /// Writes it broken: one clause a line where the body does not fit on one, one item a line where a list
    /// does not. What has a comment in it does not fit.
    pub(super) fn write_broken(&mut self, out: &mut String) {
        self.break_lines();
        let mut suppression = self.suppression;
        let mut break_line = |out: &mut String, with_blank_line: bool, indent: usize| {
            if let Some(suppression) = suppression.take() {
                out.push(' ');
                out.push_str(suppression);
            }
            out.push_str(if with_blank_line { "\n\n" } else { "\n" });
            out.extend(std::iter::repeat_n(' ', indent));
        };
        // Whether nothing but a comment on its line stands between the last bracket that opened and here.
        let mut at_edge = true;
        for token in &self.tokens {
            let part = token.part;
            let mut keeps_blank_line = part.keeps_blank_lines() && !at_edge;
            if token.breaks {
                if matches!(part, Part::Item | Part::ListClose) && !at_edge {
                    out.push(',');
                }
                for remark in self.remarks.get(token.remarks.clone()).unwrap_or_default() {
                    if remark.is_behind {
                        out.push(' ');
                    } else {
                        break_line(
                            out,
                            remark.follows_blank_line && keeps_blank_line,
                            part.indent_of_comment(),
                        );
                        keeps_blank_line = part.keeps_blank_lines();
                    }
                    out.push_str(remark.text);
                }
                let closes = matches!(part, Part::ListClose | Part::Close);
                break_line(out, token.follows_blank_line && keeps_blank_line && !closes, part.indent());
            } else {
                out.push_str(part.joint());
            }
            out.push_str(token.text);
            at_edge = matches!(part, Part::Open | Part::ListOpen);
        }
        if let Some(comment) = suppression.or(self.remark) {
            out.push(' ');
            out.push_str(comment);
        }
    }

    /// Decides which tokens open a line.
    fn break_lines(&mut self) {
        let tokens = &mut self.tokens;
        let Some(open) = tokens.iter().position(|token| token.part == Part::Open) else { return };
        if fits(tokens, 0..tokens.len(), open) {
            return;
        }
        for token in &mut *tokens {
            token.breaks |= token.part.breaks_with_body();
        }
        let mut start = open + 1;
        while start < tokens.len() {
            let is_start = |token: &Token<'_>| token.part.breaks_with_body();
            let rest = tokens.iter().skip(start + 1).position(is_start);
            let end = rest.map_or(tokens.len(), |length| start + 1 + length);
            let list = tokens.iter().take(end).skip(start).position(|token| token.part == Part::ListOpen);
            if let Some(list) = list.map(|index| start + index)
                && !fits(tokens, start..end, list)
            {
                for token in tokens.iter_mut().take(end).skip(start) {
                    token.breaks |= token.part.breaks_with_list();
                }
            }
            start = end;
        }
    }
}

/// Whether what the bracket at `open` opens can stay on its line: nothing behind it in `range` breaks the
/// line, and the line from its start to the end of `range` is not too long.
fn fits(tokens: &[Token<'_>], range: Range<usize>, open: usize) -> bool {
    let opens_line = |index: &usize| tokens.get(*index).is_some_and(|token| token.breaks);
    if (open + 1..range.end).any(|index| opens_line(&index)) {
        return false;
    }
    let start = (range.start..=open).rev().find(opens_line).unwrap_or(range.start);
    let line = tokens.get(start..range.end).unwrap_or_default();
    let indent = line.first().filter(|token| token.breaks).map_or(0, |token| token.part.indent());
    indent + width(line) <= COLUMNS
}

/// The columns that tokens take on one line.
fn width(tokens: &[Token<'_>]) -> usize {
    let joints: usize = tokens.iter().skip(1).map(|token| token.part.joint().len()).sum();
    joints + tokens.iter().map(|token| token.columns).sum::<usize>()
}

/// The columns that a token takes on a terminal. Only strings have characters that are not one byte and one
/// column.
fn columns(token: &lexer::Token<'_>) -> usize {
    match token.kind {
        TokenKind::Text if !token.text.is_ascii() => token.text.width(),
        _ => token.text.len(),
    }
}

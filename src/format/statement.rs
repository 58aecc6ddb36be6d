//! One statement: its tokens and comments come in, its layout on one line or on several goes out.

use std::iter::Peekable;

use super::breaks::break_lines;
use super::part::Part;
use super::token::{COLUMNS, Gap, Token, columns, width};
use crate::syntax::directive;
use crate::syntax::lexer::Lexer;

/// A comment before a token.
#[derive(Debug)]
struct Remark<'s> {
    text: &'s str,
    /// Whether it stands on the line of the token before it, and so stays there.
    is_behind: bool,
    /// What stands directly before it.
    gap: Gap,
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
        let (mut lines, mut first_remark) = (0, 0);
        let mut gap = Gap::default();
        let mut part: Option<Part> = None;
        while let Some(token) = tokens.next_if(|token| token.start < end) {
            if part.is_some() {
                lines += token.breaks;
                gap = gap.max(Gap::of(token.breaks));
            }
            if token.is_comment() {
                if lines == 0 && directive(token.text).is_some() {
                    self.suppression = Some(token.text);
                } else {
                    let is_behind = token.breaks == 0 && first_remark == self.remarks.len();
                    self.remarks.push(Remark { text: token.text, is_behind, gap });
                }
            } else if token.text == "," {
                continue;
            } else {
                let its_part = part.map_or(Part::Keyword, |before| before.next(token.text));
                let remarks = first_remark..self.remarks.len();
                let first = self.remarks.get(first_remark);
                self.tokens.push(Token {
                    text: token.text,
                    columns: columns(&token),
                    part: its_part,
                    breaks: first.is_some(),
                    follows_remark: first.is_some_and(|remark| remark.is_behind),
                    gap,
                    remarks,
                });
                first_remark = self.remarks.len();
                part = Some(its_part);
            }
            gap = Gap::default();
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
        for (index, token) in self.tokens.iter().enumerate().filter(|(_, token)| token.follows_remark) {
            let remark = self.remarks.get(token.remarks.start);
            if remark.is_some_and(|remark| must_leave(remark.text)) {
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

    /// Writes it broken: one clause a line where the body does not fit on one, its items filling lines where
    /// a list does not.
    pub(super) fn write_broken(&mut self, out: &mut String) {
        break_lines(&mut self.tokens);
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
        let mut clause = 0;
        for token in &self.tokens {
            let part = token.part;
            clause = part.indent_of_clause().unwrap_or(clause);
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
                            remark.gap == Gap::BlankLine && keeps_blank_line,
                            part.indent_of_comment(clause),
                        );
                        keeps_blank_line = part.keeps_blank_lines();
                    }
                    out.push_str(remark.text);
                }
                let closes = matches!(part, Part::ListClose | Part::Close);
                break_line(
                    out,
                    token.gap == Gap::BlankLine && keeps_blank_line && !closes,
                    part.indent(clause),
                );
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
}

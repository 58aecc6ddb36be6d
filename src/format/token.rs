//! A token with what the layout needs to know of it; and how wide tokens are on one line.

use std::ops::Range;

use unicode_width::UnicodeWidthStr as _;

use super::part::Part;
use crate::syntax::lexer::{self, TokenKind};

/// No line is longer if breaking can help it; a comment at its end does not count.
pub(super) const COLUMNS: usize = 100;

/// A token and what stands between it and the token before it.
#[derive(Debug)]
pub(super) struct Token<'s> {
    pub(super) text: &'s str,
    /// The columns that it takes on a terminal.
    pub(super) columns: usize,
    pub(super) part: Part,
    /// The comments before it, as places among those of its statement.
    pub(super) remarks: Range<usize>,
    /// Whether the first of them stands on the line of the token before it.
    pub(super) follows_remark: bool,
    /// What stands directly before it, as the text is written.
    pub(super) gap: Gap,
    /// Whether it opens a line of the layout.
    pub(super) breaks: bool,
}

/// How far what stands before a token is from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    #[default]
    SameLine,
    LineBreak,
    BlankLine,
}

impl Gap {
    /// The gap of so many line breaks.
    pub(super) fn of(breaks: usize) -> Self {
        match breaks {
            0 => Self::SameLine,
            1 => Self::LineBreak,
            _ => Self::BlankLine,
        }
    }
}

/// The columns that tokens take on one line.
pub(super) fn width(tokens: &[Token<'_>]) -> usize {
    let joints: usize = tokens.iter().skip(1).map(|token| token.part.joint().len()).sum();
    joints + tokens.iter().map(|token| token.columns).sum::<usize>()
}

/// The columns that a token takes on a terminal. Only strings have characters that are not one byte and one
/// column.
pub(super) fn columns(token: &lexer::Token<'_>) -> usize {
    match token.kind {
        TokenKind::Text if !token.text.is_ascii() => token.text.width(),
        _ => token.text.len(),
    }
}

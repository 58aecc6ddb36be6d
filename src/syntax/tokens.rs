//! A stretch of text comes in; its words, strings and marks go out, whether or not they make a statement.

use super::grammar::{self, Rule};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    /// A string that ends on its line and has only escapes that exist.
    Text,
    /// A string that its line ends before it does.
    OpenText,
    /// A string with an escape that does not exist.
    BadText,
    /// `<`, `>`, `[`, `]` or `,`.
    Mark,
    Junk,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'s> {
    pub(super) kind: TokenKind,
    pub(super) text: &'s str,
    pub(super) start: usize,
}

impl Token<'_> {
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self.kind, TokenKind::Mark | TokenKind::Word) && self.text == text
    }
}

/// The tokens of `text`, comments left out; it starts at byte `start` of the file.
pub(super) fn tokens(start: usize, text: &str) -> Vec<Token<'_>> {
    let pairs = grammar::parse(Rule::tokens, text).all();
    pairs
        .filter_map(|pair| {
            let kind = match pair.as_rule() {
                Rule::word => TokenKind::Word,
                Rule::text => TokenKind::Text,
                Rule::open_text => TokenKind::OpenText,
                Rule::bad_text => TokenKind::BadText,
                Rule::mark => TokenKind::Mark,
                Rule::junk => TokenKind::Junk,
                _ => return None,
            };
            Some(Token { kind, text: pair.as_str(), start: start + pair.as_span().start() })
        })
        .collect()
}

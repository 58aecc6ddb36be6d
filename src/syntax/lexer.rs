//! The words, strings, marks and comments of a text, whether or not they make a statement: what the parser
//! takes apart, the explainer complains about, and the formatter lays out.

use super::word::{is_in_word, starts_word};
use crate::text::BYTE_ORDER_MARK;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    /// A string that ends on its line and has only escapes that exist.
    Text,
    /// A string that its line ends before it does.
    OpenText,
    /// A string with an escape that does not exist.
    BadText,
    /// `<`, `>`, `[`, `]` or `,`.
    Mark,
    /// What has a character that no word has.
    Junk,
    /// From `#` to the end of the line, without the space there.
    Comment,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    pub(crate) kind: TokenKind,
    /// As written.
    pub(crate) text: &'t str,
    /// The byte of the file at which it starts.
    pub(crate) start: usize,
    /// How many line breaks stand between the token before it and this one.
    pub(crate) breaks: usize,
}

impl Token<'_> {
    /// Whether it is this mark or word.
    pub(crate) fn is(&self, text: &str) -> bool {
        matches!(self.kind, TokenKind::Mark | TokenKind::Word) && self.text == text
    }

    pub(crate) fn is_comment(&self) -> bool {
        self.kind == TokenKind::Comment
    }

    /// The byte behind it.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The tokens of a text, in order.
#[derive(Clone, Debug)]
pub(crate) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    base: usize,
}

impl<'t> Lexer<'t> {
    /// The tokens of `text`, which stands at byte `base` of its file. A byte-order mark that opens it is
    /// none.
    pub(crate) fn new(text: &'t str, base: usize) -> Self {
        let at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        Self { text, at, base }
    }
}

impl<'t> Iterator for Lexer<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let mut breaks = 0;
        let mut rest = self.text.as_bytes().get(self.at..)?;
        while let Some((byte @ (b' ' | b'\t' | b'\r' | b'\n'), behind)) = rest.split_first() {
            breaks += usize::from(*byte == b'\n');
            rest = behind;
        }
        let start = self.text.len() - rest.len();
        let (kind, length) = match rest.first()? {
            b'#' => (TokenKind::Comment, rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len())),
            b'"' => string(rest),
            b'<' | b'>' | b'[' | b']' | b',' => (TokenKind::Mark, 1),
            _ => word(rest),
        };
        self.at = start + length;
        let mut text = self.text.get(start..self.at)?;
        if kind == TokenKind::Comment {
            text = text.trim_ascii_end();
        }
        Some(Token { kind, text, start: self.base + start, breaks })
    }
}

/// What the string is that `bytes` open with, and how many bytes it has, its quotes included.
fn string(bytes: &[u8]) -> (TokenKind, usize) {
    let is_line_end = |rest: &[u8]| rest.is_empty() || rest.starts_with(b"\n") || rest.starts_with(b"\r\n");
    let mut kind = TokenKind::Text;
    let mut at = 1;
    loop {
        match bytes.get(at..).unwrap_or_default() {
            rest if is_line_end(rest) => return (TokenKind::OpenText, at),
            [b'"', ..] => return (kind, at + 1),
            [b'\\', rest @ ..] if is_line_end(rest) => return (TokenKind::OpenText, at + 1),
            [b'\\', b'"' | b'\\', ..] => at += 2,
            [b'\\', ..] => {
                kind = TokenKind::BadText;
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Whether `bytes` open with a word, and how many bytes it has, or what stands in its place.
fn word(bytes: &[u8]) -> (TokenKind, usize) {
    let length_until =
        |ends: fn(u8) -> bool| bytes.iter().position(|&byte| ends(byte)).unwrap_or(bytes.len());
    let length = length_until(|byte| !is_in_word(byte));
    let is_ended = bytes.get(length).is_none_or(|&byte| ends_word(byte));
    if is_ended && bytes.first().is_some_and(|&byte| starts_word(byte)) {
        (TokenKind::Word, length)
    } else {
        (TokenKind::Junk, length_until(ends_word))
    }
}

fn ends_word(byte: u8) -> bool {
    // All of them are below the letters but the brackets.
    byte <= b'>' && matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'<' | b'>' | b',' | b'"' | b'#')
        || matches!(byte, b'[' | b']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_and_comment_comes_out_as_written() {
        let text = "\u{feff}model \"a \\\" # \\\\\"in<[x,é]>\r\n\r\n\t# c \t\r\ny#";
        let tokens: Vec<_> = Lexer::new(text, 0).map(|token| (token.text, token.breaks)).collect();
        assert_eq!(
            tokens,
            [
                ("model", 0),
                ("\"a \\\" # \\\\\"", 0),
                ("in", 0),
                ("<", 0),
                ("[", 0),
                ("x", 0),
                (",", 0),
                ("é", 0),
                ("]", 0),
                (">", 0),
                ("# c", 2),
                ("y", 1),
                ("#", 0),
            ]
        );
    }

    #[test]
    fn what_is_wrong_with_a_token_is_its_kind() {
        let kinds = |text| Lexer::new(text, 7).map(|token| (token.kind, token.start)).collect::<Vec<_>>();
        assert_eq!(kinds("a-b é"), [(TokenKind::Word, 7), (TokenKind::Junk, 11)]);
        assert_eq!(kinds(r#""a\"b" "a\n""#), [(TokenKind::Text, 7), (TokenKind::BadText, 14)]);
        assert_eq!(kinds("\"a\r\nb"), [(TokenKind::OpenText, 7), (TokenKind::Word, 11)]);
        assert_eq!(kinds("\"a\\\n\"\\"), [(TokenKind::OpenText, 7), (TokenKind::OpenText, 11)]);
    }
}

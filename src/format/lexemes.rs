//! The text of a file that has no syntax errors comes in; its words, strings, marks and comments go out, each with
//! the line breaks before it.

use crate::source::BYTE_ORDER_MARK;

/// A word, a string, a mark or a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lexeme<'s> {
    /// As written; a comment without the blanks at its end.
    pub(super) text: &'s str,
    /// The byte of the file at which it starts.
    pub(super) start: usize,
    /// How many line breaks there are between the lexeme before it and this one.
    pub(super) breaks: usize,
}

impl Lexeme<'_> {
    pub(super) fn is_comment(&self) -> bool {
        self.text.starts_with('#')
    }
}

/// The lexemes of a text, in order.
pub(super) struct Lexemes<'s> {
    text: &'s str,
    at: usize,
    /// The next one, where it has been looked at.
    peeked: Option<Lexeme<'s>>,
}

impl<'s> Lexemes<'s> {
    /// Those of a whole file; a byte-order mark that opens it is none.
    pub(super) fn of(text: &'s str) -> Self {
        let at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        Self { text, at, peeked: None }
    }

    pub(super) fn peek(&mut self) -> Option<&Lexeme<'s>> {
        if self.peeked.is_none() {
            self.peeked = self.read();
        }
        self.peeked.as_ref()
    }

    /// The next one, if `is_wanted`.
    pub(super) fn next_if(&mut self, is_wanted: impl FnOnce(&Lexeme<'s>) -> bool) -> Option<Lexeme<'s>> {
        if self.peek().is_some_and(is_wanted) { self.next() } else { None }
    }

    /// Goes on at byte `at`, which a lexeme ends before.
    pub(super) fn skip_to(&mut self, at: usize) {
        self.at = at;
        self.peeked = None;
    }

    fn read(&mut self) -> Option<Lexeme<'s>> {
        let mut breaks = 0;
        let mut rest = self.text.as_bytes().get(self.at..)?;
        while let Some((byte @ (b' ' | b'\t' | b'\r' | b'\n'), behind)) = rest.split_first() {
            breaks += usize::from(*byte == b'\n');
            rest = behind;
        }
        let start = self.text.len() - rest.len();
        let length = match rest.first()? {
            b'#' => rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len()),
            b'"' => length_of_string(rest),
            b'<' | b'>' | b'[' | b']' | b',' => 1,
            _ => rest.iter().position(|&byte| ends_word(byte)).unwrap_or(rest.len()),
        };
        self.at = start + length;
        let text = self.text.get(start..self.at)?.trim_ascii_end();
        Some(Lexeme { text, start, breaks })
    }
}

impl<'s> Iterator for Lexemes<'s> {
    type Item = Lexeme<'s>;

    fn next(&mut self) -> Option<Lexeme<'s>> {
        self.peeked.take().or_else(|| self.read())
    }
}

/// How many bytes the string has that `bytes` opens with, its quotes included.
fn length_of_string(bytes: &[u8]) -> usize {
    let mut is_escaped = false;
    let close = bytes.iter().skip(1).position(|&byte| {
        let closes = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        closes
    });
    close.map_or(bytes.len(), |close| close + 2)
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
        let lexemes: Vec<_> = Lexemes::of(text).map(|lexeme| (lexeme.text, lexeme.breaks)).collect();
        assert_eq!(
            lexemes,
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
}

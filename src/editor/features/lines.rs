//! What is told of a name: words and codes come in, lines go out as Markdown or as plain text.

use crate::syntax::quoted;
use crate::text::hidden::one_line;

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// As the language has it: between backticks in Markdown.
    Code(String),
    /// A sentence.
    Words(String),
}

/// A line of which some parts are code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::editor) struct Line(Vec<Part>);

impl Line {
    /// The line with some words behind it.
    pub(super) fn words(mut self, words: &str) -> Self {
        self.0.push(Part::Words(one_line(words)));
        self
    }

    /// The line with a message behind it, in which what stands between backticks is code.
    pub(super) fn message(self, message: &str) -> Self {
        if message.matches('`').count() % 2 == 1 {
            return self.words(message);
        }
        let mut is_code = false;
        message.split('`').fold(self, |line, part| {
            let line = match part {
                "" => line,
                code if is_code => line.code(code),
                words => line.words(words),
            };
            is_code = !is_code;
            line
        })
    }

    /// The line with a name behind it, in quotes where it needs some.
    pub(super) fn name(self, name: &str) -> Self {
        self.code(&quoted(name))
    }

    /// The line with some code behind it.
    pub(super) fn code(mut self, code: &str) -> Self {
        self.0.push(Part::Code(one_line(code)));
        self
    }

    /// The line with another one behind it.
    pub(super) fn line(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The line with others behind it, and something between each two of them.
    pub(super) fn joined(mut self, others: impl IntoIterator<Item = Self>, between: &str) -> Self {
        for (index, other) in others.into_iter().enumerate() {
            if index > 0 {
                self.0.push(Part::Words(between.to_owned()));
            }
            self.0.extend(other.0);
        }
        self
    }

    /// Without any mark.
    pub(in crate::editor) fn plain(&self) -> String {
        self.0
            .iter()
            .map(|part| match part {
                Part::Code(it) | Part::Words(it) => it.as_str(),
            })
            .collect()
    }

    /// With backticks around code, and every mark of a word as the character that it is.
    pub(in crate::editor) fn markdown(&self) -> String {
        let part = |part: &Part| match part {
            Part::Code(code) => fenced(code),
            Part::Words(words) => escaped(words),
        };
        self.0.iter().map(part).collect()
    }
}

/// Code between more backticks than it has in a row.
fn fenced(code: &str) -> String {
    let longest = code.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{code}{space}{fence}")
}

/// A line in which no character is a mark of Markdown.
pub(in crate::editor) fn escaped(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    let mut escaped = String::with_capacity(line.len());
    for (at, character) in line.char_indices() {
        let is_mark = match character {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!'
            | '$' => true,
            // What opens an item of a list, or underlines a heading.
            '+' | '-' | '=' => at == 0,
            '.' | ')' => digits > 0 && at == digits,
            _ => false,
        };
        if is_mark {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_is_left() {
        assert_eq!(escaped("a *b* <c> `d` (e) f-g 1. h"), "a \\*b\\* \\<c\\> \\`d\\` (e) f-g 1. h");
        assert_eq!(escaped("- a"), "\\- a");
        assert_eq!(escaped("12. a"), "12\\. a");
        assert_eq!(escaped("3) a"), "3\\) a");
    }

    #[test]
    fn code_stands_between_more_backticks_than_it_has() {
        assert_eq!(fenced("fr"), "`fr`");
        assert_eq!(fenced("a``b"), "``` a``b ```");
    }
}

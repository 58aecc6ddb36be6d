//! The page of a check for people, as `bpol explain` shows it: what the Markdown of [`page`](super::page)
//! says, without its marks, in lines that fit.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::check::Check;
use super::page::{Shown, sentence, shown, standing};

/// The page of `check` in lines of at most `width` columns, but for words and code that are longer. `title`
/// makes a heading of a text.
#[must_use]
pub fn plain(check: &Check, width: usize, title: impl Fn(&str) -> String) -> String {
    let mut page = format!("{}\n", title(check.name));
    let why = check.why.trim().split("\n\n").map(str::to_owned);
    for paragraph in [sentence(check.summary), standing(check)].into_iter().chain(why) {
        let text = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = write!(page, "\n{}", wrapped(&unmarked(&text), width, 0));
    }
    for (heading, example) in [("Wrong", check.bad), ("Right", check.good)] {
        let _ = write!(page, "\n{}\n\n", title(heading));
        match shown(example) {
            Shown::Code(text) => {
                for line in text.trim_end().lines() {
                    let _ = writeln!(page, "{}", format!("    {line}").trim_end());
                }
            }
            Shown::Words(text) => page.push_str(&wrapped(text, width, 0)),
        }
    }
    page
}

/// `text` in lines of at most `width` columns, if its words let it; all but the first line are indented by
/// `indent`. No line ends within backticks.
#[must_use]
pub fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let mut wrapped = String::with_capacity(text.len() + 1);
    let mut column = 0;
    for word in words(text) {
        let length = word.width();
        if column > 0 && column + 1 + length > width {
            let _ = write!(wrapped, "\n{:indent$}", "");
            column = indent;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += length;
    }
    wrapped.push('\n');
    wrapped
}

/// The words of a text; what stands in backticks is one with what touches it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    let between = move |character| {
        is_code ^= character == '`';
        character == ' ' && !is_code
    };
    text.split(between).filter(|word| !word.is_empty())
}

/// A text without the marks of Markdown for emphasis and escapes; code keeps its backticks.
fn unmarked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_code = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '`' => is_code = !is_code,
            '*' if !is_code => continue,
            '\\' if !is_code => {
                plain.extend(characters.next());
                continue;
            }
            _ => {}
        }
        plain.push(character);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_do_not_end_in_code() {
        assert_eq!(wrapped("one `two three` four", 10, 2), "one\n  `two three`\n  four\n");
        assert_eq!(wrapped("a b c", 3, 0), "a b\nc\n");
    }

    #[test]
    fn marks_of_markdown_are_left_out_but_not_in_code() {
        assert_eq!(unmarked(r"a *union* of `a * b` and \*"), "a union of `a * b` and *");
    }
}

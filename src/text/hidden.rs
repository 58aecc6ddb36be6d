//! Characters that a reader does not see: a text comes in, the runs of them go out (Trojan Source,
//! CVE-2021-42574).

use std::fmt::Write as _;
use std::ops::Range;

use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

/// Whether a terminal would obey `character`, or show nothing for it, or show it as a space that it is not.
/// Tab, line feed and space are not hidden; whether a carriage return is depends on what follows it.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    match character {
        '\t' | '\n' | ' '..='~' => false,
        // What follows the control characters is shown as nothing or as a space by design, though letters,
        // marks or symbols by category.
        '\0'..='\u{9f}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => matches!(
            character.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::SpaceSeparator
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        ),
    }
}

/// `text` with every character escaped that a terminal would obey or not show, as `\u{1b}`; line feeds stay.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character != '\n' && is_hidden(character) {
            let _ = write!(shown, "{}", character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// `text` on one line: like [`printable`], and tabs and line feeds are escaped too.
#[must_use]
pub(crate) fn one_line(text: &str) -> String {
    printable(text).replace('\t', "\\t").replace('\n', "\\u{a}")
}

/// Whether `character` is shown as a space and is another character.
pub(crate) fn is_odd_space(character: char) -> bool {
    matches!(character, '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{2800}')
        || (character != ' ' && character.general_category() == GeneralCategory::SpaceSeparator)
}

/// How many bytes are looked at at once.
const BLOCK: usize = 1 << 12;

/// The runs of hidden characters in `text`, in bytes.
///
/// A byte-order mark may open it, a carriage return may stand before a line feed, and a zero-width joiner or
/// variation selector may stand in an emoji.
pub(crate) fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    // A text of some size has few blocks with anything but ASCII.
    while start < text.len() {
        let end = text.ceil_char_boundary(start + BLOCK);
        if !text.get(start..end).is_some_and(|block| is_plain(block) || has_only_line_ends(text, start..end))
        {
            runs_in(text, start..end, &mut runs);
        }
        start = end;
    }
    runs
}

/// Whether a part of `text` is plain but for carriage returns before line feeds.
fn has_only_line_ends(text: &str, part: Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let is_whole = |index| bytes.get(index + 1) == Some(&b'\n');
    let mut lines = bytes.get(part.clone()).unwrap_or_default().split(|&byte| byte == b'\r');
    let mut end = part.start;
    lines.all(|line| {
        end += line.len() + 1;
        (end > part.end || is_whole(end - 1)) && are_plain(line)
    })
}

/// Adds the runs that begin in a part of `text`.
fn runs_in(text: &str, part: Range<usize>, runs: &mut Vec<Range<usize>>) {
    let (head, rest) = text.split_at(part.start);
    let mut before = head.chars().next_back();
    let mut characters = rest.char_indices().peekable();
    while let Some((offset, character)) = characters.next_if(|(offset, _)| part.start + offset < part.end) {
        let start = part.start + offset;
        let end = start + character.len_utf8();
        let next = characters.peek().map(|&(_, next)| next);
        let allowed = match character {
            '\u{feff}' => start == 0,
            '\r' => next == Some('\n'),
            '\u{200d}' => {
                before.is_some_and(|before| before == '\u{fe0f}' || is_emoji(before))
                    && next.is_some_and(is_emoji)
            }
            // `1` and `#` begin an emoji only where the keycap follows.
            '\u{fe0e}' | '\u{fe0f}' => before.is_some_and(is_emoji) || next == Some('\u{20e3}'),
            _ => !is_hidden(character),
        };
        before = Some(character);
        if allowed {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == start => run.end = end,
            _ => runs.push(start..end),
        }
    }
}

fn is_emoji(character: char) -> bool {
    !character.is_ascii() && character.is_emoji_char()
}

/// Whether `text` has only bytes that cannot be part of a hidden character, so that [`runs`] is empty.
pub(crate) fn is_plain(text: &str) -> bool {
    are_plain(text.as_bytes())
}

fn are_plain(bytes: &[u8]) -> bool {
    // In blocks, so that the compiler can look at many bytes at once.
    bytes.chunks(BLOCK).all(|block| {
        !block.iter().fold(false, |odd, &byte| {
            let is_odd = byte >= 0x7f || (byte < b' ' && byte != b'\n' && byte != b'\t');
            odd | is_odd
        })
    })
}

/// `text` with each hidden character replaced by as many bytes: what looks like a space by spaces, anything
/// else by `_`.
pub(crate) fn clean(text: &str, runs: &[Range<usize>]) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for run in runs {
        cleaned.push_str(text.get(cleaned.len()..run.start).unwrap_or_default());
        for character in text.get(run.clone()).unwrap_or_default().chars() {
            let filler = if is_odd_space(character) { ' ' } else { '_' };
            cleaned.extend(std::iter::repeat_n(filler, character.len_utf8()));
        }
    }
    cleaned.push_str(text.get(cleaned.len()..).unwrap_or_default());
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_runs_and_spares_what_may_stand() {
        assert!(runs("\u{feff}a\r\nb\t").is_empty());
        assert_eq!(runs("a\u{feff}b"), vec![1..4]);
        assert_eq!(runs("a\rb\u{1b}\u{0}"), [1..2, 3..5]);
        assert_eq!(runs("x\u{a0}\u{202e}y"), vec![1..6]);
        assert!(runs("👩\u{200d}💻 ❤\u{fe0f} 🏳\u{fe0f}\u{200d}🌈").is_empty());
        assert_eq!(runs("a\u{200d}b\u{fe0f}"), [1..4, 5..8]);
        assert!(runs("北京 Zürich 🇫🇷 1\u{fe0f}\u{20e3}").is_empty());
        assert_eq!(runs("v1\u{fe0f}"), vec![2..5]);
    }

    #[test]
    fn runs_are_the_same_wherever_blocks_end() {
        let text = "a\u{200b}\u{200b}é👩\u{200d}💻\u{200d}x\u{fe0f}\r\n";
        for before in (0..text.len() + 9).map(|less| BLOCK - less) {
            let shifted = runs(&format!("{}{text}", "x".repeat(before)));
            let wanted = runs(text).into_iter().map(|run| run.start + before..run.end + before);
            assert_eq!(shifted, wanted.collect::<Vec<_>>(), "{before}");
        }
    }

    #[test]
    fn nothing_reaches_a_terminal_raw() {
        assert_eq!(printable("a\u{1b}[31m\u{202e}b\tc"), "a\\u{1b}[31m\\u{202e}b\tc");
        assert_eq!(one_line("a\n::error::\u{1b}\tb"), "a\\u{a}::error::\\u{1b}\\tb");
    }

    #[test]
    fn cleaning_keeps_every_offset() {
        let text = "mo\u{200b}del\u{a0}x";
        let cleaned = clean(text, &runs(text));
        assert_eq!(cleaned, "mo___del  x");
    }
}

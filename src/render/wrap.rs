//! Words in a terminal: a text comes in, its lines go out, broken between words and never within backticks.

use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter};

/// `text` in lines of at most `width` columns: the first behind `first`, each other line of it behind
/// `indent`, and what does not fit on a line behind two columns more. A word that is longer than a line has
/// one of its own.
pub(crate) fn wrapped(text: &str, width: usize, first: &str, indent: &str) -> String {
    let lines = text.split('\n').enumerate().map(|(index, line)| {
        fill(line, width, if index == 0 { first } else { indent }, &format!("{indent}  "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// One line, the first part of it behind `first` and what does not fit behind `rest`.
pub(super) fn fill(line: &str, width: usize, first: &str, rest: &str) -> String {
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .word_separator(WordSeparator::Custom(words));
    textwrap::fill(line, options)
}

/// The words of a line; what stands within backticks is part of one.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut rest = line;
    Box::new(std::iter::from_fn(move || {
        let (word, behind) = rest.split_at(word_end(rest)?);
        rest = behind;
        Some(Word::from(word))
    }))
}

/// Where the first word of a line ends, with the spaces behind it; none where there is no more.
fn word_end(line: &str) -> Option<usize> {
    let mut is_quoted = false;
    let mut is_behind = false;
    for (index, character) in line.char_indices() {
        if is_behind && character != ' ' {
            return Some(index);
        }
        is_quoted ^= character == '`';
        is_behind = character == ' ' && !is_quoted;
    }
    (!line.is_empty()).then_some(line.len())
}

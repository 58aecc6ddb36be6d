//! What a word is, and what a word or a string says.

use std::borrow::Cow;

/// What a word or a string in quotes says.
pub(super) fn value(written: &str) -> Cow<'_, str> {
    let Some(inner) = written.strip_prefix('"') else { return Cow::Borrowed(written) };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut value = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        value.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    Cow::Owned(value)
}

/// Whether `text` is a word of the language: an ASCII letter, digit or `_`, then those, `.` and `-`.
pub(crate) fn is_word(text: &str) -> bool {
    text.bytes().next().is_some_and(starts_word) && text.bytes().all(is_in_word)
}

pub(super) fn starts_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

pub(super) fn is_in_word(byte: u8) -> bool {
    IN_WORD.get(usize::from(byte)).is_some_and(|&is_in| is_in)
}

/// Which bytes may stand in a word: most of a file is asked for it.
const IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &mut [bool] = &mut table;
    let mut byte = 0u8;
    while let Some((first, others)) = rest.split_first_mut() {
        *first = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        rest = others;
        byte = byte.wrapping_add(1);
    }
    table
};

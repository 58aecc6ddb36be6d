//! Words in parts: `eu-west-1` is `eu`, `west` and `1`. Letter case and what separates parts count for
//! nothing; a part that is short or a number tells places, cards and versions apart.

use std::hash::Hasher as _;

use rustc_hash::FxHasher;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::limits::LONGEST;
use crate::text::lookalike;

/// A part of at most so many letters is never misspelt: it is another one.
const SHORT: usize = 3;

/// A word in small letters and its parts, without what separates them.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) all: Vec<Part>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    /// How many characters it has.
    pub(super) length: usize,
    is_number: bool,
}

impl Part {
    /// Whether it must be equal in what is near.
    pub(super) fn is_fixed(&self) -> bool {
        self.is_number || self.length <= SHORT
    }
}

/// What a character does in a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Letter,
    Digit,
    Separator,
}

fn sort(character: char) -> Sort {
    match character {
        _ if character.is_numeric() => Sort::Digit,
        _ if character.is_alphabetic() || is_combining_mark(character) => Sort::Letter,
        _ => Sort::Separator,
    }
}

impl Parts {
    /// The parts of a word; `None` where it is too long, or has none.
    pub(super) fn of(word: &str) -> Option<Self> {
        if is_long(word) {
            return None;
        }
        let folded: String = word.nfc().collect::<String>().to_lowercase();
        let mut all: Vec<Part> = Vec::new();
        let mut last = Sort::Separator;
        for character in folded.chars() {
            let sort = sort(character);
            if sort != Sort::Separator {
                match all.last_mut().filter(|_| sort == last) {
                    Some(part) => {
                        part.text.push(character);
                        part.length += 1;
                    }
                    None => {
                        let is_number = sort == Sort::Digit;
                        all.push(Part { text: character.into(), length: 1, is_number });
                    }
                }
            }
            last = sort;
        }
        (!all.is_empty()).then_some(Self { all })
    }

    /// How many letters it has.
    pub(super) fn letters(&self) -> usize {
        self.all.iter().filter(|part| !part.is_number).map(|part| part.length).sum()
    }

    /// All parts as one text without accents: `eu-west1` and `eu-west-1` have the same, `a1-0` and `a10` do
    /// not.
    pub(super) fn joined(&self) -> String {
        let mut joined = String::new();
        let mut was_number = false;
        for part in &self.all {
            if part.is_number && was_number {
                joined.push('-');
            }
            joined.extend(bare(&part.text));
            was_number = part.is_number;
        }
        joined
    }

    /// What words have in common that are the same up to separators, letter case, accents and characters that
    /// look alike.
    pub(super) fn alike(&self) -> u64 {
        hash([lookalike::skeleton(&self.joined())])
    }

    /// What words have in common that could be misspelt for each other: the number of their parts, and those
    /// that must be equal.
    pub(super) fn shape(&self) -> u64 {
        hash(self.all.iter().map(|part| if part.is_fixed() { &*part.text } else { "*" }))
    }

    /// What words have in common one of which is all of these parts and the other more.
    pub(super) fn whole(&self) -> u64 {
        run(&self.all)
    }

    /// The same of some of the first and some of the last parts, each once.
    pub(super) fn ends(&self) -> impl Iterator<Item = u64> {
        (1..self.all.len()).flat_map(|at| {
            let (first, last) = self.all.split_at(at);
            [run(first), run(last)]
        })
    }
}

/// Whether a word is too long for suggestions.
fn is_long(word: &str) -> bool {
    word.len() > LONGEST && word.chars().nth(LONGEST).is_some()
}

fn run(parts: &[Part]) -> u64 {
    hash(parts.iter().map(|part| bare(&part.text).collect::<String>()))
}

fn hash<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> u64 {
    let mut hasher = FxHasher::default();
    for text in texts {
        hasher.write(text.as_ref().as_bytes());
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

/// A text without accents.
fn bare(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().filter(|character| !is_combining_mark(*character))
}

/// Whether a word has a capital behind a small letter, so that it may have parts which small letters hide:
/// `euOnly` is `eu` and `only`.
pub(super) fn has_humps(word: &str) -> bool {
    let mut was_small = false;
    word.chars().any(|character| {
        let is_hump = was_small && character.is_uppercase();
        was_small = character.is_lowercase();
        is_hump
    })
}

/// A name as people say it: in small letters without accents and apostrophes, its words apart by `-`.
pub(crate) fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for character in name.nfkd().flat_map(char::to_lowercase) {
        match character {
            '&' => folded.push_str("-and-"),
            '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2bb}' | '`' | '\u{b4}' => {}
            _ if is_combining_mark(character) => {}
            _ if character.is_alphanumeric() => folded.push(character),
            _ => folded.push('-'),
        }
    }
    let words: Vec<&str> = folded.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(word: &str) -> Vec<String> {
        Parts::of(word).map_or(Vec::new(), |parts| parts.all.into_iter().map(|part| part.text).collect())
    }

    #[test]
    fn words_have_parts() {
        assert_eq!(parts("AWS/eu_west-1a"), ["aws", "eu", "west", "1", "a"]);
        assert_eq!(parts("h100.80GB"), ["h", "100", "80", "gb"]);
        assert_eq!(parts("Zu\u{308}rich:1 ×²"), ["zürich", "1", "²"]);
        assert_eq!(parts("--"), [""; 0]);
        assert_eq!(parts(&"a".repeat(LONGEST + 1)), [""; 0]);
        let joined = |word| Parts::of(word).map(|parts| parts.joined());
        assert_eq!(joined("EU_west1"), joined("eu-west-1"));
        assert_eq!(joined("são paulo"), joined("Sao-Paulo"));
        assert_ne!(joined("a1-0"), joined("a10"));
    }

    #[test]
    fn names_are_folded_as_people_say_them() {
        assert_eq!(folded("Côte d’Ivoire"), "cote-divoire");
        assert_eq!(folded("Trinidad & Tobago"), "trinidad-and-tobago");
        assert_eq!(folded(" St. Kitts_and--Nevis"), "st-kitts-and-nevis");
    }
}

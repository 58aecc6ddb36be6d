//! How near two words are: a few tiers, of which a suggestion gives the nearest only.

use super::parts::{Parts, has_humps};
use crate::text::lookalike;

/// How near a word is to another, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// The same characters, encoded otherwise: `ü` is one, or `u` and a mark.
    Form,
    /// In other letter case.
    Case,
    /// With other separators, or other accents.
    Separators,
    /// With characters that look the same.
    Lookalike,
    /// It is how a longer one begins or ends, part by part.
    End,
    /// So many letters of its long parts are misspelt.
    Edits(usize),
}

/// How near a word is to another of the same [`Parts::alike`].
pub(super) fn alike(word: &str, parts: &Parts, other: &str, its: &Parts) -> Tier {
    if word == other || lookalike::differ_in_form(word, other) {
        Tier::Form
    } else if is_same_but_case(word, other) {
        Tier::Case
    } else if parts.joined() == its.joined() {
        Tier::Separators
    } else {
        Tier::Lookalike
    }
}

/// Whether two words differ in letter case only.
fn is_same_but_case(word: &str, other: &str) -> bool {
    let (word, other) = (word.to_lowercase(), other.to_lowercase());
    word == other || lookalike::differ_in_form(&word, &other)
}

/// How many letters are misspelt between words of the same [`Parts::shape`], if they are few in each part and
/// at most `limit` in all; parts that must be equal are.
pub(super) fn edits(word: &Parts, other: &Parts, limit: usize) -> Option<usize> {
    if word.all.len() != other.all.len() {
        return None;
    }
    let mut all = 0;
    for (part, its) in word.all.iter().zip(&other.all).filter(|(part, its)| part.text != its.text) {
        let most = slips(part.length).min(limit.checked_sub(all)?);
        if part.is_fixed() || its.is_fixed() || part.length.abs_diff(its.length) > most {
            return None;
        }
        let edits = strsim::osa_distance(&part.text, &its.text);
        if edits > most {
            return None;
        }
        all += edits;
    }
    (all > 0).then_some(all)
}

/// How many letters of a part of so many may be misspelt.
fn slips(length: usize) -> usize {
    (length / 3).max(1)
}

/// How many letters of a word may be misspelt.
pub(super) fn most(word: &Parts) -> usize {
    word.all.iter().filter(|part| !part.is_fixed()).map(|part| slips(part.length)).sum()
}

/// Whether the one candidate of a tier may be written in the place of the word: it is the same word, or one
/// letter of a long part is wrong and nothing hides a short one in it.
pub(super) fn is_sure(tier: Tier, word: &str, parts: &Parts, other: &str) -> bool {
    match tier {
        Tier::Form | Tier::Case => true,
        Tier::Edits(edits) => edits == 1 && !has_humps(word) && !has_humps(other),
        Tier::Lookalike => {
            let its = Parts::of(other);
            let edits = its.and_then(|its| edits(parts, &its, 1));
            edits.is_some() && !has_humps(word) && !has_humps(other)
        }
        Tier::Separators | Tier::End => false,
    }
}

//! A word that is not in a short list comes in, the nearest words of that list go out.

use super::limits::{LONGEST, MOST};

/// The words of a short list that are nearest to `word`, all of them equally near, in byte order, at most
/// three; none where none is near.
///
/// A word that differs in letter case only is nearer than any other.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let length = word.chars().count();
    if length > LONGEST {
        return Vec::new();
    }
    let folded = word.to_lowercase();
    let limit = (length / 3).max(1);
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .filter_map(|candidate| {
            let distance = strsim::osa_distance(&folded, &candidate.to_lowercase());
            // A word of one or two letters has nothing left of it when one is exchanged.
            let is_near = distance == 0 || (length > 2 && distance <= limit);
            is_near.then_some((distance, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    let tier = near.first().map(|(distance, _)| *distance);
    near.into_iter()
        .take_while(|(distance, _)| Some(*distance) == tier)
        .take(MOST)
        .map(|(_, candidate)| candidate)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        assert_eq!(nearest("polcy", ["policy", "group"]), ["policy"]);
        assert_eq!(nearest("Group", ["group", "groups"]), ["group"]);
        assert_eq!(nearest("xx", ["fr", "us"]), [""; 0]);
        assert_eq!(nearest("modle", ["models", "model", "mode"]), ["mode", "model"]);
        let long = "m".repeat(LONGEST);
        assert_eq!(nearest(&long, [&*format!("{long}m")]).len(), 1);
        assert_eq!(nearest(&format!("{long}m"), [&*long]), [""; 0]);
    }
}

//! The words that someone may have meant.

/// How many words a suggestion names at most.
const MOST: usize = 3;

/// The candidates nearest to `word`, the nearest first, at most three; empty where none is near.
///
/// A candidate that differs in letter case only is nearer than any other. Equally near ones stand in byte
/// order.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let folded = word.to_lowercase();
    let length = folded.chars().count();
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
    near.truncate(MOST);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        assert_eq!(nearest("prodution", ["production", "staging"]), ["production"]);
        assert_eq!(nearest("US", ["fr", "us"]), ["us"]);
        assert_eq!(nearest("xx", ["fr", "us"]), [""; 0]);
        assert_eq!(nearest("modle", ["models", "model", "mode"]), ["mode", "model"]);
    }
}

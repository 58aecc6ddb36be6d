//! The words of `data/words.tsv`: what people call places, as lines.

/// What a word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A code: its attribute and the code itself.
    Code(&'static str, &'static str),
    /// Many places, and the group of the table `world` that has them, if one does.
    Many(Option<&'static str>),
    /// Every place.
    Every,
}

/// Every word with what it means.
pub(super) fn lines() -> impl Iterator<Item = (&'static str, Meaning)> {
    let lines = include_str!("data/words.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (word, meaning) = line.split_once('\t')?;
        let meaning = match (meaning, meaning.split_once('/')) {
            ("*", _) => Meaning::Every,
            ("-", _) => Meaning::Many(None),
            (_, Some(("group", group))) => Meaning::Many(Some(group)),
            (_, Some((attribute, code))) => Meaning::Code(attribute, code),
            (_, None) => return None,
        };
        Some((word, meaning))
    })
}

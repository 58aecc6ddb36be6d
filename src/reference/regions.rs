//! Words for many places, such as `emea`: whether a word is one, and which group has its places.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{self, Meaning};
use crate::suggest::folded;

/// What a word for more than one place means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    /// Every place.
    Everywhere,
    /// Many places, and the group of the table `world` that has them, if one does.
    Many(Option<&'static str>),
}

static REGIONS: LazyLock<HashMap<String, Region>> = LazyLock::new(|| {
    let mut regions = HashMap::new();
    for (word, meaning) in words::lines() {
        match meaning {
            Meaning::Every => regions.insert(key(word), Region::Everywhere),
            Meaning::Many(group) => {
                // The group itself, with the size or the year that its name has, is such a word, too.
                regions.extend(group.map(|group| (key(group), Region::Many(Some(group)))));
                regions.insert(key(word), Region::Many(group))
            }
            Meaning::Code(..) => None,
        };
    }
    regions
});

/// What `word` means, if it is known for more than one place. Such a word is never a misspelt code.
pub(crate) fn find(word: &str) -> Option<Region> {
    REGIONS.get(&key(word)).copied()
}

/// Letter case and separators count for nothing.
fn key(word: &str) -> String {
    folded(word).replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Builtin;
    use crate::syntax::keyword::RuleAttribute;

    #[test]
    fn words_for_many_places_are_known() {
        for (word, group) in [
            ("EEA", Some("eea30")),
            ("eea30", Some("eea30")),
            ("EU-27", Some("eu27")),
            ("European Union", Some("eu27")),
            ("Five Eyes", Some("five-eyes")),
            ("schengen", Some("schengen29")),
            ("EMEA", None),
            ("uk-gdpr", None),
            ("nordics", None),
        ] {
            assert_eq!(find(word), Some(Region::Many(group)), "{word}");
        }
        assert_eq!(find("Any"), Some(Region::Everywhere));
        for word in ["eu-west-1", "europe", "us", "any-1"] {
            assert_eq!(find(word), None, "{word}");
        }
        for region in REGIONS.values() {
            if let Region::Many(Some(group)) = region {
                assert!(Builtin::World.has(RuleAttribute::Group, group), "{group}");
            }
        }
    }
}

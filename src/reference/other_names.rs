//! What people call a code that is not its code: used in messages only, never to accept it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Builtin, aliased, labelled};
use crate::syntax::keyword::Attribute;

/// Other names in folded form, each with the code it means under each attribute.
static NAMES: LazyLock<HashMap<(Attribute, String), String>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for line in include_str!("data/other-names.tsv").lines() {
        let Some((name, meaning)) = line.split_once('\t') else { continue };
        let Some((attribute, code)) = meaning.split_once('/') else { continue };
        names.extend(Attribute::from_name(attribute).map(|kind| ((kind, name.to_owned()), code.to_owned())));
    }
    let mut add = |attribute, code: &str, name: &str| {
        names.entry((attribute, folded(name))).or_insert_with(|| code.to_owned());
    };
    labelled(Builtin::World, &mut add);
    aliased(Builtin::World, &mut add);
    names
});

/// The code of the `world` table that people call `name`: `us` for `USA`, `de` for `Germany`.
///
/// Letter case is ignored, and spaces, `_` and `&` count as the words and hyphens that people write for them.
#[must_use]
pub(crate) fn find(attribute: Attribute, name: &str) -> Option<String> {
    NAMES.get(&(attribute, folded(name))).cloned()
}

/// The codes that people may mean by `name`, which is none of them: that of the `world` table, and the same
/// word in small letters, with hyphens for what separates its parts.
pub(crate) fn meant(attribute: Attribute, name: &str) -> impl Iterator<Item = String> {
    let codes = find(attribute, name).into_iter().chain([folded(name)]);
    codes.filter(move |code| code != name)
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace('&', "and").replace([' ', '_'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_are_known_and_mean_codes_of_the_world() {
        for (name, code) in [("USA", "us"), ("uk", "gb"), ("Germany", "de"), ("Bosnia and Herzegovina", "ba")]
        {
            assert_eq!(find(Attribute::Country, name).as_deref(), Some(code), "{name}");
        }
        assert_eq!(find(Attribute::Continent, "Europe").as_deref(), Some("eu"));
        for (name, code) in [("NVIDIA L4", "l4"), ("tesla-t4", "t4"), ("nvidia_h100_nvl", "h100-nvl")] {
            assert_eq!(find(Attribute::Gpu, name).as_deref(), Some(code), "{name}");
        }
        assert_eq!(find(Attribute::Cpu, "amd64").as_deref(), Some("x86"));
        // Two sizes of memory are two cards.
        assert_eq!(find(Attribute::Gpu, "V100-32GB"), None);
        for ((attribute, name), code) in &*NAMES {
            assert!(Builtin::World.has(*attribute, code), "{name} means {code}");
        }
    }
}

//! What people call a code that is not its code: used in help only, never to accept it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Builtin, labelled};
use crate::syntax::keyword::Attribute;

/// Other names in folded form, each with the code it means under each attribute.
static NAMES: LazyLock<HashMap<(Attribute, String), String>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for line in include_str!("data/other-names.tsv").lines() {
        let Some((name, meaning)) = line.split_once('\t') else { continue };
        let Some((attribute, code)) = meaning.split_once('/') else { continue };
        names.extend(Attribute::from_name(attribute).map(|kind| ((kind, name.to_owned()), code.to_owned())));
    }
    labelled(Builtin::World, |attribute, code, label| {
        names.entry((attribute, folded(label))).or_insert_with(|| code.to_owned());
    });
    names
});

/// The code of the `world` table that people call `name`: `us` for `USA`, `de` for `Germany`.
///
/// Letter case is ignored, and spaces, `_` and `&` count as the words and hyphens that people write for them.
#[must_use]
pub(crate) fn find(attribute: Attribute, name: &str) -> Option<String> {
    NAMES.get(&(attribute, folded(name))).cloned()
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
        assert_eq!(find(Attribute::Gpu, "t4g"), None);
        for ((attribute, name), code) in &*NAMES {
            assert!(Builtin::World.has(*attribute, code), "{name} means {code}");
        }
    }
}

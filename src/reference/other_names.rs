//! What people call a code that is not its code: used in messages only, never to accept it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{self, Meaning};
use super::{Builtin, aliased, labelled};
use crate::suggest::folded;
use crate::syntax::keyword::{Attribute, PolicyType};

/// Other names in folded form, each with the codes that it means under each attribute, by name: mostly one.
static NAMES: LazyLock<HashMap<(Attribute, String), Vec<String>>> = LazyLock::new(|| {
    let mut names: HashMap<(Attribute, String), Vec<String>> = HashMap::new();
    let mut add = |attribute: &str, name: &str, code: &str| {
        if let Some(attribute) = Attribute::from_name(attribute) {
            let codes = names.entry((attribute, key(attribute, name))).or_default();
            if !codes.iter().any(|known| known == code) {
                codes.push(code.to_owned());
            }
        }
    };
    for line in include_str!("data/other-names.tsv").lines() {
        if let Some((name, (attribute, code))) =
            line.split_once('\t').and_then(|(name, meaning)| Some((name, meaning.split_once('/')?)))
        {
            add(attribute, name, code);
        }
    }
    for (name, meaning) in words::lines() {
        if let Meaning::Code(attribute, code) = meaning {
            add(attribute, name, code);
        }
    }
    let mut add = |attribute, code: &str, name: &str| {
        names.entry((attribute, key(attribute, name))).or_insert_with(|| vec![code.to_owned()]);
    };
    labelled(Builtin::World, &mut add);
    aliased(Builtin::World, &mut add);
    names
});

/// The code of the `world` table that people call `name`: `us` for `USA`, `de` for `Germany`. None where
/// there are several, as for `korea`.
///
/// Letter case, accents, apostrophes and what separates words count for nothing. Names of places may be in
/// any order: `Korea, Republic of`.
#[must_use]
pub(crate) fn find(attribute: Attribute, name: &str) -> Option<String> {
    match all(attribute, name) {
        [code] => Some(code.clone()),
        _ => None,
    }
}

/// The codes of the `world` table that people call `name`, by name.
pub(crate) fn all(attribute: Attribute, name: &str) -> &'static [String] {
    NAMES.get(&(attribute, key(attribute, name))).map_or(&[], Vec::as_slice)
}

/// The codes that people may mean by `name`, which is none of them: that of the `world` table, and the same
/// word in small letters, with hyphens for what separates its parts.
pub(crate) fn meant(attribute: Attribute, name: &str) -> impl Iterator<Item = String> {
    let codes = all(attribute, name).iter().cloned().chain([folded(name)]);
    codes.filter(move |code| code != name)
}

/// Words that tell no place from another.
const IDLE: [&str; 7] = ["administrative", "and", "of", "region", "sar", "special", "the"];

/// What is looked up. Of a place it is the words that tell it from others, in the order of the alphabet.
fn key(attribute: Attribute, name: &str) -> String {
    let folded = folded(name);
    if attribute.policy_type() == PolicyType::Flavor || !folded.contains('-') {
        return folded;
    }
    let words = folded.split('-').filter(|word| !IDLE.contains(word));
    let mut words: Vec<&str> = words.map(|word| if word == "st" { "saint" } else { word }).collect();
    words.sort_unstable();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_are_known_and_mean_codes_of_the_world() {
        for (name, code) in [
            ("USA", "us"),
            ("uk", "gb"),
            ("Germany", "de"),
            ("Bosnia and Herzegovina", "ba"),
            ("Cote d'Ivoire", "ci"),
            ("Côte d\u{2019}Ivoire", "ci"),
            ("Reunion", "re"),
            ("Hong Kong SAR", "hk"),
            ("Macao SAR", "mo"),
            ("Korea, Republic of", "kr"),
        ] {
            assert_eq!(find(Attribute::Country, name).as_deref(), Some(code), "{name}");
        }
        assert_eq!(find(Attribute::Continent, "Europe").as_deref(), Some("eu"));
        for (name, code) in [("NVIDIA L4", "l4"), ("tesla-t4", "t4"), ("nvidia_h100_nvl", "h100-nvl")] {
            assert_eq!(find(Attribute::Gpu, name).as_deref(), Some(code), "{name}");
        }
        assert_eq!(find(Attribute::Cpu, "amd64").as_deref(), Some("x86"));
        // Two sizes of memory are two cards.
        assert_eq!(find(Attribute::Gpu, "V100-32GB"), None);
        for ((attribute, name), codes) in &*NAMES {
            for code in codes {
                assert!(Builtin::World.has(*attribute, code), "{name} means {code}");
            }
        }
    }

    #[test]
    fn a_name_of_several_is_known_as_such() {
        let several = NAMES.iter().filter(|(_, codes)| codes.len() > 1);
        let mut several: Vec<String> =
            several.map(|((_, name), codes)| format!("{name}: {}", codes.join(" "))).collect();
        several.sort();
        let known = ["congo: cd cg", "guinea: gn gq gw pg", "islands-virgin: vg vi", "korea: kp kr"];
        assert_eq!(several, known);
    }
}

//! Words for many places: which group of the table, or of a built-in one, has them.

use super::advice::Region;
use super::declare::Declared;
use crate::reference::{Builtin, regions};
use crate::syntax::keyword::{Attribute, RuleAttribute};
use crate::table::{Namespace, Table};

/// What `word` may mean, where it is known for many places.
pub(super) fn region(table: &Table, declared: &Declared<'_>, word: &str) -> Option<Region> {
    let regions::Region::Many(known) = regions::find(word)? else { return None };
    let lower = word.to_lowercase();
    let continent = table.find(Attribute::Continent, &lower).map(|id| table[id].name().to_owned());
    let in_force = known.filter(|group| declared.get(Namespace::Group, group).is_some());
    let own = || own(declared, &lower).map(|group| (group, None));
    let elsewhere = || {
        let group = known?;
        let has_it = |builtin: &Builtin| builtin.has(RuleAttribute::Group, group);
        Some((group.to_owned(), Some(Builtin::ALL.into_iter().find(has_it)?)))
    };
    let group = in_force.map(|group| (group.to_owned(), None)).or_else(own).or_else(elsewhere);
    Some(Region { continent, group })
}

/// The one group of the workspace that has the word for a name, or it and a size or a year behind it.
fn own(declared: &Declared<'_>, lower: &str) -> Option<String> {
    let groups = declared.of(Namespace::Group).iter();
    let mut own = groups.filter(|(name, _)| stem(&name.to_lowercase()) == stem(lower));
    match (own.next(), own.next()) {
        (Some((name, _)), None) => Some(name.clone().into_owned()),
        _ => None,
    }
}

/// A name without what tells its size or year, and of one or many: `nordics5` and `nordic` are the same.
fn stem(name: &str) -> &str {
    let is_of_size = |character: char| character.is_ascii_digit() || matches!(character, '-' | '_');
    let stem = name.trim_end_matches(is_of_size);
    stem.strip_suffix('s').unwrap_or(stem)
}

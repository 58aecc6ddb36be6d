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
    let own = || declared.group_of(word).map(|group| (group.to_owned(), None));
    let elsewhere = || {
        let group = known?;
        let has_it = |builtin: &Builtin| builtin.has(RuleAttribute::Group, group);
        Some((group.to_owned(), Some(Builtin::ALL.into_iter().find(has_it)?)))
    };
    let group = in_force.map(|group| (group.to_owned(), None)).or_else(own).or_else(elsewhere);
    Some(Region { continent, group })
}

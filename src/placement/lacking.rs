//! A set that no location has anything of comes in; what the locations have instead goes out.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::allowed::PlacementSet;
use super::locations::{Few, Lacking, Locations};
use crate::diagnostic::Hint;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::CodeId;
use crate::workspace::Checked;

/// Whether a location is allowed, and what it offers.
type Sort<'t> = (bool, Option<&'t [CodeId]>);

/// What the locations of the fleet lack for a set.
pub(super) fn find(checked: &Checked, set: &PlacementSet) -> Locations {
    let (table, space) = (checked.table(), checked.space());
    let name = |id: CodeId| table[id].name();
    let (mut inside, mut elsewhere) = (Few::default(), Few::default());
    let mut offered: FxHashMap<CodeId, usize> = FxHashMap::default();
    let mut groups: Vec<(Sort<'_>, Vec<String>)> = Vec::new();
    let mut known: FxHashMap<Sort<'_>, usize> = FxHashMap::default();
    for (id, location) in table.of(Attribute::Location) {
        let is_allowed = set.of(PolicyType::Location).has(space, id);
        let offers = location.offers();
        let has_any = |offers: &[CodeId]| offers.iter().any(|&it| set.of(PolicyType::Flavor).has(space, it));
        if is_allowed {
            inside.add(name(id));
            for &flavor in offers.into_iter().flatten() {
                *offered.entry(flavor).or_default() += 1;
            }
        } else if offers.is_none_or(has_any) {
            elsewhere.add(name(id));
        }
        let index = *known.entry((is_allowed, offers)).or_insert_with(|| {
            groups.push(((is_allowed, offers), Vec::new()));
            groups.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "what was found is known with its group")]
        groups[index].1.push(name(id).to_owned());
    }
    let mut offered: Vec<(CodeId, usize)> = offered.into_iter().collect();
    offered.sort_unstable_by_key(|&(id, number)| (Reverse(number), id));
    let code = |id: CodeId| (table[id].attribute(), name(id).to_owned());
    let codes = |policy_type| -> Option<Vec<(Attribute, String)>> {
        let codes = set.of(policy_type).only().map(|set| space.shortest(set));
        codes.map(|codes| codes.into_iter().map(code).collect())
    };
    let lacking = |((is_allowed, offers), locations): (Sort<'_>, Vec<String>)| Lacking {
        is_allowed,
        offers: offers.map(|offers| offers.iter().map(|&id| code(id)).collect()),
        locations,
    };
    let shortened = |policy_type| set.of(policy_type).only().map(|set| checked.shorten_set(Some(set)));
    Locations {
        allowed: shortened(PolicyType::Location),
        flavors: shortened(PolicyType::Flavor),
        inside,
        more_flavors: offered.len().saturating_sub(Locations::NAMED),
        offered: offered.iter().take(Locations::NAMED).map(|&(id, number)| (code(id), number)).collect(),
        elsewhere,
        all_places: Hint(codes(PolicyType::Location)),
        all_flavors: Hint(codes(PolicyType::Flavor)),
        all: Hint(groups.into_iter().map(lacking).collect()),
    }
}

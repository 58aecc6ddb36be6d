//! Sets as lists, for tools that are asked and place nothing themselves: a request comes in, and the codes of
//! each set go out, with the names of its flavors by the names of its places.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rustc_hash::FxHashMap;

use super::codes::NameMap;
use super::document::Code;
use super::plan::{Plan, Plans};
use super::refusal::Refusals;
use super::settings::{Value, Wrong};
use super::target::Request;
use crate::placement::PlacementSetId;
use crate::syntax::keyword::PolicyType;

/// The names of the flavors that may run at each place, by the name of the place; never none.
pub type ByPlace = BTreeMap<String, Vec<String>>;

/// A set as lists.
#[derive(Clone, Debug)]
pub struct Lists {
    /// The shortest list of codes that stands for the places, as compile writes it; never none.
    pub locations: Vec<Code>,
    /// The flavors; never none.
    pub flavors: Vec<Code>,
    /// The cells, by the names of the tool; none where the table has no location.
    pub placements: Option<ByPlace>,
}

/// The lists of each set of a request. A set that is refused has none.
///
/// # Errors
/// Where the configuration names flavors, and there is no location that could have them.
pub fn lists(
    request: &Request<'_>,
    map: &NameMap,
    refusals: &mut Refusals<'_>,
    notes: &mut Vec<String>,
) -> Result<FxHashMap<PlacementSetId, Lists>, Wrong> {
    let resolved = request.resolved;
    let table = resolved.workspace().table();
    let of = |id: PlacementSetId, placements: Option<ByPlace>| {
        let set = &resolved.sets()[id];
        let codes = |policy_type: PolicyType| {
            resolved.codes(set, policy_type).iter().map(|&code| Code::of(table, code)).collect()
        };
        Lists { locations: codes(PolicyType::Location), flavors: codes(PolicyType::Flavor), placements }
    };
    if table.has_fleet() {
        let plans = Plans::new(request, map, refusals, notes, ("NAME", "NAME"));
        let by_place = plans.map(|plan| by_place(plan, map));
        return Ok(by_place.into_iter().map(|(id, placements)| (id, of(id, Some(placements)))).collect());
    }
    refuse_names(request)?;
    let sets = request.workloads.iter().map(|it| resolved.set_id(it));
    let mut all = FxHashMap::default();
    for id in sets {
        all.entry(id).or_insert_with(|| of(id, None));
    }
    Ok(all)
}

/// The cells of a set, by the names of the tool.
#[must_use]
pub fn by_place(plan: &Plan, map: &NameMap) -> ByPlace {
    let mut all = ByPlace::new();
    for rectangle in &plan.rectangles {
        let flavors = map.flavors.all(&rectangle.flavors);
        for name in rectangle.locations.iter().flat_map(|&location| map.locations.names(location)) {
            match all.entry(name.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(flavors.clone());
                }
                Entry::Occupied(mut entry) => {
                    let known = entry.get_mut();
                    known.extend(flavors.iter().cloned());
                    known.sort_unstable();
                    known.dedup();
                }
            }
        }
    }
    all
}

/// Fails where `flavors` names what is written nowhere.
fn refuse_names(request: &Request<'_>) -> Result<(), Wrong> {
    match request.settings.get("flavors") {
        Some(setting) if matches!(&setting.value, Value::Table(it) if !it.entries().is_empty()) => {
            let message = "`flavors` names what locations have, and the table has no location";
            let help = "delete it, or declare the locations: without them, codes are written".to_owned();
            Err(Wrong::new(&setting.place, message, help))
        }
        _ => Ok(()),
    }
}

//! Where exactly a set is: it comes in, and every declared location that it allows goes out with what it offers.

use super::bits::Bits;
use super::evaluate::{Evaluation, PlacementSet};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::workspace::{Checked, CodeId};

/// A location and the flavors that it offers and the set allows.
#[derive(Debug, PartialEq, Eq)]
pub struct Placement {
    /// The location.
    pub location: CodeId,
    /// The flavors; never empty.
    pub flavors: Vec<CodeId>,
}

/// The concrete placements of a set: every location that it allows with the allowed flavors that it offers.
pub(super) fn placements(
    checked: &Checked<'_>,
    evaluation: &Evaluation,
    set: &PlacementSet,
) -> Vec<Placement> {
    let space = &evaluation.space;
    let has = |bits: Option<&Bits>, code: CodeId| bits.is_none_or(|bits| bits.has(space.run(code).start));
    let flavors: Vec<CodeId> = checked
        .table
        .iter()
        .filter(|(_, code)| code.attribute.policy_type() == PolicyType::Flavor)
        .map(|(id, _)| id)
        .filter(|&flavor| has(set.flavors.as_ref(), flavor))
        .collect();
    let offered = |location: CodeId| -> Vec<CodeId> {
        let offers = &checked.table[location].offers;
        flavors
            .iter()
            .copied()
            .filter(|flavor| offers.as_ref().is_none_or(|offers| offers.binary_search(flavor).is_ok()))
            .collect()
    };
    checked
        .table
        .of(Attribute::Location)
        .filter(|&(location, _)| has(set.locations.as_ref(), location))
        .map(|(location, _)| Placement { location, flavors: offered(location) })
        .filter(|placement| !placement.flavors.is_empty())
        .collect()
}

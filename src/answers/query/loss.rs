//! What if something goes away: a set and what is lost come in; what of the set is lost and what is left of
//! it go out.

use crate::answers::sets::{codes, outside};
use crate::answers::words::{Changed, Choice, Placed};
use crate::placement::{Placement, PlacementSet, Provisional};
use crate::syntax::keyword::PolicyType;
use crate::table::{CodeId, Set};

/// What a set loses, and what is left of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// What it loses: of placements where the fleet is known, of both types where it is not.
    pub lost: Changed,
    /// What is left of the same.
    pub left: Changed,
    /// How many placements there were, if the fleet is known.
    pub before: Option<usize>,
    /// How many are left.
    pub after: Option<usize>,
    /// Whether nothing is left: no placement, or nothing of a type.
    pub is_impossible: bool,
}

impl Loss {
    /// What a set loses where `lost`, at most one set a type, goes away; `None` where that is nothing.
    pub(super) fn of(
        provisional: &Provisional,
        lost: &[Set],
        set: &PlacementSet,
        placements: Option<&[Placement]>,
    ) -> Option<Self> {
        let found = match placements {
            Some(placements) => Self::of_placements(provisional, lost, placements),
            None => Self::of_set(provisional, lost, set),
        };
        (!found.lost.is_empty()).then_some(found)
    }

    /// With a fleet, sets stay as they are, and placements go.
    fn of_placements(provisional: &Provisional, lost: &[Set], placements: &[Placement]) -> Self {
        let (space, table) = (provisional.space(), provisional.workspace().table());
        let of = |policy_type| lost.iter().find(|set| set.policy_type() == policy_type);
        let is_lost = |policy_type, code: CodeId| of(policy_type).is_some_and(|set| space.has(set, code));
        let (mut gone, mut left) = (Vec::new(), Vec::new());
        for placement in placements {
            let is_gone = is_lost(PolicyType::Location, placement.location());
            let flavors = placement.flavors().iter().copied();
            let (lost, kept): (Vec<CodeId>, Vec<CodeId>) =
                flavors.partition(|&flavor| is_gone || is_lost(PolicyType::Flavor, flavor));
            for (flavors, list) in [(lost, &mut gone), (kept, &mut left)] {
                if !flavors.is_empty() {
                    list.push(Placed {
                        location: table[placement.location()].name().to_owned(),
                        flavors: flavors.iter().map(|&flavor| Choice::code(table, flavor)).collect(),
                    });
                }
            }
        }
        Self {
            before: Some(placements.len()),
            after: Some(left.len()),
            is_impossible: left.is_empty(),
            lost: Changed { placements: gone, ..Changed::default() },
            left: Changed { placements: left, ..Changed::default() },
        }
    }

    /// Without one, what is lost is taken from each set.
    fn of_set(provisional: &Provisional, lost: &[Set], set: &PlacementSet) -> Self {
        let workspace = provisional.workspace();
        let of = |policy_type| {
            let own = set.set(provisional.space(), policy_type);
            let lost = lost.iter().find(|set| set.policy_type() == policy_type);
            let both = own.as_ref().zip(lost).and_then(|(own, lost)| own.intersection(lost));
            (codes(workspace, both.as_ref()), outside(workspace, own.as_ref(), lost))
        };
        let (lost_places, places) = of(PolicyType::Location);
        let (lost_flavors, flavors) = of(PolicyType::Flavor);
        Self {
            before: None,
            after: None,
            is_impossible: places.is_empty() || flavors.is_empty(),
            lost: Changed { location: lost_places, flavor: lost_flavors, ..Changed::default() },
            left: Changed { location: places, flavor: flavors, ..Changed::default() },
        }
    }

    /// By which workloads that lose something are ordered.
    pub(super) fn rank(&self) -> (bool, usize) {
        let codes = self.left.location.len() + self.left.flavor.len();
        (!self.is_impossible, self.after.unwrap_or(codes))
    }
}

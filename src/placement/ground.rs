//! What a set is judged on: a placement set comes in, and whether it has a place, where exactly that is, and
//! what of it breaks a guard go out.

use super::allowed::{Allowed, PlacementSet};
use super::asks::Asks;
use super::causes::Options;
use super::fleet::{Fleet, Offers, Placement};
use super::status::Status;
use crate::syntax::keyword::{Form, PolicyType};
use crate::table::{CodeId, Set};
use crate::workspace::Checked;

/// A table with its fleet.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'c> {
    pub(super) checked: &'c Checked,
    pub(super) fleet: Fleet<'c>,
}

/// What of one set breaks a guard, as sets.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Outside {
    pub(super) options: Options,
    pub(super) pairs: Vec<(CodeId, CodeId)>,
}

impl<'c> Ground<'c> {
    /// The same, with what locations offer replaced.
    pub(crate) fn offering(self, offers: &'c Offers) -> Self {
        Self { fleet: Fleet { offers, ..self.fleet }, ..self }
    }

    /// Whether there is a place for the workloads of a set.
    pub(crate) fn status(self, set: &PlacementSet) -> Status {
        let table = self.checked.table();
        let is_empty = |policy_type| *set.of(policy_type) == Allowed::Nothing && table.has_type(policy_type);
        if PolicyType::ALL.into_iter().any(is_empty) {
            return Status::Collision;
        }
        let is_open = PolicyType::ALL.into_iter().all(|policy_type| table.has_type(policy_type));
        let is_placed = is_open && (!table.has_fleet() || self.fleet.has_placement(set));
        if is_placed { Status::Placed } else { Status::NoPlacement }
    }

    /// Where exactly a set is, by location, if the fleet is known; empty where it is nowhere.
    pub(crate) fn placements(self, set: &PlacementSet) -> Option<Vec<Placement>> {
        self.checked.table().has_fleet().then(|| self.fleet.placements(set))
    }

    /// How many placements a set has, if the fleet is known.
    pub(super) fn number_of_placements(self, set: &PlacementSet) -> Option<usize> {
        self.checked.table().has_fleet().then(|| self.fleet.number_of_placements(set))
    }

    /// Whether a guard holds for a set, whose workloads it covers and which has a place.
    pub(crate) fn holds(self, asks: &Asks, set: &PlacementSet) -> bool {
        self.outside(asks, set).is_none()
    }

    /// What of a set breaks a guard, if anything does.
    pub(super) fn outside(self, asks: &Asks, set: &PlacementSet) -> Option<Outside> {
        // Where nothing is left of what the guard names, there is no place that could break it.
        set.set(self.checked.space(), asks.set.policy_type())?;
        match &asks.joint {
            Some(joint) => self.both(set, &asks.set, joint),
            None => asks.apart().into_iter().find_map(|it| self.outside_of(asks, it, set)),
        }
    }

    /// What of one of the types that decide [apart](Asks::apart) breaks a guard, if anything does. The other
    /// type of the set does not matter.
    pub(super) fn outside_of(
        self,
        asks: &Asks,
        policy_type: PolicyType,
        set: &PlacementSet,
    ) -> Option<Outside> {
        let own = set.set(self.checked.space(), policy_type)?;
        let options = match asks.form {
            Form::Within => Options::Outside(own.outside(&asks.set)?),
            Form::Excludes => Options::Sets(vec![own.intersection(&asks.set)?]),
            Form::Allows if policy_type == asks.set.policy_type() => {
                Options::Outside(asks.set.outside(&own)?)
            }
            Form::Allows => Options::Unoffered(self.nowhere(asks, set)?),
        };
        Some(Outside { options, pairs: Vec::new() })
    }

    /// What a set has of both sides of a guard at once.
    fn both(self, set: &PlacementSet, first: &Set, second: &Set) -> Option<Outside> {
        let (places, flavors) = match first.policy_type() {
            PolicyType::Location => (first, second),
            PolicyType::Flavor => (second, first),
        };
        let own_places = set.set(self.checked.space(), PolicyType::Location)?.intersection(places)?;
        let own_flavors = set.set(self.checked.space(), PolicyType::Flavor)?.intersection(flavors)?;
        let both =
            PlacementSet::of_types(Allowed::Only(own_places.clone()), Allowed::Only(own_flavors.clone()));
        if self.checked.table().has_fleet() && !self.fleet.has_placement(&both) {
            return None;
        }
        if !self.checked.table().has_fleet() {
            return Some(Outside {
                options: Options::Sets(vec![own_places, own_flavors]),
                pairs: Vec::new(),
            });
        }
        let space = self.checked.space();
        let placements = self.fleet.placements(set).into_iter();
        let pairs: Vec<(CodeId, CodeId)> = placements
            .filter(|placement| space.has(places, placement.location()))
            .flat_map(|placement| {
                let flavors: Vec<CodeId> =
                    placement.flavors().iter().copied().filter(|&it| space.has(flavors, it)).collect();
                flavors.into_iter().map(move |flavor| (placement.location(), flavor))
            })
            .collect();
        let locations = space.set(PolicyType::Location, pairs.iter().map(|(location, _)| *location))?;
        let flavors = space.set(PolicyType::Flavor, pairs.iter().map(|(_, flavor)| *flavor))?;
        Some(Outside { options: Options::Sets(vec![locations, flavors]), pairs })
    }

    /// Which codes of a guard, all of them allowed, have no placement where a set allows it, if the fleet is
    /// known.
    fn nowhere(self, asks: &Asks, set: &PlacementSet) -> Option<Vec<Set>> {
        if !self.checked.table().has_fleet() {
            return None;
        }
        let own = asks.set.policy_type();
        let has_placement = |asked: &Set| {
            let asked = PlacementSet::of_type(own, Allowed::Only(asked.clone()));
            self.fleet.has_placement(&set.alone(own.other()).intersection(&asked))
        };
        let missing: Vec<Set> = asks.each.iter().filter(|asked| !has_placement(asked)).cloned().collect();
        (!missing.is_empty()).then_some(missing)
    }
}

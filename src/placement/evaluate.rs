//! What every point allows: union within an attachment point, intersection across points, both types (LANGUAGE: a
//! workload never widens what its environment allows). Cannot fail; a set may come out empty.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bits::Bits;
use super::space::Space;
use crate::ids::{Arena, Id};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::workspace::{AttachmentsId, Checked, PointId, Policy, PolicyId};

/// The place of a placement set in its evaluation.
pub type PlacementSetId = Id<PlacementSet>;

/// What a workload may run in, as far as policies say.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlacementSet {
    /// The allowed places; `None` where no policy regulates them.
    pub locations: Option<Bits>,
    /// The allowed flavors; `None` where no policy regulates them.
    pub flavors: Option<Bits>,
}

impl PlacementSet {
    /// What both sets allow; a type is regulated where either regulates it.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let both = |a: Option<&Bits>, b: Option<&Bits>| match (a, b) {
            (Some(a), Some(b)) => Some(a.intersection(b)),
            (only, None) | (None, only) => only.cloned(),
        };
        Self {
            locations: both(self.locations.as_ref(), other.locations.as_ref()),
            flavors: both(self.flavors.as_ref(), other.flavors.as_ref()),
        }
    }

    /// The allowed part of a type; `None` where no policy regulates it.
    #[must_use]
    pub fn of(&self, policy_type: PolicyType) -> Option<&Bits> {
        match policy_type {
            PolicyType::Location => self.locations.as_ref(),
            PolicyType::Flavor => self.flavors.as_ref(),
        }
    }
}

/// The placement set of every point.
#[derive(Debug)]
pub struct Evaluation {
    /// The numbering that the sets are in.
    pub space: Space,
    /// The distinct sets.
    pub sets: Arena<PlacementSet>,
    /// The set of each point, by point.
    pub of_point: Vec<PlacementSetId>,
    policies: Vec<Bits>,
}

impl Evaluation {
    /// The set of a point.
    #[must_use]
    pub fn set_of(&self, point: PointId) -> PlacementSetId {
        self.of_point.get(point.index()).copied().unwrap_or(Id::new(0))
    }

    /// What a policy allows, whatever its target.
    #[must_use]
    pub fn policy(&self, policy: PolicyId) -> Option<&Bits> {
        self.policies.get(policy.index())
    }

    /// What the policies of one attachment point allow a kind: the union of those that take part.
    #[must_use]
    pub fn allowed(&self, checked: &Checked<'_>, policies: &[PolicyId], kind: Kind) -> PlacementSet {
        union(checked, &self.policies, policies, kind)
    }
}

/// Evaluates every point once, however many workloads are at it.
#[must_use]
pub fn evaluate(checked: &Checked<'_>) -> Evaluation {
    let space = Space::new(&checked.table);
    let policies: Vec<Bits> = checked
        .policies
        .values()
        .iter()
        .map(|policy| space.set_of(policy.policy_type, policy.codes.iter().copied()))
        .collect();
    let allowed =
        |(list, kind): (AttachmentsId, Kind)| union(checked, &policies, &checked.attachments[list], kind);
    let points = checked.points.values();

    let environments: FxHashMap<(AttachmentsId, Kind), PlacementSet> = points
        .iter()
        .filter_map(|point| Some((checked.environments[point.environment?].attachments, point.kind)))
        .map(|key| (key, PlacementSet { locations: None, flavors: None }))
        .collect::<FxHashMap<_, _>>()
        .into_par_iter()
        .map(|(key, _)| (key, allowed(key)))
        .collect();
    let evaluated: Vec<PlacementSet> = points
        .par_iter()
        .map(|point| {
            let own = allowed((point.attachments, point.kind));
            let environment = point.environment.map(|id| checked.environments[id].attachments);
            match environment.and_then(|list| environments.get(&(list, point.kind))) {
                Some(environment) => environment.intersection(&own),
                None => own,
            }
        })
        .collect();

    let mut ids: FxHashMap<PlacementSet, PlacementSetId> = FxHashMap::default();
    let mut sets = Arena::default();
    let of_point = evaluated
        .into_iter()
        .map(|set| *ids.entry(set).or_insert_with_key(|set| sets.push(set.clone())))
        .collect();
    Evaluation { space, sets, of_point, policies }
}

fn union(checked: &Checked<'_>, sets: &[Bits], policies: &[PolicyId], kind: Kind) -> PlacementSet {
    let mut union = PlacementSet { locations: None, flavors: None };
    for &id in policies {
        let policy: &Policy<'_> = &checked.policies[id];
        let Some(set) = sets.get(id.index()).filter(|_| policy.target.has(kind)) else { continue };
        let allowed = match policy.policy_type {
            PolicyType::Location => &mut union.locations,
            PolicyType::Flavor => &mut union.flavors,
        };
        match allowed {
            Some(allowed) => allowed.union(set),
            None => *allowed = Some(set.clone()),
        }
    }
    union
}

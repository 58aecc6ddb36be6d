//! What every point allows: union within an attachment point, intersection across points, both types
//! (LANGUAGE: a workload never widens what its environment allows). This cannot fail, but nothing may be left
//! of a type.

use rustc_hash::{FxHashMap, FxHashSet};

use super::set::Set;
use super::space::Space;
use crate::arena::{Arena, Id, IdMap};
use crate::parallel;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::workspace::{AttachmentsId, Checked, CodeId, Point, PointId, Policy, PolicyId};

/// The id of a placement set among those of a workspace.
pub type PlacementSetId = Id<PlacementSet>;

/// What may be used of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Allowed {
    /// Everything: no policy regulates it.
    Everything,
    /// This, because policies say so.
    Only(Set),
    /// Nothing: the policies have nothing in common.
    Nothing,
}

impl Allowed {
    /// What both allow.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Everything, only) | (only, Self::Everything) => only.clone(),
            (Self::Only(a), Self::Only(b)) => a.intersection(b).map_or(Self::Nothing, Self::Only),
            (Self::Nothing, _) | (_, Self::Nothing) => Self::Nothing,
        }
    }

    /// Whether a policy regulates the type.
    #[must_use]
    pub fn is_restricted(&self) -> bool {
        *self != Self::Everything
    }

    /// Whether all of a code of the type is allowed.
    pub(super) fn has(&self, space: &Space, code: CodeId) -> bool {
        match self {
            Self::Everything => true,
            Self::Only(set) => space.has(set, code),
            Self::Nothing => false,
        }
    }

    /// The set that policies leave, where they do.
    #[must_use]
    pub fn only(&self) -> Option<&Set> {
        match self {
            Self::Only(set) => Some(set),
            Self::Everything | Self::Nothing => None,
        }
    }
}

/// What a workload may run in, as far as policies say.
///
/// Nobody else can make one:
///
/// ```compile_fail,E0451
/// # fn forge(nothing: bpol::placement::Allowed) -> bpol::placement::PlacementSet {
/// bpol::placement::PlacementSet { locations: nothing.clone(), flavors: nothing }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlacementSet {
    locations: Allowed,
    flavors: Allowed,
}

impl PlacementSet {
    /// What no policy regulates.
    pub(super) const EVERYTHING: Self = Self { locations: Allowed::Everything, flavors: Allowed::Everything };

    /// What both sets allow; a type is regulated where either regulates it.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self {
            locations: self.locations.intersection(&other.locations),
            flavors: self.flavors.intersection(&other.flavors),
        }
    }

    /// The shortest list of what is allowed of a type, ordered as the table is.
    pub(super) fn codes(&self, space: &Space, policy_type: PolicyType) -> Vec<CodeId> {
        match self.of(policy_type) {
            Allowed::Everything => space.all(policy_type).map_or_else(Vec::new, |all| space.shortest(&all)),
            Allowed::Only(set) => space.shortest(set),
            Allowed::Nothing => Vec::new(),
        }
    }

    /// The allowed part of a type.
    #[must_use]
    pub fn of(&self, policy_type: PolicyType) -> &Allowed {
        match policy_type {
            PolicyType::Location => &self.locations,
            PolicyType::Flavor => &self.flavors,
        }
    }
}

/// The placement set of every point.
#[derive(Debug)]
pub(super) struct Evaluation {
    /// The numbering that the sets are in.
    pub(super) space: Space,
    /// The distinct sets.
    pub(super) sets: Arena<PlacementSet>,
    /// The set of each point.
    of_point: IdMap<Point, PlacementSetId>,
    /// What each policy allows, whatever its target.
    policies: IdMap<Policy, Set>,
    /// What the environments that have workloads allow each kind of them.
    environments: FxHashMap<(AttachmentsId, Kind), PlacementSet>,
}

impl Evaluation {
    /// The set of all workloads at a point.
    pub(super) fn set_of(&self, point: PointId) -> PlacementSetId {
        self.of_point[point]
    }

    /// What a policy allows, whatever its target.
    pub(super) fn policy(&self, policy: PolicyId) -> &Set {
        &self.policies[policy]
    }

    /// What stands above the workloads at a point allows them.
    pub(super) fn above(&self, checked: &Checked, point: &Point) -> &PlacementSet {
        match environment_of(checked, point) {
            #[expect(clippy::indexing_slicing, reason = "a missing environment would widen what is in it")]
            Some(environment) => &self.environments[&environment],
            None => &PlacementSet::EVERYTHING,
        }
    }

    /// What the policies of one attachment point allow a kind: the union of those that apply.
    pub(super) fn allowed(&self, checked: &Checked, policies: &[PolicyId], kind: Kind) -> PlacementSet {
        union(checked, &self.policies, policies, kind)
    }
}

/// Evaluates every point once, however many workloads are at it.
pub(super) fn evaluate(checked: &Checked) -> Evaluation {
    let space = Space::new(checked.table());
    let policies = checked.policies().map(|(_, policy)| {
        let set = space.set(policy.policy_type(), policy.codes().iter().copied());
        #[expect(clippy::expect_used, reason = "an empty set would be read as everything")]
        set.expect("a checked policy has a code")
    });
    let allowed =
        |(list, kind): (AttachmentsId, Kind)| union(checked, &policies, &checked.attachments()[list], kind);
    let points = checked.points().values();
    let wanted: FxHashSet<(AttachmentsId, Kind)> =
        points.iter().filter_map(|point| environment_of(checked, point)).collect();
    let environments: FxHashMap<(AttachmentsId, Kind), PlacementSet> =
        parallel::map(wanted.into_iter().collect(), |key| (key, allowed(key))).into_iter().collect();
    let evaluated = parallel::map_ref(points, |point| {
        let own = allowed((point.attachments(), point.kind()));
        match environment_of(checked, point) {
            #[expect(clippy::indexing_slicing, reason = "a missing environment would widen what is in it")]
            Some(environment) => environments[&environment].intersection(&own),
            None => own,
        }
    });

    let mut ids: FxHashMap<PlacementSet, PlacementSetId> = FxHashMap::default();
    let mut sets = Arena::default();
    let of_point = evaluated
        .into_iter()
        .map(|set| *ids.entry(set).or_insert_with_key(|set| sets.push(set.clone())))
        .collect();
    let of_point = checked.points().map_of(of_point);
    Evaluation { space, sets, of_point, policies, environments }
}

/// Those of `policies` that are of a type and apply to a kind.
pub(super) fn applying<'p>(
    checked: &'p Checked,
    policies: &'p [PolicyId],
    policy_type: PolicyType,
    kind: Kind,
) -> impl Iterator<Item = PolicyId> + 'p {
    policies.iter().copied().filter(move |&id| {
        let policy = &checked.policies()[id];
        policy.policy_type() == policy_type && policy.target().has(kind)
    })
}

/// The list of the environment of a point, and the kind of the point.
fn environment_of(checked: &Checked, point: &Point) -> Option<(AttachmentsId, Kind)> {
    point.environment().map(|id| (checked.environments()[id].attachments(), point.kind()))
}

/// What `policies` allow a kind, where `sets` are what each policy allows. A type that none of them regulates
/// is left open.
fn union(checked: &Checked, sets: &IdMap<Policy, Set>, policies: &[PolicyId], kind: Kind) -> PlacementSet {
    let allowed = |policy_type| {
        let applying = applying(checked, policies, policy_type, kind).map(|id| &sets[id]);
        Set::union(applying).map_or(Allowed::Everything, Allowed::Only)
    };
    PlacementSet { locations: allowed(PolicyType::Location), flavors: allowed(PolicyType::Flavor) }
}

//! Placement sets: what is allowed of both types, and what of it two points allow together.

use crate::arena::Id;
use crate::syntax::keyword::PolicyType;
use crate::table::{CodeId, Set, Space};

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
    pub(crate) const EVERYTHING: Self = Self { locations: Allowed::Everything, flavors: Allowed::Everything };

    /// What is allowed of each type.
    pub(crate) fn of_types(locations: Allowed, flavors: Allowed) -> Self {
        Self { locations, flavors }
    }

    /// What both sets allow; a type is regulated where either regulates it.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self {
            locations: self.locations.intersection(&other.locations),
            flavors: self.flavors.intersection(&other.flavors),
        }
    }

    /// This of one type, the other one being open.
    pub(super) fn of_type(policy_type: PolicyType, allowed: Allowed) -> Self {
        match policy_type {
            PolicyType::Location => Self { locations: allowed, ..Self::EVERYTHING },
            PolicyType::Flavor => Self { flavors: allowed, ..Self::EVERYTHING },
        }
    }

    /// What is allowed of one type alone, the other one being open.
    pub(crate) fn alone(&self, policy_type: PolicyType) -> Self {
        Self::of_type(policy_type, self.of(policy_type).clone())
    }

    /// The shortest list of what is allowed of a type, ordered as the table is.
    pub(super) fn codes(&self, space: &Space, policy_type: PolicyType) -> Vec<CodeId> {
        match self.of(policy_type) {
            Allowed::Everything => space.all(policy_type).map_or_else(Vec::new, |all| space.shortest(&all)),
            Allowed::Only(set) => space.shortest(set),
            Allowed::Nothing => Vec::new(),
        }
    }

    /// What is allowed of a type, as a set; `None` where that is nothing.
    #[must_use]
    pub fn set(&self, space: &Space, policy_type: PolicyType) -> Option<Set> {
        match self.of(policy_type) {
            Allowed::Everything => space.all(policy_type),
            Allowed::Only(set) => Some(set.clone()),
            Allowed::Nothing => None,
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

//! What the policies of one point allow a kind: a list comes in, its union goes out.

use super::allowed::{Allowed, PlacementSet};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::Set;
use crate::workspace::{Checked, PolicyId};

/// Those of `policies` that are of a type and apply to a kind.
pub(super) fn applying<'p>(
    checked: &'p Checked,
    policies: &'p [PolicyId],
    policy_type: PolicyType,
    kind: Kind,
) -> impl Iterator<Item = PolicyId> + 'p {
    policies.iter().copied().filter(move |&id| {
        let policy = &checked.policies()[id];
        policy.options().set().policy_type() == policy_type && policy.target().has(kind)
    })
}

/// What `policies` at one point allow a kind. A type that none of them regulates is left open.
pub(super) fn union(checked: &Checked, policies: &[PolicyId], kind: Kind) -> PlacementSet {
    let allowed = |policy_type| {
        let applying = applying(checked, policies, policy_type, kind);
        let sets = applying.map(|id| checked.policies()[id].options().set());
        Set::union(sets).map_or(Allowed::Everything, Allowed::Only)
    };
    PlacementSet::of_types(allowed(PolicyType::Location), allowed(PolicyType::Flavor))
}

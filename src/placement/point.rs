//! What the policies of one point allow a kind: a list comes in, its union goes out.

use super::allowed::{Allowed, PlacementSet};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::Set;
use crate::workspace::{Checked, PolicyId};

/// Those of `policies` that are of a type and apply to a kind, with what they allow.
pub(super) fn applying<'p>(
    checked: &'p Checked,
    policies: &'p [PolicyId],
    policy_type: PolicyType,
    kind: Kind,
) -> impl Iterator<Item = (PolicyId, &'p Set)> {
    policies.iter().filter_map(move |&id| {
        let policy = &checked.policies()[id];
        let set = policy.set().filter(|set| set.policy_type() == policy_type)?;
        policy.target().has(kind).then_some((id, set))
    })
}

/// What `policies` at one point allow a kind. A type that none of them regulates is left open.
pub(super) fn union(checked: &Checked, policies: &[PolicyId], kind: Kind) -> PlacementSet {
    let allowed = |policy_type| {
        let applying = applying(checked, policies, policy_type, kind);
        Set::union(applying.map(|(_, set)| set)).map_or(Allowed::Everything, Allowed::Only)
    };
    PlacementSet::of_types(allowed(PolicyType::Location), allowed(PolicyType::Flavor))
}

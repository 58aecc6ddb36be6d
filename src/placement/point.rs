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
    union_of(|policy_type| applying(checked, policies, policy_type, kind).map(|(_, set)| set))
}

/// What policies at one point allow that have these sets of each type. A type that none of them regulates is
/// left open.
pub(crate) fn union_of<'s, I: Iterator<Item = &'s Set>>(sets: impl Fn(PolicyType) -> I) -> PlacementSet {
    let allowed = |policy_type| Set::union(sets(policy_type)).map_or(Allowed::Everything, Allowed::Only);
    PlacementSet::of_types(allowed(PolicyType::Location), allowed(PolicyType::Flavor))
}

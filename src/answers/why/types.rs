//! How each type came about: a workload comes in, its points with all that is attached to them go out.

use super::document::{AtPoint, Attached, Reason, TypeAnswer};
use super::subject::{Spot, Subject};
use crate::answers::sets::codes;
use crate::answers::words::Place;
use crate::syntax::keyword::PolicyType;
use crate::workspace::PolicyId;

/// Both types, location first.
pub(super) fn types(subject: &Subject<'_>) -> Vec<TypeAnswer> {
    let workspace = subject.provisional.workspace();
    let of = |policy_type| TypeAnswer {
        policy_type,
        restricted: subject.spots.iter().any(|spot| spot.union(policy_type).is_some()),
        points: subject.spots.iter().map(|spot| at(subject, spot, policy_type)).collect(),
        result: codes(workspace, subject.result(policy_type).as_ref()),
    };
    PolicyType::ALL.into_iter().map(of).collect()
}

fn at(subject: &Subject<'_>, spot: &Spot<'_>, policy_type: PolicyType) -> AtPoint {
    let workspace = subject.provisional.workspace();
    let policies = spot.policies.iter().filter_map(|&id| attached(subject, spot, policy_type, id)).collect();
    let union = spot.union(policy_type).map(|set| codes(workspace, Some(set)));
    AtPoint { point: spot.name.clone(), policies, union }
}

fn attached(
    subject: &Subject<'_>,
    spot: &Spot<'_>,
    policy_type: PolicyType,
    id: PolicyId,
) -> Option<Attached> {
    let workspace = subject.provisional.workspace();
    let policy = &workspace.policies()[id];
    let reason = match policy.set() {
        Some(set) if set.policy_type() == policy_type => {
            (!policy.target().has(subject.kind)).then_some(Reason::Target)
        }
        _ => Some(Reason::OtherType),
    };
    Some(Attached {
        name: policy.name().to_owned(),
        place: subject.place(spot, id)?,
        declared: Place::of(workspace, workspace.statement(policy.statement()).name().span()),
        takes_part: reason.is_none(),
        reason,
        options: codes(workspace, policy.set()),
    })
}

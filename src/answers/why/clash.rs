//! Which points have nothing in common: a workload without a place comes in, a smallest list of points goes
//! out.

use super::document::{Clash, ClashPoint};
use super::subject::Subject;
use crate::placement::{Allowed, PlacementSet, Status};
use crate::syntax::keyword::PolicyType;

/// One clash for each type of which nothing is left, or one for the placement that is missing.
pub(super) fn clash(subject: &Subject<'_>) -> Vec<Clash> {
    if subject.status == Status::Collision {
        let types = PolicyType::ALL.into_iter().filter(|&it| *subject.set.of(it) == Allowed::Nothing);
        let clash = |policy_type| {
            let clashes = |set: &PlacementSet| *set.of(policy_type) == Allowed::Nothing;
            smallest(subject, Some(policy_type), &[policy_type], clashes)
        };
        return types.map(clash).collect();
    }
    let ground = subject.provisional.ground();
    vec![smallest(subject, None, &PolicyType::ALL, |set| ground.status(set) != Status::Placed)]
}

/// Leaves out each point, from the outermost inwards, without which the others clash still. `clashes` says
/// whether what some of them leave together is a clash.
fn smallest(
    subject: &Subject<'_>,
    policy_type: Option<PolicyType>,
    types: &[PolicyType],
    clashes: impl Fn(&PlacementSet) -> bool,
) -> Clash {
    let mut order: Vec<(usize, PolicyType, PlacementSet)> = Vec::new();
    for (index, spot) in subject.spots.iter().enumerate().rev() {
        let restricted = types.iter().filter(|&&it| spot.union(it).is_some());
        order.extend(restricted.map(|&it| (index, it, spot.allowed().alone(it))));
    }
    // What all behind each of them leave together.
    let mut behind = Vec::with_capacity(order.len());
    let mut rest = PlacementSet::EVERYTHING;
    for (_, _, set) in order.iter().rev() {
        behind.push(rest.clone());
        rest = rest.intersection(set);
    }
    let mut kept = PlacementSet::EVERYTHING;
    let mut points = Vec::new();
    for ((index, policy_type, set), behind) in order.iter().zip(behind.iter().rev()) {
        if !clashes(&kept.intersection(behind)) {
            kept = kept.intersection(set);
            points.push((*index, *policy_type));
        }
    }
    points.sort_unstable();
    let point = |(index, policy_type): (usize, PolicyType)| {
        Some(ClashPoint { policy_type, point: subject.spots.get(index)?.name.clone() })
    };
    Clash { policy_type, points: points.into_iter().filter_map(point).collect() }
}

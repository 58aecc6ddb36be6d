//! Which points have nothing in common: a workload without a place comes in, a smallest list of points goes
//! out.

use super::document::{Clash, ClashPoint};
use super::subject::Subject;
use crate::placement::{Allowed, PlacementSet, Status};
use crate::syntax::keyword::PolicyType;
use crate::table::Set;

/// One clash for each type of which nothing is left, or one for the placement that is missing.
pub(super) fn clash(subject: &Subject<'_>) -> Vec<Clash> {
    if subject.status == Status::Collision {
        let types = PolicyType::ALL.into_iter().filter(|&it| *subject.set.of(it) == Allowed::Nothing);
        return types.map(|policy_type| of_type(subject, policy_type)).collect();
    }
    let all = |kept: &[(usize, PolicyType)]| {
        let of = |policy_type| {
            let own = kept.iter().filter(|(_, own)| *own == policy_type);
            let sets = own.filter_map(|(index, _)| subject.spots.get(*index)?.union(policy_type));
            sets.fold(Allowed::Everything, |left, set| left.intersection(&Allowed::Only(set.clone())))
        };
        let set = PlacementSet::of_types(of(PolicyType::Location), of(PolicyType::Flavor));
        subject.provisional.ground().status(&set) != Status::Placed
    };
    vec![smallest(subject, None, &PolicyType::ALL, all)]
}

fn of_type(subject: &Subject<'_>, policy_type: PolicyType) -> Clash {
    smallest(subject, Some(policy_type), &[policy_type], |kept| {
        let unions = kept.iter().filter_map(|(index, _)| subject.spots.get(*index)?.union(policy_type));
        let mut unions: Vec<&Set> = unions.collect();
        let Some(first) = unions.pop() else { return false };
        unions.into_iter().try_fold(first.clone(), |left, set| left.intersection(set)).is_none()
    })
}

/// Leaves out each point, from the outermost inwards, without which the others clash still.
fn smallest(
    subject: &Subject<'_>,
    policy_type: Option<PolicyType>,
    types: &[PolicyType],
    clashes: impl Fn(&[(usize, PolicyType)]) -> bool,
) -> Clash {
    let spots = subject.spots.iter().enumerate();
    let restricted = |(index, spot): (usize, &super::subject::Spot<'_>)| {
        let types = types.iter().filter(|&&it| spot.union(it).is_some());
        types.map(move |&it| (index, it)).collect::<Vec<_>>()
    };
    let mut kept: Vec<(usize, PolicyType)> = spots.flat_map(restricted).collect();
    let mut order = kept.clone();
    order.sort_by_key(|&(index, policy_type)| (std::cmp::Reverse(index), policy_type));
    for left_out in order {
        let rest: Vec<_> = kept.iter().copied().filter(|it| *it != left_out).collect();
        if clashes(&rest) {
            kept = rest;
        }
    }
    let point = |(index, policy_type): (usize, PolicyType)| {
        Some(ClashPoint { policy_type, point: subject.spots.get(index)?.name.clone() })
    };
    Clash { policy_type, points: kept.into_iter().filter_map(point).collect() }
}

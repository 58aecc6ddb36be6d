//! Which policies of a list have something in common: some of its policies come in, and for runs of numbers
//! those that have any of them go out, in a time that hardly grows with the others.

use crate::placement::Resolved;
use crate::syntax::keyword::PolicyType;
use crate::table::Run;
use crate::workspace::PolicyId;

/// The runs of some policies, in order, each with the furthest end of all runs up to it.
pub(super) struct Meeting {
    of_types: [Vec<(Run, u32, PolicyId)>; 2],
}

impl Meeting {
    pub(super) fn of(resolved: &Resolved, policies: &[PolicyId]) -> Self {
        let of_type = |policy_type| {
            let sets = policies.iter().filter_map(|&id| Some((id, resolved.policy(id)?)));
            let own = sets.filter(|(_, set)| set.policy_type() == policy_type);
            let mut runs: Vec<(Run, u32, PolicyId)> =
                own.flat_map(|(id, set)| set.runs().iter().map(move |&run| (run, 0, id))).collect();
            runs.sort_unstable();
            let mut furthest = 0;
            for (run, end, _) in &mut runs {
                furthest = furthest.max(run.end);
                *end = furthest;
            }
            runs
        };
        Self { of_types: PolicyType::ALL.map(of_type) }
    }

    /// The policies of a type that have something in common with some runs, in name order.
    pub(super) fn with(&self, policy_type: PolicyType, wanted: &[Run]) -> Vec<PolicyId> {
        let [locations, flavors] = &self.of_types;
        let runs = match policy_type {
            PolicyType::Location => locations,
            PolicyType::Flavor => flavors,
        };
        let mut meeting: Vec<PolicyId> = Vec::new();
        for run in wanted {
            let before = runs.partition_point(|(other, _, _)| other.start < run.end);
            let near = runs.iter().take(before).rev().take_while(|(_, furthest, _)| *furthest > run.start);
            meeting.extend(near.filter(|(other, _, _)| other.end > run.start).map(|(_, _, id)| *id));
        }
        meeting.sort_unstable();
        meeting.dedup();
        meeting
    }
}

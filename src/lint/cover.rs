//! Which policies of a list do nothing: policies come in, and which of them the rest covers, and which leave
//! the placement set of a workload as it is, goes out.

use std::ops::Range;

use super::counts::Counts;
use crate::placement::{Allowed, Resolved, Run, Set};
use crate::syntax::keyword::PolicyType;
use crate::workspace::{Kinds, PointId, PolicyId};

/// Whether any policy that a workload at a point attaches does nothing: it never matches, the others cover
/// it, or it has no effect.
pub(super) fn has_idle(resolved: &Resolved, id: PointId) -> bool {
    let workspace = resolved.workspace();
    let point = &workspace.points()[id];
    let kinds = Kinds::of(point.kind());
    let policies = &*workspace.attachments()[point.attachments()];
    if policies.iter().any(|&policy| !workspace.policies()[policy].target().has(point.kind())) {
        return true;
    }
    covered(resolved, policies, kinds).contains(&true)
        || without_effect(resolved, id, policies).contains(&true)
}

/// Which of `policies` the others cover for each of `kinds` that they apply to, going from the last to the
/// first and leaving out each one found.
pub(super) fn covered(resolved: &Resolved, policies: &[PolicyId], kinds: Kinds) -> Vec<bool> {
    let mut found = vec![false; policies.len()];
    for members in of_types(resolved, policies) {
        if members.len() < 2 {
            continue;
        }
        let line = Line::of(members.iter().map(|member| member.set));
        let mut classes: Vec<(Vec<bool>, Counts)> = Vec::new();
        for kind in kinds.iter() {
            let has: Vec<bool> = members.iter().map(|member| member.target.has(kind)).collect();
            // Most policies apply to every kind, and what holds for one kind then holds for all.
            if classes.iter().all(|(known, _)| *known != has) {
                let mut counts = line.counts();
                for (member, _) in members.iter().zip(&has).filter(|(_, has)| **has) {
                    line.add(&mut counts, member.set, 1);
                }
                classes.push((has, counts));
            }
        }
        for (place, member) in members.iter().enumerate().rev() {
            let applies = |has: &[bool]| has.get(place) == Some(&true);
            let is_covered = !member.target.intersection(kinds).is_empty()
                && classes
                    .iter()
                    .all(|(has, counts)| !applies(has) || line.is_covered_twice(counts, member.set.runs()));
            if is_covered {
                for (_, counts) in classes.iter_mut().filter(|(has, _)| applies(has)) {
                    line.add(counts, member.set, -1);
                }
                member.mark(&mut found);
            }
        }
    }
    found
}

/// Which of `policies`, which all apply to the workloads at a point and none of which the others cover, leave
/// their placement set as it is, going from the last to the first and leaving out each one found. None where
/// the workloads are in no environment.
pub(super) fn without_effect(resolved: &Resolved, point: PointId, policies: &[PolicyId]) -> Vec<bool> {
    let mut found = vec![false; policies.len()];
    for members in of_types(resolved, policies) {
        let Some(first) = members.first() else { continue };
        let Allowed::Only(above) = resolved.above(point).of(first.set.policy_type()) else { continue };
        let line = Line::of(members.iter().map(|member| member.set).chain([above]));
        let mut counts = line.counts();
        for member in &members {
            line.add(&mut counts, member.set, 1);
        }
        let mut left = members.len();
        for member in members.iter().rev() {
            // Without the last one, the workload gets all that stands above it; without any other, what the
            // others leave of that.
            let changes_nothing = match member.set.intersection(above) {
                _ if left == 1 => member.set.covers(above),
                Some(common) => line.is_covered_twice(&counts, common.runs()),
                None => true,
            };
            if changes_nothing {
                line.add(&mut counts, member.set, -1);
                left -= 1;
                member.mark(&mut found);
            }
        }
    }
    found
}

/// A policy of a list.
struct Member<'r> {
    /// Its place in the list.
    index: usize,
    /// The kinds that it applies to.
    target: Kinds,
    /// What it allows.
    set: &'r Set,
}

impl Member<'_> {
    #[expect(
        clippy::indexing_slicing,
        reason = "the place is one of the list's, and so are those in `found`"
    )]
    fn mark(&self, found: &mut [bool]) {
        found[self.index] = true;
    }
}

/// The policies of a list by their types.
fn of_types<'r>(resolved: &'r Resolved, policies: &[PolicyId]) -> [Vec<Member<'r>>; 2] {
    PolicyType::ALL.map(|policy_type| {
        let members = policies.iter().enumerate().map(|(index, &id)| {
            let target = resolved.workspace().policies()[id].target();
            Member { index, target, set: resolved.policy(id) }
        });
        members.filter(|member| member.set.policy_type() == policy_type).collect()
    })
}

/// Numbers, cut wherever a run of some sets begins or ends: between two cuts all of them are alike.
struct Line {
    cuts: Vec<u32>,
}

impl Line {
    fn of<'s>(sets: impl Iterator<Item = &'s Set>) -> Self {
        let runs = sets.flat_map(Set::runs);
        let mut cuts: Vec<u32> = runs.flat_map(|run| [run.start, run.end]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        Self { cuts }
    }

    fn counts(&self) -> Counts {
        Counts::new(self.cuts.len())
    }

    /// The parts of a run that begins and ends at a cut.
    fn parts(&self, run: Run) -> Range<usize> {
        let place = |number| self.cuts.partition_point(|&cut| cut < number);
        place(run.start)..place(run.end)
    }

    fn add(&self, counts: &mut Counts, set: &Set, number: i32) {
        for run in set.runs() {
            counts.add(self.parts(*run), number);
        }
    }

    /// Whether more than one of the sets that were added covers each part of `runs`.
    fn is_covered_twice(&self, counts: &Counts, runs: &[Run]) -> bool {
        runs.iter().all(|run| counts.least(self.parts(*run)) > 1)
    }
}

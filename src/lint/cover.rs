//! Which policies of a list do nothing: policies come in, and which of them the rest covers, and which leave
//! the placement set of a workload as it is, goes out.

use std::ops::Range;

use super::counts::Counts;
use super::limits;
use super::meeting::Meeting;
use crate::placement::{Allowed, Factor, PlacementSet, Resolved};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::{Run, Set};
use crate::workspace::{Kinds, PointId, PolicyId};

/// Whether there is anything to say of the policies of a type that apply to a workload: the others cover one
/// or undo its exceptions, it overlaps another one, or it has no effect.
pub(super) fn is_notable(resolved: &Resolved, factor: &Factor) -> bool {
    let point = &resolved.workspace().points()[factor.point];
    let (policies, kind) = (&*factor.applying, point.kind());
    covered(resolved, policies, Kinds::of(kind)).contains(&true)
        || (point.environment().is_some()
            && without_effect(resolved, policies, &[(kind, resolved.above(factor.point))]).contains(&true))
        || may_be_undone(resolved, policies)
        || may_overlap(resolved, policies)
}

/// Whether there is anything to say of the list of a workload at a point beside what there is of its policies
/// of each type: a policy never matches, or another one limits more than it does.
pub(super) fn is_notable_besides(resolved: &Resolved, id: PointId) -> bool {
    let workspace = resolved.workspace();
    let point = &workspace.points()[id];
    let policies = &*workspace.attachments()[point.attachments()];
    policies.iter().any(|&policy| !workspace.policies()[policy].target().has(point.kind()))
        || (resolved.has_limits() && !limits::covered(resolved, policies, Kinds::of(point.kind())).is_empty())
}

/// Whether what the exceptions of a policy took away may be let in by another one.
fn may_be_undone(resolved: &Resolved, policies: &[PolicyId]) -> bool {
    let has_exceptions = |id: &PolicyId| {
        let options = resolved.workspace().policies()[*id].options();
        options.is_some_and(|options| !options.exceptions().is_empty())
    };
    policies.len() > 1 && policies.iter().any(has_exceptions)
}

/// Whether two location policies overlap while neither covers the other.
fn may_overlap(resolved: &Resolved, policies: &[PolicyId]) -> bool {
    let sets = policies.iter().filter_map(|&id| Some((id, resolved.policy(id)?)));
    let places: Vec<(PolicyId, &Set)> =
        sets.filter(|(_, set)| set.policy_type() == PolicyType::Location).collect();
    if places.len() < 2 {
        return false;
    }
    let meeting = Meeting::of(resolved, policies);
    places.iter().any(|(id, set)| {
        let others = meeting.with(PolicyType::Location, set.runs()).into_iter();
        let mut others = others.filter(|other| other != id).filter_map(|other| resolved.policy(other));
        others.any(|other| !other.covers(set) && !set.covers(other))
    })
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

/// Which of `policies`, none of which the others cover, leave what is left of all that stands above them as
/// it is, going from the last to the first and leaving out each one found. `above` is what stands above for
/// each kind that must not change.
pub(super) fn without_effect(
    resolved: &Resolved,
    policies: &[PolicyId],
    above: &[(Kind, &PlacementSet)],
) -> Vec<bool> {
    let mut found = vec![false; policies.len()];
    for members in of_types(resolved, policies) {
        let Some(first) = members.first() else { continue };
        let policy_type = first.set.policy_type();
        let sets = above.iter().filter_map(|(_, above)| above.of(policy_type).only());
        // A single one is covered by no other.
        let is_single = members.len() == 1;
        let sets = members.iter().map(|member| member.set).chain(sets).filter(|_| !is_single);
        let line = Line::of(sets);
        let mut classes: Vec<Class<'_>> = Vec::new();
        for (kind, above) in above {
            let has: Vec<bool> = members.iter().map(|member| member.target.has(*kind)).collect();
            let above = above.of(policy_type);
            // Most policies apply to every kind, and what holds for one kind then holds for all.
            if classes.iter().all(|known| known.has != has || known.above != above) {
                let mut counts = line.counts();
                for (member, _) in members.iter().zip(&has).filter(|(_, has)| **has) {
                    line.add(&mut counts, member.set, 1);
                }
                let left = has.iter().filter(|has| **has).count();
                classes.push(Class { has, above, counts, left });
            }
        }
        for (place, member) in members.iter().enumerate().rev() {
            let applies = |class: &Class<'_>| class.has.get(place) == Some(&true);
            let mut own = classes.iter().filter(|class| applies(class)).peekable();
            if own.peek().is_none() || !own.all(|class| class.is_idle(&line, member.set)) {
                continue;
            }
            for class in classes.iter_mut().filter(|class| applies(class)) {
                line.add(&mut class.counts, member.set, -1);
                class.left -= 1;
            }
            member.mark(&mut found);
        }
    }
    found
}

/// Kinds to which the same members of a list apply, and above which stands the same.
struct Class<'r> {
    /// Which members apply.
    has: Vec<bool>,
    above: &'r Allowed,
    /// How many of the applying members that are left have each number.
    counts: Counts,
    /// How many of them are left.
    left: usize,
}

impl Class<'_> {
    /// Whether a set that applies here may go without any change.
    fn is_idle(&self, line: &Line, set: &Set) -> bool {
        match self.above {
            // Without the last one, what was restricted is no longer.
            Allowed::Everything => self.left > 1 && line.is_covered_twice(&self.counts, set.runs()),
            // Without the last one, all is left that stands above.
            Allowed::Only(above) if self.left == 1 => set.covers(above),
            // Without any other, what the others leave of that.
            Allowed::Only(above) => match set.intersection(above) {
                Some(common) => line.is_covered_twice(&self.counts, common.runs()),
                None => true,
            },
            Allowed::Nothing => true,
        }
    }
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

/// The policies of a list that have a part in sets, by their types.
fn of_types<'r>(resolved: &'r Resolved, policies: &[PolicyId]) -> [Vec<Member<'r>>; 2] {
    PolicyType::ALL.map(|policy_type| {
        let members = policies.iter().enumerate().filter_map(|(index, &id)| {
            let target = resolved.workspace().policies()[id].target();
            Some(Member { index, target, set: resolved.policy(id)? })
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

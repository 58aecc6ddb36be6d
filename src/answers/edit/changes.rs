//! Whom edits change: a workspace with edits made comes in, and every point and workload whose set or
//! placements are others goes out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::edited::Edited;
use super::edits::{At, Node};
use crate::arena::{Arena, Id};
use crate::placement::{PlacementSet, PlacementSetId, Status};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::workspace::{EnvironmentId, GuardId, Kinds, PointId};

/// Who changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// All workloads at a point but those that are edited themselves, or left out.
    Point(PointId),
    /// The workload of this index.
    Workload(usize),
}

/// What becomes of somebody.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Change {
    /// Who it is.
    pub subject: Subject,
    /// Its set as it was, among those of the workspace.
    pub before: PlacementSetId,
    /// Its set as it is then, among [`Changes::sets`].
    pub after: Id<PlacementSet>,
}

/// All that edits change.
#[derive(Debug)]
#[non_exhaustive]
pub struct Changes {
    /// The sets that there are then, each with whether it has a place.
    pub sets: Arena<PlacementSet>,
    /// Whether each of them has a place.
    pub statuses: Vec<Status>,
    /// Who changes: points in their order, then workloads in theirs. Whose set and placements stay is not
    /// there, even where an edit touches them.
    pub all: Vec<Change>,
}

impl Changes {
    /// Whether a set that there is then has a place.
    #[must_use]
    pub fn status(&self, set: Id<PlacementSet>) -> Status {
        #[expect(clippy::indexing_slicing, reason = "there is one for each set")]
        self.statuses[set.index()]
    }
}

impl Edited<'_> {
    /// Everybody whose set, what is regulated of it included, or placements the edits change.
    #[must_use]
    pub fn changes(&self) -> Changes {
        let provisional = self.basis.provisional();
        let mut sets = Arena::default();
        let mut ids: FxHashMap<PlacementSet, Id<PlacementSet>> = FxHashMap::default();
        let mut same: FxHashMap<PlacementSetId, bool> = FxHashMap::default();
        let mut all = Vec::new();
        let mut add = |subject: Subject, before: PlacementSetId, after: PlacementSet| {
            let own = &provisional.sets()[before];
            let is_same = after == *own
                && (self.edits.offers.is_empty()
                    || *same
                        .entry(before)
                        .or_insert_with(|| self.placements(own) == provisional.placements(own)));
            if !is_same {
                let after = *ids.entry(after).or_insert_with_key(|after| sets.push(after.clone()));
                all.push(Change { subject, before, after });
            }
        };
        for (point, is_own) in self.touched_points() {
            let it = &self.checked().points()[point];
            if !is_own {
                let above = self.above(it.environment().map(Node::Declared), it.kind());
                if *above == *provisional.above(point) {
                    continue;
                }
            }
            add(Subject::Point(point), provisional.set_at(point), self.set_at(point));
        }
        for workload in self.edited_workloads() {
            if let Some(it) = self.checked().workloads().get(workload) {
                add(Subject::Workload(workload), provisional.set_id(it), self.set_of(workload));
            }
        }
        let statuses = sets.values().iter().map(|set| self.status(set)).collect();
        Changes { sets, statuses, all }
    }

    /// The indices of the workloads that are edited themselves, in order.
    fn edited_workloads(&self) -> Vec<usize> {
        let lists = self.edits.lists.keys().filter_map(|at| match at {
            At::Workload(index) => Some(*index),
            At::Environment(_) => None,
        });
        let all = lists.chain(self.edits.homes.keys().copied());
        let mut workloads: Vec<usize> = all.filter(|&index| self.edits.is_there(index)).collect();
        workloads.sort_unstable();
        workloads.dedup();
        workloads
    }

    /// The points that the edits touch, in order, and whether more of them than what stands above them.
    fn touched_points(&self) -> Vec<(PointId, bool)> {
        let (checked, provisional) = (self.checked(), self.basis.provisional());
        let mut points: Vec<(PointId, bool)> = Vec::new();
        let kind = |point: PointId| checked.points()[point].kind();
        let below = |environment: EnvironmentId, kinds: Kinds| {
            let within = self.basis.points_in(Some(environment)).iter();
            within.filter(move |&&point| kinds.has(kind(point))).map(|&point| (point, false))
        };
        let lists = self.edits.lists.keys().filter_map(|at| match at {
            At::Environment(id) => Some(*id),
            At::Workload(_) => None,
        });
        for environment in lists.chain(self.edits.parents.keys().copied()) {
            points.extend(below(environment, Kinds::ALL));
        }
        for (&policy, meaning) in &self.edits.policies {
            let kinds = checked.policies()[policy].target().union(meaning.kinds);
            for environment in self.basis.attaching(policy) {
                points.extend(below(environment, kinds));
            }
            let own = self.basis.points_with(policy).filter(|&point| kinds.has(kind(point)));
            points.extend(own.map(|point| (point, true)));
        }
        for &location in self.edits.offers.keys() {
            let is_allowed = provisional.sets().map(|(_, set)| {
                set.set(checked.space(), PolicyType::Location)
                    .is_some_and(|set| checked.space().has(&set, location))
            });
            let has = |point: &PointId| is_allowed[provisional.set_at(*point)];
            points.extend(checked.points().ids().filter(has).map(|point| (point, true)));
        }
        // Of a point that is there twice, the one that says more comes first.
        points.sort_unstable_by_key(|&(point, is_own)| (point, !is_own));
        points.dedup_by_key(|(point, _)| *point);
        points
    }

    /// The indices of the workloads that a subject stands for.
    pub fn workloads(&self, subject: Subject) -> impl Iterator<Item = usize> {
        let (all, one) = match subject {
            Subject::Point(point) => (self.basis.workloads_at(point), None),
            Subject::Workload(index) => (&[][..], Some(index)),
        };
        let edits = self.edits;
        let own = all.iter().copied().filter(|&index| edits.is_as_its_point(index));
        own.chain(one.filter(|&index| edits.is_there(index)))
    }

    /// The guards of those that `is_asked` that do not hold for somebody who then has a place: for those who
    /// change, and where what a guard asks is edited, for all whom it covers. In the order of their names.
    #[must_use]
    pub fn broken(&self, changes: &Changes, is_asked: impl Fn(GuardId) -> bool) -> Vec<GuardId> {
        let mut covering: FxHashMap<(Option<Node>, Kind), Vec<GuardId>> = FxHashMap::default();
        let mut judged: FxHashSet<(GuardId, Id<PlacementSet>)> = FxHashSet::default();
        let mut broken: Vec<GuardId> = Vec::new();
        for change in &changes.all {
            if changes.status(change.after) != Status::Placed
                || self.workloads(change.subject).next().is_none()
            {
                continue;
            }
            let (environment, kind) = self.place_of(change.subject);
            let guards = covering
                .entry((environment, kind))
                .or_insert_with(|| self.covering(environment, kind).filter(|&id| is_asked(id)).collect());
            for &guard in &*guards {
                if judged.insert((guard, change.after)) && !self.holds(guard, &changes.sets[change.after]) {
                    broken.push(guard);
                }
            }
        }
        let edited = self.edits.guards.keys().copied().filter(|&id| is_asked(id));
        broken.extend(edited.filter(|&guard| self.breaks(guard)));
        broken.sort_unstable();
        broken.dedup();
        broken
    }

    /// Whether a guard does not hold for anybody whom it covers and who then has a place.
    fn breaks(&self, guard: GuardId) -> bool {
        let mut judged: FxHashSet<PlacementSet> = FxHashSet::default();
        let points = self.checked().points().ids().map(Subject::Point);
        let mut all = points.chain(self.edited_workloads().into_iter().map(Subject::Workload));
        all.any(|subject| {
            let (environment, kind) = self.place_of(subject);
            if self.workloads(subject).next().is_none()
                || !self.covering(environment, kind).any(|covering| covering == guard)
            {
                return false;
            }
            let set = match subject {
                Subject::Point(point) => self.set_at(point),
                Subject::Workload(index) => self.set_of(index),
            };
            judged.insert(set.clone()) && self.status(&set) == Status::Placed && !self.holds(guard, &set)
        })
    }

    /// The environment that a subject is then in, and its kind.
    pub(crate) fn place_of(&self, subject: Subject) -> (Option<Node>, Kind) {
        let point = match subject {
            Subject::Point(point) => point,
            #[expect(clippy::indexing_slicing, reason = "only workloads of the workspace are subjects")]
            Subject::Workload(index) => self.checked().workloads()[index].point(),
        };
        let it = &self.checked().points()[point];
        match subject {
            Subject::Point(_) => (it.environment().map(Node::Declared), it.kind()),
            Subject::Workload(index) => (self.environment_of(index), it.kind()),
        }
    }
}

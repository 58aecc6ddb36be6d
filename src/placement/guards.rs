//! Whether guards hold: placement sets come in, and what breaks each guard goes out. A guard is judged once
//! for each type of the sets where it looks at one at a time, else once for each set, and those who let
//! something in are named once for all points that have them in common.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::allowed::{Allowed, PlacementSetId};
use super::asks::Asks;
use super::causes::{Acts, Options, Search};
use super::evaluate::Evaluation;
use super::ground::Outside;
use super::point_tree::PointTree;
use super::remedy;
use super::violation::{Breach, Cause, Excess, Named, Standing, Violation, Witness};
use crate::arena::{Arena, Id, IdMap, Interner};
use crate::diagnostic::Hint;
use crate::parallel;
use crate::syntax::Files;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::{CodeId, Part};
use crate::workspace::{Checked, EnvironmentId, Guard, GuardId, Kinds, Point, PointId, Workload};

/// The guards that do not hold.
pub(super) fn judge(checked: &Checked, evaluation: &Evaluation) -> Vec<(GuardId, Violation)> {
    if checked.guards().is_empty() {
        return Vec::new();
    }
    let judge = Judge::new(checked, evaluation);
    let guards: Vec<GuardId> = checked.guards().ids().collect();
    let broken = parallel::map(guards, |id| (id, judge.guard(&checked.guards()[id])));
    let broken: Vec<_> = broken.into_iter().filter_map(|(id, broken)| Some((id, broken?))).collect();
    if broken.is_empty() {
        return Vec::new();
    }
    let mut workloads: Workloads<'_> = checked.points().map(|_| Vec::new());
    for (index, workload) in checked.workloads().iter().enumerate() {
        workloads[workload.point()].push((index, workload));
    }
    let files = Arc::new(checked.files().clone());
    let violation = |(id, broken)| (id, judge.violation(&checked.guards()[id], broken, &workloads, &files));
    broken.into_iter().map(violation).collect()
}

/// The workloads at each point, with their places in the order of output.
type Workloads<'c> = IdMap<Point, Vec<(usize, &'c Workload)>>;

struct Judge<'c> {
    checked: &'c Checked,
    evaluation: &'c Evaluation,
    points: PointTree,
    /// What is to be judged in each environment which a guard is in, or in the workspace.
    distinct: FxHashMap<Option<EnvironmentId>, Distinct>,
}

/// The distinct sets of an environment or the workspace, and the kinds that have them.
struct Distinct {
    sets: Vec<(PlacementSetId, Kinds)>,
    /// Those that differ in what they allow of locations, and of flavors.
    of_types: [Vec<(PlacementSetId, Kinds)>; 2],
}

/// What a guard is judged for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Judged {
    Set(PlacementSetId),
    /// A type of some.
    OfType(PolicyType, Id<Allowed>),
}

/// What some of the causes of a breach follow from. Points have them in common.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Reason {
    /// What the locations of a set do not offer.
    Fleet(Id<Outside>, PlacementSetId),
    /// What the own policies of workloads do.
    Own(PolicyType, Acts),
    /// What is attached to an environment and to all that it is in.
    Above(Id<Outside>, PolicyType, EnvironmentId, Kind),
}

/// What breaks a guard: for each point that does, by what.
struct Broken {
    covered: Vec<PointId>,
    breaches: Vec<(PointId, Arc<Breach>)>,
}

impl<'c> Judge<'c> {
    fn new(checked: &'c Checked, evaluation: &'c Evaluation) -> Self {
        let points = PointTree::new(checked);
        let mut judge = Self { checked, evaluation, points, distinct: FxHashMap::default() };
        let environments: FxHashSet<Option<EnvironmentId>> =
            checked.guards().values().iter().map(Guard::environment).collect();
        let distinct = |environment| (environment, judge.distinct(environment));
        judge.distinct = parallel::map(environments.into_iter().collect(), distinct).into_iter().collect();
        judge
    }

    fn distinct(&self, environment: Option<EnvironmentId>) -> Distinct {
        let mut kinds = self.evaluation.sets.map(|_| Kinds::NONE);
        for &id in self.points.within(environment) {
            let all = &mut kinds[self.evaluation.set_of(id)];
            *all = all.union(Kinds::of(self.checked.points()[id].kind()));
        }
        let ids = self.evaluation.sets.ids();
        let sets: Vec<_> = ids.map(|id| (id, kinds[id])).filter(|(_, kinds)| !kinds.is_empty()).collect();
        let of_types = PolicyType::ALL.map(|policy_type| {
            let mut places: FxHashMap<Id<Allowed>, usize> = FxHashMap::default();
            let mut distinct: Vec<(PlacementSetId, Kinds)> = Vec::new();
            for &(id, kinds) in &sets {
                let place =
                    *places.entry(self.evaluation.allowed_of(id, policy_type)).or_insert(distinct.len());
                match distinct.get_mut(place) {
                    Some((_, all)) => *all = all.union(kinds),
                    None => distinct.push((id, kinds)),
                }
            }
            distinct
        });
        Distinct { sets, of_types }
    }

    fn guard(&self, guard: &Guard) -> Option<Broken> {
        // Most guards hold, so the sets are judged before any point is looked at.
        let (ground, asks) = (self.evaluation.ground(self.checked), Asks::of(self.checked, guard));
        let distinct = self.distinct.get(&guard.environment())?;
        let apart = asks.apart();
        let of_type =
            |policy_type, id| Judged::OfType(policy_type, self.evaluation.allowed_of(id, policy_type));
        let mut found: Interner<Outside> = Interner::default();
        let mut broken: FxHashMap<Judged, Id<Outside>> = FxHashMap::default();
        let mut judge = |judged, outside: Option<Outside>| {
            if let Some(outside) = outside {
                broken.insert(judged, found.intern(&outside));
            }
        };
        let is_covered =
            |(_, kinds): &&(PlacementSetId, Kinds)| !kinds.intersection(guard.target()).is_empty();
        let sets = &self.evaluation.sets;
        for &policy_type in &apart {
            let [places, hardware] = &distinct.of_types;
            let distinct = if policy_type == PolicyType::Location { places } else { hardware };
            for &(id, _) in distinct.iter().filter(is_covered) {
                judge(of_type(policy_type, id), ground.outside_of(&asks, policy_type, &sets[id]));
            }
        }
        if apart.is_empty() {
            for &(id, _) in distinct.sets.iter().filter(is_covered) {
                judge(Judged::Set(id), ground.outside(&asks, &sets[id]));
            }
        }
        if broken.is_empty() {
            return None;
        }
        let found = found.values;
        let is_covered = |id: &PointId| guard.target().has(self.checked.points()[*id].kind());
        let covered: Vec<PointId> =
            self.points.within(guard.environment()).iter().copied().filter(is_covered).collect();
        let reasons = parallel::map_ref(&covered, |&id| {
            let set = self.evaluation.set_of(id);
            let mut judged = apart.iter().map(|&it| of_type(it, set)).chain([Judged::Set(set)]);
            let by = judged.find_map(|it| broken.get(&it).copied())?;
            Some((by, self.reasons(guard, id, by, &found[by].options)))
        });
        let mut known: Interner<Reason> = Interner::default();
        let mut points = Vec::new();
        for (&id, reasons) in covered.iter().zip(&reasons) {
            let Some((by, reasons)) = reasons else { continue };
            let reasons: Vec<_> = reasons.iter().map(|reason| known.intern(reason)).collect();
            points.push((id, *by, reasons));
        }
        let causes = parallel::map_ref(known.values.values(), |it| self.causes(guard, it, &found).into());
        let excesses = found.map(|(_, outside)| Arc::new(self.excess(outside)));
        let causes: IdMap<Reason, Arc<[Cause]>> = known.values.map_of(causes);
        let breach = |(id, by, reasons): (PointId, Id<Outside>, Vec<Id<Reason>>)| {
            let is_of_fleet = found[by].options.are_unoffered();
            let shared = reasons.into_iter().map(|reason| Arc::clone(&causes[reason])).collect();
            (id, Arc::new(Breach { excess: Arc::clone(&excesses[by]), is_of_fleet, shared }))
        };
        Some(Broken { covered, breaches: points.into_iter().map(breach).collect() })
    }

    /// What lets in, or cuts off, what breaks the guard at a point.
    fn reasons(&self, guard: &Guard, id: PointId, by: Id<Outside>, options: &Options) -> Vec<Reason> {
        if options.are_unoffered() {
            return vec![Reason::Fleet(by, self.evaluation.set_of(id))];
        }
        let point = &self.checked.points()[id];
        let mut reasons = Vec::new();
        for (policy_type, acts) in self.search(guard, options).own(point) {
            let above = |id| Reason::Above(by, policy_type, id, point.kind());
            reasons.push(Reason::Own(policy_type, acts));
            reasons.extend(point.environment().map(above));
        }
        reasons
    }

    fn causes(&self, guard: &Guard, reason: &Reason, found: &Arena<Outside>) -> Vec<Cause> {
        match reason {
            Reason::Fleet(by, set) => {
                self.search(guard, &found[*by].options).unoffered(&self.evaluation.sets[*set])
            }
            Reason::Own(policy_type, acts) => acts.own_causes(self.checked, *policy_type),
            Reason::Above(by, policy_type, environment, kind) => {
                self.search(guard, &found[*by].options).above(*environment, *policy_type, *kind)
            }
        }
    }

    fn search<'s>(&'s self, guard: &Guard, options: &'s Options) -> Search<'s> {
        Search { checked: self.checked, form: guard.form(), options }
    }

    /// What breaks the guard, by name.
    fn excess(&self, outside: &Outside) -> Excess {
        let space = self.checked.space();
        let mut parts: Vec<Part> = match &outside.options {
            Options::Outside(difference) => space.parts(difference),
            Options::Sets(sets) | Options::Unoffered(sets) => {
                sets.iter().flat_map(|set| space.shortest(set)).map(Part::Whole).collect()
            }
        };
        parts.sort_by_key(|part| part.code());
        parts.dedup();
        let whole = |policy_type| {
            let codes = parts.iter().filter(|part| matches!(part, Part::Whole(_))).map(|part| part.code());
            let is_of = |id: &CodeId| self.checked.table()[*id].attribute().policy_type() == policy_type;
            self.checked.shorten(&codes.filter(is_of).collect::<Vec<_>>())
        };
        let pair = |&(location, flavor): &(CodeId, CodeId)| {
            (self.checked.table()[location].name().to_owned(), self.named(Part::Whole(flavor)))
        };
        Excess {
            places: whole(PolicyType::Location),
            flavors: whole(PolicyType::Flavor),
            options: parts.iter().map(|&part| self.named(part)).collect(),
            pairs: outside.pairs.iter().map(pair).collect(),
        }
    }

    fn named(&self, part: Part) -> Named {
        let code = &self.checked.table()[part.code()];
        let is_unlisted = matches!(part, Part::Unlisted(_));
        Named { attribute: code.attribute(), name: code.name().to_owned(), is_unlisted }
    }

    /// What is found, where a guard is broken.
    fn violation(
        &self,
        guard: &Guard,
        broken: Broken,
        workloads: &Workloads<'_>,
        files: &Arc<Files>,
    ) -> Violation {
        let covered = broken.covered.iter().map(|&point| workloads[point].len()).sum();
        let mut places = Vec::new();
        for (point, breach) in &broken.breaches {
            places.extend(workloads[*point].iter().map(|&(index, workload)| (index, workload, breach)));
        }
        places.sort_unstable_by_key(|(index, ..)| *index);
        let witnesses = parallel::map(places, |(_, workload, breach)| Witness {
            workload: self.checked.identity(workload),
            breach: Arc::clone(breach),
            bound: Hint(*workload),
        });
        let environments: FxHashSet<Option<EnvironmentId>> =
            broken.breaches.iter().map(|(point, _)| self.checked.points()[*point].environment()).collect();
        let repair = remedy::find(self.checked, guard, environments, &witnesses);
        Violation {
            guard: guard.name().to_owned(),
            form: guard.form(),
            is_joint: guard.joint().is_some(),
            has_fleet: self.checked.table().has_fleet(),
            covered,
            witnesses,
            repair: Hint(repair),
            standing: Hint(Standing::Error),
            files: Hint(Arc::clone(files)),
        }
    }
}

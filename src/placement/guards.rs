//! Whether guards hold: placement sets come in, and what breaks each guard goes out. A guard is judged once
//! for each type of the sets where it looks at one at a time, else once for each set, and who lets something
//! in is named once for all points that differ in nothing that acts.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::allowed::{Allowed, PlacementSetId};
use super::asks::Asks;
use super::causes::{self, Acts, Options, Search};
use super::evaluate::Evaluation;
use super::ground::Outside;
use super::point_tree::PointTree;
use super::remedy;
use super::violation::{Breach, Cause, Excess, Named, Standing, Violation, Witness};
use crate::arena::{Id, IdMap};
use crate::diagnostic::Hint;
use crate::parallel;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::{CodeId, Part};
use crate::workspace::{Checked, EnvironmentId, Guard, GuardId, Kinds, Point, PointId};

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
    let mut workloads = checked.points().map(|_| Vec::new());
    for (index, workload) in checked.workloads().iter().enumerate() {
        workloads[workload.point()].push(index);
    }
    broken
        .into_iter()
        .map(|(id, broken)| (id, judge.violation(&checked.guards()[id], broken, &workloads)))
        .collect()
}

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

/// What points have in common that break a guard by the same and for the same reasons.
#[derive(PartialEq, Eq, Hash)]
enum Alike {
    /// The set, where the fleet does not offer it.
    Set(PlacementSetId),
    /// The environment, the kind, and what their own policies do.
    Acts(Option<EnvironmentId>, Kind, Vec<Acts>),
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
        let mut broken: FxHashMap<Judged, (Outside, Arc<Excess>)> = FxHashMap::default();
        let mut judge = |judged, outside: Option<Outside>| {
            if let Some(outside) = outside {
                let excess = Arc::new(self.excess(&outside));
                broken.insert(judged, (outside, excess));
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
        let is_covered = |id: &PointId| guard.target().has(self.checked.points()[*id].kind());
        let covered: Vec<PointId> =
            self.points.within(guard.environment()).iter().copied().filter(is_covered).collect();
        // Many points differ in nothing that acts.
        let alike = parallel::map_ref(&covered, |&id| {
            let (set, point) = (self.evaluation.set_of(id), &self.checked.points()[id]);
            let mut judged = apart.iter().map(|&it| of_type(it, set)).chain([Judged::Set(set)]);
            let (judged, (outside, _)) = judged.find_map(|it| broken.get_key_value(&it))?;
            Some(match &outside.options {
                Options::Unoffered(_) => (*judged, Alike::Set(set)),
                options => {
                    let own = self.search(guard, options).own(point);
                    (*judged, Alike::Acts(point.environment(), point.kind(), own))
                }
            })
        });
        let mut numbers: FxHashMap<&(Judged, Alike), usize> = FxHashMap::default();
        let mut firsts = Vec::new();
        let mut points = Vec::new();
        for (&id, alike) in covered.iter().zip(&alike) {
            let Some(alike) = alike else { continue };
            let number = *numbers.entry(alike).or_insert_with(|| {
                firsts.push((id, alike.0));
                firsts.len() - 1
            });
            points.push((id, number));
        }
        let breaches = parallel::map(firsts, |(id, judged)| {
            let (outside, excess) = broken.get(&judged)?;
            let causes = self.causes(guard, id, &outside.options);
            let is_of_fleet = matches!(outside.options, Options::Unoffered(_));
            Some(Arc::new(Breach { excess: Arc::clone(excess), is_of_fleet, causes }))
        });
        let breach = |(id, number): (PointId, usize)| Some((id, Arc::clone(breaches.get(number)?.as_ref()?)));
        let breaches = points.into_iter().filter_map(breach).collect();
        Some(Broken { covered, breaches })
    }

    /// Who lets it in, or cuts it off, at a point.
    fn causes(&self, guard: &Guard, id: PointId, options: &Options) -> Vec<Cause> {
        match options {
            Options::Unoffered(asked) => {
                causes::unoffered(self.checked, &self.evaluation.sets[self.evaluation.set_of(id)], asked)
            }
            options => self.search(guard, options).causes(&self.checked.points()[id]),
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
    fn violation(&self, guard: &Guard, broken: Broken, workloads: &IdMap<Point, Vec<usize>>) -> Violation {
        let covered = broken.covered.iter().map(|&point| workloads[point].len()).sum();
        let mut places: Vec<(usize, &Arc<Breach>)> = broken
            .breaches
            .iter()
            .flat_map(|(point, breach)| workloads[*point].iter().map(move |&index| (index, breach)))
            .collect();
        places.sort_unstable_by_key(|(index, _)| *index);
        let all = self.checked.workloads();
        let witnesses = parallel::map(places, |(index, breach)| {
            let workload = all.get(index)?;
            let own = causes::own_places(self.checked, workload, breach);
            Some(Witness {
                workload: self.checked.identity(workload),
                breach: Arc::clone(breach),
                own: Hint(own),
            })
        });
        let witnesses: Vec<Witness> = witnesses.into_iter().flatten().collect();
        let points: Vec<&Point> =
            broken.breaches.iter().map(|(point, _)| &self.checked.points()[*point]).collect();
        let repair = remedy::find(self.checked, guard, &points, &witnesses);
        Violation {
            guard: guard.name().to_owned(),
            form: guard.form(),
            is_joint: guard.joint().is_some(),
            has_fleet: self.checked.table().has_fleet(),
            covered,
            witnesses,
            repair: Hint(repair),
            standing: Hint(Standing::Error),
        }
    }
}

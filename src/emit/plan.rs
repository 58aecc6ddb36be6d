//! The cells of every set that is written, as rectangles: resolved sets and a name map come in, what each
//! workload may run on goes out, less what the tool does not have.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::codes::{NameMap, Named, Names};
use super::document;
use super::refusal::{Refusal, Refusals};
use super::target::Request;
use crate::parallel;
use crate::placement::PlacementSetId;
use crate::syntax::keyword::PolicyType;
use crate::table::{CodeId, Table};

/// Locations that have the same flavors of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rectangle {
    /// The locations, ordered as the table is; never none.
    pub locations: Vec<CodeId>,
    /// The flavors, ordered as the table is; never none.
    pub flavors: Vec<CodeId>,
}

/// What one set allows on the fleet.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The id of the set: `ps-` and 16 digits.
    pub id: String,
    /// Whether a policy regulates the places.
    pub restricts_location: bool,
    /// Whether a policy regulates the flavors.
    pub restricts_flavor: bool,
    /// The cover of the cells, in the order of the rectangles' first locations; never none.
    pub rectangles: Vec<Rectangle>,
}

impl Plan {
    /// The types that a policy regulates, location first.
    pub fn restricts(&self) -> impl Iterator<Item = PolicyType> {
        let location = self.restricts_location.then_some(PolicyType::Location);
        location.into_iter().chain(self.restricts_flavor.then_some(PolicyType::Flavor))
    }

    /// Every location of the set, ordered as the table is.
    #[must_use]
    pub fn locations(&self) -> Vec<CodeId> {
        let mut all: Vec<CodeId> = self.rectangles.iter().flat_map(|it| it.locations.clone()).collect();
        all.sort_unstable();
        all
    }

    /// Every cell, by location: in the order of compile's placements.
    pub fn cells(&self) -> impl Iterator<Item = (CodeId, CodeId)> {
        let mut all: Vec<(CodeId, &[CodeId])> = Vec::new();
        for it in &self.rectangles {
            all.extend(it.locations.iter().map(|&location| (location, it.flavors.as_slice())));
        }
        all.sort_unstable_by_key(|&(location, _)| location);
        all.into_iter().flat_map(|(location, flavors)| flavors.iter().map(move |&flavor| (location, flavor)))
    }

    /// Whether a location has a flavor.
    #[must_use]
    pub fn has(&self, location: CodeId, flavor: CodeId) -> bool {
        let is_it = |it: &Rectangle| it.locations.contains(&location) && it.flavors.contains(&flavor);
        self.rectangles.iter().any(is_it)
    }
}

/// What the sets of all workloads of a request allow.
#[derive(Debug)]
pub struct Plans {
    by_set: FxHashMap<PlacementSetId, Plan>,
    /// The set of each workload, in the order of the request.
    sets: Vec<PlacementSetId>,
}

impl Plans {
    /// The plans of all workloads. Refused are sets with a code that has no name, sets that have a cell of
    /// one of two codes of one name without the other's, and sets of which the tool has nothing. A set of
    /// which it has nothing has no plan.
    #[must_use]
    pub fn new<F: Clone + Ord + std::fmt::Display + Sync>(
        request: &Request<'_>,
        map: &NameMap<F>,
        refusals: &mut Refusals<'_>,
        notes: &mut Vec<String>,
        examples: (&'static str, &'static str),
    ) -> Self {
        Self::writing(request, map, refusals, notes, examples, |_| true)
    }

    /// The same for a target that does not write the flavors of every set, as `writes_flavors` says: names
    /// that are not written need not be there.
    #[must_use]
    pub fn writing<F: Clone + Ord + std::fmt::Display + Sync>(
        request: &Request<'_>,
        map: &NameMap<F>,
        refusals: &mut Refusals<'_>,
        notes: &mut Vec<String>,
        examples: (&'static str, &'static str),
        writes_flavors: impl Fn(&Plan) -> bool,
    ) -> Self {
        let resolved = request.resolved;
        let sets: Vec<PlacementSetId> = request.workloads.iter().map(|it| resolved.set_id(it)).collect();
        let distinct: BTreeSet<PlacementSetId> = sets.iter().copied().collect();
        let made = parallel::run(distinct.len() * 1024, || {
            parallel::map(distinct.into_iter().collect(), |id| (id, Made::new(request, map, id)))
        });
        let mut by_set: FxHashMap<PlacementSetId, Made> = made.into_iter().collect();
        let table = resolved.workspace().table();
        let lost: usize = sets.iter().filter_map(|id| by_set.get(id)).map(|made| made.lost).sum();
        if lost > 0 {
            let losers = sets.iter().filter(|id| by_set.get(id).is_some_and(|made| made.lost > 0)).count();
            let gone: Vec<String> =
                map.locations.gone().iter().chain(map.flavors.gone()).map(|(_, line)| line.clone()).collect();
            notes.push(format!(
                "note: {} {} {} away from {}",
                crate::diagnostic::listed(&gone, "and"),
                if gone.len() == 1 { "takes" } else { "take" },
                crate::diagnostic::count(lost, "cell", "cells"),
                crate::diagnostic::count(losers, "workload", "workloads"),
            ));
        }
        let ambiguous = Ambiguous::new(map);
        let (mut unmapped, mut nameless) = (Unmapped::default(), Vec::new());
        let mut faults: FxHashMap<PlacementSetId, Fault> = FxHashMap::default();
        for (index, id) in sets.iter().enumerate() {
            let Some(made) = by_set.get(id) else { continue };
            let Some(plan) = &made.plan else {
                let entries = map.locations.gone().iter().chain(map.flavors.gone());
                let entries = entries.map(|(_, line)| line.clone()).collect();
                refusals.add(index, Refusal::NothingLeft { entries });
                continue;
            };
            let fault = faults.entry(*id).or_insert_with(|| {
                let is_whole = writes_flavors(plan);
                let is_unmapped = unmapped.look(plan, map, is_whole);
                Fault { is_unmapped, ambiguous: ambiguous.find(table, plan, is_whole) }
            });
            if fault.is_unmapped {
                nameless.push(index);
            }
            if let Some(refusal) = &fault.ambiguous {
                refusals.add(index, refusal.clone());
            }
        }
        unmapped.refuse(nameless, table, examples, refusals);
        let by_set = by_set.drain().filter_map(|(id, made)| made.plan.map(|plan| (id, plan))).collect();
        Self { by_set, sets }
    }

    /// The plan of the workload at an index of the request; none where it was refused.
    #[must_use]
    pub fn of(&self, workload: usize) -> Option<&Plan> {
        self.sets.get(workload).and_then(|id| self.by_set.get(id))
    }

    /// The set of the workload at an index of the request.
    #[must_use]
    pub fn set(&self, workload: usize) -> Option<PlacementSetId> {
        self.sets.get(workload).copied()
    }

    /// What `make` gives for each distinct plan.
    pub fn map<T: Send>(&self, make: impl Fn(&Plan) -> T + Sync + Send) -> FxHashMap<PlacementSetId, T> {
        let all: Vec<(&PlacementSetId, &Plan)> = self.by_set.iter().collect();
        let each = |(&id, plan): (&PlacementSetId, &Plan)| (id, make(plan));
        parallel::run(all.len() * 1024, || parallel::map(all, each)).into_iter().collect()
    }

    /// Puts what `change` gives in the place of each plan; a set that it gives nothing for has none.
    pub fn replace(&mut self, change: impl Fn(&Plan) -> Option<Plan>) {
        let old = std::mem::take(&mut self.by_set);
        self.by_set = old.iter().filter_map(|(&id, plan)| Some((id, change(plan)?))).collect();
    }
}

/// A set on its way to a plan.
struct Made {
    /// None where nothing is left of it.
    plan: Option<Plan>,
    /// How many cells the tool does not have.
    lost: usize,
}

impl Made {
    fn new<F: Clone + Ord>(request: &Request<'_>, map: &NameMap<F>, id: PlacementSetId) -> Self {
        let resolved = request.resolved;
        let set = &resolved.sets()[id];
        let mut rectangles: Vec<Rectangle> = Vec::new();
        let mut by_flavors: FxHashMap<Vec<CodeId>, usize> = FxHashMap::default();
        let mut lost = 0;
        for placement in resolved.placements(set).into_iter().flatten() {
            let (location, flavors) = (placement.location(), placement.flavors());
            if map.locations.is_gone(location) {
                lost += flavors.len();
                continue;
            }
            let kept: Vec<CodeId> =
                flavors.iter().copied().filter(|&flavor| !map.flavors.is_gone(flavor)).collect();
            lost += flavors.len() - kept.len();
            if kept.is_empty() {
                continue;
            }
            let next = rectangles.len();
            let index = *by_flavors.entry(kept.clone()).or_insert(next);
            match rectangles.get_mut(index) {
                Some(rectangle) => rectangle.locations.push(location),
                None => rectangles.push(Rectangle { locations: vec![location], flavors: kept }),
            }
        }
        let mut restricted = resolved.restricts(set);
        let (restricts_location, restricts_flavor) = {
            let all: Vec<PolicyType> = restricted.by_ref().collect();
            (all.contains(&PolicyType::Location), all.contains(&PolicyType::Flavor))
        };
        let plan = (!rectangles.is_empty()).then(|| Plan {
            id: document::PlacementSet::of(resolved, set).id,
            restricts_location,
            restricts_flavor,
            rectangles,
        });
        Self { plan, lost }
    }
}

/// What is wrong with a set for the target.
struct Fault {
    /// Whether a code of it has no name.
    is_unmapped: bool,
    /// The first cell that it has of one of two codes without the other's.
    ambiguous: Option<Refusal>,
}

/// The codes of written sets that have no name.
#[derive(Default)]
struct Unmapped {
    locations: BTreeSet<CodeId>,
    flavors: BTreeSet<CodeId>,
}

impl Unmapped {
    /// Looks at a plan, at its flavors where it is written as a whole; whether a name is missing in it.
    fn look<F: Clone + Ord>(&mut self, plan: &Plan, map: &NameMap<F>, is_whole: bool) -> bool {
        let mut any = false;
        for rectangle in &plan.rectangles {
            any |= missing(&map.locations, &rectangle.locations, &mut self.locations);
            any |= is_whole && missing(&map.flavors, &rectangle.flavors, &mut self.flavors);
        }
        any
    }

    /// Refuses the workloads that have a set with such a code.
    fn refuse(
        self,
        workloads: Vec<usize>,
        table: &Table,
        examples: (&'static str, &'static str),
        refusals: &mut Refusals<'_>,
    ) {
        let names = |codes: &BTreeSet<CodeId>| codes.iter().map(|&id| table[id].name().to_owned()).collect();
        let refusal = Refusal::Unmapped {
            locations: names(&self.locations),
            flavors: names(&self.flavors),
            location_example: examples.0,
            flavor_example: examples.1,
        };
        for index in workloads {
            refusals.add(index, refusal.clone());
        }
    }
}

/// Adds those of `codes` that have no name; whether there is one.
fn missing<N: Clone + Ord>(names: &Names<N>, codes: &[CodeId], into: &mut BTreeSet<CodeId>) -> bool {
    let mut any = false;
    for &code in codes {
        if matches!(names.of(code), Named::Unknown) {
            into.insert(code);
            any = true;
        }
    }
    any
}

/// The codes that share a name with another one.
struct Ambiguous {
    locations: Vec<(CodeId, CodeId, String)>,
    flavors: Vec<(CodeId, CodeId, String)>,
}

impl Ambiguous {
    fn new<F: Clone + Ord + std::fmt::Display>(map: &NameMap<F>) -> Self {
        Self { locations: pairs(&map.locations), flavors: pairs(&map.flavors) }
    }

    /// The first location that a set has without another one of its name.
    fn find_place(&self, table: &Table, plan: &Plan) -> Option<Refusal> {
        let has: FxHashSet<CodeId> = plan.locations().into_iter().collect();
        let mut pairs = both(&self.locations);
        let (one, other, called) = pairs.find(|(one, other, _)| has.contains(one) && !has.contains(other))?;
        let (first, second) = (table[one].name().to_owned(), table[other].name().to_owned());
        let cell = format!("`{first}` is allowed, and `{second}` is not");
        Some(Refusal::Ambiguous { what: "location", first, second, name: called.to_owned(), cell })
    }

    /// The first cell that a set has of one of two codes without the other's; flavors are looked at where it
    /// is written as a whole.
    fn find(&self, table: &Table, plan: &Plan, is_whole: bool) -> Option<Refusal> {
        if !is_whole {
            return self.find_place(table, plan);
        }
        if self.locations.is_empty() && self.flavors.is_empty() {
            return None;
        }
        let cells: FxHashSet<(CodeId, CodeId)> = plan.cells().collect();
        let mut ordered: Vec<(CodeId, CodeId)> = cells.iter().copied().collect();
        ordered.sort_unstable();
        let name = |code: CodeId| table[code].name().to_owned();
        let refusal = |what, has: CodeId, lacks: CodeId, called: &str, cell: (CodeId, CodeId)| {
            let (location, flavor) = (name(cell.0), name(cell.1));
            let lacking = name(lacks);
            let cell = if what == "location" {
                format!("`{flavor}` is allowed in `{location}` and not in `{lacking}`")
            } else {
                format!("in `{location}` `{flavor}` is allowed and `{lacking}` is not")
            };
            Refusal::Ambiguous { what, first: name(has), second: lacking, name: called.to_owned(), cell }
        };
        for &(location, flavor) in &ordered {
            for (one, other, called) in both(&self.locations) {
                if one == location && !cells.contains(&(other, flavor)) {
                    return Some(refusal("location", one, other, called, (location, flavor)));
                }
            }
            for (one, other, called) in both(&self.flavors) {
                if one == flavor && !cells.contains(&(location, other)) {
                    return Some(refusal("flavor", one, other, called, (location, flavor)));
                }
            }
        }
        None
    }
}

/// Each pair in both directions.
fn both(pairs: &[(CodeId, CodeId, String)]) -> impl Iterator<Item = (CodeId, CodeId, &str)> {
    pairs.iter().flat_map(|(one, other, name)| [(*one, *other, &**name), (*other, *one, &**name)])
}

fn pairs<N: Clone + Ord + std::fmt::Display>(names: &Names<N>) -> Vec<(CodeId, CodeId, String)> {
    let mut all: Vec<(&N, CodeId)> =
        names.iter().flat_map(|(code, names)| names.iter().map(move |name| (name, code))).collect();
    all.sort_unstable();
    let mut pairs = Vec::new();
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        for (index, (name, one)) in same.iter().enumerate() {
            for (_, other) in same.iter().skip(index + 1) {
                pairs.push((*one, *other, name.to_string()));
            }
        }
    }
    pairs
}

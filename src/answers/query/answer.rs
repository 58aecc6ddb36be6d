//! Filters come in, the workloads for which all of them hold go out.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::filters::Filters;
use super::loss::Loss;
use crate::placement::{Placement, PlacementSetId, Provisional};
use crate::table::CodeId;
use crate::workspace::{PointId, Workload};

/// The workloads for which all filters hold.
#[derive(Debug)]
pub struct Answer<'p> {
    pub(super) provisional: &'p Provisional,
    pub(super) filters: Filters,
    /// They, in order.
    pub(super) workloads: Vec<&'p Workload>,
    /// What is known of their sets.
    pub(super) sets: FxHashMap<PlacementSetId, Known>,
}

/// What is known of a set.
#[derive(Debug)]
pub(super) struct Known {
    /// The location of its only placement, if few placements were asked for.
    only: Option<CodeId>,
    /// What it loses, if that was asked for.
    pub(super) loss: Option<Loss>,
}

impl<'p> Answer<'p> {
    /// The workloads of a workspace for which all filters hold. With something to lose: those that lose some
    /// of it, impossible ones first, then those with the fewest left.
    #[must_use]
    pub fn new(provisional: &'p Provisional, filters: Filters) -> Self {
        let workspace = provisional.workspace();
        let mut points: FxHashMap<PointId, bool> = FxHashMap::default();
        let mut sets: FxHashMap<PlacementSetId, Option<Known>> = FxHashMap::default();
        let mut workloads = Vec::new();
        for workload in workspace.workloads() {
            let point = workload.point();
            if !*points.entry(point).or_insert_with(|| filters.hold_at(provisional, point)) {
                continue;
            }
            let id = provisional.set_at(point);
            if sets.entry(id).or_insert_with(|| known(provisional, &filters, id)).is_some() {
                workloads.push(workload);
            }
        }
        let sets = sets.into_iter().filter_map(|(id, known)| Some((id, known?))).collect();
        let mut answer = Self { provisional, filters, workloads, sets };
        if answer.filters.asks_for_loss() {
            let mut workloads = std::mem::take(&mut answer.workloads);
            workloads.sort_by_key(|it| answer.known(it).loss.as_ref().map(Loss::rank));
            answer.workloads = workloads;
        }
        answer
    }

    /// How many workloads there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.workloads.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.workloads.is_empty()
    }

    /// How many workloads hang on each location, because it is the only one that they have: by number
    /// downwards, then by name. `None` where nobody asked for those that have few.
    #[must_use]
    pub fn hang_on(&self) -> Option<Vec<HangOn>> {
        self.filters.fragile()?;
        let table = self.provisional.workspace().table();
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        for only in self.workloads.iter().filter_map(|it| self.known(it).only) {
            *numbers.entry(table[only].name()).or_default() += 1;
        }
        let named =
            |(location, workloads): (&str, usize)| HangOn { location: location.to_owned(), workloads };
        let mut all: Vec<HangOn> = numbers.into_iter().map(named).collect();
        all.sort_by(|one, other| (other.workloads, &one.location).cmp(&(one.workloads, &other.location)));
        Some(all)
    }

    #[expect(clippy::indexing_slicing, reason = "the set of each workload that is listed was judged")]
    pub(super) fn known(&self, workload: &Workload) -> &Known {
        &self.sets[&self.provisional.set_id(workload)]
    }
}

/// A location that is the only one of some workloads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct HangOn {
    /// The location.
    pub location: String,
    /// How many workloads have no other one.
    pub workloads: usize,
}

/// What is known of a set; `None` where a filter does not hold for it, or where it loses nothing.
fn known(provisional: &Provisional, filters: &Filters, id: PlacementSetId) -> Option<Known> {
    let set = &provisional.sets()[id];
    let placements = if filters.ask_for_placements() { provisional.placements(set) } else { None };
    if !filters.hold_for(provisional, set, placements.as_deref()) {
        return None;
    }
    let loss = if filters.asks_for_loss() {
        Some(Loss::of(provisional, filters.lost(), set, placements.as_deref())?)
    } else {
        None
    };
    let only = match placements.as_deref() {
        Some([only]) => Some(Placement::location(only)),
        _ => None,
    };
    Some(Known { only, loss })
}

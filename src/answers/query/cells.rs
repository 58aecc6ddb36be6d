//! What stands in a table behind the name and the status of a workload: sets come in, and their cells go out,
//! each made once, however many sets have it.

use rustc_hash::FxHashMap;

use super::answer::Answer;
use super::loss::Loss;
use crate::answers::cell::{Cell, Tone};
use crate::answers::columns::Columns;
use crate::answers::text::{Looks, choices, codes};
use crate::answers::words::Placed;
use crate::diagnostic::joined;
use crate::parallel;
use crate::placement::{Allowed, PlacementSetId, Provisional};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::CodeId;

/// About how many bytes of text each set is worth.
const SET_BYTES: usize = 1 << 9;

/// The cells of all sets of an answer.
pub(super) struct Cells {
    /// Each different one, with the number of its column.
    all: Vec<(usize, Cell)>,
    /// Which of them a set has.
    of_set: FxHashMap<PlacementSetId, Vec<usize>>,
}

impl Cells {
    pub(super) fn of(answer: &Answer<'_>, looks: Looks) -> Self {
        let mut cells = Self { all: Vec::new(), of_set: FxHashMap::default() };
        if answer.filters.asks_for_loss() {
            for (&id, known) in &answer.sets {
                let own = known.loss.iter().flat_map(|it| of_loss(answer.provisional, it, looks));
                let own: Vec<usize> =
                    own.enumerate().map(|(column, cell)| cells.push(column, cell)).collect();
                cells.of_set.insert(id, own);
            }
        } else {
            cells.of_sets(answer, looks);
        }
        cells
    }

    /// The cells of sets that lose nothing: what they allow of both types, and how many placements they have.
    fn of_sets(&mut self, answer: &Answer<'_>, looks: Looks) {
        let provisional = answer.provisional;
        let ids: Vec<PlacementSetId> = answer.sets.keys().copied().collect();
        let number = |&id: &PlacementSetId| provisional.number_of_placements(&provisional.sets()[id]);
        let counted = parallel::run(ids.len() * SET_BYTES, || parallel::map_ref(&ids, number));
        let mut lists: [FxHashMap<&Allowed, usize>; 2] = Default::default();
        let mut numbers: FxHashMap<usize, usize> = FxHashMap::default();
        for (id, number) in ids.into_iter().zip(counted) {
            let set = &provisional.sets()[id];
            let mut own = Vec::with_capacity(3);
            for ((column, policy_type), lists) in PolicyType::ALL.into_iter().enumerate().zip(&mut lists) {
                let make =
                    || self.push(column, allowed(provisional, set.of(policy_type), policy_type, looks));
                own.push(*lists.entry(set.of(policy_type)).or_insert_with(make));
            }
            let mut make = |number: usize| {
                let tone = (number == 0).then_some(Tone::Bad);
                self.push(2, Cell::with(number.to_string(), tone))
            };
            own.extend(number.map(|number| *numbers.entry(number).or_insert_with(|| make(number))));
            self.of_set.insert(id, own);
        }
    }

    fn push(&mut self, column: usize, cell: Cell) -> usize {
        self.all.push((column, cell));
        self.all.len() - 1
    }

    /// The cells of a set, in order.
    pub(super) fn of_set(&self, id: PlacementSetId) -> impl Iterator<Item = &Cell> {
        let own = self.of_set.get(&id).into_iter().flatten();
        own.filter_map(|&index| self.all.get(index)).map(|(_, cell)| cell)
    }

    /// Makes room for them, the first of a set being in a column of that number.
    pub(super) fn measure(&self, columns: &mut Columns, first: usize, looks: Looks) {
        for (column, cell) in &self.all {
            columns.see(first + column, cell, looks);
        }
    }
}

/// What is allowed of a type.
fn allowed(provisional: &Provisional, allowed: &Allowed, policy_type: PolicyType, looks: Looks) -> Cell {
    let space = provisional.space();
    let set = match allowed {
        Allowed::Everything => space.all(policy_type),
        Allowed::Only(set) => Some(set.clone()),
        Allowed::Nothing => None,
    };
    let shortest = set.map_or_else(Vec::new, |set| space.shortest(&set));
    let tone = match allowed {
        Allowed::Everything => Some(Tone::Warning),
        Allowed::Only(_) => None,
        Allowed::Nothing => Some(Tone::Bad),
    };
    Cell::with(codes(provisional.workspace(), &shortest, looks), tone)
}

/// What a set loses, what is left of it and, with a fleet, of how many placements.
fn of_loss(provisional: &Provisional, loss: &Loss, looks: Looks) -> Vec<Cell> {
    let tone = loss.is_impossible.then_some(Tone::Bad);
    match (loss.before, loss.after) {
        (Some(before), Some(after)) => vec![
            lost_placements(provisional, loss, looks).into(),
            Cell::with(places(provisional, loss.left.placements.iter(), looks), tone),
            Cell::with(format!("{after} of {before}"), tone),
        ],
        _ => vec![
            lost_codes(provisional, loss, looks).into(),
            Cell::with(left_codes(provisional, loss, looks), tone),
        ],
    }
}

/// Locations that are lost whole, and flavors that are lost at others.
fn lost_placements(provisional: &Provisional, loss: &Loss, looks: Looks) -> String {
    let is_left = |placed: &&Placed| loss.left.placements.iter().any(|it| it.location == placed.location);
    let (some, whole): (Vec<&Placed>, Vec<&Placed>) = loss.lost.placements.iter().partition(is_left);
    let mut parts = Vec::new();
    if !whole.is_empty() {
        parts.push(places(provisional, whole.into_iter(), looks));
    }
    let mut by_flavors: Vec<(String, Vec<&Placed>)> = Vec::new();
    for placed in some {
        let flavors = choices(provisional.workspace(), &placed.flavors, looks);
        match by_flavors.iter_mut().find(|(it, _)| *it == flavors) {
            Some((_, locations)) => locations.push(placed),
            None => by_flavors.push((flavors, vec![placed])),
        }
    }
    for (flavors, locations) in by_flavors {
        parts.push(format!("{flavors} at {}", places(provisional, locations.into_iter(), looks)));
    }
    joined(&parts, "and")
}

fn places<'a>(provisional: &Provisional, placed: impl Iterator<Item = &'a Placed>, looks: Looks) -> String {
    let table = provisional.workspace().table();
    let locations: Vec<CodeId> =
        placed.filter_map(|it| table.find(Attribute::Location, &it.location)).collect();
    codes(provisional.workspace(), &locations, looks)
}

fn lost_codes(provisional: &Provisional, loss: &Loss, looks: Looks) -> String {
    let both = [&loss.lost.location, &loss.lost.flavor].into_iter().filter(|it| !it.is_empty());
    let both: Vec<String> = both.map(|it| choices(provisional.workspace(), it, looks)).collect();
    both.join("; ")
}

/// What is left of the types that lose something.
fn left_codes(provisional: &Provisional, loss: &Loss, looks: Looks) -> String {
    let types = [(&loss.lost.location, &loss.left.location), (&loss.lost.flavor, &loss.left.flavor)];
    let changed = types.into_iter().filter(|(lost, _)| !lost.is_empty());
    let left: Vec<String> = changed.map(|(_, left)| choices(provisional.workspace(), left, looks)).collect();
    left.join("; ")
}

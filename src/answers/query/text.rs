//! An answer for people: a table, which fits the terminal.

use std::any::Any;

use rustc_hash::FxHashMap;

use super::answer::{Answer, Known};
use super::loss::Loss;
use crate::answers::rows::rows as laid_out;
use crate::answers::text::{Looks, choices, codes, set};
use crate::answers::words::{Placed, Status, WorkloadName};
use crate::diagnostic::joined;
use crate::placement::{self, PlacementSetId, Provisional, Violation};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::syntax::quoted;
use crate::table::CodeId;
use crate::text::hidden::one_line;
use crate::workspace::{PointId, Workload};

/// The answer as a table; where few placements were asked for, another one of what workloads hang on.
#[must_use]
pub fn text(answer: &Answer<'_>, looks: Looks) -> String {
    let provisional = answer.provisional;
    let has_fleet = provisional.workspace().table().has_fleet();
    let violated = violated(provisional);
    let status = |workload: &Workload| match violated.get(&workload.point()) {
        Some(guards) => format!("violates {}", joined(guards, "and")),
        None => Status::from(provisional.status(provisional.set_id(workload))).name().to_owned(),
    };
    let is_at_rest = |workload: &Workload| {
        provisional.status(provisional.set_id(workload)) == placement::Status::Placed
            && !violated.contains_key(&workload.point())
    };
    let has_status = !answer.workloads.iter().all(|it| is_at_rest(it));
    let mut head = vec!["workload".to_owned()];
    if has_status {
        head.push("status".to_owned());
    }
    let columns: &[&str] = match (answer.filters.asks_for_loss(), has_fleet) {
        (true, true) => &["loses", "left", "placements"],
        (true, false) => &["loses", "left"],
        (false, true) => &["locations", "flavors", "placements"],
        (false, false) => &["locations", "flavors"],
    };
    head.extend(columns.iter().map(|&it| it.to_owned()));
    let mut rows = vec![head];
    let mut known: FxHashMap<PlacementSetId, Vec<String>> = FxHashMap::default();
    for workload in &answer.workloads {
        let id = provisional.set_id(workload);
        let of_set = || cells(provisional, id, answer.known(workload), looks);
        let cells = known.entry(id).or_insert_with(of_set);
        let name = WorkloadName::of(provisional.workspace(), workload).identity();
        let mut row = vec![one_line(&name.to_string())];
        row.extend(has_status.then(|| status(workload)));
        row.extend(cells.iter().cloned());
        rows.push(row);
    }
    let mut text = laid_out(&rows, 1, looks.width);
    if let Some(locations) = answer.hang_on().filter(|it| !it.is_empty()) {
        let mut rows = vec![vec!["the only location".to_owned(), "of workloads".to_owned()]];
        rows.extend(
            locations.iter().map(|it| vec![one_line(&quoted(&it.location)), it.workloads.to_string()]),
        );
        text.push('\n');
        text.push_str(&laid_out(&rows, 1, looks.width));
    }
    text
}

/// The guards that the workloads at points violate.
fn violated(provisional: &Provisional) -> FxHashMap<PointId, Vec<String>> {
    let workspace = provisional.workspace();
    let mut violated: FxHashMap<PointId, Vec<String>> = FxHashMap::default();
    for finding in provisional.findings() {
        let fact: &dyn Any = &*finding.fact;
        let Some(violation) = fact.downcast_ref::<Violation>() else { continue };
        let guard = one_line(&quoted(&violation.guard));
        for witness in &violation.witnesses {
            let Some(workload) = workspace.workload(&witness.workload) else { continue };
            let guards = violated.entry(workload.point()).or_default();
            if !guards.contains(&guard) {
                guards.push(guard.clone());
            }
        }
    }
    violated
}

/// What is said of a set, behind name and status.
fn cells(provisional: &Provisional, id: PlacementSetId, known: &Known, looks: Looks) -> Vec<String> {
    let number = known.placements.as_ref().map(Vec::len);
    let Some(loss) = &known.loss else {
        let own = &provisional.sets()[id];
        let mut cells: Vec<String> =
            PolicyType::ALL.into_iter().map(|it| set(provisional, own, it, looks)).collect();
        cells.extend(number.map(|it| it.to_string()));
        return cells;
    };
    match (loss.before, loss.after) {
        (Some(before), Some(after)) => vec![
            lost_placements(provisional, loss, looks),
            places(provisional, loss.left.placements.iter(), looks),
            format!("{after} of {before}"),
        ],
        _ => vec![lost_codes(provisional, loss, looks), left_codes(provisional, loss, looks)],
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

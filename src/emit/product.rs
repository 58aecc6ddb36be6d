//! One product of locations and flavors: a cover of a set comes in; the set itself goes out where it is a
//! product, or else a cell that the product would add, or the largest product inside of it.

use std::collections::BTreeSet;

use super::plan::{Plan, Plans, Rectangle};
use super::refusal::{Refusal, Refusals};
use super::settings::Wrong;
use super::target::Request;
use crate::diagnostic::{count, some};
use crate::table::{CodeId, Table};

/// So many sets of flavors are looked at; a set that has more is given up.
const MOST: usize = 1 << 14;

/// The cell that the product of all locations and flavors of a set would add; `None` where it is the set.
#[must_use]
pub fn added(plan: &Plan) -> Option<(CodeId, CodeId)> {
    let flavors: BTreeSet<CodeId> =
        plan.rectangles.iter().flat_map(|it| it.flavors.iter().copied()).collect();
    let lacking = |location: CodeId, has: &[CodeId]| {
        let lacks = flavors.iter().copied().find(|flavor| !has.contains(flavor));
        lacks.map(|flavor| (location, flavor))
    };
    let cells = plan.rectangles.iter().filter_map(|it| lacking(*it.locations.first()?, &it.flavors));
    cells.min()
}

/// The largest product inside a set: that with most cells, then most locations, then the first by the codes
/// of its locations. `None` where there are too many to look at.
#[must_use]
pub fn largest(plan: &Plan) -> Option<Rectangle> {
    // The flavors of a largest product are those that all of its locations have, so they are an
    // intersection of the rectangles' flavors.
    let mut closed: BTreeSet<Vec<CodeId>> = BTreeSet::new();
    for rectangle in &plan.rectangles {
        let with: Vec<Vec<CodeId>> = closed
            .iter()
            .map(|it| it.iter().copied().filter(|flavor| rectangle.flavors.contains(flavor)).collect())
            .filter(|it: &Vec<CodeId>| !it.is_empty())
            .collect();
        closed.extend(with);
        closed.insert(rectangle.flavors.clone());
        if closed.len() > MOST {
            return None;
        }
    }
    let product = |flavors: Vec<CodeId>| {
        let has_all = |it: &&Rectangle| flavors.iter().all(|flavor| it.flavors.contains(flavor));
        let mut locations: Vec<CodeId> =
            plan.rectangles.iter().filter(has_all).flat_map(|it| it.locations.iter().copied()).collect();
        locations.sort_unstable();
        Rectangle { locations, flavors }
    };
    let rank = |it: &Rectangle| (it.locations.len() * it.flavors.len(), it.locations.len());
    let better = |best: Rectangle, it: Rectangle| {
        let is_better =
            rank(&it) > rank(&best) || (rank(&it) == rank(&best) && it.locations < best.locations);
        if is_better { it } else { best }
    };
    closed.into_iter().map(product).reduce(better)
}

/// Refuses every workload whose set is no product, or, where `narrow` is set, keeps the largest product
/// inside of it and notes what is lost.
///
/// # Errors
/// Where `narrow` is no boolean.
pub fn keep(
    request: &Request<'_>,
    plans: &mut Plans,
    refusals: &mut Refusals<'_>,
    notes: &mut Vec<String>,
) -> Result<(), Wrong> {
    let is_narrow = request.settings.is_set("narrow")?;
    let table = request.resolved.workspace().table();
    for (index, identity) in request.identities.iter().enumerate() {
        let Some(plan) = plans.of(index) else { continue };
        let Some(cell) = added(plan) else { continue };
        if !is_narrow {
            let (location, flavor) = (table[cell.0].name().to_owned(), table[cell.1].name().to_owned());
            refusals.add(index, Refusal::Product { location, flavor });
            continue;
        }
        match largest(plan) {
            Some(kept) => notes.push(format!("note: `{identity}` loses {}", lost(table, plan, &kept))),
            None => refusals.add(
                index,
                Refusal::Unsupported {
                    what: "its set has too many rectangles to find the largest one".to_owned(),
                    repair: "split the workload, or allow it sets of flavors that differ less".to_owned(),
                },
            ),
        }
    }
    if is_narrow {
        let narrowed = |plan: &Plan| match added(plan) {
            None => Some(plan.clone()),
            Some(_) => largest(plan).map(|kept| Plan { rectangles: vec![kept], ..plan.clone() }),
        };
        plans.replace(narrowed);
    }
    Ok(())
}

/// The cells of a set that a product does not have, in words.
fn lost(table: &Table, plan: &Plan, kept: &Rectangle) -> String {
    let is_kept = |location: &CodeId, flavor: &CodeId| {
        kept.locations.contains(location) && kept.flavors.contains(flavor)
    };
    let lost: Vec<(CodeId, CodeId)> =
        plan.cells().filter(|(location, flavor)| !is_kept(location, flavor)).collect();
    let cell = |&(location, flavor): &(CodeId, CodeId)| {
        format!("`{}` in `{}`", table[flavor].name(), table[location].name())
    };
    let named: Vec<String> = lost.iter().take(5).map(cell).collect();
    format!("{}: {}", count(lost.len(), "cell", "cells"), some(named, lost.len().saturating_sub(5), "and"))
}

//! A matrix for people: a table, which fits the terminal.

use super::document::{Ceiling, Matrix};
use crate::answers::cell::{Cell, Tone};
use crate::answers::rows::rows as laid_out;
use crate::answers::text::{Looks, choices};
use crate::diagnostic::joined;
use crate::placement::Provisional;
use crate::syntax::quoted;
use crate::text::hidden::one_line;

/// What stands where no policy regulates a type.
const OPEN: &str = "open";

/// The matrix as a table.
#[must_use]
pub fn text(provisional: &Provisional, matrix: &Matrix, looks: Looks) -> String {
    let head = ["environment", "kind", "workloads", "locations", "flavors"];
    let mut rows = vec![head.map(Cell::from).to_vec()];
    for row in &matrix.rows {
        let environment = row.environment.as_deref().map_or_else(|| "(none)".to_owned(), name);
        let mut cells: Vec<Cell> =
            vec![environment.into(), row.kind.name().into(), row.workloads.to_string().into()];
        cells.extend(row.types.iter().map(|it| cell(provisional, it, row.workloads, looks)));
        rows.push(cells);
    }
    laid_out(&rows, 2, looks)
}

/// What is allowed of a type, which policies say so, and how many workloads have less.
fn cell(provisional: &Provisional, of: &Ceiling, workloads: usize, looks: Looks) -> Cell {
    let allowed = if of.restricted {
        let policies: Vec<String> = of.policies.iter().map(|it| name(it)).collect();
        let codes = choices(provisional.workspace(), &of.ceiling, looks);
        let tone = of.ceiling.is_empty().then_some(Tone::Bad);
        Cell::with(codes, tone).and(format!(" by {}", joined(&policies, "and")))
    } else {
        Cell::toned(OPEN, Tone::Warning)
    };
    match of.narrowed {
        0 => allowed,
        all if all == workloads => allowed.and("; narrower for all"),
        some => allowed.and(format!("; narrower for {some}")),
    }
}

fn name(name: &str) -> String {
    one_line(&quoted(name))
}

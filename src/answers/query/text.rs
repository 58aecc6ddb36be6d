//! An answer for people: a table, which fits the terminal.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::answer::Answer;
use super::cells::Cells;
use crate::answers::cell::{Cell, Tone};
use crate::answers::columns::{Columns, table};
use crate::answers::rows::{Rows, rows};
use crate::answers::standing::violated;
use crate::answers::text::Looks;
use crate::answers::words::Status;
use crate::arena::IdMap;
use crate::diagnostic::joined;
use crate::parallel;
use crate::placement::{self, Provisional};
use crate::syntax::quoted;
use crate::text::hidden::one_line;
use crate::workspace::{Environment, PointId, Workload, Workspace};

/// How many workloads are turned into text at once.
const BLOCK: usize = 1 << 12;

/// Writes the answer as a table; where few placements were asked for, another one of what workloads hang on.
///
/// # Errors
/// Those of `out`.
pub fn text(answer: &Answer<'_>, looks: Looks, out: &mut dyn Write) -> io::Result<()> {
    let page = Page::new(answer, looks);
    let mut head: Vec<Cell> = vec!["workload".into()];
    head.extend(page.statuses.is_some().then(|| "status".into()));
    let has_fleet = answer.provisional.workspace().table().has_fleet();
    let columns: &[&str] = match (answer.filters.asks_for_loss(), has_fleet) {
        (true, true) => &["loses", "left", "placements"],
        (true, false) => &["loses", "left"],
        (false, true) => &["locations", "flavors", "placements"],
        (false, false) => &["locations", "flavors"],
    };
    head.extend(columns.iter().map(|&it| it.into()));
    page.write(&head, out)?;
    if let Some(locations) = answer.hang_on().filter(|it| !it.is_empty()) {
        let mut only: Vec<Vec<Cell>> = vec![vec!["the only location".into(), "of workloads".into()]];
        let row = |location: &str, number: usize| {
            vec![one_line(&quoted(location)).into(), number.to_string().into()]
        };
        only.extend(locations.iter().map(|it| row(&it.location, it.workloads)));
        write!(out, "\n{}", rows(&only, 1, looks))?;
    }
    Ok(())
}

/// What rows are made of.
struct Page<'a> {
    answer: &'a Answer<'a>,
    looks: Looks,
    /// What stands behind the names of the workloads of each environment.
    environments: IdMap<Environment, String>,
    /// What is said of the status of workloads, where any of them is not simply placed.
    statuses: Option<Statuses>,
    cells: Cells,
}

impl<'a> Page<'a> {
    fn new(answer: &'a Answer<'a>, looks: Looks) -> Self {
        let environments = answer.provisional.workspace().environments();
        Self {
            answer,
            looks,
            environments: environments.map(|(_, it)| format!("@{}", one_line(&quoted(it.name())))),
            statuses: Statuses::of(answer),
            cells: Cells::of(answer, looks),
        }
    }

    fn write(&self, head: &[Cell], out: &mut dyn Write) -> io::Result<()> {
        let columns = self.columns(head);
        let rows = Rows::new(head, 1, &columns, self.looks);
        let mut text = String::new();
        if self.answer.is_empty() {
            text.push_str(&table(&[head.to_vec()], self.looks));
        } else {
            rows.head(&mut text);
        }
        out.write_all(text.as_bytes())?;
        let make = |block: &[&Workload], out: &mut Vec<u8>| {
            let mut text = String::new();
            for workload in block {
                let name = Cell::from(self.name(workload));
                let status = self.statuses.as_ref().map(|it| it.cell(self.answer.provisional, workload));
                let cells = self.cells.of_set(self.answer.provisional.set_id(workload));
                let row: Vec<&Cell> = std::iter::once(&name).chain(status).chain(cells).collect();
                rows.row(&row, &mut text);
            }
            out.extend(text.bytes());
        };
        parallel::stream(&self.answer.workloads, BLOCK, make, |text| out.write_all(text))
    }

    /// The columns of the table, with room for all of it.
    fn columns(&self, head: &[Cell]) -> Columns {
        let mut columns = Columns::of(&[head.to_vec()], self.looks);
        for workload in &self.answer.workloads {
            columns.see(0, &self.name(workload).into(), self.looks);
            if let Some(statuses) = &self.statuses {
                columns.see(1, statuses.cell(self.answer.provisional, workload), self.looks);
            }
        }
        self.cells.measure(&mut columns, 1 + usize::from(self.statuses.is_some()), self.looks);
        columns
    }

    /// A workload as people name it.
    fn name(&self, workload: &Workload) -> String {
        let workspace: &Workspace = self.answer.provisional.workspace();
        let point = &workspace.points()[workload.point()];
        let own = workspace.name_of(workload);
        let environment = point.environment().map_or("", |id| self.environments[id].as_str());
        let kind = point.kind().name();
        if own.is_quoted() {
            [kind, "/", &one_line(&quoted(&own.value())), environment].concat()
        } else {
            // A word is written as it stands.
            [kind, "/", own.written(), environment].concat()
        }
    }
}

/// What is said of whether workloads can run, and of the guards that they violate.
struct Statuses {
    placed: Cell,
    collision: Cell,
    no_placement: Cell,
    violated: FxHashMap<PointId, Cell>,
}

impl Statuses {
    /// `None` where nothing is wrong with any workload.
    fn of(answer: &Answer<'_>) -> Option<Self> {
        let provisional = answer.provisional;
        let violated = violated(provisional);
        let is_at_rest = |workload: &&Workload| {
            provisional.status(provisional.set_id(workload)) == placement::Status::Placed
                && !violated.contains_key(&workload.point())
        };
        if answer.workloads.iter().all(is_at_rest) {
            return None;
        }
        let word = |status: placement::Status, tone| Cell::toned(Status::from(status).name(), tone);
        let guards = |names: Vec<String>| format!("violates {}", joined(&names, "and"));
        let cell = |(point, names)| (point, Cell::toned(guards(names), Tone::Bad));
        Some(Self {
            placed: word(placement::Status::Placed, Tone::Good),
            collision: word(placement::Status::Collision, Tone::Bad),
            no_placement: word(placement::Status::NoPlacement, Tone::Bad),
            violated: violated.into_iter().map(cell).collect(),
        })
    }

    fn cell(&self, provisional: &Provisional, workload: &Workload) -> &Cell {
        self.violated.get(&workload.point()).unwrap_or_else(|| {
            match provisional.status(provisional.set_id(workload)) {
                placement::Status::Placed => &self.placed,
                placement::Status::Collision => &self.collision,
                placement::Status::NoPlacement => &self.no_placement,
            }
        })
    }
}

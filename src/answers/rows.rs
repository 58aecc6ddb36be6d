//! Rows for people: a table where a terminal has room for one, else a few lines a row.

use super::cell::Cell;
use super::columns::{Columns, GAP, row, table};
use super::text::Looks;

/// How rows are written, all of which were measured before.
pub(super) struct Rows<'h> {
    head: &'h [Cell],
    /// How many cells of a row say what it is about.
    names: usize,
    /// How wide the columns of a table are; `None` where there is no room for one.
    widths: Option<Vec<usize>>,
    looks: Looks,
}

impl<'h> Rows<'h> {
    /// Rows below a head, which were measured with it. Where no column would have room for its longest word,
    /// each row is its first `names` cells on a line, and below them what the head calls each other cell, and
    /// the cell.
    pub(super) fn new(head: &'h [Cell], names: usize, columns: &Columns, looks: Looks) -> Self {
        let has_room = looks.width.is_none_or(|width| columns.narrowest() <= width);
        Self { head, names, widths: has_room.then(|| columns.widths(looks.width)), looks }
    }

    /// Adds the head, where it does not stand in each row.
    pub(super) fn head(&self, out: &mut String) {
        if let Some(widths) = &self.widths {
            row(&self.head.iter().collect::<Vec<_>>(), widths, self.looks, out);
        }
    }

    /// Adds a row.
    pub(super) fn row(&self, cells: &[&Cell], out: &mut String) {
        if let Some(widths) = &self.widths {
            return row(cells, widths, self.looks, out);
        }
        let (own, others) = cells.split_at_checked(self.names).unwrap_or((cells, &[]));
        let name = Cell::joined(own.iter().map(|&it| it.clone()), " ");
        name.wrap(self.looks.width, [0, GAP], self.looks.color, out);
        let called = self.head.iter().skip(self.names).zip(others);
        let called: Vec<Vec<Cell>> = called.map(|(head, &cell)| vec![head.clone(), cell.clone()]).collect();
        let width = self.looks.width.map(|width| width.saturating_sub(GAP));
        for line in blocks(&called, Looks { width, ..self.looks }).lines() {
            out.extend(["  ", line, "\n"]);
        }
    }
}

/// Rows, the first of which is their head, as [`Rows`] writes them.
#[must_use]
pub(super) fn rows(rows: &[Vec<Cell>], names: usize, looks: Looks) -> String {
    let Some((head, behind)) = rows.split_first().filter(|(_, behind)| !behind.is_empty()) else {
        return table(rows, looks);
    };
    let layout = Rows::new(head, names, &Columns::of(rows, looks), looks);
    let mut text = String::new();
    layout.head(&mut text);
    for cells in behind {
        layout.row(&cells.iter().collect::<Vec<_>>(), &mut text);
    }
    text
}

/// Rows in columns; where no column would have room for its longest word, each row is its first cell on a
/// line, if it has one, and below it each other cell that it has.
#[must_use]
pub(super) fn blocks(rows: &[Vec<Cell>], looks: Looks) -> String {
    let columns = Columns::of(rows, looks);
    if looks.width.is_none_or(|width| columns.narrowest() <= width) {
        return table(rows, looks);
    }
    let mut text = String::new();
    for (first, others) in rows.iter().filter_map(|row| row.split_first()) {
        let cells = std::iter::once((first, 0)).chain(others.iter().map(|it| (it, GAP)));
        for (cell, indent) in cells.filter(|(cell, _)| !cell.is_empty()) {
            cell.wrap(looks.width, [indent, indent + GAP], looks.color, &mut text);
        }
    }
    text
}

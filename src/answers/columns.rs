//! Cells in columns, two spaces apart: they are measured first, and then rows of them go out, no wider than
//! the terminal.

use std::ops::Range;

use super::cell::Cell;
use super::text::Looks;

/// What stands between two columns.
pub(super) const GAP: usize = 2;

/// How many columns the first cell of a row needs at least.
const NAME: usize = 20;

/// How many columns a column keeps, however narrow the terminal is.
const NARROWEST: usize = 6;

/// What is known of the cells of some columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    measures: Vec<Measure>,
}

/// How wide the cells of a column are.
#[derive(Clone, Copy, Debug, Default)]
struct Measure {
    /// The widest one.
    cell: usize,
    /// The longest word.
    word: usize,
}

impl Columns {
    /// Columns that have room for these rows.
    pub(super) fn of(rows: &[Vec<Cell>], looks: Looks) -> Self {
        let mut columns = Self::default();
        for row in rows {
            for (column, cell) in row.iter().enumerate() {
                columns.see(column, cell, looks);
            }
        }
        columns
    }

    /// Makes room for a cell.
    pub(super) fn see(&mut self, column: usize, cell: &Cell, looks: Looks) {
        // Where there is room for everything, nobody asks for words.
        let word = if looks.width.is_some() { cell.longest() } else { 0 };
        self.see_width(column, cell.width(), word);
    }

    /// Makes room for a cell of that width, whose longest word has another one.
    pub(super) fn see_width(&mut self, column: usize, cell: usize, word: usize) {
        if self.measures.len() <= column {
            self.measures.resize(column + 1, Measure::default());
        }
        if let Some(known) = self.measures.get_mut(column) {
            *known = Measure { cell: known.cell.max(cell), word: known.word.max(word) };
        }
    }

    /// How wide a table is in which no word is broken but long names.
    pub(super) fn narrowest(&self) -> usize {
        self.least().sum::<usize>() + self.gaps()
    }

    /// How wide each column is where all of them fit the terminal: the widest are made narrower first, and
    /// words are broken last.
    pub(super) fn widths(&self, width: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.measures.iter().map(|it| it.cell).collect();
        let Some(width) = width else { return widths };
        let room = width.saturating_sub(self.gaps());
        let least: Vec<usize> = self.least().collect();
        while widths.iter().sum::<usize>() > room {
            let with_room = widths.iter_mut().zip(&least).filter(|(width, least)| **width > **least);
            let widest = match with_room.map(|(width, _)| width).max() {
                Some(widest) => widest,
                None => match widths.iter_mut().max() {
                    Some(widest) if *widest > NARROWEST => widest,
                    _ => break,
                },
            };
            *widest -= 1;
        }
        widths
    }

    fn least(&self) -> impl Iterator<Item = usize> {
        let first = |index, word: usize| if index == 0 { word.min(NAME) } else { word };
        self.measures.iter().enumerate().map(move |(index, it)| first(index, it.word))
    }

    fn gaps(&self) -> usize {
        GAP * self.measures.len().saturating_sub(1)
    }
}

/// Rows of cells in columns.
pub(super) fn table(rows: &[Vec<Cell>], looks: Looks) -> String {
    let widths = Columns::of(rows, looks).widths(looks.width);
    let mut text = String::new();
    for cells in rows {
        row(&cells.iter().collect::<Vec<_>>(), &widths, looks, &mut text);
    }
    text
}

/// Adds a row of cells that are as wide as these columns; a name for which the first one has no room stands
/// on a line of its own.
pub(super) fn row(cells: &[&Cell], widths: &[usize], looks: Looks, out: &mut String) {
    let has_room = |(cell, &width): (&&Cell, &usize)| cell.width() <= width;
    if looks.width.is_none() || cells.iter().zip(widths).all(has_room) {
        let cells = cells.iter().zip(widths);
        return line(cells.map(|(&cell, &width)| (cell, cell.whole(), width)), looks, out);
    }
    let nothing = Cell::default();
    let mut cells = cells.to_vec();
    if let Some((name, others)) = cells.split_first_mut()
        && !others.is_empty()
        && widths.first().is_some_and(|&own| own < name.longest())
    {
        std::mem::replace(name, &nothing).wrap(looks.width, [0, GAP], looks.color, out);
        if others.iter().all(|it| it.is_empty()) {
            return;
        }
    }
    let lines = |(cell, &width): (&Cell, &usize)| cell.lines(width, [0, 0]);
    let wrapped: Vec<_> = cells.iter().copied().zip(widths).map(lines).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1).max(1);
    for index in 0..height {
        let parts = cells
            .iter()
            .zip(&wrapped)
            .zip(widths)
            .map(|((&cell, lines), &width)| (cell, lines.get(index).cloned().unwrap_or_default(), width));
        line(parts, looks, out);
    }
}

/// Adds a line of parts of cells, each as wide as its column.
fn line<'c>(parts: impl Iterator<Item = (&'c Cell, Range<usize>, usize)>, looks: Looks, out: &mut String) {
    let mut missing = 0;
    for (cell, range, width) in parts {
        let mut taken = 0;
        if !range.is_empty() {
            out.extend(std::iter::repeat_n(' ', missing));
            missing = 0;
            taken = cell.write(range, looks.color, out);
        }
        missing += width.saturating_sub(taken) + GAP;
    }
    out.push('\n');
}

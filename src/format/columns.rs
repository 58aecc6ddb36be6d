//! Which of the one-line statements that stand together are aligned, and how wide their columns are.

use super::token::COLUMNS;

/// Keyword, name, label and parent.
pub(super) const CELLS: usize = 4;

/// The columns of each cell, the `in` of a parent included; 0 for one that is not there.
pub(super) type Widths = [usize; CELLS];

/// No more lines than these are aligned, so that one more moves a few at most.
pub(super) const MAX_LINES: usize = 12;

/// A cell that is wider by more than this than the middle one of its column does not make the column wider.
const MAX_EXCESS: usize = 12;

/// How much room a one-line statement needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) cells: Widths,
    /// The columns of its body, 0 where it has none.
    pub(super) body: usize,
    /// Whether it is written by itself, with a space between its parts.
    pub(super) is_apart: bool,
}

impl Room {
    /// Its cells that something stands behind, so that their width matters to what does; a cell that is not
    /// there has none.
    fn inner(self) -> impl Iterator<Item = usize> {
        let last = self.cells.iter().rposition(|&width| width > 0).unwrap_or(0);
        self.cells.into_iter().take(if self.body > 0 { CELLS } else { last })
    }

    /// How long its line is in columns of these widths.
    fn length(self, widths: Widths) -> usize {
        let inner = self.inner().count();
        let before: usize =
            widths.iter().take(inner).filter(|&&width| width > 0).map(|width| width + 1).sum();
        before + self.cells.get(inner).unwrap_or(&self.body)
    }
}

/// The widths of the columns of `lines`, after those that do not go with the rest have been set apart: with a
/// cell that is much wider than most, or too long when it is aligned.
pub(super) fn align(lines: &mut [&mut Room]) -> Widths {
    let mut column = Vec::with_capacity(lines.len());
    for index in 0..CELLS {
        column.clear();
        column.extend(lines.iter().filter_map(|line| line.inner().nth(index)));
        column.sort_unstable();
        let middle = column.get(column.len().saturating_sub(1) / 2).copied().unwrap_or(0);
        for line in &mut *lines {
            line.is_apart |= line.inner().nth(index).is_some_and(|width| width > middle + MAX_EXCESS);
        }
    }
    let all = widths(lines);
    for line in &mut *lines {
        line.is_apart |= line.length(all) > COLUMNS;
    }
    widths(lines)
}

/// The widest cell of each column.
fn widths(lines: &[&mut Room]) -> Widths {
    let mut widths = Widths::default();
    for line in lines.iter().filter(|line| !line.is_apart) {
        for (widest, width) in widths.iter_mut().zip(line.inner()) {
            *widest = width.max(*widest);
        }
    }
    widths
}

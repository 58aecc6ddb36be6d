//! One line of a text, cut to the columns that there are: the line and what is marked on it come in, what is
//! shown of them goes out.

use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

use crate::text::{BYTE_ORDER_MARK, Source, hidden};

/// What stands for the part of a line that is not shown.
const DOTS: &str = "...";

/// How far a tab reaches.
const TAB: usize = 4;

/// What stands before the words of a label.
pub(super) const ARM: usize = 4;

/// The room that the words of a label get at least, if they are as long.
const WORDS: usize = 28;

/// No line is cut to less than this.
const FEWEST: usize = 24;

/// What is marked on a line.
pub(super) struct Marked {
    /// Its bytes in the text.
    pub(super) bytes: Range<usize>,
    /// How many columns its label has.
    pub(super) label: usize,
}

/// What is shown of a line.
pub(super) struct Cut {
    /// The line, with nothing in it that a terminal would obey.
    pub(super) text: String,
    /// Where each mark is in it; none for one that lies outside.
    pub(super) marks: Vec<Option<Range<usize>>>,
}

/// A line laid out: its text as it is shown, and where in it each character begins.
struct Laid {
    text: String,
    /// The characters, and one more for the end.
    cells: Vec<Cell>,
    /// Whether more of the line stands before and behind it.
    is_open: [bool; 2],
}

/// Where a character begins.
#[derive(Clone, Copy)]
struct Cell {
    /// In the source.
    byte: usize,
    /// In the text that is shown.
    at: usize,
    column: usize,
}

/// Cuts a line to `columns`. The first of the marks is shown whatever comes, the others if there is room.
pub(super) fn cut(source: &Source, line: Range<usize>, marks: &[Marked], columns: usize) -> Cut {
    let columns = columns.max(FEWEST);
    let from = marks.first().map_or(line.start, |mark| mark.bytes.start);
    let laid = Laid::new(source, line, from, columns);
    let window = laid.window(&laid.focus(marks, columns), columns);
    let cells = window.start.min(laid.index(from))..window.end;
    laid.shown(cells, marks)
}

impl Laid {
    /// No more of a line is looked at than may be shown around `from`.
    fn new(source: &Source, line: Range<usize>, from: usize, columns: usize) -> Self {
        let far = columns * 8;
        let start = source.text().ceil_char_boundary(from.saturating_sub(far)).max(line.start);
        let end = source.text().floor_char_boundary(from + far).min(line.end).max(start);
        let (mut text, mut cells, mut column) = (String::new(), Vec::new(), 0);
        for (index, character) in source.slice(start..end).char_indices() {
            let byte = start + index;
            if byte == 0 && character == BYTE_ORDER_MARK {
                continue;
            }
            cells.push(Cell { byte, at: text.len(), column });
            if character == '\t' {
                let width = TAB - column % TAB;
                text.extend(std::iter::repeat_n(' ', width));
                column += width;
            } else if hidden::is_hidden(character) {
                text.extend(character.escape_unicode());
                column += character.escape_unicode().len();
            } else {
                text.push(character);
                column += character.width().unwrap_or(0);
            }
        }
        cells.push(Cell { byte: end, at: text.len(), column });
        Self { text, cells, is_open: [line.start < start, end < line.end] }
    }

    fn total(&self) -> usize {
        self.cells.last().map_or(0, |end| end.column)
    }

    fn column(&self, byte: usize) -> usize {
        self.cells.get(self.index(byte)).map_or(self.total(), |cell| cell.column)
    }

    /// The first character that begins at a byte of the source or behind it.
    fn index(&self, byte: usize) -> usize {
        self.cells.partition_point(|cell| cell.byte < byte)
    }

    /// The columns that are wanted for the marks and their labels: for all of them where that is possible,
    /// else for the first.
    fn focus(&self, marks: &[Marked], columns: usize) -> Range<usize> {
        let wanted = |mark: &Marked| {
            let [start, end] = [mark.bytes.start, mark.bytes.end].map(|byte| self.column(byte));
            start..end.max(start + (end - start) / 2 + ARM + mark.label.min(WORDS))
        };
        let mut all = marks.iter().map(wanted);
        let Some(first) = all.next() else { return 0..0 };
        let most = columns - 2 * DOTS.len();
        let first = first.start..first.end.min(first.start + most);
        all.fold(first, |focus, one| {
            let both = focus.start.min(one.start)..focus.end.max(one.end);
            if both.len() <= most { both } else { focus }
        })
    }

    /// Which characters are shown: all, if there is room for them and what is wanted.
    fn window(&self, focus: &Range<usize>, columns: usize) -> Range<usize> {
        let total = self.total();
        let last = self.cells.len().saturating_sub(1);
        if self.is_open == [false; 2] && total.max(focus.end) <= columns {
            return 0..last;
        }
        let inner = columns - 2 * DOTS.len();
        let middle = focus.start.saturating_sub((inner - focus.len()) / 2);
        // Nearer to the beginning, if the end of the line and what is wanted are there still.
        let to_end = if self.is_open[1] { middle } else { total.saturating_sub(columns - DOTS.len()) };
        let left = middle.min(to_end.max(focus.end.saturating_sub(inner)));
        let fits_from_start = left <= DOTS.len() || focus.end <= columns - DOTS.len();
        let is_whole_before = fits_from_start && !self.is_open[0];
        let left = if is_whole_before { 0 } else { left };
        let used = if is_whole_before { 0 } else { DOTS.len() };
        let is_whole_behind = total - left.min(total) + used <= columns && !self.is_open[1];
        let right = if is_whole_behind { total } else { left + columns - used - DOTS.len() };
        let first = self.cells.partition_point(|cell| cell.column < left);
        let behind = self.cells.partition_point(|cell| cell.column <= right);
        // What has no width of its own belongs to the character before it.
        let is_mark = |index: usize| {
            let column = |index: usize| self.cells.get(index).map(|cell| cell.column);
            index > 0 && index < last && column(index) == column(index + 1)
        };
        let first = (first..last).find(|&index| !is_mark(index)).unwrap_or(last);
        first..behind.saturating_sub(1).max(first)
    }

    fn shown(&self, cells: Range<usize>, marks: &[Marked]) -> Cut {
        let at = |index: usize| self.cells.get(index).map_or(self.text.len(), |cell| cell.at);
        let last = self.cells.len().saturating_sub(1);
        let is_cut = [self.is_open[0] || cells.start > 0, self.is_open[1] || cells.end < last];
        let [before, behind] = is_cut.map(|is_cut| if is_cut { DOTS } else { "" });
        let shown = self.text.get(at(cells.start)..at(cells.end)).unwrap_or_default();
        let place =
            |byte: usize| before.len() + at(self.index(byte).clamp(cells.start, cells.end)) - at(cells.start);
        let range = |mark: &Marked| {
            let first = self.index(mark.bytes.start);
            let is_before =
                self.is_open[0] && self.cells.first().is_some_and(|it| mark.bytes.start < it.byte);
            let is_there = !is_before && (cells.contains(&first) || (first == cells.end && !is_cut[1]));
            is_there.then(|| place(mark.bytes.start)..place(mark.bytes.end))
        };
        Cut { text: format!("{before}{shown}{behind}"), marks: marks.iter().map(range).collect() }
    }
}

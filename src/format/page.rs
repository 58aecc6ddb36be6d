//! The text as it is written: statements and comments come in one after the other, and those one-line statements that
//! stand together are aligned in columns.

use std::ops::Range;

use super::places::Place;
use super::statement::{COLUMNS, Statement, columns};
use crate::syntax::keyword::Keyword;

/// What has been written, and the one-line statements at its end that may still be joined by others.
#[derive(Debug, Default)]
pub(super) struct Page<'s> {
    text: String,
    rows: Vec<Row<'s>>,
    /// What the rows are; all of them are of one kind.
    keyword: Option<Keyword>,
    /// The bodies of the rows.
    bodies: String,
}

/// Keyword, name, label and parent.
const CELLS: usize = 4;
const PARENT: usize = 3;

/// What stands before a parent.
const IN: &str = "in ";

/// A one-line statement: its cells, those that it does not have empty, and its body.
#[derive(Debug, Default)]
struct Row<'s> {
    cells: [&'s str; CELLS],
    /// How wide each cell is, the `in` of a parent included; 0 for one that is not there.
    widths: [usize; CELLS],
    body: Range<usize>,
    body_width: usize,
    comment: Option<&'s str>,
}

impl<'s> Page<'s> {
    /// An empty page for about that many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Adds a comment on a line of its own.
    pub(super) fn comment(&mut self, text: &str, blank_before: bool) {
        self.close_group();
        self.blank_line(blank_before);
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Adds a statement.
    pub(super) fn statement(&mut self, keyword: Keyword, statement: &mut Statement<'s>, blank_before: bool) {
        if statement.is_one_line() {
            if blank_before || self.keyword.is_some_and(|before| !is_one_kind(before, keyword)) {
                self.close_group();
            }
            self.blank_line(blank_before);
            self.keyword = Some(keyword);
            let row = self.row(statement);
            self.rows.push(row);
        } else {
            self.close_group();
            self.blank_line(blank_before);
            statement.write_broken(&mut self.text);
            self.text.push('\n');
        }
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.close_group();
        self.text
    }

    /// No text begins with a blank line.
    fn blank_line(&mut self, wanted: bool) {
        if wanted && !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn row(&mut self, statement: &Statement<'s>) -> Row<'s> {
        let mut row = Row { comment: statement.comment(), ..Row::default() };
        let start = self.bodies.len();
        for token in &statement.tokens {
            let cell = match token.place {
                Place::Keyword => 0,
                Place::Name => 1,
                Place::Label => 2,
                Place::Parent => PARENT,
                Place::In => continue,
                place => {
                    let joint = if place == Place::Open { "" } else { place.joint() };
                    self.bodies.push_str(joint);
                    self.bodies.push_str(token.text);
                    row.body_width += joint.len() + columns(token.text);
                    continue;
                }
            };
            let before = if cell == PARENT { IN.len() } else { 0 };
            if let (Some(text), Some(width)) = (row.cells.get_mut(cell), row.widths.get_mut(cell)) {
                (*text, *width) = (token.text, before + columns(token.text));
            }
        }
        row.body = start..self.bodies.len();
        row
    }

    /// Writes the rows, aligned if no line gets too long by it.
    fn close_group(&mut self) {
        let mut widths = [0; CELLS];
        for row in &self.rows {
            for (widest, width) in widths.iter_mut().zip(row.widths) {
                *widest = width.max(*widest);
            }
        }
        let is_aligned = self.rows.iter().all(|row| row.length(widths) <= COLUMNS);
        for row in self.rows.drain(..) {
            let body = self.bodies.get(row.body.clone()).unwrap_or_default();
            row.write(if is_aligned { widths } else { row.widths }, body, &mut self.text);
        }
        self.bodies.clear();
        self.keyword = None;
    }
}

impl Row<'_> {
    /// The columns that the row takes, its comment aside, where its cells are padded to `widths`.
    fn length(&self, widths: [usize; CELLS]) -> usize {
        let (mut length, mut end) = (0, 0);
        for (width, own) in widths.into_iter().zip(self.widths) {
            if own > 0 {
                end = length + own;
            }
            if width > 0 {
                length += width + 1;
            }
        }
        if self.body.is_empty() { end } else { length + self.body_width }
    }

    /// Writes the row with its cells padded to `widths`.
    fn write(&self, widths: [usize; CELLS], body: &str, out: &mut String) {
        let mut padding = 0;
        let cells = self.cells.into_iter().zip(self.widths).zip(widths);
        for (index, ((cell, own), width)) in cells.enumerate() {
            if own > 0 {
                out.extend(std::iter::repeat_n(' ', padding));
                out.push_str(if index == PARENT { IN } else { "" });
                out.push_str(cell);
                padding = 0;
            }
            if width > 0 {
                padding += width - own + 1;
            }
        }
        if !body.is_empty() {
            out.extend(std::iter::repeat_n(' ', padding));
            out.push_str(body);
        }
        if let Some(comment) = self.comment {
            out.push(' ');
            out.push_str(comment);
        }
        out.push('\n');
    }
}

/// Whether statements of both keywords are aligned with each other: all workloads are of one kind.
fn is_one_kind(a: Keyword, b: Keyword) -> bool {
    a == b || matches!((a, b), (Keyword::Workload(_), Keyword::Workload(_)))
}

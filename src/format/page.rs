//! The text as it is written: statements and comments come in one after the other, and those one-line
//! statements that stand together are aligned in columns.

use super::part::Part;
use super::statement::{COLUMNS, Statement};
use crate::syntax::keyword::Keyword;

/// What has been written, and the one-line statements at its end that may still be joined by others.
#[derive(Debug, Default)]
pub(super) struct Page<'s> {
    text: String,
    group: Group<'s>,
}

/// Keyword, name, label and parent; empty where there is none.
type Cells<'s> = [&'s str; CELLS];

/// The columns of each cell, the `in` of a parent included; 0 for one that is not there.
type Widths = [usize; CELLS];

const CELLS: usize = 4;
const PARENT: usize = 3;

/// What stands before a parent.
const IN: &str = "in ";

/// One-line statements of one kind that stand together.
#[derive(Debug, Default)]
struct Group<'s> {
    keyword: Option<Keyword>,
    rows: Vec<Row<'s>>,
    /// The bodies of all rows, one behind the other.
    bodies: String,
    size: Size,
}

/// How much room the rows of a group need.
#[derive(Debug, Default)]
struct Size {
    /// The widest of each cell.
    widths: Widths,
    /// The widest body.
    body: usize,
    /// The widest of each cell in rows that end with it.
    ends: Widths,
}

/// A one-line statement.
#[derive(Debug)]
struct Row<'s> {
    cells: Cells<'s>,
    widths: Widths,
    /// How many bytes of [`Group::bodies`] are its own.
    body: usize,
    comment: Option<&'s str>,
}

impl<'s> Page<'s> {
    /// An empty page for about that many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Adds a comment on a line of its own.
    pub(super) fn comment(&mut self, text: &str, follows_blank_line: bool) {
        self.close_group();
        self.blank_line(follows_blank_line);
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Adds a statement.
    pub(super) fn statement(
        &mut self,
        keyword: Keyword,
        statement: &mut Statement<'s>,
        follows_blank_line: bool,
    ) {
        let is_row = statement.is_one_line();
        let joins = self.group.keyword.is_some_and(|before| is_one_kind(before, keyword));
        if follows_blank_line || !is_row || !joins {
            self.close_group();
        }
        self.blank_line(follows_blank_line);
        if is_row {
            self.group.keyword = Some(keyword);
            self.group.add(statement);
        } else {
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

    /// Writes the rows, aligned if no line gets too long by it.
    fn close_group(&mut self) {
        let size = std::mem::take(&mut self.group.size);
        let widths = if size.length() <= COLUMNS { size.widths } else { [0; CELLS] };
        let mut bodies = self.group.bodies.as_str();
        for row in self.group.rows.drain(..) {
            let (body, rest) = bodies.split_at_checked(row.body).unwrap_or((bodies, ""));
            bodies = rest;
            write_cells(&row, widths, &mut self.text);
            self.text.push_str(body);
            if let Some(comment) = row.comment {
                self.text.push(' ');
                self.text.push_str(comment);
            }
            self.text.push('\n');
        }
        self.group.bodies.clear();
        self.group.keyword = None;
    }
}

impl<'s> Group<'s> {
    /// Adds a row.
    fn add(&mut self, statement: &Statement<'s>) {
        let (mut cells, mut widths) = ([""; CELLS], [0; CELLS]);
        let (before, mut columns) = (self.bodies.len(), 0);
        for token in &statement.tokens {
            let cell = match token.part {
                Part::Keyword => 0,
                Part::Name => 1,
                Part::Label => 2,
                Part::Parent => PARENT,
                Part::In => continue,
                part => {
                    let joint = if part == Part::Open { "" } else { part.joint() };
                    self.bodies.push_str(joint);
                    self.bodies.push_str(token.text);
                    columns += joint.len() + token.columns;
                    continue;
                }
            };
            if let (Some(text), Some(width)) = (cells.get_mut(cell), widths.get_mut(cell)) {
                *text = token.text;
                *width = token.columns + if cell == PARENT { IN.len() } else { 0 };
            }
        }
        self.size.add(widths, columns);
        let body = self.bodies.len() - before;
        self.rows.push(Row { cells, widths, body, comment: statement.comment() });
    }
}

impl Size {
    /// Makes room for a row.
    fn add(&mut self, own: Widths, body: usize) {
        for (widest, width) in self.widths.iter_mut().zip(own) {
            *widest = width.max(*widest);
        }
        self.body = self.body.max(body);
        if body == 0 {
            let last = self.ends.iter_mut().zip(own).rfind(|(_, width)| *width > 0);
            if let Some((widest, width)) = last {
                *widest = width.max(*widest);
            }
        }
    }

    /// The columns of the longest row, where cells stand below each other.
    fn length(&self) -> usize {
        let (mut before, mut longest) = (0, 0);
        for (width, end) in self.widths.into_iter().zip(self.ends) {
            if end > 0 {
                longest = longest.max(before + end);
            }
            if width > 0 {
                before += width + 1;
            }
        }
        if self.body > 0 { longest.max(before + self.body) } else { longest }
    }
}

/// Writes cells, each padded to its width, up to the last one, or up to the body where there is one.
fn write_cells(row: &Row<'_>, widths: Widths, out: &mut String) {
    let mut padding = 0;
    let all = row.cells.into_iter().zip(row.widths).zip(widths);
    for (index, ((cell, own), width)) in all.enumerate() {
        if own > 0 {
            out.extend(std::iter::repeat_n(' ', padding));
            out.push_str(if index == PARENT { IN } else { "" });
            out.push_str(cell);
            padding = 0;
        }
        if width.max(own) > 0 {
            padding += width.max(own) - own + 1;
        }
    }
    if row.body > 0 {
        out.extend(std::iter::repeat_n(' ', padding));
    }
}

/// Whether statements of both keywords are aligned with each other: all workloads are of one kind.
fn is_one_kind(a: Keyword, b: Keyword) -> bool {
    a == b || matches!((a, b), (Keyword::Workload(_), Keyword::Workload(_)))
}

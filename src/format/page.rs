//! The text as it is written: statements and comments come in one after the other, and a few one-line
//! statements that stand together are aligned in columns.

use super::columns::{self, CELLS, MAX_LINES, Room, Widths};
use super::part::Part;
use super::statement::Statement;
use crate::syntax::keyword::Keyword;

/// What has been written, and the one-line statements at its end that may still be joined by others.
#[derive(Debug, Default)]
pub(super) struct Page<'s> {
    text: String,
    group: Group<'s>,
}

/// Keyword, name, label and parent; empty where there is none.
type Cells<'s> = [&'s str; CELLS];

/// The place of the parent among the cells, and what stands before it.
const PARENT: usize = 3;
const IN: &str = "in ";

/// One-line statements of one kind that stand together.
#[derive(Debug, Default)]
struct Group<'s> {
    keyword: Option<Keyword>,
    rows: Vec<Row<'s>>,
    /// The bodies of all rows, one behind the other.
    bodies: String,
    /// Whether there were more rows than are aligned. Those are written already.
    is_long: bool,
}

/// A one-line statement.
#[derive(Debug)]
struct Row<'s> {
    cells: Cells<'s>,
    room: Room,
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
            if self.group.is_long || self.group.rows.len() > MAX_LINES {
                self.group.is_long = true;
                self.group.write(Widths::default(), &mut self.text);
            }
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

    /// Writes the rows that are not written yet.
    fn close_group(&mut self) {
        if self.group.rows.len() > 1 {
            let mut rooms: Vec<&mut Room> = self.group.rows.iter_mut().map(|row| &mut row.room).collect();
            let widths = columns::align(&mut rooms);
            self.group.write(widths, &mut self.text);
        } else {
            self.group.write(Widths::default(), &mut self.text);
        }
        self.group.keyword = None;
        self.group.is_long = false;
    }
}

impl<'s> Group<'s> {
    /// Adds a row.
    fn add(&mut self, statement: &Statement<'s>) {
        let (mut cells, mut widths) = (Cells::default(), Widths::default());
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
        let room = Room { cells: widths, body: columns, is_apart: false };
        let body = self.bodies.len() - before;
        self.rows.push(Row { cells, room, body, comment: statement.comment() });
    }

    /// Writes the rows in columns of these widths, those aside that stand apart.
    fn write(&mut self, widths: Widths, out: &mut String) {
        let mut bodies = self.bodies.as_str();
        for row in self.rows.drain(..) {
            let (body, rest) = bodies.split_at_checked(row.body).unwrap_or((bodies, ""));
            bodies = rest;
            row.write_cells(if row.room.is_apart { Widths::default() } else { widths }, out);
            out.push_str(body);
            if let Some(comment) = row.comment {
                out.push(' ');
                out.push_str(comment);
            }
            out.push('\n');
        }
        self.bodies.clear();
    }
}

impl Row<'_> {
    /// Writes its cells, each padded to its width, up to the last one, or up to the body where there is one.
    fn write_cells(&self, widths: Widths, out: &mut String) {
        let mut padding = 0;
        let all = self.cells.into_iter().zip(self.room.cells).zip(widths);
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
        if self.body > 0 {
            out.extend(std::iter::repeat_n(' ', padding));
        }
    }
}

/// Whether statements of both keywords are aligned with each other: all workloads are of one kind.
fn is_one_kind(a: Keyword, b: Keyword) -> bool {
    a == b || matches!((a, b), (Keyword::Workload(_), Keyword::Workload(_)))
}

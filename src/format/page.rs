//! The text as it is written: statements and comments come in one after the other, and those one-line statements that
//! stand together are aligned in columns.

use std::ops::Range;

use super::places::Place;
use super::statement::{COLUMNS, Statement, columns};
use crate::syntax::ast::{self, Name};
use crate::syntax::keyword::{BodyShape, Keyword};

/// What has been written, and the one-line statements at its end that may still be joined by others.
#[derive(Debug, Default)]
pub(super) struct Page<'s> {
    text: String,
    /// Where each statement stands in the text, its comments aside.
    statements: Vec<Range<usize>>,
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
    /// The widest of each cell.
    widths: Widths,
    /// The widest body.
    body: usize,
    /// The widest of each cell in rows that end with it.
    ends: Widths,
}

/// A one-line statement. There may be very many, so each holds no more than it must.
#[derive(Debug)]
enum Row<'s> {
    /// Written from its tree, with the comment behind it.
    Tree(&'s ast::Statement<'s>, Option<&'s str>),
    /// Written from its tokens.
    Tokens(Box<Tokens<'s>>),
}

#[derive(Debug, Default)]
struct Tokens<'s> {
    cells: Cells<'s>,
    body: String,
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

    /// Adds a statement as it was read from its tokens.
    pub(super) fn statement(&mut self, keyword: Keyword, statement: &mut Statement<'s>, blank_before: bool) {
        if statement.is_one_line() {
            self.begin_row(keyword, blank_before);
            let tokens = Tokens::of(statement);
            self.group.add(widths_of(&tokens.cells), columns(&tokens.body));
            self.group.rows.push(Row::Tokens(Box::new(tokens)));
        } else {
            self.close_group();
            self.blank_line(blank_before);
            let start = self.text.len();
            let end = statement.write_broken(&mut self.text);
            self.statements.push(start..end);
            self.text.push('\n');
        }
    }

    /// Adds a statement of one line without a comment in it straight from its tree, and the comment behind it, which
    /// `comment` gives; nothing where it has rules or is too long, so that its tokens are needed.
    pub(super) fn plain(
        &mut self,
        tree: &'s ast::Statement<'s>,
        blank_before: bool,
        comment: impl FnOnce() -> Option<&'s str>,
    ) -> bool {
        if !matches!(tree.keyword.shape().body, BodyShape::List(_)) {
            return false;
        }
        let (widths, mut body) = (widths_of(&cells_of(tree)), 0);
        write_body(tree, |text| body += columns(text));
        let blanks = widths.iter().chain([&body]).filter(|width| **width > 0).count() - 1;
        if widths.iter().sum::<usize>() + body + blanks > COLUMNS {
            return false;
        }
        self.begin_row(tree.keyword, blank_before);
        self.group.add(widths, body);
        self.group.rows.push(Row::Tree(tree, comment()));
        true
    }

    fn begin_row(&mut self, keyword: Keyword, blank_before: bool) {
        if blank_before || self.group.keyword.is_some_and(|before| !is_one_kind(before, keyword)) {
            self.close_group();
        }
        self.blank_line(blank_before);
        self.group.keyword = Some(keyword);
    }

    /// The whole text, and where each statement stands in it.
    pub(super) fn finish(mut self) -> (String, Vec<Range<usize>>) {
        self.close_group();
        (self.text, self.statements)
    }

    /// No text begins with a blank line.
    fn blank_line(&mut self, wanted: bool) {
        if wanted && !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Writes the rows, aligned if no line gets too long by it.
    fn close_group(&mut self) {
        let widths = if self.group.length() <= COLUMNS { self.group.widths } else { [0; CELLS] };
        for row in self.group.rows.drain(..) {
            let start = self.text.len();
            let comment = match row {
                Row::Tree(tree, comment) => {
                    write_cells(cells_of(tree), widths, tree.body.is_some(), &mut self.text);
                    write_body(tree, |text| self.text.push_str(text));
                    comment
                }
                Row::Tokens(tokens) => {
                    write_cells(tokens.cells, widths, !tokens.body.is_empty(), &mut self.text);
                    self.text.push_str(&tokens.body);
                    tokens.comment
                }
            };
            self.statements.push(start..self.text.len());
            if let Some(comment) = comment {
                self.text.push(' ');
                self.text.push_str(comment);
            }
            self.text.push('\n');
        }
        // The rows keep their memory.
        self.group = Group { rows: std::mem::take(&mut self.group.rows), ..Group::default() };
    }
}

impl Group<'_> {
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

    /// The columns of its longest row, where cells stand below each other.
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

impl<'s> Tokens<'s> {
    fn of(statement: &Statement<'s>) -> Self {
        let mut row = Self { comment: statement.comment(), ..Self::default() };
        for token in &statement.tokens {
            let cell = match token.place {
                Place::Keyword => 0,
                Place::Name => 1,
                Place::Label => 2,
                Place::Parent => PARENT,
                Place::In => continue,
                place => {
                    row.body.push_str(if place == Place::Open { "" } else { place.joint() });
                    row.body.push_str(token.text);
                    continue;
                }
            };
            if let Some(text) = row.cells.get_mut(cell) {
                *text = token.text;
            }
        }
        row
    }
}

fn cells_of<'s>(tree: &ast::Statement<'s>) -> Cells<'s> {
    let written = |name: &Option<Name<'s>>| name.map_or("", |name| name.written());
    [tree.keyword.name(), tree.name.written(), written(&tree.label), written(&tree.parent)]
}

fn widths_of(cells: &Cells<'_>) -> Widths {
    let mut widths = cells.map(columns);
    if let Some(parent @ 1..) = widths.get_mut(PARENT) {
        *parent += IN.len();
    }
    widths
}

/// Hands the parts of a body that is one list to `write`, in order.
fn write_body<'s>(tree: &ast::Statement<'s>, mut write: impl FnMut(&'s str)) {
    let (BodyShape::List(clause), Some(_)) = (tree.keyword.shape().body, &tree.body) else { return };
    for text in ["< ", clause.name(), " ["] {
        write(text);
    }
    for (index, name) in tree.list().iter().enumerate() {
        write(if index == 0 { "" } else { ", " });
        write(name.written());
    }
    write("] >");
}

/// Writes cells, each padded to its width, up to the last one, or up to the body where there is one.
fn write_cells(cells: Cells<'_>, widths: Widths, has_body: bool, out: &mut String) {
    let mut padding = 0;
    let all = cells.into_iter().zip(widths_of(&cells)).zip(widths);
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
    if has_body {
        out.extend(std::iter::repeat_n(' ', padding));
    }
}

/// Whether statements of both keywords are aligned with each other: all workloads are of one kind.
fn is_one_kind(a: Keyword, b: Keyword) -> bool {
    a == b || matches!((a, b), (Keyword::Workload(_), Keyword::Workload(_)))
}

//! The text of statements: statements come in, a text that is not laid out yet goes out, and which part of a
//! document each of its names is from.

use std::fmt::Write as _;
use std::ops::Range;

use super::statement::{Body, Named, Statement, WORKLOADS};
use crate::syntax::keyword::Kind;
use crate::syntax::quoted;
use crate::text::Span;
use crate::text::hidden::one_line;

/// A text, and where its parts are from.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) text: String,
    /// What each range is from: statements, and within them, behind them, the names.
    pub(super) places: Vec<(Range<usize>, Span)>,
}

/// Writes statements in their order, those of each section together; and what is only a comment, by section.
pub(super) fn write<'s>(
    statements: impl Iterator<Item = &'s Statement>,
    asides: &[(u8, Vec<String>)],
) -> Written {
    let mut written = Written::default();
    let mut statements = statements.peekable();
    let mut is_first = true;
    for section in 0..=WORKLOADS {
        let mut has_statement = false;
        while let Some(statement) = statements.next_if(|it| it.key().section == section) {
            let is_new = !has_statement && !is_first;
            if is_new || has_statement && !statement.comments.is_empty() {
                written.text.push('\n');
            }
            (has_statement, is_first) = (true, false);
            written.statement(statement);
        }
        for (_, lines) in asides.iter().filter(|(its, _)| *its == section) {
            if !is_first {
                written.text.push('\n');
            }
            is_first = false;
            written.comments(lines);
        }
    }
    written
}

/// The text of a statement on one line, without its comments.
pub(super) fn line(statement: &Statement) -> String {
    let mut written = Written::default();
    let bare = Statement { comments: Vec::new(), ..statement.clone() };
    written.statement(&bare);
    written.text.trim_end().to_owned()
}

impl Written {
    fn comments(&mut self, lines: &[String]) {
        for line in lines {
            let line = one_line(line);
            // What is in a document never speaks to bpol.
            let opens = line.trim_start().trim_start_matches('#').trim_start().to_ascii_lowercase();
            let mark = if opens.starts_with("bpol") { "# field " } else { "# " };
            self.text.push_str(mark);
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    fn statement(&mut self, statement: &Statement) {
        self.comments(&statement.comments);
        let start = self.text.len();
        let index = self.places.len();
        self.text.push_str(statement.keyword.name());
        self.name(&statement.name);
        if let Some(label) = &statement.label {
            let start = self.text.len() + 1;
            // A label is in quotes, even where it is one word.
            let text = one_line(&label.text).replace('\\', "\\\\").replace('"', "\\\"");
            let _ = write!(self.text, " \"{text}\"");
            self.places.push((start..self.text.len(), label.span));
        }
        if let Some(parent) = &statement.parent {
            self.text.push_str(" in");
            self.name(parent);
        }
        match &statement.body {
            Body::Nothing => {}
            Body::List(clause, names) => {
                let _ = write!(self.text, " < {clause}");
                self.list(names);
                self.text.push_str(" >");
            }
            Body::Rules(rules, target) => {
                for (index, (attribute, codes)) in rules.iter().enumerate() {
                    self.text.push_str(if index == 0 { " < " } else { " or " });
                    self.text.push_str(attribute.name());
                    self.text.push_str(" in");
                    self.list(codes);
                }
                self.target(target);
                self.text.push_str(" >");
            }
            Body::Tokens(tokens, target) => {
                let _ = write!(self.text, " < {tokens}");
                self.target(target);
                self.text.push_str(" >");
            }
        }
        self.places.insert(index, (start..self.text.len(), statement.span));
        self.text.push('\n');
    }

    fn target(&mut self, kinds: &[Kind]) {
        match kinds {
            [] => {}
            [kind] => {
                let _ = write!(self.text, " target {}", kind.plural());
            }
            kinds => {
                let kinds: Vec<&str> = kinds.iter().map(|kind| kind.plural()).collect();
                let _ = write!(self.text, " target [{}]", kinds.join(", "));
            }
        }
    }

    fn list(&mut self, names: &[Named]) {
        self.text.push_str(" [");
        for (index, name) in names.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.name(name);
        }
        self.text.push(']');
    }

    /// A name behind a space.
    fn name(&mut self, name: &Named) {
        self.text.push(' ');
        let start = self.text.len();
        self.text.push_str(&quoted(&name.text));
        self.places.push((start..self.text.len(), name.span));
    }
}

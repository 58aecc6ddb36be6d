//! Places that are not shown with their text: spans come in, where they are goes out.

use crate::syntax::Files;
use crate::text::hidden::printable;
use crate::text::{FileId, Span};

/// Up to so many places are given one by one; of more, how many there are in each file.
const MOST_PLACES: usize = 3;

/// Up to so many files are named.
const MOST_FILES: usize = 5;

/// Places of one sort, counted file by file as they come.
#[derive(Default)]
pub(super) struct Elsewhere {
    first: Vec<Span>,
    files: Vec<(FileId, usize)>,
    pub(super) number: usize,
}

impl Elsewhere {
    pub(super) fn add(&mut self, span: Span) {
        self.number += 1;
        if self.first.len() < MOST_PLACES {
            self.first.push(span);
        }
        // Findings come file by file.
        match self.files.last_mut() {
            Some((file, number)) if *file == span.file => *number += 1,
            _ => match self.files.iter_mut().find(|(file, _)| *file == span.file) {
                Some((_, number)) => *number += 1,
                None => self.files.push((span.file, 1)),
            },
        }
    }

    /// Where they are: `a.bpol:3:1, b.bpol:7:12`, or `a.bpol (70), b.bpol (3), …`.
    pub(super) fn listed(&self, files: &Files, dots: &str) -> String {
        let mut words: Vec<String> = if self.number <= MOST_PLACES {
            self.first.iter().map(|&span| place(span, files)).collect()
        } else {
            let named = self.files.iter().take(MOST_FILES);
            named
                .map(|&(file, number)| format!("{} ({number})", printable(files.source(file).name())))
                .collect()
        };
        if self.number > MOST_PLACES && self.files.len() > MOST_FILES {
            words.push(dots.to_owned());
        }
        words.join(", ")
    }
}

/// `PATH:LINE:COLUMN`.
fn place(span: Span, files: &Files) -> String {
    let source = files.source(span.file);
    let position = source.position(span.start as usize);
    format!("{}:{}:{}", printable(source.name()), position.line, position.column)
}

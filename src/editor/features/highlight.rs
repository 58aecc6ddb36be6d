//! What goes with the word at a byte in its file: the same name elsewhere, or the other one of two brackets.

use std::ops::Range;

use super::at::{Meaning, at};
use crate::syntax::{Parsed, Role};
use crate::workspace::{Does, Workspace};

/// A place that goes with the word at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Where it stands.
    pub range: Range<usize>,
    /// Whether it declares what is named.
    pub declares: bool,
}

/// Every place of the file that names what the word at a byte names, in order; on a bracket its partner.
#[must_use]
pub fn highlight(workspace: &Workspace, file: &Parsed, byte: usize) -> Vec<Highlight> {
    if let Some(range) = partner(file, byte) {
        return vec![Highlight { range, declares: false }];
    }
    let Some(Meaning::Name(entity, _)) = at(workspace, file, byte).map(|at| at.meaning) else {
        return Vec::new();
    };
    let mentions = workspace.mentions(&entity).into_iter();
    let here = mentions.filter(|it| it.name.span().file == file.id());
    here.map(|it| Highlight { range: it.name.span().range(), declares: it.does != Does::Refers }).collect()
}

/// The bracket that goes with the one at a byte, or that ends there, in the same statement.
fn partner(file: &Parsed, byte: usize) -> Option<Range<usize>> {
    let word = file.word_at(byte).filter(|word| word.role() == Role::Mark)?;
    let start = word.span().range().start;
    let pairs = brackets(file, file.item_at(start)?.span().range());
    pairs.into_iter().find_map(|(open, close)| match () {
        () if open.start == start => Some(close),
        () if close.start == start => Some(open),
        () => None,
    })
}

/// The brackets in a range that go together, each with the one that closes it, in the order of the latter.
pub(super) fn brackets(file: &Parsed, range: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let (mut open, mut pairs) = (Vec::new(), Vec::new());
    for word in file.words_in(range).into_iter().filter(|word| word.role() == Role::Mark) {
        let opener = match word.text() {
            "<" | "[" => {
                open.push(word);
                continue;
            }
            ">" => "<",
            "]" => "[",
            _ => continue,
        };
        // One that is not closed before it is left out.
        if let Some(at) = open.iter().rposition(|it| it.text() == opener) {
            pairs.extend(open.drain(at..).next().map(|it| (it.span().range(), word.span().range())));
        }
    }
    pairs
}

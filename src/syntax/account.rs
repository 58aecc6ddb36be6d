//! A stretch that is no statement comes in; the finding, and what the stretch would define, go out.

use std::ops::Range;

use super::failure::{Failure, Shown, applied, on_one_line};
use super::fault::{Expected, Fault};
use super::keyword::{CONNECTIVES, Keyword};
use super::lexer::TokenKind;
use super::tree::Extent;
use super::walk::Walk;
use crate::diagnostic::Diagnostic;
use crate::text::FileId;

/// What there is to say of a stretch that is no statement.
pub(super) struct Account {
    pub(super) finding: Diagnostic,
    /// The keyword that it opens with, where that is one, and the name that it would define.
    pub(super) keyword: Option<Keyword>,
    pub(super) name: Option<Extent>,
    /// What it is about: it may begin with the statements before the stretch, and end before or behind it.
    pub(super) place: Range<usize>,
    /// Whether what closes it may stand behind the text that was read.
    pub(super) is_open: bool,
}

/// Explains a stretch of `text`, a part of `file`. `joined` is where the statement begins that the stretch
/// may go on with, `before` the statement that ends on the line on which it begins.
pub(super) fn explain(
    file: FileId,
    text: &str,
    stretch: Range<usize>,
    joined: Option<usize>,
    before: Option<Keyword>,
) -> Account {
    if let Some(start) = joined {
        let mut walk = Walk::new(text, start..stretch.end);
        if let Err(failure) = walk.statement(None)
            && matches!(failure.fault, Fault::Slip(_))
        {
            let start = if failure.is_apart { stretch.start } else { start };
            return account(file, walk, *failure, start..stretch.end);
        }
    }
    let mut walk = Walk::new(text, stretch.clone());
    let failure = match walk.statement(before) {
        Err(failure) => *failure,
        Ok(()) => walk.misfit(&[Expected::Statement]),
    };
    account(file, walk, failure, stretch)
}

fn account(file: FileId, walk: Walk<'_>, mut failure: Failure, stretch: Range<usize>) -> Account {
    let end = failure.until.or_else(|| behind(&walk, &failure)).unwrap_or(stretch.end);
    let place = stretch.start..end;
    let right = match failure.shown.clone() {
        Shown::Given => None,
        Shown::Part(range) => on_one_line(&applied(walk.text, range, &failure.edits)),
        Shown::Statement => {
            let first = walk.passed.keyword.and_then(|index| walk.nth(index));
            let start = first.map_or(place.start, |token| token.start);
            let right = repaired(walk.text, start..place.end, &failure);
            if right.is_none() {
                failure.edits.clear();
            }
            right
        }
    };
    if let (Fault::Slip(slip), Some(right)) = (&mut failure.fault, right) {
        slip.right = Some(right.into());
    }
    if failure.is_advice {
        failure.edits.clear();
    }
    let keyword = walk.keyword.filter(|_| !failure.is_apart);
    let name = failure.name.clone().and_then(Extent::new).or(walk.name);
    let name = name.filter(|_| !failure.is_apart && !failure.is_nameless);
    let is_open = failure.is_open;
    Account { finding: failure.finding(file, walk.text), keyword, name, place, is_open }
}

/// The end of the line that a comment parts from the stretch, where the finding lies there and nothing opens
/// with what it lies on.
fn behind(walk: &Walk<'_>, failure: &Failure) -> Option<usize> {
    let next = walk.next().filter(|next| next.start == failure.span.start)?;
    if next.kind == TokenKind::Word && !CONNECTIVES.contains(&next.text) {
        return None;
    }
    let line = walk.text.get(next.start..)?.split('\n').next()?;
    Some(next.start + line.trim_end().len())
}

/// How long a statement is that is repaired as a whole, and how many slips it may have.
const LONGEST: usize = 2000;
const MOST: usize = 8;

/// The statement that is meant by a range of `text`, on one line, where each slip of it has a repair.
fn repaired(text: &str, range: Range<usize>, failure: &Failure) -> Option<String> {
    if range.len() > LONGEST {
        return None;
    }
    let mut statement = applied(text, range, &failure.repairs());
    for _ in 0..MOST {
        let mut walk = Walk::new(&statement, 0..statement.len());
        let repairs = match walk.statement(None) {
            Ok(()) => return on_one_line(&statement),
            Err(failure) => failure.repairs(),
        };
        if repairs.is_empty() {
            return None;
        }
        statement = applied(&statement, 0..statement.len(), &repairs);
    }
    None
}

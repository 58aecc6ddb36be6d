//! What the word at a byte means: the one place that every feature asks which is about a word.

use std::ops::Range;

use crate::diagnostic::Check;
use crate::lint;
use crate::syntax::ast::Comment;
use crate::syntax::keyword::{Keyword, Kind, RuleAttribute};
use crate::syntax::{Parsed, Role, Word};
use crate::workspace::{Does, Entity, Workspace};

/// The word at a byte.
#[derive(Clone, Debug)]
pub struct At<'a> {
    /// Where it stands in its file, quotes included.
    pub range: Range<usize>,
    /// The word, or the comment that it stands in.
    pub word: Word<'a>,
    /// What it means.
    pub meaning: Meaning,
}

/// What a word means.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Meaning {
    /// The name of something that is declared, and what the word does with it.
    Name(Entity, Does),
    /// The word that opens a statement.
    Keyword(Keyword),
    /// A word that joins parts of a statement.
    Connective,
    /// What stands before `in` in a rule.
    Attribute(RuleAttribute),
    /// A kind in a target.
    Kind(Kind),
    /// A lint that a comment suppresses.
    Lint(&'static Check),
}

/// What the word at a byte means, or that ends there. `None` where there is no word, in labels, and for what
/// names nothing that is declared.
#[must_use]
pub fn at<'a>(workspace: &Workspace, file: &'a Parsed, byte: usize) -> Option<At<'a>> {
    let word = file.word_at(byte)?;
    let range = word.span().range();
    let meaning = match word.role() {
        Role::Keyword(keyword) => Meaning::Keyword(keyword),
        Role::Connective => Meaning::Connective,
        Role::Attribute(attribute) => Meaning::Attribute(attribute),
        Role::Kind(kind) => Meaning::Kind(kind),
        Role::Comment => {
            let (range, check) = lint_at(Comment { text: word.text(), span: word.span() }, byte)?;
            return Some(At { range, word, meaning: Meaning::Lint(check) });
        }
        _ => {
            let (entity, does) = workspace.named_by(&word)?;
            Meaning::Name(entity, does)
        }
    };
    Some(At { range, word, meaning })
}

/// The lint whose name stands at a byte in a comment that suppresses it.
fn lint_at(comment: Comment<'_>, byte: usize) -> Option<(Range<usize>, &'static Check)> {
    let start = comment.span.range().start;
    let named = lint::named_in(comment.text).into_iter();
    let mut placed = named.map(|(range, check)| (start + range.start..start + range.end, check));
    let (range, check) = placed.find(|(range, _)| (range.start..=range.end).contains(&byte))?;
    Some((range, check?))
}

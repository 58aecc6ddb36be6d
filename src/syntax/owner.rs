//! Which statement each comment belongs to: a tree comes in, the owners of its comments go out.

use std::ops::Range;

use super::ast::{Parsed, Statement};
use crate::text::Span;

/// What a comment is about; statements are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The statement directly below, with no blank line and nothing but comments between.
    Below(usize),
    /// The statement that it stands in, or behind on its last line.
    Around(usize),
    /// The statement whose first line it ends. Only a suppression has a meaning there that it has nowhere
    /// else in a statement.
    FirstLine(usize),
    /// No statement.
    None,
}

impl Owner {
    /// The statement, if it is one's.
    pub(crate) fn statement(self) -> Option<usize> {
        match self {
            Self::Below(index) | Self::Around(index) | Self::FirstLine(index) => Some(index),
            Self::None => None,
        }
    }
}

/// The owner of each comment, the last comment's first.
pub(crate) fn owners(parsed: &Parsed) -> impl Iterator<Item = Owner> {
    let between = |range: Range<u32>| parsed.source().slice(range.start as usize..range.end as usize);
    // From the end: the line break before a comment is near, the one behind what stands before it may not be.
    let is_one_line = move |range| between(range).rfind('\n').is_none();
    let has_blank_line = move |range| between(range).matches('\n').count() > 1;
    let statements: Vec<Span> = parsed.statements().map(Statement::span).collect();
    // The comment behind, and what it is about.
    let mut following = (u32::MAX, Owner::None);
    parsed.comments().rev().map(move |comment| {
        let Span { start, end, .. } = comment.span;
        let index = statements.partition_point(|statement| statement.start < start);
        let (below, owner_below) = match statements.get(index) {
            Some(next) if next.start < following.0 => (next.start, Owner::Below(index)),
            _ => following,
        };
        let before = index.checked_sub(1).and_then(|index| Some((index, statements.get(index)?)));
        let owner = match before {
            Some((index, it)) if comment.directive().is_some() && is_one_line(it.start..start) => {
                Owner::FirstLine(index)
            }
            Some((index, it)) if start < it.end || is_one_line(it.end..start) => Owner::Around(index),
            _ if has_blank_line(end..below) => Owner::None,
            _ => owner_below,
        };
        following = (start, owner);
        owner
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;
    use crate::text::Source;

    #[test]
    fn each_comment_has_the_statement_that_it_is_about() {
        let text = "\u{feff}# none\n\n# below 0\n  # bpol: below 0\r\nmodel a # bpol: first line of 0\n # none\n\n\
            model b < # around 1\n  attach [p # bpol: around 1\n]\n> # around 1\n# below 2\n\
            model c model d # around 3\n\n# none\n\n# none\n# none";
        let parsed = parse(Source::new("a", text.as_bytes().to_vec()));
        let mut found: Vec<Owner> = owners(&parsed).collect();
        found.reverse();
        assert_eq!(
            found,
            [
                Owner::None,
                Owner::Below(0),
                Owner::Below(0),
                Owner::FirstLine(0),
                Owner::None,
                Owner::Around(1),
                Owner::Around(1),
                Owner::Around(1),
                Owner::Below(2),
                Owner::Around(3),
                Owner::None,
                Owner::None,
                Owner::None,
            ]
        );
    }
}

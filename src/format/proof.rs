//! The proof that a formatted text says what the original says: statement by statement the same tokens, and the same
//! comments of the same statements. White space only separates, so the same tokens are the same tree.

use std::ops::Range;

use rayon::prelude::*;

use super::lexemes::{Lexeme, Lexemes};
use crate::syntax::directive;

/// A text and where its statements stand in it.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    pub(super) statements: &'t [Range<usize>],
}

/// Whether `formatted` may take the place of `original`, which has comments or has none.
pub(super) fn says_the_same(original: Text<'_>, formatted: Text<'_>, has_comments: bool) -> bool {
    let number = original.statements.len();
    number == formatted.statements.len()
        && (0..number + 1).into_par_iter().with_min_len(1 << 10).all(|index| {
            let has_nothing_before = |text: Text<'_>| text.has_nothing_before(index, has_comments);
            has_nothing_before(original)
                && has_nothing_before(formatted)
                && original.tokens(index, has_comments).eq(formatted.tokens(index, has_comments))
        })
        && (!has_comments || original.comments().eq(formatted.comments()))
}

/// What a comment is about; statements are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    /// The statement that it stands directly above, with no blank line and nothing but comments between.
    Below(usize),
    /// The statement that it stands in, or behind on its last line.
    Around(usize),
    /// The statement whose first line it ends. Only a suppression has a meaning there that it has nowhere else in a
    /// statement.
    FirstLine(usize),
    /// Nothing.
    None,
}

impl<'t> Text<'t> {
    /// Every word, string and mark of a statement, but a comma that may be left out; and every comment, where there
    /// should be none.
    fn tokens(self, index: usize, has_comments: bool) -> impl Iterator<Item = &'t str> {
        let statement = self.statements.get(index).and_then(|range| self.text.get(range.clone()));
        let is_token = move |lexeme: &Lexeme<'_>| !(has_comments && lexeme.is_comment());
        let mut lexemes = Lexemes::of(statement.unwrap_or_default()).filter(is_token).peekable();
        std::iter::from_fn(move || {
            let token = lexemes.next()?;
            Some(lexemes.next_if(|next| token.text == "," && next.text == "]").unwrap_or(token).text)
        })
    }

    /// Whether nothing but white space, and comments where there are some, stands between a statement and the one
    /// before it. Behind the last statement is before the one that would come next.
    fn has_nothing_before(self, index: usize, has_comments: bool) -> bool {
        let before = index.checked_sub(1).and_then(|before| self.statements.get(before));
        let end = before.map_or(0, |statement| statement.end);
        let start = self.statements.get(index).map_or(self.text.len(), |statement| statement.start);
        Lexemes::of(self.text.get(end..start).unwrap_or("?")).all(|it| has_comments && it.is_comment())
    }

    /// Every comment with what it is about, in order.
    fn comments(self) -> impl Iterator<Item = (&'t str, Subject)> {
        let mut statements = self.statements.iter().enumerate().peekable();
        // The last statement that has begun, whether its first line goes on, and the comments whose subject may yet
        // come.
        let mut current: Option<(usize, &Range<usize>)> = None;
        let mut on_first_line = false;
        let mut found: Vec<(&str, Subject)> = Vec::new();
        let mut above = 0;
        for lexeme in Lexemes::of(self.text) {
            let Lexeme { text, start, breaks } = lexeme;
            on_first_line &= breaks == 0;
            if breaks > 1 {
                above = found.len();
            }
            if lexeme.is_comment() {
                let subject = match current {
                    Some((index, _)) if on_first_line && directive(text).is_some() => {
                        Subject::FirstLine(index)
                    }
                    Some((index, statement)) if breaks == 0 || start < statement.end => {
                        Subject::Around(index)
                    }
                    _ => Subject::None,
                };
                found.push((text, subject));
                if subject != Subject::None {
                    above = found.len();
                }
                continue;
            }
            if let Some((index, statement)) = statements.next_if(|(_, statement)| statement.start == start) {
                current = Some((index, statement));
                on_first_line = true;
                for comment in found.iter_mut().skip(above) {
                    comment.1 = Subject::Below(index);
                }
            }
            above = found.len();
        }
        found.into_iter()
    }
}

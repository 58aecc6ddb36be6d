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
            let are_same = differ_in_blanks(original.statement(index), formatted.statement(index))
                || original.tokens(index, has_comments).eq(formatted.tokens(index, has_comments));
            are_same && has_nothing_before(original) && has_nothing_before(formatted)
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
    fn statement(self, index: usize) -> &'t str {
        self.statements.get(index).and_then(|range| self.text.get(range.clone())).unwrap_or_default()
    }

    /// Every word, string and mark of a statement, but a comma that may be left out; and every comment, where there
    /// should be none.
    fn tokens(self, index: usize, has_comments: bool) -> impl Iterator<Item = &'t str> {
        let is_token = move |lexeme: &Lexeme<'_>| !(has_comments && lexeme.is_comment());
        let mut lexemes = Lexemes::of(self.statement(index)).filter(is_token).peekable();
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

/// Whether two statements are for certain the same but for blanks that separate nothing or as much: the quick way to
/// what their tokens say, for statements without strings and comments.
fn differ_in_blanks(a: &str, b: &str) -> bool {
    let (mut a, mut b, mut before) = (a.as_bytes(), b.as_bytes(), b'<');
    loop {
        let (rest_of_a, rest_of_b) = (a.trim_ascii_start(), b.trim_ascii_start());
        let separates_same = (rest_of_a.len() == a.len()) == (rest_of_b.len() == b.len());
        let is_mark = |byte: u8| matches!(byte, b'<' | b'>' | b'[' | b']' | b',');
        match (rest_of_a.split_first(), rest_of_b.split_first()) {
            (None, None) => return true,
            (Some((&own, behind_a)), Some((&other, behind_b)))
                if own == other
                    && !matches!(own, b'"' | b'#')
                    && (separates_same || is_mark(own) || is_mark(before)) =>
            {
                (a, b, before) = (behind_a, behind_b, own);
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::differ_in_blanks;

    #[test]
    fn blanks_may_differ_where_they_separate_nothing_or_as_much() {
        assert!(differ_in_blanks("model a  in e<attach[x,y ]>", "model a in e < attach [x, y] >"));
        for (a, b) in [
            ("model a", "model ab"),
            ("model a b", "model ab"),
            ("model a", "mod el a"),
            ("[x]", "[x,]"),
            ("\"a\"", "\"a\""),
        ] {
            assert!(!differ_in_blanks(a, b), "{a} {b}");
            assert!(!differ_in_blanks(b, a), "{a} {b}");
        }
    }
}

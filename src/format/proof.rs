//! The proof that a formatted text says what the original says: same tokens, same tree, same comments of the same
//! statements.

use super::lexemes::{Lexeme, Lexemes};
use crate::source::{Source, Sources};
use crate::syntax::ast::{File, Statement};
use crate::syntax::{self, directive};

/// Whether `text` may take the place of the source that `file` is the tree of.
pub(super) fn says_the_same(file: &File<'_>, source: &Source, text: &str) -> bool {
    let formatted = Sources::new(vec![Source::new(source.name(), text.as_bytes().to_vec())]);
    let has_same_tree = || {
        let (trees, findings) = syntax::parse(&formatted);
        let [tree] = trees.as_slice() else { return false };
        if findings.iter().any(super::is_in_the_way) {
            return false;
        }
        file.items().eq(tree.items()) && comments(file, source.text()).eq(comments(tree, text))
    };
    let has_same_words = || words(source.text()).eq(words(text));
    rayon::join(has_same_tree, has_same_words) == (true, true)
}

/// Every word, string and mark as written, but the commas.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let tokens = Lexemes::of(text).filter(|lexeme| !lexeme.is_comment() && lexeme.text != ",");
    tokens.map(|lexeme| lexeme.text)
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

/// Every comment with what it is about, in order.
fn comments<'s>(file: &File<'s>, text: &'s str) -> impl Iterator<Item = (&'s str, Subject)> {
    let mut statements = file.statements().enumerate().peekable();
    // Most texts of some length have none.
    let text = if file.comments().next().is_some() { text } else { "" };
    // The last statement that has begun, whether its first line goes on, and the comments whose subject may yet come.
    let mut current: Option<(usize, &Statement<'s>)> = None;
    let mut on_first_line = false;
    let mut found: Vec<(&str, Subject)> = Vec::new();
    let mut above = 0;
    for lexeme in Lexemes::of(text) {
        let Lexeme { text, start, breaks } = lexeme;
        on_first_line &= breaks == 0;
        if breaks > 1 {
            above = found.len();
        }
        if lexeme.is_comment() {
            let is_inside = |statement: &Statement<'_>| start < statement.span.end as usize;
            let subject = match current {
                Some((index, _)) if on_first_line && directive(text).is_some() => Subject::FirstLine(index),
                Some((index, statement)) if breaks == 0 || is_inside(statement) => Subject::Around(index),
                _ => Subject::None,
            };
            found.push((text, subject));
            if subject != Subject::None {
                above = found.len();
            }
            continue;
        }
        if let Some((index, statement)) = statements.next_if(|(_, it)| it.span.start as usize == start) {
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

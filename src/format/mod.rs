//! The one layout of a file: its tree and text come in, the same statements and comments in the layout go out.
//!
//! A statement stands on one line while it fits, and is broken one clause or one list item a line otherwise. Consecutive
//! one-line statements of one kind are aligned. Only white space and commas change, and that is proven each time.

mod lexemes;
mod page;
mod places;
mod proof;
mod statement;

use std::ops::Range;

use lexemes::Lexemes;
use page::Page;
use statement::Statement;

use crate::diagnostic::{Diagnostic, errors};
use crate::source::Source;
use crate::syntax::ast::{File, Item};

/// Why there is no formatted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unformatted {
    /// The file has syntax errors, or is no text.
    Broken,
    /// The text that came out would not say the same: an error of the formatter itself.
    Unproven,
}

/// Whether a finding of [`syntax::parse`](crate::syntax::parse) keeps its file from being formatted: all do but
/// `empty-list`, which the tree has as it is written.
#[must_use]
pub fn is_in_the_way(finding: &Diagnostic) -> bool {
    finding.rule.name != errors::EMPTY_LIST.name
}

/// The text of `file` in the layout of the language, which has no options.
///
/// `file` is the tree of `source`. Formatting the result again gives the same text. It is read again before it is given
/// out: it has the same tokens, and the same comments that belong to the same statements.
///
/// # Errors
/// Where the file has syntax errors; and where the proof fails, which it never should.
pub fn format(file: &File<'_>, source: &Source) -> Result<String, Unformatted> {
    if file.unreadable || file.items().any(|item| matches!(item, Item::Broken(_))) {
        return Err(Unformatted::Broken);
    }
    let (text, statements) = lay_out(file, source.text());
    if text == source.text() {
        return Ok(text);
    }
    let spans: Vec<Range<usize>> = file.statements().map(|statement| statement.span.range()).collect();
    let original = proof::Text { text: source.text(), statements: &spans };
    let formatted = proof::Text { text: &text, statements: &statements };
    if proof::says_the_same(original, formatted, file.comments().next().is_some()) {
        Ok(text)
    } else {
        Err(Unformatted::Unproven)
    }
}

/// The text, and where each statement stands in it.
fn lay_out<'s>(file: &'s File<'s>, text: &'s str) -> (String, Vec<Range<usize>>) {
    let mut lexemes = Lexemes::of(text);
    let mut page = Page::with_capacity(text.len() + text.len() / 8);
    let mut statement = Statement::default();
    let has_comments = file.comments().next().is_some();
    for tree in file.statements() {
        let (start, end) = (tree.span.start as usize, tree.span.end as usize);
        while let Some(comment) = lexemes.next_if(|lexeme| lexeme.start < start) {
            page.comment(comment.text, comment.breaks > 1);
        }
        let blank_before = lexemes.peek().is_some_and(|lexeme| lexeme.breaks > 1);
        let written = text.get(start..end).unwrap_or_default();
        let is_plain = !has_comments || !written.bytes().any(|byte| matches!(byte, b'\n' | b'#'));
        let comment_behind = || {
            lexemes.skip_to(end);
            lexemes.next_if(|lexeme| lexeme.breaks == 0 && lexeme.is_comment()).map(|comment| comment.text)
        };
        if !(is_plain && page.plain(tree, blank_before, comment_behind)) {
            statement.read(&mut lexemes, end);
            page.statement(tree.keyword, &mut statement, blank_before);
        }
    }
    for comment in lexemes {
        page.comment(comment.text, comment.breaks > 1);
    }
    page.finish()
}

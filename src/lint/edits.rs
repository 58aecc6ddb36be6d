//! The edits that take something out of a statement and leave all comments where they are.

use crate::diagnostic::Edit;
use crate::syntax::ast::{Names, Parsed, Statement};
use crate::text::Span;

/// Takes one item out of a list of several; `None` where a comment would go with it.
pub(super) fn remove_item(file: &Parsed, names: Names<'_>, index: usize) -> Option<Edit> {
    let own = names.get(index)?.span();
    // The comma before it goes too; the first item has one behind it.
    let span = match index.checked_sub(1).and_then(|before| names.get(before)) {
        Some(before) => Span { start: before.span().end, ..own },
        None => Span { end: names.get(index + 1)?.span().start, ..own },
    };
    remove(file, span)
}

/// Takes the `attach` of a statement out together with its `< … >`.
fn remove_body(statement: Statement<'_>) -> Option<Edit> {
    remove(statement.file(), Span { start: statement.head().end, ..statement.span() })
}

/// Takes one attachment out, and the whole `attach` with the only one.
pub(super) fn remove_attachment(statement: Statement<'_>, index: usize) -> Option<Edit> {
    let names = statement.list();
    if names.len() == 1 { remove_body(statement) } else { remove_item(statement.file(), names, index) }
}

/// Takes the text of `span` out, unless it has a comment.
pub(super) fn remove(file: &Parsed, span: Span) -> Option<Edit> {
    let has_comment = file.comments_in(span.range()).next().is_some();
    (!has_comment).then(|| Edit { span, text: String::new() })
}

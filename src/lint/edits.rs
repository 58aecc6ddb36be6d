//! The edits that take something out of a statement and leave all comments where they are.

use super::context::Context;
use crate::diagnostic::Edit;
use crate::source::Span;
use crate::syntax::ast::{Name, Statement};

/// Takes one item out of a list of several; `None` where a comment would go with it.
pub(super) fn remove_item(context: &Context<'_, '_>, names: &[Name<'_>], index: usize) -> Option<Edit> {
    let own = names.get(index)?.span();
    // The comma before it goes too; the first item has one behind it.
    let span = match index.checked_sub(1).and_then(|before| names.get(before)) {
        Some(before) => Span { start: before.span().end, ..own },
        None => Span { end: names.get(index + 1)?.span().start, ..own },
    };
    remove(context, span)
}

/// Takes the `attach` of a statement out together with its `< … >`.
pub(super) fn remove_body(context: &Context<'_, '_>, statement: &Statement<'_>) -> Option<Edit> {
    let head = statement.parent.or(statement.label).unwrap_or(statement.name).span();
    remove(context, Span { start: head.end, ..statement.span })
}

/// Takes one attachment out, and the whole `attach` with the only one.
pub(super) fn remove_attachment(
    context: &Context<'_, '_>,
    statement: &Statement<'_>,
    index: usize,
) -> Option<Edit> {
    match statement.list() {
        [_] => remove_body(context, statement),
        names => remove_item(context, names, index),
    }
}

/// Takes the text of `span` out, unless it has a comment.
pub(super) fn remove(context: &Context<'_, '_>, span: Span) -> Option<Edit> {
    (!context.has_comment(span)).then(|| Edit { span, text: String::new() })
}

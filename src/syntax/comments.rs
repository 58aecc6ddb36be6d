//! Which comments belong to a statement: the comment-only lines directly above it are its documentation.

use super::ast::{Comment, File, Statement};
use crate::source::Sources;

/// What opens a comment that speaks to bpol and not to readers.
const DIRECTIVE: &str = "bpol:";

/// The text behind `bpol:` in a comment, `#` included, that speaks to bpol and not to readers.
pub(crate) fn directive(comment: &str) -> Option<&str> {
    let text = comment.strip_prefix('#').unwrap_or(comment);
    text.trim_ascii_start().strip_prefix(DIRECTIVE).map(str::trim_ascii)
}

impl<'s> Comment<'s> {
    /// The text behind `bpol:`, where the comment speaks to bpol and not to readers.
    #[must_use]
    pub fn directive(&self) -> Option<&'s str> {
        directive(self.text)
    }
}

impl<'s> File<'s> {
    /// The documentation of a statement of this file: the text of the comment-only lines directly above it, first
    /// line first, without `#` and the blank behind it. Comments that suppress findings are none.
    #[must_use]
    pub fn documentation(&self, statement: &Statement<'_>, sources: &Sources) -> Vec<&'s str> {
        let source = &sources[self.id];
        let start = statement.span.start as usize;
        // A statement that does not open its line has nothing directly above it.
        if !source.is_line_start(start) {
            return Vec::new();
        }
        let mut line = source.line_of(start);
        let mut lines = Vec::new();
        for comment in self.comments_before(statement.span.start) {
            let start = comment.span.start as usize;
            let its_line = source.line_of(start);
            if its_line + 1 != line || !source.is_line_start(start) {
                break;
            }
            line = its_line;
            if comment.directive().is_none() {
                let text = comment.text.strip_prefix('#').unwrap_or(comment.text);
                lines.push(text.strip_prefix(' ').unwrap_or(text));
            }
        }
        lines.reverse();
        lines
    }

    /// The comments that stand before a byte, the nearest first.
    fn comments_before(&self, byte: u32) -> impl Iterator<Item = &Comment<'s>> {
        let starts_before = move |comment: &Comment<'_>| comment.span.start < byte;
        self.parts.iter().rev().flat_map(move |part| {
            let count = if part.comments.last().is_some_and(starts_before) {
                part.comments.len()
            } else {
                part.comments.partition_point(starts_before)
            };
            part.comments.get(..count).unwrap_or_default().iter().rev()
        })
    }
}

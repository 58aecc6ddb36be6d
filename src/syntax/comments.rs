//! Which comments belong to a statement: the comment-only lines directly above it are its documentation.

use super::ast::{File, Statement};
use crate::source::Sources;

/// What opens a comment that speaks to bpol and not to readers.
const DIRECTIVE: &str = "bpol:";

/// Whether a comment, `#` included, speaks to bpol, as those do that suppress findings.
pub(crate) fn is_directive(comment: &str) -> bool {
    comment.strip_prefix('#').is_some_and(|text| text.trim_ascii_start().starts_with(DIRECTIVE))
}

impl<'s> File<'s> {
    /// The documentation of a statement of this file: the text of the comment-only lines directly above it, first
    /// line first, without `#` and the blank behind it. Comments that suppress findings are none.
    #[must_use]
    pub fn documentation(&self, statement: &Statement<'s>, sources: &Sources) -> Vec<&'s str> {
        let source = &sources[self.id];
        let mut line = source.line_of(statement.span.start as usize);
        let line_start = source.line_start(line);
        // A statement that does not open its line has nothing directly above it.
        if !source
            .slice(line_start..statement.span.start as usize)
            .trim_start_matches('\u{feff}')
            .trim_ascii()
            .is_empty()
        {
            return Vec::new();
        }
        let mut lines = Vec::new();
        let above = self.comments().rev().skip_while(|comment| comment.span.start > statement.span.start);
        for comment in above {
            let start = comment.span.start as usize;
            let its_line = source.line_of(start);
            let indent = source.slice(source.line_start(its_line)..start).trim_start_matches('\u{feff}');
            if its_line + 1 != line || !indent.trim_ascii().is_empty() {
                break;
            }
            line = its_line;
            if !is_directive(comment.text) {
                let text = comment.text.strip_prefix('#').unwrap_or(comment.text);
                lines.push(text.strip_prefix(' ').unwrap_or(text));
            }
        }
        lines.reverse();
        lines
    }
}

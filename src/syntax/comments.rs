//! Which comments belong to a statement: the comment-only lines directly above it are its documentation.

use super::ast::{Comment, Parsed, Statement};

/// What opens a comment that speaks to bpol and not to readers.
const DIRECTIVE: &str = "bpol:";

/// The text behind `bpol:` in a comment, `#` included, that speaks to bpol and not to readers.
pub(crate) fn directive(comment: &str) -> Option<&str> {
    let text = comment.strip_prefix('#').unwrap_or(comment);
    text.trim_ascii_start().strip_prefix(DIRECTIVE).map(str::trim_ascii)
}

impl<'p> Comment<'p> {
    /// The text behind `bpol:`, where the comment speaks to bpol and not to readers.
    #[must_use]
    pub fn directive(&self) -> Option<&'p str> {
        directive(self.text)
    }
}

impl Parsed {
    /// The comment-only lines directly above what begins at a byte, first line first; none where that does
    /// not open its line.
    #[must_use]
    pub fn comments_above(&self, start: usize) -> Vec<Comment<'_>> {
        let source = self.source();
        // What does not open its line has nothing directly above it.
        if !source.is_line_start(start) {
            return Vec::new();
        }
        let mut line = source.line_of(start);
        let mut comments = Vec::new();
        for comment in self.comments_in(0..start).rev() {
            let start = comment.span.range().start;
            let its_line = source.line_of(start);
            if its_line + 1 != line || !source.is_line_start(start) {
                break;
            }
            line = its_line;
            comments.push(comment);
        }
        comments.reverse();
        comments
    }
}

impl<'p> Statement<'p> {
    /// The documentation: the text of the comment-only lines directly above the statement, first line first,
    /// without `#` and the space behind it. Comments that suppress findings are none.
    #[must_use]
    pub fn documentation(self) -> Vec<&'p str> {
        let comments = self.file().comments_above(self.span().range().start).into_iter();
        let text = |comment: Comment<'p>| {
            let text = comment.text.strip_prefix('#').unwrap_or(comment.text);
            text.strip_prefix(' ').unwrap_or(text)
        };
        comments.filter(|comment| comment.directive().is_none()).map(text).collect()
    }
}

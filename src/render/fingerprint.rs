//! What a finding is known by from run to run, wherever in its file it stands by then.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use crate::diagnostic::Check;
use crate::syntax::Files;
use crate::syntax::ast::{Item, Parsed};
use crate::text::{BYTE_ORDER_MARK, Span};

/// Of longer texts only so many bytes count.
const LONGEST: usize = 400;

/// Names the findings of one run, each once.
pub(super) struct Fingerprints<'f> {
    files: &'f Files,
    /// How many findings have been the same.
    seen: FxHashMap<[u8; 32], u64>,
}

impl<'f> Fingerprints<'f> {
    pub(super) fn new(files: &'f Files) -> Self {
        Self { files, seen: FxHashMap::default() }
    }

    /// The name of a finding of `check` at `span`, in the file at `path`: from the name of the check, the
    /// path, how the statement begins that it is about, the text there, and how many before it have all of
    /// these.
    pub(super) fn of(&mut self, check: &Check, span: Span, path: &str) -> String {
        let text = cut(self.files.slice(span));
        // What a document of another sort has in it is no statement.
        let file = self.files.tree(span.file);
        let subject = file.and_then(|file| Some((file, subject(file, span.start as usize)?)));
        let head = subject.map_or_else(String::new, |(file, item)| head(file, item));
        let mut hash = Sha256::new();
        for part in [check.name, path, &head, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let same = self.seen.entry(hash.clone().finalize().into()).or_default();
        hash.update(same.to_be_bytes());
        *same += 1;
        hash.finalize().iter().take(16).fold(String::with_capacity(32), |mut name, byte| {
            let _ = write!(name, "{byte:02x}");
            name
        })
    }
}

/// What a finding at `byte` is about: the item that it stands in, the one that its comment line stands above,
/// or else the one before it.
fn subject(file: &Parsed, byte: usize) -> Option<Item<'_>> {
    let before = file.last_item_from(byte);
    let ends = before.map_or(0, |item| item.span().range().end);
    if byte < ends {
        return before;
    }
    let source = file.source();
    let line = source.line_start(source.line_of(byte));
    let is_comment_line = ends <= line && file.comments_in(line..byte + 1).next().is_some();
    if is_comment_line { file.first_item_behind(byte) } else { before }
}

/// How an item begins: its text up to its body, in one spacing.
fn head(file: &Parsed, item: Item<'_>) -> String {
    let source = file.source();
    let range = item.span().range();
    // Code hosts know the findings of a statement behind the mark by names without it; these must not change.
    if source.text().starts_with(BYTE_ORDER_MARK) && range.start == BYTE_ORDER_MARK.len_utf8() {
        return String::new();
    }
    let text = cut(source.slice(range));
    let head = text.split(['<', '#', '\n']).next().unwrap_or(text);
    head.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{files, id, span_of};
    use super::*;

    /// The beginning of the statement that a finding at `text` is about.
    fn found(file: &str, text: &str) -> String {
        let files = files([("a", file)]);
        let parsed = &files[id(&files, "a")];
        let start = span_of(&files, "a", text).start as usize;
        subject(parsed, start).map_or_else(String::new, |item| head(parsed, item))
    }

    #[test]
    fn a_finding_is_about_the_statement_that_holds_it() {
        let file = "# 1\nmodel  a\tin b < # 2\n  # 3\n  attach [c] > # 4\n\n  # 5\n# 6\njob d # 7\n# 8\n";
        for at in ["model", "a\t", "# 2", "# 3", "c]", "# 4", "# 1"] {
            assert_eq!(found(file, at), "model a in b", "{at}");
        }
        for at in ["# 5", "# 6", "d #", "# 7"] {
            assert_eq!(found(file, at), "job d", "{at}");
        }
        assert_eq!(found(file, "# 8"), "");
        assert_eq!(found("# 1\n", "# 1"), "");
    }

    #[test]
    fn only_what_opens_a_statement_does() {
        let file = "model a < attach [\n  model\n  , b\n] > job c < attach [d] > # 1\n";
        assert_eq!(found(file, "b\n"), "model a");
        assert_eq!(found(file, "d]"), "job c");
        assert_eq!(found(file, "# 1"), "job c");
    }

    #[test]
    fn code_hosts_know_a_statement_behind_a_mark_without_its_beginning() {
        let file = "\u{feff}model a\nmodel b\n";
        assert_eq!([found(file, "a"), found(file, "b")], ["", "model b"]);
    }

    #[test]
    fn a_name_is_the_same_in_every_version() {
        let files = files([("a", "policy  a < country in [x] >\n")]);
        let span = span_of(&files, "a", "x");
        let name = Fingerprints::new(&files).of(&crate::diagnostic::errors::UNKNOWN_CODE, span, "b/a");
        assert_eq!(name, "bcd7af60244052471b4f64c6ff2a3de9");
    }

    #[test]
    fn findings_that_are_alike_are_told_apart() {
        let files = files([("a", "policy a < country in [x, x] >\n")]);
        let mut names = Fingerprints::new(&files);
        let span = span_of(&files, "a", "x");
        let mut name = |path| names.of(&crate::diagnostic::errors::UNKNOWN_CODE, span, path);
        let all = [name("a"), name("a"), name("b")];
        assert_eq!(all[0].len(), 32);
        assert!(all[0] != all[1] && all[0] != all[2] && all[1] != all[2], "{all:?}");
    }
}

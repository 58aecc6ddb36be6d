//! Comments that suppress findings: `# bpol: allow(rule-name, …) why`, directly above a statement or at the
//! end of its first line. Trees come in, and each finding is asked for in turn.

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{Comment, Item, Parsed, Statement, StatementId};
use crate::syntax::{Files, Owner, owners};
use crate::text::Source;

/// Every suppression of a workspace.
pub(super) struct Suppressions<'s> {
    files: &'s Files,
    /// The names of all lints.
    lints: Vec<&'static str>,
    all: Vec<Suppression<'s>>,
    /// Those about each statement, by their places in `all`.
    of_statements: FxHashMap<StatementId, Vec<usize>>,
}

/// A comment that suppresses findings, or was meant to.
pub(super) struct Suppression<'s> {
    pub(super) comment: Comment<'s>,
    /// The file that it stands in.
    pub(super) source: &'s Source,
    /// What stands between the parentheses; empty where the comment has none.
    pub(super) names: Vec<Name<'s>>,
    /// What stands behind them.
    pub(super) reason: &'s str,
}

/// A name in a suppression.
#[derive(Debug)]
pub(super) struct Name<'s> {
    pub(super) text: &'s str,
    /// The byte of the comment at which it starts.
    pub(super) start: usize,
    /// Whether a lint is called so.
    pub(super) is_lint: bool,
    /// Whether it has suppressed a finding.
    pub(super) is_used: bool,
}

impl<'s> Suppressions<'s> {
    /// The suppressions of the workspace's files, in the order of their places; `lints` are the names that
    /// there are.
    pub(super) fn collect(files: &'s Files, lints: Vec<&'static str>) -> Self {
        let of_statements = FxHashMap::default();
        let mut suppressions = Self { files, lints, all: Vec::new(), of_statements };
        for file in files.iter().filter(|file| !file.source().is_table()) {
            suppressions.collect_file(file);
        }
        suppressions
    }

    fn collect_file(&mut self, file: &'s Parsed) {
        let comments: Vec<Comment<'s>> = file.comments().collect();
        if comments.iter().all(|comment| comment.directive().is_none()) {
            return;
        }
        let statements: Vec<Statement<'s>> = file.statements().collect();
        let owners = owners(file).collect::<Vec<_>>().into_iter().rev();
        for (comment, owner) in comments.into_iter().zip(owners) {
            let Some(directive) = comment.directive() else { continue };
            let (names, reason) = parse(comment.text, directive, &self.lints).unwrap_or((Vec::new(), ""));
            let statement = match owner {
                Owner::Below(index) | Owner::FirstLine(index) => statements.get(index),
                Owner::Around(_) | Owner::None => None,
            };
            if let Some(statement) = statement {
                self.of_statements.entry(statement.id()).or_default().push(self.all.len());
            }
            self.all.push(Suppression { comment, source: file.source(), names, reason });
        }
    }

    /// Whether a suppression covers the finding; it then counts as used.
    pub(super) fn suppress(&mut self, finding: &Diagnostic) -> bool {
        if self.all.is_empty() {
            return false;
        }
        let item = self.files[finding.span.file].item_at(finding.span.start as usize);
        let statement = item.and_then(Item::statement).filter(|it| it.span().contains(finding.span));
        let places = statement.and_then(|statement| self.of_statements.get(&statement.id()));
        let mut is_suppressed = false;
        for &place in places.into_iter().flatten() {
            let names = self.all.get_mut(place).into_iter().flat_map(|suppression| &mut suppression.names);
            for name in names.filter(|name| name.text == finding.check.name) {
                name.is_used = true;
                is_suppressed = true;
            }
        }
        is_suppressed
    }

    /// The names of all lints.
    pub(super) fn lints(&self) -> &[&'static str] {
        &self.lints
    }

    /// Every suppression, in the order of their places.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Suppression<'s>> {
        self.all.iter()
    }
}

/// The names and the reason of `allow(NAME, …) REASON`, which is the directive of a comment.
fn parse<'s>(comment: &'s str, directive: &'s str, lints: &[&str]) -> Option<(Vec<Name<'s>>, &'s str)> {
    let list = directive.strip_prefix("allow")?.trim_ascii_start().strip_prefix('(')?;
    // Both are ends of the same text.
    let mut start = comment.trim_ascii_end().len() - list.len();
    let (list, reason) = list.split_once(')')?;
    let mut names = Vec::new();
    for part in list.split(',') {
        let text = part.trim_ascii();
        if !text.is_empty() {
            let start = start + (part.len() - part.trim_ascii_start().len());
            names.push(Name { text, start, is_lint: lints.contains(&text), is_used: false });
        }
        start += part.len() + 1;
    }
    Some((names, reason.trim_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directive_is_names_and_a_reason() {
        let parsed = |comment: &'static str| {
            let (names, reason) = parse(comment, comment.strip_prefix("# bpol: ")?, &["no-effect"])?;
            let of_name =
                |name: &Name<'_>| comment.get(name.start..name.start + name.text.len()) == Some(name.text);
            assert!(names.iter().all(of_name), "{names:?}");
            Some((names.iter().map(|name| name.text).collect::<Vec<_>>(), reason))
        };
        assert_eq!(
            parsed("# bpol: allow(no-effect, no-effec,) a lock"),
            Some((vec!["no-effect", "no-effec"], "a lock"))
        );
        assert_eq!(parsed("# bpol: allow (x)"), Some((vec!["x"], "")));
        assert_eq!(parsed("# bpol: allow() why"), Some((vec![], "why")));
        assert_eq!(parsed("# bpol: allow no-effect"), None);
        assert_eq!(parsed("# bpol: deny(no-effect)"), None);
    }
}

//! Comments that suppress findings: `# bpol: allow(rule-name, …) why`, directly above a statement or at the end of its
//! first line. Trees come in, and each finding is asked for in turn.

use super::RULES;
use crate::diagnostic::Diagnostic;
use crate::source::{BYTE_ORDER_MARK, Source, Sources, Span};
use crate::syntax::ast::{Comment, File, Statement};

/// Every suppression of a workspace.
pub(super) struct Suppressions<'s> {
    all: Vec<Suppression<'s>>,
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
    /// The statement that it is about, if there is one.
    statement: Option<Span>,
}

/// A name in a suppression.
pub(super) struct Name<'s> {
    pub(super) text: &'s str,
    /// Whether a lint rule is called so.
    pub(super) is_rule: bool,
    /// Whether it has suppressed a finding.
    pub(super) is_used: bool,
}

impl<'s> Suppressions<'s> {
    /// The suppressions of the workspace's files, in the order of their places.
    pub(super) fn collect(sources: &'s Sources, files: &'s [File<'s>]) -> Self {
        let mut all = Vec::new();
        for file in files.iter().filter(|file| !sources[file.id].is_table()) {
            let source = &sources[file.id];
            let mut statements: Vec<&Statement<'_>> = Vec::new();
            for (comment, directive) in file.comments().filter_map(|it| Some((it, it.directive()?))) {
                if statements.is_empty() {
                    statements.extend(file.statements());
                }
                let (names, reason) = parse(directive).unwrap_or_default();
                let statement = statement_of(comment, &statements, source).map(|statement| statement.span);
                all.push(Suppression { comment: *comment, source, names, reason, statement });
            }
        }
        Self { all }
    }

    /// Whether a suppression covers the finding; it then counts as used.
    pub(super) fn suppress(&mut self, finding: &Diagnostic) -> bool {
        let mut is_suppressed = false;
        for suppression in self.all.iter_mut().filter(|suppression| suppression.covers(finding.span)) {
            for name in suppression.names.iter_mut().filter(|name| name.text == finding.rule.name) {
                name.is_used = true;
                is_suppressed = true;
            }
        }
        is_suppressed
    }

    /// Every suppression, in the order of their places.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Suppression<'s>> {
        self.all.iter()
    }
}

impl Suppression<'_> {
    fn covers(&self, span: Span) -> bool {
        self.statement
            .is_some_and(|own| own.file == span.file && own.start <= span.start && span.end <= own.end)
    }
}

/// The names and the reason of `allow(NAME, …) REASON`.
fn parse(directive: &str) -> Option<(Vec<Name<'_>>, &str)> {
    let list = directive.strip_prefix("allow")?.trim_ascii_start().strip_prefix('(')?;
    let (list, reason) = list.split_once(')')?;
    let names = list.split(',').map(str::trim_ascii).filter(|name| !name.is_empty());
    let names = names.map(|text| Name {
        text,
        is_rule: RULES.iter().any(|lint| lint.rule.name == text),
        is_used: false,
    });
    Some((names.collect(), reason.trim_ascii()))
}

/// The statement that a comment is directly above of, or at the end of whose first line it stands.
fn statement_of<'t, 's>(
    comment: &Comment<'_>,
    statements: &[&'t Statement<'s>],
    source: &Source,
) -> Option<&'t Statement<'s>> {
    let start = comment.span.start;
    let behind = statements.partition_point(|statement| statement.span.start < start);
    let line = source.line_of(start as usize);
    if source.is_line_start(start as usize) {
        let statement = statements.get(behind)?;
        let first_line = source.line_of(statement.span.start as usize);
        let is_comment = |line: usize| {
            let text = source.slice(source.line_start(line)..source.line_start(line + 1));
            text.trim_start_matches(BYTE_ORDER_MARK).trim_ascii_start().starts_with('#')
        };
        let is_above =
            source.is_line_start(statement.span.start as usize) && (line..first_line).all(is_comment);
        return is_above.then_some(*statement);
    }
    let statement = behind.checked_sub(1).and_then(|before| statements.get(before))?;
    (source.line_of(statement.span.start as usize) == line).then_some(*statement)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directive_is_names_and_a_reason() {
        let parsed = |text| {
            let (names, reason): (Vec<Name<'_>>, _) = parse(text)?;
            Some((names.iter().map(|name| name.text).collect::<Vec<_>>(), reason))
        };
        assert_eq!(
            parsed("allow(no-effect, cut-off,) a lock"),
            Some((vec!["no-effect", "cut-off"], "a lock"))
        );
        assert_eq!(parsed("allow (x)"), Some((vec!["x"], "")));
        assert_eq!(parsed("allow() why"), Some((vec![], "why")));
        assert_eq!(parsed("allow no-effect"), None);
        assert_eq!(parsed("deny(no-effect)"), None);
    }
}

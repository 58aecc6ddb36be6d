//! A finding: what was found, where, and which edit would repair it.

use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::check::Check;
use super::errors;
use super::fact::Fact;
use super::fix::{Applicability, Edit, Fix};
use crate::text::{FileId, Span};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// Worth a look; nothing fails by it.
    Warning,
    /// Nothing is compiled while it stands.
    Error,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What it is a finding of.
    pub check: &'static Check,
    /// What was found.
    pub fact: Arc<dyn Fact>,
    /// How grave it is.
    pub severity: Severity,
    /// What it is about.
    pub span: Span,
    /// Every other span that matters, in the order of [`Words::related`](super::Words::related).
    pub related: Vec<Span>,
    /// The edits that would repair it.
    pub fix: Option<Fix>,
}

/// A finding that a comment suppresses: nothing fails by it, and nothing repairs it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Suppressed {
    /// What was found; it has no fix.
    pub finding: Diagnostic,
    /// The comment.
    pub comment: Span,
    /// Why, as the comment says.
    pub reason: String,
}

impl Suppressed {
    #[must_use]
    pub(crate) fn new(finding: Diagnostic, comment: Span, reason: impl Into<String>) -> Self {
        Self { finding: Diagnostic { fix: None, ..finding }, comment, reason: reason.into() }
    }
}

/// All that there is to say of a workspace.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// The findings, in the order in which they are reported.
    pub findings: Vec<Diagnostic>,
    /// Those that comments suppress, in the same order.
    pub suppressed: Vec<Suppressed>,
}

impl Report {
    #[must_use]
    pub(crate) fn new(findings: Vec<Diagnostic>, suppressed: Vec<Suppressed>) -> Self {
        Self { findings, suppressed }
    }
}

/// A fact that says by itself what it is a finding of.
pub trait Classify {
    /// What it is a finding of.
    fn check(&self) -> &'static Check;
}

impl Diagnostic {
    /// A finding of an error at `span`.
    #[must_use]
    pub(crate) fn new(fact: impl Fact + Classify, span: Span) -> Self {
        Self::of(fact.check(), Arc::new(fact), span)
    }

    /// A finding at `span` of a fact that other findings may share. That of a lint is a warning.
    #[must_use]
    pub(crate) fn of(check: &'static Check, fact: Arc<dyn Fact>, span: Span) -> Self {
        let severity = if check.level.is_error() { Severity::Error } else { Severity::Warning };
        Self { check, fact, severity, span, related: Vec::new(), fix: None }
    }

    /// The same finding with one more related span.
    #[must_use]
    pub(crate) fn with_related(mut self, span: Span) -> Self {
        self.related.push(span);
        self
    }

    /// The same finding with an edit that repairs it.
    #[must_use]
    pub(crate) fn with_fix(self, applicability: Applicability, span: Span, text: impl Into<String>) -> Self {
        self.with_edit(applicability, Some(Edit { span, text: text.into() }))
    }

    /// The same finding with the edits that repair it together.
    #[must_use]
    pub(crate) fn with_edits(
        mut self,
        applicability: Applicability,
        edits: impl Iterator<Item = (Span, String)>,
    ) -> Self {
        let edits = edits.map(|(span, text)| Edit { span, text }).collect();
        self.fix = Some(Fix { applicability, edits });
        self
    }

    /// The same finding with an edit that repairs it, if there is one.
    #[must_use]
    pub(crate) fn with_edit(mut self, applicability: Applicability, edit: Option<Edit>) -> Self {
        self.fix = edit.map(|edit| Fix { applicability, edits: vec![edit] });
        self
    }
}

/// Puts findings in the order in which they are reported: path, offset, name. Those that have all of it in
/// common keep their order. `path` is what files are ordered by.
pub(crate) fn sort<'p>(diagnostics: &mut [Diagnostic], path: impl Fn(FileId) -> &'p [u8]) {
    // Many stand in few files.
    let mut paths: Vec<(&[u8], FileId)> = Vec::new();
    for chunk in diagnostics.chunk_by(|a, b| a.span.file == b.span.file) {
        paths.extend(chunk.first().map(|it| (path(it.span.file), it.span.file)));
    }
    paths.sort_unstable();
    paths.dedup();
    let ranks = paths.chunk_by(|(a, _), (b, _)| a == b).enumerate();
    let ranks: FxHashMap<FileId, usize> =
        ranks.flat_map(|(rank, files)| files.iter().map(move |(_, file)| (*file, rank))).collect();
    diagnostics.sort_by_cached_key(|it| {
        (ranks.get(&it.span.file).copied(), it.span.start, it.check.name, it.span.end)
    });
}

/// Which of two findings is reported first.
pub(crate) fn compare<'p>(a: &Diagnostic, b: &Diagnostic, path: impl Fn(FileId) -> &'p [u8]) -> Ordering {
    let key = |finding: &Diagnostic| (finding.span.start, finding.check.name, finding.span.end);
    path(a.span.file).cmp(path(b.span.file)).then_with(|| key(a).cmp(&key(b)))
}

/// Drops what is said of a word that has a hidden character in it: what the word is meant to be is unknown,
/// and the character is reported.
pub(crate) fn keep_visible(findings: &mut Vec<Diagnostic>) {
    let is_hidden = |finding: &Diagnostic| finding.check.name == errors::HIDDEN_CHARACTER.name;
    let mut hidden: Vec<Span> = findings.iter().filter(|it| is_hidden(it)).map(|it| it.span).collect();
    if hidden.is_empty() {
        return;
    }
    hidden.sort_by_key(|span| span.key());
    findings.retain(|finding| {
        let span = finding.span;
        let behind = hidden.partition_point(|it| (it.file, it.end) <= (span.file, span.start));
        let is_inside = |it: &Span| it.file == span.file && it.start < span.end;
        is_hidden(finding) || !hidden.get(behind).is_some_and(is_inside)
    });
}

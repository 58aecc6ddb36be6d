//! A file that is written in another way and declares the same: its new tree comes in, and all places are
//! those of it.

use std::ops::Range;
use std::sync::Arc;

use super::check::{Checked, Rejected};
use super::model::Workspace;
use crate::diagnostic::{Diagnostic, Edit};
use crate::syntax::ast::Parsed;
use crate::text::{FileId, Span};

/// How the bytes of a text have moved: one stretch of it was replaced.
#[derive(Clone, Debug)]
pub(crate) struct Shift {
    file: FileId,
    /// What was replaced, in the old text.
    old: Range<u32>,
    /// Where what replaced it ends, in the new text.
    new_end: u32,
}

impl Shift {
    /// From one tree of a file to another.
    pub(crate) fn between(old: &Parsed, new: &Parsed) -> Self {
        let (before, after) = (old.source().text().as_bytes(), new.source().text().as_bytes());
        let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
        let rest = before.len().min(after.len()) - start;
        let tail = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        let offset = crate::text::offset;
        Self {
            file: new.id(),
            old: offset(start)..offset(before.len() - tail),
            new_end: offset(after.len() - tail),
        }
    }

    /// Where a span is now; `None` where what it is about was replaced itself.
    fn span(&self, span: Span) -> Option<Span> {
        if span.file != self.file || span.end < self.old.start {
            return Some(span);
        }
        let behind = |byte: u32| byte.checked_sub(self.old.end).map(|byte| byte + self.new_end);
        let is_empty = span.start == span.end;
        // A word that ended where something was added has not grown, and one that began there has moved.
        let end = if span.end == self.old.start && !is_empty { Some(span.end) } else { behind(span.end) };
        let start = if span.start < self.old.start { Some(span.start) } else { behind(span.start) };
        let touches = |byte: u32| byte == self.old.start || byte == self.old.end;
        if is_empty && touches(span.start) {
            return None;
        }
        Some(Span { file: span.file, start: start?, end: end? })
    }

    /// A finding where it is now.
    fn finding(&self, finding: &Diagnostic) -> Option<Diagnostic> {
        let mut moved = finding.clone();
        moved.span = self.span(finding.span)?;
        for related in &mut moved.related {
            *related = self.span(*related)?;
        }
        for Edit { span, .. } in moved.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            *span = self.span(*span)?;
        }
        Some(moved)
    }

    /// Findings where they are now.
    fn findings(&self, findings: &[Diagnostic]) -> Option<Vec<Diagnostic>> {
        findings.iter().map(|finding| self.finding(finding)).collect()
    }

    /// Findings where they are now; `None` where it is not known where all are, or whether a fix is still
    /// what it was: a fix of a statement keeps to how that is laid out.
    pub(crate) fn moved(&self, old: &Parsed, findings: &[Diagnostic]) -> Option<Vec<Diagnostic>> {
        let touched = old.items().map(|item| item.span().range()).filter(|range| {
            let (start, end) = (self.old.start as usize, self.old.end as usize);
            range.start <= end && start <= range.end
        });
        let touched: Vec<_> = touched.collect();
        let is_in_touched = |span: Span| {
            span.file == self.file && touched.iter().any(|range| range.contains(&span.range().start))
        };
        let mut edits = findings.iter().filter_map(|it| it.fix.as_ref()).flat_map(|fix| &fix.edits);
        if !touched.is_empty() && edits.any(|edit| is_in_touched(edit.span)) {
            return None;
        }
        self.findings(findings)
    }

    /// Whether findings of the old text are those of the new one.
    pub(crate) fn leads(&self, old: &[Diagnostic], new: &[Diagnostic]) -> bool {
        let are_same = |moved: Vec<Diagnostic>| moved.iter().zip(new).all(|(a, b)| is_same(a, b));
        old.len() == new.len() && self.findings(old).is_some_and(are_same)
    }
}

/// Whether two findings are the same, at the same places.
fn is_same(a: &Diagnostic, b: &Diagnostic) -> bool {
    let spans = |it: &Diagnostic| -> Vec<_> {
        let edits = it.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        [it.span].into_iter().chain(it.related.iter().copied()).chain(edits).map(Span::key).collect()
    };
    let says = |it: &Diagnostic| {
        let fix = it.fix.as_ref();
        let texts: Vec<String> =
            fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.text.clone()).collect();
        (it.check.name, it.severity, it.related.len(), fix.map(|fix| fix.applicability), texts)
    };
    *a.fact == *b.fact && says(a) == says(b) && spans(a) == spans(b)
}

impl Workspace {
    /// Puts a tree in the place of one that declares the same.
    fn restate(&mut self, tree: &Arc<Parsed>) {
        if let Some(index) = self.files.replace(Arc::clone(tree)) {
            let files = &self.files;
            self.workloads.iter_mut().for_each(|workload| workload.look_again(files, index));
        }
    }
}

impl Checked {
    /// Puts a tree in the place of one that declares the same.
    pub(crate) fn restate(&mut self, tree: &Arc<Parsed>) {
        self.workspace_mut().restate(tree);
    }
}

impl Rejected {
    /// Puts a tree in the place of one that declares the same; false, and nothing has changed, where it is
    /// not known where all errors are now.
    pub(crate) fn restate(&mut self, tree: &Arc<Parsed>, shift: &Shift) -> bool {
        let moved = (shift.findings(self.errors()), shift.findings(self.workspace().findings()));
        let (Some(errors), Some(findings)) = moved else { return false };
        let (workspace, own) = self.parts_mut();
        *own = errors;
        workspace.findings = findings;
        workspace.restate(tree);
        true
    }
}

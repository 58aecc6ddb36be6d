//! What no lint's fix may change any more in a run: where something was guessed, what is left of it is not
//! for the next fix to judge.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::meaning::Subject;
use super::unit::{Places, Unit};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::syntax::ast::{Comment, Parsed, Statement};
use crate::syntax::{Files, owners};
use crate::text::FileId;

/// Statements and comments that are left alone.
#[derive(Debug, Default)]
pub(super) struct Frozen {
    /// The statements in which an error was repaired.
    statements: FxHashMap<FileId, FxHashSet<Subject>>,
    /// Whether an error was repaired by a guess.
    has_guessed: bool,
    /// The comments that a safe fix may change: what a suppression has lost in this run, or only gained its
    /// form in it, says nothing of why it was written.
    free: Option<FxHashMap<FileId, FxHashSet<String>>>,
}

/// Where the comments stand that are about statements that are left alone.
pub(super) struct Protected(FxHashSet<(FileId, u32)>);

impl Frozen {
    /// Learns from the first findings of lints which comments were wrong from the beginning. What is found
    /// after a guess says nothing of that.
    pub(super) fn learn(&mut self, findings: &[Diagnostic], files: &Files) {
        if self.free.is_some() {
            return;
        }
        let mut free: FxHashMap<FileId, FxHashSet<String>> = FxHashMap::default();
        let is_known = |finding: &&Diagnostic| is_safe(finding) && !self.has_guessed;
        for finding in findings.iter().filter(is_known) {
            let file = &files[finding.span.file];
            if let Some(comment) = comment_of(finding, file) {
                free.entry(file.id()).or_default().insert(comment.text.to_owned());
            }
        }
        self.free = Some(free);
    }

    /// Adds the statements in which `units` repaired errors, which stand at `places` of `files` by now.
    pub(super) fn add(&mut self, units: &[Unit], places: &Places, files: &Files) {
        let is_of_error = |unit: &Unit| unit.repairs_errors();
        let is_guess = |unit: &Unit| unit.applied().any(|it| it == Applicability::Unsafe);
        self.has_guessed |= units.iter().any(|unit| is_of_error(unit) && is_guess(unit));
        for file in places.files() {
            let places = places.of(file).iter();
            let repaired = places.filter(|(_, index)| units.get(*index).is_some_and(is_of_error));
            let ranges: Vec<_> = repaired.map(|(range, _)| range.clone()).collect();
            if !ranges.is_empty() {
                self.statements.entry(file).or_default().extend(statements_in(&files[file], &ranges));
            }
        }
    }

    /// Whether the fix of a lint's finding in `subject` has to wait for another run.
    pub(super) fn has(
        &self,
        finding: &Diagnostic,
        subject: &Subject,
        file: &Parsed,
        protected: &Protected,
    ) -> bool {
        let Some(comment) = comment_of(finding, file) else { return self.has_statement(file.id(), subject) };
        let free = self.free.as_ref().and_then(|free| free.get(&file.id()));
        protected.0.contains(&(file.id(), comment.span.start))
            || (is_safe(finding) && !free.is_some_and(|free| free.contains(comment.text)))
    }

    fn has_statement(&self, file: FileId, subject: &Subject) -> bool {
        self.statements.get(&file).is_some_and(|subjects| subjects.contains(subject))
    }

    /// The comments about statements that are left alone.
    pub(super) fn protected(&self, files: &Files) -> Protected {
        let mut protected = FxHashSet::default();
        for &id in self.statements.keys() {
            let file = &files[id];
            let statements: Vec<Statement<'_>> = file.statements().collect();
            let is_frozen = |index: usize| {
                statements.get(index).is_some_and(|&it| self.has_statement(id, &Subject::of(it)))
            };
            for (comment, owner) in file.comments().rev().zip(owners(file)) {
                if owner.statement().is_some_and(is_frozen) {
                    protected.insert((id, comment.span.start));
                }
            }
        }
        Protected(protected)
    }
}

/// The comment that a lint's finding is about, if it is about one.
pub(super) fn comment_of<'p>(finding: &Diagnostic, file: &'p Parsed) -> Option<Comment<'p>> {
    let start = finding.span.range().start;
    let is_of_lint = !finding.check.level.is_error();
    file.comments_in(start..start + 1).next().filter(|_| is_of_lint)
}

fn is_safe(finding: &Diagnostic) -> bool {
    let is_safe = |fix: &Fix| fix.applicability == Applicability::Safe;
    finding.fix.as_ref().is_some_and(is_safe)
}

/// Every statement that has a byte of some ranges, which are in order.
pub(super) fn statements_in(file: &Parsed, ranges: &[Range<usize>]) -> Vec<Subject> {
    let mut found = Vec::new();
    for range in ranges {
        let mut item = file.last_item_from(range.start).filter(|item| item.span().range().end > range.start);
        item = item.or_else(|| file.first_item_behind(range.start));
        while let Some(own) = item.filter(|item| item.span().range().start < range.end) {
            found.extend(own.statement().map(Subject::of));
            item = file.first_item_behind(own.span().range().start);
        }
    }
    found
}

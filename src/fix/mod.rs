//! Repairs a workspace: an input comes in and another goes out, after as many rounds as it takes until no fix
//! is left.
//!
//! A lint's fix is kept if every placement set stays as it is, which resolving the workspace again tells. A
//! fix of an error cannot be proven so: where an error stands there is no set to compare with. It is kept if
//! it removes its error and brings no other, and the rest of its statement is left alone.

mod choose;
mod frozen;
mod meaning;
mod offer;
mod trial;
mod unit;

use std::hash::BuildHasher as _;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::analysis::{Analysis, Input, analyse};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Fixable, Report};
use crate::syntax::Files;
use crate::syntax::ast::Parsed;
use crate::text::FileId;
use frozen::Frozen;
use trial::{State, Trials};
use unit::Unit;

/// A workspace after its fixes.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// The workspace.
    pub input: Input,
    /// What is known of it.
    pub analysis: Arc<Analysis>,
    /// The files that a fix changed, by name.
    pub changed: Vec<Changed>,
    /// What there is still to say of it.
    pub report: Report,
}

/// A file that fixes changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Changed {
    /// The file as it was.
    pub before: Arc<Parsed>,
    /// The file as it is.
    pub after: Arc<Parsed>,
    /// What was done to it.
    pub done: Done,
}

/// How many findings were fixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Done {
    /// By safe fixes.
    pub safe: usize,
    /// By unsafe fixes.
    pub risky: usize,
    /// Errors, safe or not: no placement set tells whether their fixes are right.
    pub unproven: usize,
}

impl Done {
    /// All of them.
    #[must_use]
    pub fn number(self) -> usize {
        self.safe + self.risky
    }
}

impl std::ops::Add for Done {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            safe: self.safe + other.safe,
            risky: self.risky + other.risky,
            unproven: self.unproven + other.unproven,
        }
    }
}

impl std::iter::Sum for Done {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), std::ops::Add::add)
    }
}

impl Fixed {
    /// Its files, and the reference table.
    #[must_use]
    pub fn files(&self) -> &Files {
        self.analysis.files()
    }

    /// What was done to all of them.
    #[must_use]
    pub fn done(&self) -> Done {
        self.changed.iter().map(|changed| changed.done).sum()
    }
}

/// Applies the fixes of a workspace's findings; the unsafe ones too if `with_unsafe`, once no safe one is
/// left.
///
/// Nothing is written, and neither the reference table nor what is no UTF-8 is changed.
#[must_use]
pub fn fix(input: Input, with_unsafe: bool) -> Fixed {
    let analysis = Arc::new(analyse(input.clone()));
    let report = analysis.report();
    let mut run = Run::new(input, analysis, report);
    run.exhaust(false);
    if with_unsafe {
        run.exhaust(true);
    }
    let changed = run.changed();
    let Run { state: State { input, analysis }, report, .. } = run;
    Fixed { input, analysis, changed, report }
}

/// How many findings of a workspace [`fix`] repairs, found by doing so. `report` is that of
/// `analysis`, and that of `input`; where no finding has a fix, nothing is tried.
#[must_use]
pub fn count(input: &Input, analysis: &Arc<Analysis>, report: &Report) -> Fixable {
    if report.findings.iter().all(|finding| finding.fix.is_none()) {
        return Fixable::default();
    }
    let mut run = Run::new(input.clone(), Arc::clone(analysis), report.clone());
    run.exhaust(false);
    let safe = run.done().number();
    run.exhaust(true);
    Fixable { safe, with_unsafe: run.done().number() - safe }
}

/// A file after its safe fixes, were all others read-only; `None` where nothing is fixed. `report` is that of
/// `analysis`.
#[cfg(feature = "cli")]
pub(crate) fn fix_file(analysis: &Arc<Analysis>, report: &Report, file: FileId) -> Option<Arc<Parsed>> {
    let is_of_file = |finding: &Diagnostic| finding.fix.as_ref().is_some_and(|fix| is_within(fix, file));
    if !report.findings.iter().any(is_of_file) {
        return None;
    }
    let mut run = Run::new(analysis.input_with(Arc::clone), Arc::clone(analysis), report.clone());
    run.only = Some(file);
    run.exhaust(false);
    let changed = run.changed().into_iter().find(|changed| changed.before.id() == file)?;
    Some(changed.after)
}

/// Whether a fix changes that file alone.
fn is_within(fix: &Fix, file: FileId) -> bool {
    fix.edits.iter().all(|edit| edit.span.file == file)
}

/// One run of the fixes.
struct Run {
    state: State,
    report: Report,
    trials: Trials,
    frozen: Frozen,
    /// The texts that there were. Two fixes that undo each other would go on for ever.
    seen: FxHashSet<u64>,
    before: Vec<Arc<Parsed>>,
    done: FxHashMap<FileId, Done>,
    /// The only file that may be changed; `None` for all.
    only: Option<FileId>,
}

impl Run {
    fn new(input: Input, analysis: Arc<Analysis>, report: Report) -> Self {
        let before = input.files.clone();
        let bytes = analysis.files().bytes();
        Self {
            seen: FxHashSet::from_iter([digest(&input, &before)]),
            state: State { input, analysis },
            report,
            trials: Trials::new(bytes),
            frozen: Frozen::default(),
            before,
            done: FxHashMap::default(),
            only: None,
        }
    }

    /// Applies fixes until none is left.
    fn exhaust(&mut self, with_unsafe: bool) {
        while !self.trials.are_over() {
            let files = self.state.analysis.files();
            if self.state.analysis.resolved().is_ok() {
                self.frozen.learn(&self.report.findings, files);
            }
            let rejected = &self.trials.rejected;
            let may_change = |finding: &&Diagnostic| {
                let fix = finding.fix.as_ref();
                self.only.is_none_or(|file| fix.is_some_and(|fix| is_within(fix, file)))
            };
            let findings = self.report.findings.iter().filter(may_change);
            let units = choose::choose(findings, files, with_unsafe, rejected, &self.frozen);
            if units.is_empty() {
                break;
            }
            let Some(accepted) = self.trials.settle(&self.state, units, with_unsafe) else { continue };
            if !self.seen.insert(digest(&accepted.state.input, &self.before)) {
                let offers = accepted.units.iter().flat_map(Unit::offers);
                self.trials.rejected.extend(offers.flat_map(|offer| offer.keys.clone()));
                continue;
            }
            let has_errors = self.state.analysis.resolved().is_err();
            for unit in &accepted.units {
                let done = self.done.entry(unit.file()).or_default();
                for applicability in unit.applied() {
                    match applicability {
                        Applicability::Safe => done.safe += 1,
                        Applicability::Unsafe => done.risky += 1,
                    }
                    done.unproven += usize::from(has_errors);
                }
            }
            self.state = accepted.state;
            self.frozen.add(&accepted.units, &accepted.places, self.state.analysis.files());
            self.report = self.state.analysis.report();
            // What one fix made impossible another may have made possible.
            self.trials.rejected.clear();
        }
    }

    /// What was done so far.
    fn done(&self) -> Done {
        self.done.values().copied().sum()
    }

    fn changed(&self) -> Vec<Changed> {
        let pairs = self.before.iter().zip(&self.state.input.files);
        let changed = pairs.filter_map(|(before, after)| {
            let done = *self.done.get(&before.id())?;
            Some(Changed { before: Arc::clone(before), after: Arc::clone(after), done })
        });
        let mut changed: Vec<Changed> = changed.collect();
        changed.sort_by(|a, b| a.before.source().name().cmp(b.before.source().name()));
        changed
    }
}

/// A hash of all texts that are no longer what they were.
fn digest(input: &Input, before: &[Arc<Parsed>]) -> u64 {
    let pairs = input.files.iter().zip(before);
    let changed: Vec<Option<&str>> =
        pairs.map(|(now, before)| (!Arc::ptr_eq(now, before)).then(|| now.source().text())).collect();
    FxBuildHasher.hash_one(changed)
}

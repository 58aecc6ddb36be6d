//! What becomes of a workspace under some of its fixes: parts of its texts come in, and the workspace with
//! those of them that keep their promise goes out.

use std::ops::RangeInclusive;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::frozen::statements_in;
use super::meaning::{Meanings, Subject};
use super::offer::{Key, edits_of};
use super::unit::{Further, Places, Unit, apply};
use crate::analysis::Unresolved;
use crate::analysis::{Analysis, Input, analyse};
use crate::diagnostic::{Diagnostic, Fact};
use crate::placement::Resolved;
use crate::syntax::keyword::Keyword;
use crate::syntax::quoted;
use crate::text::Span;
use crate::text::hidden::is_hidden;

/// How often a workspace is analysed at most in one run, whatever its fixes do to each other: the more often
/// the shorter it is.
const TRIALS: RangeInclusive<usize> = 16..=96;

/// How many bytes are analysed in a run, where that allows for more trials than the least.
const BYTES: usize = 32 << 20;

/// What all trials of a run have in common.
pub(super) struct Trials {
    left: usize,
    /// The fixes that did not keep their promise.
    pub(super) rejected: FxHashSet<Key>,
}

/// A workspace and what is known of it.
pub(super) struct State {
    pub(super) input: Input,
    pub(super) analysis: Arc<Analysis>,
}

/// A workspace after fixes that keep their promise.
pub(super) struct Accepted {
    pub(super) state: State,
    /// What was changed.
    pub(super) units: Vec<Unit>,
    /// Where that stands now.
    pub(super) places: Places,
}

/// What is to be said of fixes that were tried together.
enum Verdict {
    /// All of them keep their promise.
    Kept,
    Broken {
        /// The units that are at fault, where that can be told.
        blamed: FxHashSet<usize>,
        /// Fixes for what a unit, which now begins at a byte, brought about.
        further: FxHashMap<usize, (usize, Further)>,
    },
}

impl Trials {
    /// Those of a workspace of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let left = (BYTES / bytes.max(1)).clamp(*TRIALS.start(), *TRIALS.end());
        Self { left, rejected: FxHashSet::default() }
    }

    pub(super) fn are_over(&self) -> bool {
        self.left == 0
    }

    /// The workspace with as many of `units` as keep their promise together: a fix of an error removes it and
    /// brings no other, or none that is not fixed in turn; and where there is no error, every placement set
    /// and every statement means what it meant.
    ///
    /// All are tried at once. What goes wrong is laid at the door of the statements that it stands in; they
    /// are tried again with fewer of their fixes, and the last of those is rejected. So it takes few trials
    /// however many fixes there are.
    pub(super) fn settle(
        &mut self,
        state: &State,
        mut units: Vec<Unit>,
        with_unsafe: bool,
    ) -> Option<Accepted> {
        while !units.is_empty() && self.left > 0 {
            self.left -= 1;
            let (input, places) = apply(&state.input, &units);
            let analysis = Arc::new(analyse(input.clone()));
            let (mut blamed, further) = match judge(&state.analysis, &analysis, &units, &places, with_unsafe)
            {
                Verdict::Kept => return Some(Accepted { state: State { input, analysis }, units, places }),
                Verdict::Broken { blamed, further } => (blamed, further),
            };
            if blamed.is_empty() && further.is_empty() {
                if units.len() > 1 {
                    units.truncate(units.len() / 2);
                    continue;
                }
                blamed.insert(0);
            }
            for (index, (start, fixes)) in further {
                if !blamed.contains(&index)
                    && let Some(unit) = units.get_mut(index)
                    && !unit.extend(start, fixes)
                {
                    blamed.insert(index);
                }
            }
            for index in blamed {
                let Some(unit) = units.get_mut(index) else { continue };
                let file = &state.analysis.files()[unit.file()];
                self.rejected.extend(unit.shrink(file).into_iter().flat_map(|offer| offer.keys));
            }
            units.retain(|unit| !unit.is_empty());
        }
        None
    }
}

fn judge(before: &Analysis, after: &Analysis, units: &[Unit], places: &Places, with_unsafe: bool) -> Verdict {
    match (before.resolved(), after.resolved()) {
        (Ok(before), Ok(after)) => judge_meaning(before, after, units),
        (Ok(_), Err(after)) => {
            let blamed = after.errors().iter().flat_map(|error| at_fault(error, places)).collect();
            Verdict::Broken { blamed, further: FxHashMap::default() }
        }
        (Err(own), repaired) => {
            let blamed = moved(before, after, units, places);
            match repaired {
                _ if !blamed.is_empty() => Verdict::Broken { blamed, further: FxHashMap::default() },
                Ok(_) => Verdict::Kept,
                Err(left) => judge_errors(own, left, units, places, with_unsafe),
            }
        }
    }
}

/// The units that have a workload or an environment in an environment which was not written there.
fn moved(before: &Analysis, after: &Analysis, units: &[Unit], places: &Places) -> FxHashSet<usize> {
    let mut moved = FxHashSet::default();
    for file in places.files() {
        for (range, index) in places.of(file) {
            let Some(unit) = units.get(*index).filter(|unit| unit.repairs_errors()) else { continue };
            let written = before.files()[file].source().slice(unit.range());
            let written: String = written.chars().filter(|&it| !is_hidden(it)).collect();
            let is_elsewhere = |subject: &Subject| match subject {
                Subject::Statement { keyword, parent: Some(parent), .. } => {
                    matches!(keyword, Keyword::Workload(_) | Keyword::Environment)
                        && !has_word(&written, parent)
                }
                _ => false,
            };
            let range = std::slice::from_ref(range);
            if statements_in(&after.files()[file], range).iter().any(is_elsewhere) {
                moved.insert(*index);
            }
        }
    }
    moved
}

/// Whether a text has a name: all of a word, or what stood without the quotes that it needs.
fn has_word(text: &str, word: &str) -> bool {
    let is_in_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    if quoted(word) == word {
        text.split(|character| !is_in_word(character)).any(|own| own == word)
    } else {
        text.contains(word)
    }
}

fn judge_meaning(before: &Resolved, after: &Resolved, units: &[Unit]) -> Verdict {
    let meanings = Meanings::new(before, after);
    let differs = |(index, unit): (usize, &Unit)| (!meanings.agree(&unit.subject)).then_some(index);
    let blamed: FxHashSet<usize> = units.iter().enumerate().filter_map(differs).collect();
    if blamed.is_empty() && meanings.have_same_sets {
        return Verdict::Kept;
    }
    Verdict::Broken { blamed, further: FxHashMap::default() }
}

fn judge_errors(
    before: &Unresolved,
    after: &Unresolved,
    units: &[Unit],
    places: &Places,
    with_unsafe: bool,
) -> Verdict {
    let mut expected: FxHashMap<&dyn Fact, usize> = FxHashMap::default();
    for error in before.errors() {
        *expected.entry(&*error.fact).or_default() += 1;
    }
    for key in units.iter().flat_map(Unit::offers).flat_map(|offer| &offer.keys) {
        if let Some(count) = expected.get_mut(&*key.fact) {
            *count = count.saturating_sub(1);
        }
    }
    // Of equal errors those are new that stand where something was changed.
    let is_inside = |error: &&Diagnostic| unit_at(error.span, places).is_some();
    let (inside, outside): (Vec<_>, Vec<_>) = after.errors().iter().partition(is_inside);
    let (mut blamed, mut further) = (FxHashSet::default(), FxHashMap::default());
    let mut is_kept = true;
    for error in outside.into_iter().chain(inside) {
        if let Some(count) = expected.get_mut(&*error.fact).filter(|count| **count > 0) {
            *count -= 1;
            continue;
        }
        is_kept = false;
        let edits = edits_of(error, after.workspace().files(), with_unsafe);
        match (unit_at(error.span, places), edits, &error.fix) {
            (Some((unit, start)), Some(edits), Some(fix)) => {
                let (_, fixes) = further.entry(unit).or_insert_with(|| (start, Vec::new()));
                fixes.push((fix.applicability, edits));
            }
            _ => blamed.extend(at_fault(error, places)),
        }
    }
    if is_kept { Verdict::Kept } else { Verdict::Broken { blamed, further } }
}

/// The unit in which an error stands, or else those that hold any other place of it.
fn at_fault(error: &Diagnostic, places: &Places) -> Vec<usize> {
    let at = |span: Span| Some(unit_at(span, places)?.0);
    match at(error.span) {
        Some(unit) => vec![unit],
        None => error.related.iter().filter_map(|&span| at(span)).collect(),
    }
}

fn unit_at(span: Span, places: &Places) -> Option<(usize, usize)> {
    places.at(span.file, span.start as usize)
}

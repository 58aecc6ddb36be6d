//! Repairs a workspace: an input comes in and another goes out, after as many rounds as it takes until no fix
//! is left.
//!
//! While the workspace has errors, a fix is kept if it removes its error and brings no other, or none that is
//! not fixed in turn. Once it has none, a fix is kept if every placement set stays as it is: each fix is
//! tried alone, then all of a round together.

mod candidate;
mod meaning;
mod trial;

use std::hash::BuildHasher as _;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::analysis::Input;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::syntax::Files;
use crate::syntax::ast::Parsed;
use candidate::Candidate;
use trial::Trial;

/// A workspace after its fixes.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// Its files, and the reference table.
    pub files: Files,
    /// The files that a fix changed, as they were and as they are.
    pub changed: Vec<(Arc<Parsed>, Arc<Parsed>)>,
    /// What there is still to say of them, in the order in which it is reported.
    pub findings: Vec<Diagnostic>,
    /// How many safe fixes were applied.
    pub safe: usize,
    /// How many unsafe fixes were applied.
    pub risky: usize,
}

/// Applies the fixes of a workspace's findings; the unsafe ones too if `with_unsafe`.
///
/// Nothing is written, and neither the reference table nor what is no UTF-8 is changed.
#[must_use]
pub fn fix(input: Input, with_unsafe: bool) -> Fixed {
    let before = input.files.clone();
    let mut current = input;
    let mut applied = Vec::new();
    let mut rejected = FxHashSet::default();
    // Two fixes that undo each other would go on for ever.
    let mut seen = FxHashSet::default();
    loop {
        seen.insert(digest(&current, &before));
        let trial = Trial::new(current);
        let findings = trial.analysis().findings();
        let candidates = candidate::choose(&findings, trial.analysis().files(), with_unsafe, &rejected);
        let next = if candidates.is_empty() { None } else { round(&trial, &candidates, with_unsafe) };
        match next.filter(|(next, _)| !seen.contains(&digest(next, &before))) {
            Some((next, kept)) => {
                current = next;
                applied.extend(kept);
                // What one fix made impossible another may have made possible.
                rejected.clear();
            }
            None if candidates.is_empty() => {
                let risky = applied.iter().filter(|it| **it == Applicability::Unsafe).count();
                let (files, changed) = (trial.analysis().files().clone(), changed(before, trial.input()));
                return Fixed { files, changed, findings, safe: applied.len() - risky, risky };
            }
            None => {
                rejected.extend(candidates.into_iter().map(|candidate| candidate.key));
                current = trial.into_input();
            }
        }
    }
}

fn changed(before: Vec<Arc<Parsed>>, after: &Input) -> Vec<(Arc<Parsed>, Arc<Parsed>)> {
    let pairs = before.into_iter().zip(after.files.iter().cloned());
    pairs.filter(|(before, after)| before.source().text() != after.source().text()).collect()
}

/// A hash of all texts that are no longer what they were.
fn digest(input: &Input, before: &[Arc<Parsed>]) -> u64 {
    let pairs = input.files.iter().zip(before);
    let changed: Vec<Option<&str>> =
        pairs.map(|(now, before)| (!Arc::ptr_eq(now, before)).then(|| now.source().text())).collect();
    FxBuildHasher.hash_one(changed)
}

/// How many fixes of a round are tried together with the fixes of what they reveal.
const CHAINS: usize = 64;

/// The input after as many of `candidates` as may be applied together; where none may, after one of them and
/// the fixes of what it reveals. `None` where that is not possible either.
fn round(trial: &Trial, candidates: &[Candidate], with_unsafe: bool) -> Option<(Input, Vec<Applicability>)> {
    let accepted = trial.accept(candidates);
    if !accepted.is_empty() {
        let applied = accepted.iter().map(|candidate| candidate.applicability).collect();
        return Some((candidate::apply(trial.input(), &accepted), applied));
    }
    candidates.iter().take(CHAINS).find_map(|first| trial.chain(first, with_unsafe))
}

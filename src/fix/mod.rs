//! Repairs a workspace: texts come in and texts go out, after as many rounds as it takes until no fix is left.
//!
//! No fix is trusted. While the workspace has errors, a fix is kept if it removes its error and brings no other, or none
//! that is not fixed in turn. Once it has none, a fix is kept if every placement set stays as it is: each fix is tried alone, then all of a round
//! together.

mod candidate;
mod meaning;
mod trial;

use rustc_hash::FxHashSet;

use crate::diagnostic::{Applicability, Diagnostic};
use crate::lint::Levels;
use crate::source::Sources;
use crate::syntax;
use candidate::Candidate;
use trial::Trial;

/// A workspace after its fixes.
#[derive(Debug)]
pub struct Fixed {
    /// The texts.
    pub sources: Sources,
    /// What there is still to say of them, in the order in which it is reported.
    pub findings: Vec<Diagnostic>,
    /// How many safe fixes were applied.
    pub safe: usize,
    /// How many unsafe fixes were applied.
    pub risky: usize,
}

/// Applies the fixes of a workspace's findings at these levels; the unsafe ones too if `with_unsafe`.
///
/// Nothing is written, and neither the reference table nor what is no UTF-8 is changed. The sources of the result are
/// those that came in, in the same order.
#[must_use]
pub fn fix(mut sources: Sources, levels: &Levels, with_unsafe: bool) -> Fixed {
    let mut applied = Vec::new();
    let mut rejected = FxHashSet::default();
    loop {
        let (findings, after) = {
            let (files, found) = syntax::parse(&sources);
            let findings = crate::check(&sources, &files, found.clone(), levels);
            let candidates = candidate::choose(&findings, &files, &sources, with_unsafe, &rejected);
            let after = if candidates.is_empty() {
                None
            } else {
                let trial = Trial::new(&sources, &files, found);
                let after = round(&trial, &candidates, with_unsafe, &sources, &mut applied);
                match &after {
                    // What one fix made impossible another may have made possible.
                    Some(_) => rejected.clear(),
                    None => rejected.extend(candidates.into_iter().map(|candidate| candidate.key)),
                }
                Some(after)
            };
            (findings, after)
        };
        match after {
            Some(Some(after)) => sources = after,
            Some(None) => {}
            None => {
                let risky = applied.iter().filter(|it| **it == Applicability::Unsafe).count();
                return Fixed { sources, findings, safe: applied.len() - risky, risky };
            }
        }
    }
}

/// How many fixes of a round are tried together with the fixes of what they reveal.
const CHAINS: usize = 64;

/// The sources after as many of `candidates` as may be applied together; where none may, after one of them and the
/// fixes of what it reveals. `None` where that is not possible either.
fn round(
    trial: &Trial<'_>,
    candidates: &[Candidate],
    with_unsafe: bool,
    sources: &Sources,
    applied: &mut Vec<Applicability>,
) -> Option<Sources> {
    let accepted = trial.accept(candidates);
    if !accepted.is_empty() {
        applied.extend(accepted.iter().map(|candidate| candidate.applicability));
        return Some(candidate::apply(sources, &accepted));
    }
    let mut chains = candidates.iter().take(CHAINS).filter_map(|first| trial.chain(first, with_unsafe));
    let (after, chain) = chains.next()?;
    applied.extend(chain);
    Some(after)
}

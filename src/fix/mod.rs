//! Repairs a workspace: texts come in and texts go out, after as many rounds as it takes until no fix is left.
//!
//! No fix is trusted. While the workspace has errors, a fix is kept if it removes its error and brings no other. Once
//! it has none, a fix is kept if every placement set stays as it is: each fix is tried alone, then all of a round
//! together.

mod candidate;
mod meaning;
mod trial;

use rustc_hash::FxHashSet;

use crate::diagnostic::{Applicability, Diagnostic};
use crate::lint::Levels;
use crate::source::Sources;
use crate::syntax;
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
    let (mut safe, mut risky) = (0, 0);
    let mut rejected = FxHashSet::default();
    loop {
        let (findings, after) = {
            let (files, found) = syntax::parse(&sources);
            let findings = crate::check(&sources, &files, found.clone(), levels);
            let candidates = candidate::choose(&findings, &files, &sources, with_unsafe, &rejected);
            if candidates.is_empty() {
                (findings, None)
            } else {
                let accepted = Trial::new(&sources, &files, found).accept(&candidates);
                for candidate in &accepted {
                    match candidate.applicability {
                        Applicability::Safe => safe += 1,
                        Applicability::Unsafe => risky += 1,
                    }
                }
                let after = candidate::apply(&sources, &accepted);
                if accepted.is_empty() {
                    rejected.extend(candidates.into_iter().map(|candidate| candidate.key));
                } else {
                    // What one fix made impossible another may have made possible.
                    rejected.clear();
                }
                (findings, Some(after))
            }
        };
        match after {
            Some(after) => sources = after,
            None => return Fixed { sources, findings, safe, risky },
        }
    }
}

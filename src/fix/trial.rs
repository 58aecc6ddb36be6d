//! What becomes of a workspace under some of its fixes: candidates come in, those that keep their promise go
//! out.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::{self, Candidate};
use super::meaning::{self, Sort};
use crate::analysis::{Analysis, Input, analyse};
use crate::diagnostic::{Applicability, Diagnostic, Fact};
use crate::placement::Resolved;

/// How many fixes in a row may reveal further errors.
const LONGEST: usize = 16;

/// A workspace before its fixes.
pub(super) struct Trial {
    input: Input,
    before: Analysis,
}

/// How often each error is found.
type Errors = FxHashMap<Arc<dyn Fact>, usize>;

impl Trial {
    pub(super) fn new(input: Input) -> Self {
        let before = analyse(input.clone());
        Self { input, before }
    }

    /// The workspace as it is.
    pub(super) fn input(&self) -> &Input {
        &self.input
    }

    pub(super) fn into_input(self) -> Input {
        self.input
    }

    /// What is known of it.
    pub(super) fn analysis(&self) -> &Analysis {
        &self.before
    }

    /// The candidates that may all be applied together.
    pub(super) fn accept(&self, candidates: &[Candidate]) -> Vec<Candidate> {
        let mut accepted = Vec::new();
        match self.before.resolved() {
            Err(_) => self.keep(&mut accepted, candidates),
            Ok(before) => self.keep(&mut accepted, &self.alone(before, candidates)),
        }
        accepted
    }

    /// The candidates that change no meaning alone.
    ///
    /// What a policy allows depends on that policy only, given the groups, and likewise an environment
    /// given the policies and what it is in, and a workload given both. So the candidates of each sort, at
    /// most one a statement, are tried at once and each is judged by its own statement.
    fn alone(&self, before: &Resolved, candidates: &[Candidate]) -> Vec<Candidate> {
        let mut sorts: [Vec<Candidate>; 6] = Default::default();
        let [groups, policies, environments, guards, workloads, others] = &mut sorts;
        for candidate in candidates {
            let sort = match candidate.key.subject.sort() {
                Some(Sort::Group) => &mut *groups,
                Some(Sort::Policy) => &mut *policies,
                Some(Sort::Environment) => &mut *environments,
                Some(Sort::Guard) => &mut *guards,
                Some(Sort::Workload(_)) => &mut *workloads,
                None => &mut *others,
            };
            sort.push(candidate.clone());
        }
        sorts.iter().flat_map(|sort| self.alone_of_sort(before, sort)).collect()
    }

    fn alone_of_sort(&self, before: &Resolved, candidates: &[Candidate]) -> Vec<Candidate> {
        if candidates.is_empty() {
            return Vec::new();
        }
        let after = self.after(candidates);
        if let Ok(after) = after.resolved() {
            let agrees = |it: &&Candidate| meaning::agree(before, after, &it.key.subject);
            // Each comment is judged by the whole workspace, so one that changes it is looked for.
            let are_statements = candidates.iter().all(|it| it.key.subject.sort().is_some());
            let agreeing: Vec<Candidate> = if are_statements || meaning::have_same_sets(before, after) {
                candidates.iter().filter(agrees).cloned().collect()
            } else {
                Vec::new()
            };
            if are_statements || !agreeing.is_empty() {
                return agreeing;
            }
        }
        if candidates.len() == 1 {
            return Vec::new();
        }
        let (left, right) = candidates.split_at(candidates.len() / 2);
        [self.alone_of_sort(before, left), self.alone_of_sort(before, right)].concat()
    }

    /// Adds as many of `more` to `accepted` as keep the promise together.
    fn keep(&self, accepted: &mut Vec<Candidate>, more: &[Candidate]) {
        if more.is_empty() {
            return;
        }
        let before = accepted.len();
        accepted.extend_from_slice(more);
        if self.holds(accepted) {
            return;
        }
        accepted.truncate(before);
        if more.len() > 1 {
            let (left, right) = more.split_at(more.len() / 2);
            self.keep(accepted, left);
            self.keep(accepted, right);
        }
    }

    /// Whether each of `candidates` removes its error and none brings another, or, where there is no error,
    /// whether every placement set stays as it is.
    fn holds(&self, candidates: &[Candidate]) -> bool {
        let after = self.after(candidates);
        match (self.before.resolved(), after.resolved()) {
            (Ok(before), Ok(after)) => meaning::have_same_sets(before, after),
            (Ok(_), Err(_)) => false,
            (Err(_), Ok(_)) => true,
            (Err(_), Err(after)) => {
                let expected = self.without(candidates);
                let found = count(after.errors());
                found.iter().all(|(error, count)| expected.get(error).is_some_and(|known| count <= known))
            }
        }
    }

    /// The errors that there are, less those that `candidates` remove.
    fn without(&self, candidates: &[Candidate]) -> Errors {
        let mut expected = count(self.before.errors());
        for candidate in candidates {
            if let Some(count) = expected.get_mut(&candidate.key.fact) {
                *count = count.saturating_sub(1);
            }
        }
        expected
    }

    /// The workspace after a candidate that brings other errors, and after the fixes of those, if in the end
    /// no error is left that was not there before; and what was applied.
    pub(super) fn chain(&self, first: &Candidate, with_unsafe: bool) -> Option<(Input, Vec<Applicability>)> {
        if self.before.resolved().is_ok() {
            return None;
        }
        let expected = self.without(std::slice::from_ref(first));
        let mut input = candidate::apply(&self.input, [first]);
        let mut applied = vec![first.applicability];
        loop {
            let analysis = analyse(input.clone());
            let mut known = expected.clone();
            let is_new = |error: &&Diagnostic| match known.get_mut(&error.fact) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            };
            let errors: Vec<Diagnostic> = analysis.errors().iter().filter(is_new).cloned().collect();
            if errors.is_empty() {
                return Some((input, applied));
            }
            let candidates = candidate::choose(&errors, analysis.files(), with_unsafe, &FxHashSet::default());
            let next = candidates.into_iter().next()?;
            if applied.len() == LONGEST {
                return None;
            }
            input = candidate::apply(&input, [&next]);
            applied.push(next.applicability);
        }
    }

    fn after(&self, candidates: &[Candidate]) -> Analysis {
        analyse(candidate::apply(&self.input, candidates))
    }
}

fn count(errors: &[Diagnostic]) -> Errors {
    let mut counts = Errors::default();
    for error in errors {
        *counts.entry(Arc::clone(&error.fact)).or_default() += 1;
    }
    counts
}

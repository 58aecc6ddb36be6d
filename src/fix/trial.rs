//! What becomes of a workspace under some of its fixes: candidates come in, those that keep their promise go out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidate::{self, Candidate};
use super::meaning::{Meaning, Subject};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::source::Sources;
use crate::syntax;
use crate::syntax::ast::File;

/// How many fixes in a row may reveal further errors.
const LONGEST: usize = 16;

/// A workspace before its fixes.
pub(super) struct Trial<'s> {
    sources: &'s Sources,
    before: State,
}

/// What is compared.
enum State {
    /// There are errors: how many of each rule and message.
    Errors(FxHashMap<(&'static str, String), usize>),
    /// There are none.
    Meaning(Box<Meaning>),
}

impl<'s> Trial<'s> {
    pub(super) fn new(sources: &'s Sources, files: &[File<'_>], found: Vec<Diagnostic>) -> Self {
        Self { sources, before: state(sources, files, found) }
    }

    /// The candidates that may all be applied together.
    pub(super) fn accept(&self, candidates: &[Candidate]) -> Vec<Candidate> {
        let mut accepted = Vec::new();
        match &self.before {
            State::Errors(_) => self.keep(&mut accepted, candidates),
            State::Meaning(before) => self.keep(&mut accepted, &self.alone(before, candidates)),
        }
        accepted
    }

    /// The candidates that change no meaning alone.
    ///
    /// What a policy allows depends on that policy only, and likewise an environment given the policies, and a
    /// workload given both. So the candidates of each sort, at most one a statement, are tried at once and each is
    /// judged by its own statement.
    fn alone(&self, before: &Meaning, candidates: &[Candidate]) -> Vec<Candidate> {
        let mut sorts: [Vec<Candidate>; 4] = Default::default();
        let [policies, environments, workloads, others] = &mut sorts;
        for candidate in candidates {
            let sort = match candidate.subject {
                Subject::Policy(_) => &mut *policies,
                Subject::Environment(_) => &mut *environments,
                Subject::Workload(_) => &mut *workloads,
                Subject::Other => &mut *others,
            };
            sort.push(candidate.clone());
        }
        sorts.iter().flat_map(|sort| self.alone_of_sort(before, sort)).collect()
    }

    fn alone_of_sort(&self, before: &Meaning, candidates: &[Candidate]) -> Vec<Candidate> {
        if candidates.is_empty() {
            return Vec::new();
        }
        let agrees = |after: &Meaning, candidate: &Candidate| after.agrees(before, &candidate.subject);
        match self.after(candidates) {
            // Each comment is judged by the whole workspace, so one that changes it is looked for.
            State::Meaning(after) if candidates.iter().all(|it| agrees(&after, it)) => candidates.to_vec(),
            State::Meaning(after) if candidates.iter().all(|it| it.subject != Subject::Other) => {
                candidates.iter().filter(|it| agrees(&after, it)).cloned().collect()
            }
            _ if candidates.len() == 1 => Vec::new(),
            _ => {
                let (left, right) = candidates.split_at(candidates.len() / 2);
                [self.alone_of_sort(before, left), self.alone_of_sort(before, right)].concat()
            }
        }
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

    /// Whether each of `candidates` removes its error and none brings another, or, where there is no error, whether
    /// every placement set stays as it is.
    fn holds(&self, candidates: &[Candidate]) -> bool {
        match (&self.before, self.after(candidates)) {
            (State::Meaning(before), State::Meaning(after)) => after.has_sets_of(before),
            (State::Meaning(_), State::Errors(_)) => false,
            (State::Errors(_), State::Meaning(_)) => true,
            (State::Errors(before), State::Errors(after)) => {
                let mut expected = before.clone();
                for candidate in candidates {
                    if let Some(count) = expected.get_mut(&candidate.finding) {
                        *count = count.saturating_sub(1);
                    }
                }
                after
                    .iter()
                    .all(|(error, count)| expected.get(error).is_some_and(|expected| count <= expected))
            }
        }
    }

    /// The workspace after a candidate that brings other errors, and after the fixes of those, if in the end no error
    /// is left that was not there before; and what was applied.
    pub(super) fn chain(
        &self,
        first: &Candidate,
        with_unsafe: bool,
    ) -> Option<(Sources, Vec<Applicability>)> {
        let State::Errors(before) = &self.before else { return None };
        let mut expected = before.clone();
        if let Some(count) = expected.get_mut(&first.finding) {
            *count = count.saturating_sub(1);
        }
        let mut sources = candidate::apply(self.sources, [first]);
        let mut applied = vec![first.applicability];
        loop {
            let next = {
                let (files, found) = syntax::parse(&sources);
                let mut known = expected.clone();
                let mut errors = crate::compile(&sources, &files, found).err().unwrap_or_default();
                errors.retain(|error| match known.get_mut(&(error.rule.name, error.message.clone())) {
                    Some(count) if *count > 0 => {
                        *count -= 1;
                        false
                    }
                    _ => true,
                });
                if errors.is_empty() {
                    None
                } else {
                    let candidates =
                        candidate::choose(&errors, &files, &sources, with_unsafe, &FxHashSet::default());
                    Some(candidates.into_iter().next()?)
                }
            };
            let Some(next) = next else { return Some((sources, applied)) };
            if applied.len() == LONGEST {
                return None;
            }
            sources = candidate::apply(&sources, [&next]);
            applied.push(next.applicability);
        }
    }

    fn after(&self, candidates: &[Candidate]) -> State {
        let sources = candidate::apply(self.sources, candidates);
        let (files, found) = syntax::parse(&sources);
        state(&sources, &files, found)
    }
}

fn state(sources: &Sources, files: &[File<'_>], found: Vec<Diagnostic>) -> State {
    match crate::compile(sources, files, found) {
        Ok(resolved) => State::Meaning(Box::new(Meaning::of(&resolved))),
        Err(errors) => {
            let mut counts = FxHashMap::default();
            for error in errors {
                *counts.entry((error.rule.name, error.message)).or_default() += 1;
            }
            State::Errors(counts)
        }
    }
}

//! Sets of places or flavors, which are closed, and differences of them, which are not.
//!
//! A set is kept as runs of consecutive numbers of its [`Space`](super::Space): a few, however many places a
//! code stands for, and however many the table has.

use std::sync::Arc;

use super::codes::CodeId;
use crate::syntax::keyword::PolicyType;

/// Some places, or some flavors; never none.
///
/// Sets come from codes, and from sets by union, intersection and exception. Wherever one holds what the
/// table does not list of a code, it holds all of the code, so that its list of codes gives the same set
/// again.
///
/// Nobody else can make one, and so nobody can make an empty one:
///
/// ```compile_fail,E0599
/// bpol::table::Set::default();
/// ```
///
/// ```compile_fail,E0451
/// use bpol::syntax::keyword::PolicyType;
/// bpol::table::Set { policy_type: PolicyType::Location, runs: std::sync::Arc::new([]) };
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Set {
    policy_type: PolicyType,
    /// In order, none of them empty, no two of them touching. A set is copied for every point that has it.
    runs: Arc<[Run]>,
}

/// What one set has and another does not; never nothing. It may hold what the table does not list of a code
/// without all that it does, so it is no set and never becomes one:
///
/// ```compile_fail,E0308
/// # use bpol::table::{Difference, Set};
/// # fn mix(set: &Set, difference: &Difference) {
/// set.covers(difference);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Difference {
    policy_type: PolicyType,
    runs: Box<[Run]>,
}

/// A part of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of a code.
    Whole(CodeId),
    /// What the table does not list of a code.
    Unlisted(CodeId),
}

/// Consecutive numbers, from the first one to behind the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Run {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Set {
    /// The set of all these numbers, which must be closed; `None` where there is none of them.
    pub(super) fn of(policy_type: PolicyType, runs: Vec<Run>) -> Option<Self> {
        (!runs.is_empty()).then(|| Self { policy_type, runs: joined(runs).into() })
    }

    /// The set of these numbers, which are one code's.
    pub(super) fn one(policy_type: PolicyType, run: Run) -> Self {
        Self { policy_type, runs: Arc::new([run]) }
    }

    /// Whether it is of places or of flavors.
    #[must_use]
    pub fn policy_type(&self) -> PolicyType {
        self.policy_type
    }

    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// What is in any of `sets`; `None` where there is none of them.
    ///
    /// # Panics
    /// If they are not all of one type.
    pub fn union<'s>(sets: impl IntoIterator<Item = &'s Self>) -> Option<Self> {
        let mut sets = sets.into_iter();
        let first = sets.next()?;
        let Some(second) = sets.next() else { return Some(first.clone()) };
        let mut runs = first.runs.to_vec();
        for set in std::iter::once(second).chain(sets) {
            first.assert_like(set);
            runs.extend_from_slice(&set.runs);
        }
        Self::of(first.policy_type, runs)
    }

    /// What is in both sets, if anything is.
    ///
    /// # Panics
    /// If they are of different types.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let runs: Vec<Run> = self.common(other).collect();
        (!runs.is_empty()).then(|| Self { policy_type: self.policy_type, runs: runs.into() })
    }

    /// What is in this set and not in the other, if anything is.
    ///
    /// # Panics
    /// If they are of different types.
    #[must_use]
    pub fn outside(&self, other: &Self) -> Option<Difference> {
        self.assert_like(other);
        let runs: Box<[Run]> = subtract(&self.runs, &other.runs).into();
        (!runs.is_empty()).then_some(Difference { policy_type: self.policy_type, runs })
    }

    /// Whether all of `other` is in this set.
    ///
    /// # Panics
    /// If they are of different types.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.assert_like(other);
        other.runs.iter().all(|run| self.last_run_from(run.start).is_some_and(|own| run.end <= own.end))
    }

    /// Whether some of `other` is in this set.
    ///
    /// # Panics
    /// If they are of different types.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        self.common(other).next().is_some()
    }

    /// Whether a number is in the set.
    pub(super) fn has(&self, number: u32) -> bool {
        self.last_run_from(number).is_some_and(|own| number < own.end)
    }

    /// The last run that starts at or before a number.
    fn last_run_from(&self, number: u32) -> Option<&Run> {
        let behind = self.runs.partition_point(|own| own.start <= number);
        self.runs.get(behind.checked_sub(1)?)
    }

    /// Stops where a place and a flavor of the same number would be taken for one another.
    pub(super) fn assert_like(&self, other: &Self) {
        assert_eq!(self.policy_type, other.policy_type, "places and flavors have nothing in common");
    }

    /// The runs of what is in both sets.
    fn common<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = Run> + 's {
        self.assert_like(other);
        // The set of fewer runs looks for each of its own among the others', so that a small one costs
        // little.
        let (few, many) = if self.runs.len() <= other.runs.len() { (self, other) } else { (other, self) };
        few.runs.iter().flat_map(move |run| {
            let from = many.runs.partition_point(|other| other.end <= run.start);
            let rest = many.runs.iter().skip(from).take_while(|other| other.start < run.end);
            rest.map(|other| Run { start: run.start.max(other.start), end: run.end.min(other.end) })
        })
    }
}

/// The same numbers in order, no two runs of them touching.
pub(super) fn joined(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_unstable();
    runs.dedup_by(|next, last| {
        let joins = next.start <= last.end;
        if joins {
            last.end = last.end.max(next.end);
        }
        joins
    });
    runs
}

/// What is in `runs` and in none of `others`; both are in order, with nothing twice.
pub(crate) fn subtract(runs: &[Run], others: &[Run]) -> Vec<Run> {
    let mut left = Vec::with_capacity(runs.len());
    for run in runs {
        let mut start = run.start;
        let from = others.partition_point(|other| other.end <= run.start);
        for other in others.iter().skip(from).take_while(|other| other.start < run.end) {
            if start < other.start {
                left.push(Run { start, end: other.start });
            }
            start = other.end;
        }
        if start < run.end {
            left.push(Run { start, end: run.end });
        }
    }
    left
}

impl Difference {
    /// Whether it is of places or of flavors.
    #[must_use]
    pub fn policy_type(&self) -> PolicyType {
        self.policy_type
    }

    /// Whether some of it is in a set.
    ///
    /// # Panics
    /// If they are of different types.
    #[must_use]
    pub fn touches(&self, set: &Set) -> bool {
        assert_eq!(self.policy_type, set.policy_type, "places and flavors have nothing in common");
        let is_outside = |run: &Run| subtract(&[*run], &set.runs) == [*run];
        !self.runs.iter().all(is_outside)
    }

    /// Whether all of it is in a set.
    ///
    /// # Panics
    /// If they are of different types.
    #[must_use]
    pub fn is_within(&self, set: &Set) -> bool {
        assert_eq!(self.policy_type, set.policy_type, "places and flavors have nothing in common");
        subtract(&self.runs, &set.runs).is_empty()
    }

    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }
}

impl Part {
    /// The code that it is of.
    #[must_use]
    pub fn code(self) -> CodeId {
        match self {
            Self::Whole(code) | Self::Unlisted(code) => code,
        }
    }
}

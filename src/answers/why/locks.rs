//! What keeps something out at each point, and the ways to let it in: a code comes in, one lock for each
//! point that blocks it goes out.

use rustc_hash::FxHashMap;

use super::steps::{Granted, Step};
use super::subject::Subject;
use crate::answers::asked::Asked;
use crate::syntax::keyword::PolicyType;
use crate::table::CodeId;

/// A point that blocks something of a type, and what opens it: it allows something too, or all of the type
/// that applies there is detached. Only what takes the fewest edits is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Lock {
    pub(super) spot: usize,
    policy_type: PolicyType,
    /// The codes that it may allow.
    codes: Vec<CodeId>,
    /// Whether it may allow what was asked about.
    takes_asked: bool,
    /// Whether detaching all opens it with as few edits.
    detaches: bool,
}

/// The points of a workload as what blocks something.
pub(super) struct Locks<'s, 'p> {
    pub(super) subject: &'s Subject<'p>,
    /// How many policies of each type apply at each point.
    numbers: Vec<[usize; PolicyType::ALL.len()]>,
}

/// What points may allow.
#[derive(Clone, Copy)]
pub(super) enum Grants<'g> {
    /// Nothing.
    None,
    /// The codes that the unions of other points have: each with the point that has it, or none where several
    /// do.
    OfOthers(&'g FxHashMap<CodeId, Option<usize>>),
}

impl<'s, 'p> Locks<'s, 'p> {
    pub(super) fn new(subject: &'s Subject<'p>) -> Self {
        let number = |spot| PolicyType::ALL.map(|it| subject.applying(spot, it).count());
        Self { subject, numbers: subject.spots.iter().map(number).collect() }
    }

    fn number(&self, spot: usize, policy_type: PolicyType) -> usize {
        self.numbers.get(spot).and_then(|it| it.get(policy_type as usize)).copied().unwrap_or(0)
    }

    /// The points that do not have all of a code of a type.
    fn blocking(&self, policy_type: PolicyType, code: CodeId) -> impl Iterator<Item = usize> {
        let space = self.subject.provisional.space();
        let spots = self.subject.spots.iter().enumerate();
        let is_blocking = move |union| !space.has(union, code);
        spots.filter(move |(_, spot)| spot.union(policy_type).is_some_and(is_blocking)).map(|(spot, _)| spot)
    }

    /// The codes that a point may allow so that it has all of `code`.
    fn granted(&self, spot: usize, code: CodeId, grants: Grants<'_>) -> impl Iterator<Item = CodeId> {
        let table = self.subject.provisional.workspace().table();
        let upwards = std::iter::successors(Some(code), |&it| table[it].parent());
        upwards.filter(move |it| match grants {
            Grants::None => false,
            Grants::OfOthers(codes) => codes.get(it).is_some_and(|&owner| owner != Some(spot)),
        })
    }

    /// How many edits it takes that all points have all of a code; `None` if more than `most`.
    pub(super) fn cost(
        &self,
        policy_type: PolicyType,
        code: CodeId,
        grants: Grants<'_>,
        most: usize,
    ) -> Option<usize> {
        let mut cost = 0;
        for spot in self.blocking(policy_type, code) {
            let is_granted = self.granted(spot, code, grants).next().is_some();
            cost += if is_granted { 1 } else { self.number(spot, policy_type) };
            if cost > most {
                return None;
            }
        }
        Some(cost)
    }

    /// What keeps a code out.
    pub(super) fn of(&self, policy_type: PolicyType, code: CodeId, grants: Grants<'_>) -> Vec<Lock> {
        let lock = |spot| {
            let codes: Vec<CodeId> = self.granted(spot, code, grants).collect();
            let detaches = codes.is_empty() || self.number(spot, policy_type) == 1;
            Lock { spot, policy_type, codes, takes_asked: false, detaches }
        };
        self.blocking(policy_type, code).map(lock).collect()
    }

    /// What keeps an option out that was asked about.
    pub(super) fn of_asked(&self, asked: &Asked) -> Vec<Lock> {
        let policy_type = asked.policy_type();
        let spots = self.subject.spots.iter().enumerate();
        let blocking = spots
            .filter(|(_, spot)| spot.union(policy_type).is_some_and(|union| !union.covers(&asked.set)))
            .map(|(spot, _)| spot);
        let lock = |spot| {
            let detaches = self.number(spot, policy_type) == 1;
            Lock { spot, policy_type, codes: Vec::new(), takes_asked: true, detaches }
        };
        blocking.map(lock).collect()
    }

    /// The edits that open a lock, in each way that there is.
    pub(super) fn ways<'a>(&self, lock: &Lock, asked: Option<&'a Asked>) -> Vec<Vec<Step<'a>>>
    where
        'p: 'a,
    {
        let mut ways: Vec<Vec<Step<'a>>> = Vec::new();
        if lock.detaches
            && let Some(spot) = self.subject.spots.get(lock.spot)
        {
            let applying = self.subject.applying(spot, lock.policy_type);
            ways.push(applying.map(|(id, _)| Step::detach(self.subject, lock.spot, id)).collect());
        }
        let asked = asked.filter(|_| lock.takes_asked).map(Granted::Asked);
        let granted = lock.codes.iter().copied().map(Granted::Code).chain(asked);
        ways.extend(granted.map(|it| vec![Step::allow(self.subject, lock.spot, it)]));
        ways
    }
}

impl Lock {
    /// In how many ways it opens.
    pub(super) fn number(&self) -> u64 {
        self.codes.len() as u64 + u64::from(self.takes_asked) + u64::from(self.detaches)
    }
}

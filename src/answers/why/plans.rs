//! Several locks that are to be opened together, and flavors of which one is to be offered: they come in, the
//! first ways to do so and the number of all go out.

use std::collections::{BTreeMap, BTreeSet};

use super::locks::{Lock, Locks};
use super::steps::Step;
use crate::answers::asked::Asked;

/// So many repairs of a group are listed.
const LISTED: usize = 10;

/// What is to be done at once, each in any way that it can be done.
pub(super) struct Plan<'p> {
    /// The locks to open, by point.
    locks: Vec<Lock>,
    /// The offers of which one is to be made; none where none is needed.
    offers: Vec<Step<'p>>,
}

/// Repairs by equal people: the first ones in their order.
pub(super) struct Group<'p> {
    /// Who must act: points from the workload outwards, and the number of all points for the fleet.
    pub(super) by: Vec<usize>,
    pub(super) listed: Vec<Vec<Step<'p>>>,
}

impl<'p> Plan<'p> {
    pub(super) fn new(mut locks: Vec<Lock>, offers: Vec<Step<'p>>) -> Self {
        locks.sort_by_key(|lock| lock.spot);
        Self { locks, offers }
    }

    fn by(&self) -> Vec<usize> {
        let fleet = self.offers.first().map(Step::spot);
        let mut by: Vec<usize> = self.locks.iter().map(|lock| lock.spot).chain(fleet).collect();
        by.dedup();
        by
    }

    /// In how many ways it can be done.
    fn number(&self) -> u64 {
        let offers = (self.offers.len() as u64).max(1);
        self.locks.iter().map(Lock::number).fold(offers, u64::saturating_mul)
    }

    /// The first ways to do it, at most so many.
    fn first(&self, locks: &Locks<'_, 'p>, asked: Option<&'p Asked>, most: usize) -> Vec<Vec<Step<'p>>> {
        let mut all = vec![Vec::new()];
        for own in self.locks.chunk_by(|one, other| one.spot == other.spot) {
            // A point blocks by both types at most.
            let mut ways = vec![Vec::new()];
            for lock in own {
                ways = each(&ways, &locks.ways(lock, asked));
            }
            for way in &mut ways {
                way.sort_unstable();
            }
            ways.sort_unstable();
            ways.truncate(most);
            all = each(&all, &ways);
            all.truncate(most);
        }
        if !self.offers.is_empty() {
            let mut offers = self.offers.clone();
            if let Some(last) = most.checked_sub(1).filter(|&last| last < offers.len()) {
                offers.select_nth_unstable(last);
                offers.truncate(most);
            }
            offers.sort_unstable();
            let offers: Vec<_> = offers.into_iter().map(|offer| vec![offer]).collect();
            all = each(&all, &offers);
            all.truncate(most);
        }
        all
    }
}

/// Every one with every other.
fn each<'p>(some: &[Vec<Step<'p>>], others: &[Vec<Step<'p>>]) -> Vec<Vec<Step<'p>>> {
    some.iter().flat_map(|one| others.iter().map(|other| [one.as_slice(), other].concat())).collect()
}

/// What plans of equally many edits come to, by who must act, and how many ways there are that are not
/// listed. `may_meet` where two plans may be done in one way, without an offer; they have few ways then.
pub(super) fn groups<'p>(
    locks: &Locks<'_, 'p>,
    asked: Option<&'p Asked>,
    plans: Vec<Plan<'p>>,
    may_meet: bool,
) -> (Vec<Group<'p>>, u64) {
    let mut by: BTreeMap<Vec<usize>, Vec<Plan<'p>>> = BTreeMap::new();
    for plan in plans {
        by.entry(plan.by()).or_default().push(plan);
    }
    let mut more = 0_u64;
    let group = |(by, plans): (Vec<usize>, Vec<Plan<'p>>)| {
        let is_counted = may_meet && plans.iter().all(|plan| plan.offers.is_empty());
        let most = if is_counted { usize::MAX } else { LISTED };
        let all: BTreeSet<Vec<Step<'p>>> =
            plans.iter().flat_map(|plan| plan.first(locks, asked, most)).collect();
        let number = if is_counted {
            all.len() as u64
        } else {
            plans.iter().map(Plan::number).fold(0, u64::saturating_add)
        };
        let listed: Vec<_> = all.into_iter().take(LISTED).collect();
        // What cannot be counted stays so.
        let others = if number == u64::MAX { number } else { number - listed.len() as u64 };
        more = more.saturating_add(others);
        Group { by, listed }
    };
    (by.into_iter().map(group).collect(), more)
}

//! Repairs: the fewest edits after which a workload is placed, or an option of it is allowed.
//!
//! Every smallest repair makes room for one location with one flavor, so that all of them are found by going
//! through those.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::document::Repair;
use super::effects::{Effect, Effects};
use super::locks::{Grants, Lock, Locks};
use super::plans::{Plan, groups};
use super::steps::Step;
use super::subject::Subject;
use crate::answers::asked::Asked;
use crate::answers::words::PointName;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::CodeId;

/// Of more edits no way is searched for to place a workload.
const MOST_EDITS: usize = 3;

/// Codes, each with how many edits it takes that policies allow it.
type Costs = Vec<(CodeId, usize)>;

/// A location and a flavor, and whether the one does not offer the other.
type Pair = (CodeId, CodeId, bool);

/// What looks for repairs of a workload.
pub(super) struct Repairs<'s> {
    subject: &'s Subject<'s>,
    locks: Locks<'s, 's>,
    effects: Effects<'s>,
    /// What it takes that policies allow each code where nothing but detaching does that, by type.
    detaching: [OnceCell<Costs>; PolicyType::ALL.len()],
}

impl<'s> Repairs<'s> {
    pub(super) fn new(subject: &'s Subject<'s>, effects: Effects<'s>) -> Self {
        Self { subject, locks: Locks::new(subject), effects, detaching: Default::default() }
    }

    /// The repairs after which an option is allowed, and how many more there are.
    pub(super) fn allowing(&mut self, asked: &'s Asked) -> (Vec<Repair>, u64) {
        let space = self.subject.provisional.space();
        let costs = |policy_type: PolicyType| {
            if asked.policy_type() != policy_type {
                let [location, flavor] = &self.detaching;
                let known = if policy_type == PolicyType::Location { location } else { flavor };
                let costs = || self.costs(policy_type, Grants::None, usize::MAX);
                return known.get_or_init(costs).clone();
            }
            let codes = self.codes(policy_type).into_iter();
            codes.filter(|&code| space.has(&asked.set, code)).map(|code| (code, 0)).collect()
        };
        let (least, pairs) = self.least(&costs(PolicyType::Location), &costs(PolicyType::Flavor));
        let Some(least) = least else { return (Vec::new(), 0) };
        let base = self.locks.of_asked(asked);
        let locks = |policy_type, code| {
            let is_asked = asked.policy_type() == policy_type;
            if is_asked { Vec::new() } else { self.locks.of(policy_type, code, Grants::None) }
        };
        // Where there is a place already, it does not matter which.
        let plans = match least {
            0 => vec![Plan::new(base, Vec::new())],
            _ => self.plans(&base, pairs, locks),
        };
        self.written(Some(asked), plans, false)
    }

    /// The repairs after which the workload is placed, and how many more there are.
    pub(super) fn placing(&mut self) -> (Vec<Repair>, u64) {
        let space = self.subject.provisional.space();
        let mut codes: FxHashMap<CodeId, Option<usize>> = FxHashMap::default();
        for (index, spot) in self.subject.spots.iter().enumerate() {
            for set in PolicyType::ALL.into_iter().filter_map(|it| spot.union(it)) {
                for code in space.shortest(set) {
                    codes.entry(code).and_modify(|owner| *owner = None).or_insert(Some(index));
                }
            }
        }
        let grants = Grants::OfOthers(&codes);
        let [places, flavors] = PolicyType::ALL.map(|it| self.costs(it, grants, MOST_EDITS));
        let (least, pairs) = self.least(&places, &flavors);
        if least.is_none_or(|least| least > MOST_EDITS) {
            return (Vec::new(), 0);
        }
        let plans = self.plans(&[], pairs, |policy_type, code| self.locks.of(policy_type, code, grants));
        self.written(None, plans, true)
    }

    /// The codes that a placement may be of: with a known fleet its locations, and else what has no other
    /// code in it.
    fn codes(&self, policy_type: PolicyType) -> Vec<CodeId> {
        let (workspace, space) = (self.subject.provisional.workspace(), self.subject.provisional.space());
        if policy_type == PolicyType::Location && workspace.table().has_fleet() {
            return workspace.table().of(Attribute::Location).map(|(id, _)| id).collect();
        }
        space.all(policy_type).map_or_else(Vec::new, |all| space.leaves(&all))
    }

    fn costs(&self, policy_type: PolicyType, grants: Grants<'_>, most: usize) -> Costs {
        let cost = |code| Some((code, self.locks.cost(policy_type, code, grants, most)?));
        self.codes(policy_type).into_iter().filter_map(cost).collect()
    }

    /// The fewest edits by which there is a place, and where that would be.
    fn least(&self, places: &Costs, flavors: &Costs) -> (Option<usize>, Vec<Pair>) {
        let table = self.subject.provisional.workspace().table();
        let (mut least, mut pairs) = (usize::MAX, Vec::new());
        for &(location, some) in places {
            let offers = if table.has_fleet() { table[location].offers() } else { None };
            for &(flavor, others) in flavors {
                if some + others > least {
                    continue;
                }
                let is_lacking = offers.is_some_and(|offers| offers.binary_search(&flavor).is_err());
                let cost = some + others + usize::from(is_lacking);
                if cost < least {
                    least = cost;
                    pairs.clear();
                }
                if cost == least {
                    pairs.push((location, flavor, is_lacking));
                }
            }
        }
        (pairs.first().map(|_| least), pairs)
    }

    /// What is to be done for any of `pairs`, beside `base`. Pairs that ask the same are one plan.
    fn plans(
        &self,
        base: &[Lock],
        pairs: Vec<Pair>,
        locks: impl Fn(PolicyType, CodeId) -> Vec<Lock>,
    ) -> Vec<Plan<'s>> {
        let mut numbers: FxHashMap<Vec<Lock>, usize> = FxHashMap::default();
        let mut known: FxHashMap<CodeId, usize> = FxHashMap::default();
        let mut distinct: Vec<Vec<Lock>> = Vec::new();
        let mut number = |policy_type, code| {
            *known.entry(code).or_insert_with(|| {
                *numbers.entry(locks(policy_type, code)).or_insert_with_key(|locks| {
                    distinct.push(locks.clone());
                    distinct.len() - 1
                })
            })
        };
        let mut offers: FxHashMap<(usize, usize, bool), Vec<Step<'s>>> = FxHashMap::default();
        for (location, flavor, is_lacking) in pairs {
            let asks =
                (number(PolicyType::Location, location), number(PolicyType::Flavor, flavor), is_lacking);
            let offers = offers.entry(asks).or_default();
            if is_lacking {
                offers.push(Step::offer(self.subject, location, flavor));
            }
        }
        let of = |index: usize| distinct.get(index).into_iter().flatten();
        let plan = |((place, flavor, _), offers)| {
            Plan::new(base.iter().chain(of(place)).chain(of(flavor)).cloned().collect(), offers)
        };
        offers.into_iter().map(plan).collect()
    }

    fn written(
        &mut self,
        asked: Option<&'s Asked>,
        plans: Vec<Plan<'s>>,
        may_meet: bool,
    ) -> (Vec<Repair>, u64) {
        let (groups, more) = groups(&self.locks, asked, plans, may_meet);
        let mut repairs = Vec::new();
        for group in groups {
            let by: Vec<String> = group.by.iter().map(|&spot| self.actor(spot)).collect();
            for steps in group.listed {
                let Effect { also_changes, breaks, opens } = self.effects.of(&steps);
                let edits = steps.iter().map(|step| step.document(self.subject)).collect();
                repairs.push(Repair { by: by.clone(), edits, also_changes, breaks, opens });
            }
        }
        (repairs, more)
    }

    /// Who acts at a point; behind all points it is the fleet.
    fn actor(&self, spot: usize) -> String {
        match self.subject.spots.get(spot).map(|it| &it.name) {
            Some(PointName::Environment(name)) => format!("environment {name}"),
            Some(_) => "workload".to_owned(),
            None => "fleet".to_owned(),
        }
    }
}

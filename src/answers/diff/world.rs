//! One side with some edits of the other one: what a workload may run in there.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::facts::{Facts, Named, Rules};
use crate::answers::words::Status;
use crate::syntax::keyword::{Attribute, Kind, PolicyType};
use crate::workspace::Kinds;

/// An edit by number; those of a workload are of whichever workload is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Edit {
    Policy(usize),
    Target(usize),
    Attach { environment: usize, policy: usize },
    AttachOwn(usize),
    Parent(usize),
    Home,
    Group(usize),
    Fleet(usize),
    Table,
}

/// Of each code whether it is in something.
pub(super) type Bits = Vec<bool>;

/// A workload by what decides its set on both sides.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) kind: Kind,
    pub(super) homes: [Option<usize>; 2],
    pub(super) lists: [Vec<usize>; 2],
}

/// What a workload may run in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) bits: Bits,
    pub(super) restricted: [bool; 2],
    pub(super) status: Status,
    pub(super) placements: Option<Vec<(usize, usize)>>,
}

/// A side with edits.
pub(super) struct World<'f, 's> {
    facts: &'f Facts<'s>,
    side: usize,
    edits: FxHashSet<Edit>,
    /// Of each code that there is, what it is in.
    parents: Vec<Option<Option<usize>>>,
    policies: RefCell<FxHashMap<usize, Rc<Bits>>>,
}

impl<'f, 's> World<'f, 's> {
    /// A side with edits made or undone; `None` where something would be in itself.
    pub(super) fn new(facts: &'f Facts<'s>, side: usize, edits: FxHashSet<Edit>) -> Option<Self> {
        let mut world = Self { facts, side, edits, parents: Vec::new(), policies: RefCell::default() };
        let fact = |number: usize| facts.codes.on(world.side_of(world.edit_of_code(number)), number);
        let is_there: Vec<bool> = (0..facts.codes.len()).map(|number| fact(number).is_some()).collect();
        let there = |it: &usize| is_there.get(*it).copied().unwrap_or(false);
        let parents =
            (0..facts.codes.len()).map(|number| Some(fact(number)?.parent.filter(there))).collect::<Vec<_>>();
        world.parents = parents;
        world.is_possible().then_some(world)
    }

    fn edit_of_code(&self, number: usize) -> Edit {
        match self.attribute(number) {
            Some(Attribute::Location) => Edit::Fleet(number),
            _ => Edit::Table,
        }
    }

    fn attribute(&self, number: usize) -> Option<Attribute> {
        self.facts.codes.names.get(number).map(|(attribute, _)| *attribute)
    }

    /// The side whose word counts for an edit.
    fn side_of(&self, edit: Edit) -> usize {
        if self.edits.contains(&edit) { 1 - self.side } else { self.side }
    }

    fn is_possible(&self) -> bool {
        let most = self.facts.environments.len();
        let is_endless = |number: usize| self.upwards(Some(number)).take(most + 1).count() > most;
        if (0..most).any(is_endless) {
            return false;
        }
        let most = self.facts.groups.len();
        let mut done = vec![false; most];
        (0..most).all(|number| self.is_finite(number, &mut Vec::new(), &mut done))
    }

    fn is_finite(&self, group: usize, path: &mut Vec<usize>, done: &mut Vec<bool>) -> bool {
        if path.contains(&group) {
            return false;
        }
        if done.get(group).copied().unwrap_or(true) {
            return true;
        }
        path.push(group);
        let rules = self.facts.groups.on_either(self.side_of(Edit::Group(group)), group);
        let named = rules.into_iter().flat_map(|it| it.rules.iter().chain(&it.exceptions));
        let is_finite = named.into_iter().all(|it| match it {
            Named::Group(inner) => self.is_finite(*inner, path, done),
            Named::Code(_) => true,
        });
        path.pop();
        if let Some(done) = done.get_mut(group) {
            *done = true;
        }
        is_finite
    }

    fn parent(&self, environment: usize) -> Option<usize> {
        let facts = &self.facts.environments;
        facts.on_either(self.side_of(Edit::Parent(environment)), environment)?.parent
    }

    fn upwards(&self, environment: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(environment, |&it| self.parent(it))
    }

    /// A code and all that it is in here.
    fn above(&self, code: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(code), |&it| self.parents.get(it).copied().flatten().flatten())
    }

    /// Whether a code is in this table.
    pub(super) fn lists(&self, code: usize) -> bool {
        self.parents.get(code).is_some_and(Option::is_some)
    }

    fn nothing(&self) -> Bits {
        vec![false; self.facts.codes.len()]
    }

    fn is_of(&self, code: usize, policy_type: PolicyType) -> bool {
        self.lists(code) && self.attribute(code).is_some_and(|it| it.policy_type() == policy_type)
    }

    fn everything(&self, policy_type: PolicyType) -> Bits {
        (0..self.facts.codes.len()).map(|code| self.is_of(code, policy_type)).collect()
    }

    /// What rules are of this table.
    pub(super) fn rules(&self, rules: &Rules) -> Bits {
        let mut bits =
            if rules.rules.is_empty() { self.everything(rules.policy_type) } else { self.all(&rules.rules) };
        let away = self.all(&rules.exceptions);
        for code in (0..away.len()).filter(|&code| away.get(code) == Some(&true)) {
            for above in self.above(code) {
                if let Some(bit) = bits.get_mut(above) {
                    *bit = false;
                }
            }
        }
        bits
    }

    fn all(&self, named: &[Named]) -> Bits {
        let mut bits = self.nothing();
        if named.is_empty() {
            return bits;
        }
        for it in named {
            if let Named::Group(group) = *it {
                let rules = self.facts.groups.on_either(self.side_of(Edit::Group(group)), group);
                if let Some(rules) = rules {
                    join(&mut bits, &self.rules(rules));
                }
            }
        }
        for (code, bit) in bits.iter_mut().enumerate().filter(|(code, _)| self.lists(*code)) {
            *bit |= self.above(code).any(|it| named.contains(&Named::Code(it)));
        }
        bits
    }

    fn policy(&self, policy: usize, rules: &Rules) -> Rc<Bits> {
        if let Some(known) = self.policies.borrow().get(&policy) {
            return Rc::clone(known);
        }
        let bits = Rc::new(self.rules(rules));
        self.policies.borrow_mut().insert(policy, Rc::clone(&bits));
        bits
    }

    /// What the rules of a policy and its kinds are here.
    fn meaning(&self, policy: usize) -> Option<(&'f Rules, Kinds)> {
        let facts = &self.facts.policies;
        let rules = facts.on_either(self.side_of(Edit::Policy(policy)), policy)?.rules.as_ref()?;
        let kinds = facts.on_either(self.side_of(Edit::Target(policy)), policy)?.kinds;
        Some((rules, kinds))
    }

    /// What a workload may run in.
    pub(super) fn outcome(&self, subject: &Subject) -> Outcome {
        let home = subject.homes.get(self.side_of(Edit::Home)).copied().flatten();
        let own = merged(&subject.lists, |policy| self.side_of(Edit::AttachOwn(policy)));
        let mut points = vec![own];
        for environment in self.upwards(home) {
            let lists = [0, 1].map(|side| {
                let fact = self.facts.environments.on_either(side, environment);
                fact.map_or_else(Vec::new, |it| it.list.clone())
            });
            points.push(merged(&lists, |policy| self.side_of(Edit::Attach { environment, policy })));
        }
        let mut bits = self.nothing();
        let mut restricted = [false; 2];
        let mut left = [true; 2];
        for ((policy_type, restricted), left) in
            PolicyType::ALL.into_iter().zip(&mut restricted).zip(&mut left)
        {
            let mut set = self.everything(policy_type);
            for point in &points {
                let mut union: Option<Bits> = None;
                for &policy in point {
                    let Some((rules, kinds)) = self.meaning(policy) else { continue };
                    if rules.policy_type == policy_type && kinds.has(subject.kind) {
                        join(union.get_or_insert_with(|| self.nothing()), &self.policy(policy, rules));
                    }
                }
                if let Some(union) = union {
                    *restricted = true;
                    set.iter_mut().zip(union).for_each(|(bit, other)| *bit &= other);
                }
            }
            *left = set.contains(&true);
            join(&mut bits, &set);
        }
        let placements = self.placements(&bits);
        let has = |policy_type| (0..self.facts.codes.len()).any(|code| self.is_of(code, policy_type));
        let types = PolicyType::ALL.map(has);
        let status = if types.iter().zip(left).any(|(&has, left)| has && !left) {
            Status::Collision
        } else if types.contains(&false) || placements.as_ref().is_some_and(Vec::is_empty) {
            Status::NoPlacement
        } else {
            Status::Placed
        };
        Outcome { bits, restricted, status, placements }
    }

    fn placements(&self, bits: &Bits) -> Option<Vec<(usize, usize)>> {
        let all = 0..self.facts.codes.len();
        let locations: Vec<usize> = all
            .clone()
            .filter(|&code| self.lists(code) && self.attribute(code) == Some(Attribute::Location))
            .collect();
        if locations.is_empty() {
            return None;
        }
        let has = |code: usize| bits.get(code).copied().unwrap_or(false);
        let flavors: Vec<usize> =
            all.filter(|&code| has(code) && self.is_of(code, PolicyType::Flavor)).collect();
        let mut placements = Vec::new();
        for location in locations.into_iter().filter(|&it| has(it)) {
            let fact = self.facts.codes.on(self.side_of(Edit::Fleet(location)), location);
            let offers = fact.and_then(|it| it.offers.as_ref());
            let offered = flavors.iter().filter(|it| offers.is_none_or(|all| all.contains(it)));
            placements.extend(offered.map(|&flavor| (location, flavor)));
        }
        Some(placements)
    }

    /// Whether an outcome here has a code of another table, or what lies nearest above it.
    pub(super) fn has(&self, outcome: &Outcome, code: usize, of: &Self) -> bool {
        let nearest = match self.attribute(code).map(Attribute::policy_type) {
            Some(PolicyType::Location) => of.above(code).find(|&it| self.lists(it)),
            _ => Some(code).filter(|&it| self.lists(it)),
        };
        nearest.is_some_and(|it| outcome.bits.get(it).copied().unwrap_or(false))
    }

    /// Whether a workload may run in something else here than in another world.
    pub(super) fn differs(&self, own: &Outcome, other: &Self, theirs: &Outcome) -> bool {
        let some = |one: &Self, first: &Outcome, two: &Self, second: &Outcome| {
            let mut codes = (0..self.facts.codes.len()).filter(|&code| one.lists(code));
            codes.any(|code| first.bits.get(code).copied().unwrap_or(false) && !two.has(second, code, one))
        };
        own.restricted != theirs.restricted
            || own.status != theirs.status
            || matches!((&own.placements, &theirs.placements), (Some(one), Some(two)) if one != two)
            || some(self, own, other, theirs)
            || some(other, theirs, self, own)
    }
}

fn join(bits: &mut Bits, other: &Bits) {
    bits.iter_mut().zip(other).for_each(|(bit, other)| *bit |= other);
}

/// The policies of two lists that count where each is looked up on the side that `side` says.
fn merged(lists: &[Vec<usize>; 2], side: impl Fn(usize) -> usize) -> Vec<usize> {
    let mut all: Vec<usize> = lists.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all.retain(|&policy| lists.get(side(policy)).is_some_and(|list| list.contains(&policy)));
    all
}

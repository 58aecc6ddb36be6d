//! What was edited between two sides: facts come in, and the edits that may concern a workload go out.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::codes::Bits;
use super::edit::Edit;
use super::facts::{Facts, PolicyFact, Rules, Subject};
use super::meanings::Meanings;
use super::numbers::{NEW, OLD};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::workspace::Kinds;

/// All edits but those of workloads.
#[derive(Debug)]
pub(super) struct Edits {
    policies: FxHashMap<usize, Vec<Edit>>,
    /// Of each environment, what is attached and detached.
    attached: FxHashMap<usize, Vec<Edit>>,
    parents: FxHashSet<usize>,
    /// Those of groups and of the table, which may concern anybody.
    everywhere: Vec<Edit>,
    /// Of the policies that one side alone declares, which say the same.
    equals: FxHashMap<usize, usize>,
    around: RefCell<FxHashMap<[Option<usize>; 2], Rc<Around>>>,
}

/// What environments have to do with the workloads in them.
#[derive(Debug)]
pub(super) struct Around {
    edits: Vec<Edit>,
    /// The policies that they attach on either side.
    pub(super) policies: Bits,
}

impl Edits {
    pub(super) fn new(facts: &Facts<'_>, sides: [&Meanings<'_>; 2]) -> Self {
        let mut edits = Self {
            policies: FxHashMap::default(),
            attached: FxHashMap::default(),
            parents: FxHashSet::default(),
            everywhere: Vec::new(),
            equals: equals(facts, sides),
            around: RefCell::default(),
        };
        let differ = |one: &Rules, other: &Rules| {
            let differ = |meanings: &Meanings<'_>| meanings.rules(one) != meanings.rules(other);
            one.policy_type != other.policy_type || sides.into_iter().any(differ)
        };
        for policy in 0..facts.policies.len() {
            let Some([was, is]) = facts.policies.on_both(policy) else { continue };
            let is_edited = match (&was.rules, &is.rules) {
                (Some(was), Some(is)) => differ(was, is),
                (was, is) => was.is_some() != is.is_some(),
            };
            let own = [(is_edited, Edit::Policy(policy)), (was.kinds != is.kinds, Edit::Target(policy))];
            let own: Vec<Edit> = own.into_iter().filter_map(|(is, edit)| is.then_some(edit)).collect();
            if !own.is_empty() {
                edits.policies.insert(policy, own);
            }
        }
        for environment in 0..facts.environments.len() {
            let Some([was, is]) = facts.environments.on_both(environment) else { continue };
            if was.parent != is.parent {
                edits.parents.insert(environment);
            }
            let policies = edits.between([&was.list, &is.list]);
            let own = policies.into_iter().map(|policy| Edit::Attach { environment, policy });
            edits.attached.insert(environment, own.collect());
        }
        for group in 0..facts.groups.len() {
            if facts.groups.on_both(group).is_some_and(|[was, is]| differ(was, is)) {
                edits.everywhere.push(Edit::Group(group));
            }
        }
        let codes = &facts.codes.all;
        let changed = (0..codes.len()).filter(|&code| codes.on(OLD, code) != codes.on(NEW, code));
        let changed = changed.map(|code| match facts.codes.attribute(code) {
            Some(Attribute::Location) => Edit::Fleet(code),
            _ => Edit::Table,
        });
        edits.everywhere.extend(changed);
        edits.everywhere.sort_unstable();
        edits.everywhere.dedup();
        edits
    }

    /// The policies that one of two lists of a point has and the other has not, renamed ones aside.
    fn between(&self, [was, is]: [&[usize]; 2]) -> Vec<usize> {
        let outside = |own: &[usize], other: &[usize]| -> Vec<usize> {
            own.iter().copied().filter(|it| other.binary_search(it).is_err()).collect()
        };
        let (mut policies, mut attached) = (outside(was, is), outside(is, was));
        policies.retain(|old| {
            let equal = |new: &usize| self.equals.get(old).is_some_and(|it| self.equals.get(new) == Some(it));
            let renamed = attached.iter().position(equal);
            renamed.map(|index| attached.remove(index)).is_none()
        });
        policies.extend(attached);
        policies
    }

    /// What the environments of a workload, and all that these are in on either side, have to do with it.
    pub(super) fn around(&self, facts: &Facts<'_>, homes: [Option<usize>; 2]) -> Rc<Around> {
        if let Some(known) = self.around.borrow().get(&homes) {
            return Rc::clone(known);
        }
        let mut around = Around { edits: Vec::new(), policies: Bits::with_capacity(facts.policies.len()) };
        let mut environments: FxHashSet<usize> = FxHashSet::default();
        let mut waiting: Vec<usize> = homes.into_iter().flatten().collect();
        while let Some(environment) = waiting.pop() {
            if !environments.insert(environment) {
                continue;
            }
            for fact in [OLD, NEW].into_iter().filter_map(|side| facts.environments.on(side, environment)) {
                waiting.extend(fact.parent);
                around.policies.extend(fact.list.iter().copied());
            }
            around.edits.extend(self.attached.get(&environment).into_iter().flatten());
            if self.parents.contains(&environment) {
                around.edits.push(Edit::Parent(environment));
            }
        }
        let policies = around.policies.ones().filter_map(|policy| self.policies.get(&policy));
        around.edits.extend(policies.flatten().copied());
        let around = Rc::new(around);
        self.around.borrow_mut().insert(homes, Rc::clone(&around));
        around
    }

    /// The edits that may change what a workload may run in, in the order of output.
    pub(super) fn of(&self, facts: &Facts<'_>, subject: &Subject, around: &Around) -> Vec<Edit> {
        let mut edits = around.edits.clone();
        edits.extend(&self.everywhere);
        let own = subject.lists.iter().flatten().filter(|&&policy| !around.policies.contains(policy));
        edits.extend(own.filter_map(|policy| self.policies.get(policy)).flatten());
        if subject.list(OLD) != subject.list(NEW) {
            let lists = [subject.list(OLD), subject.list(NEW)];
            edits.extend(self.between(lists).into_iter().map(Edit::AttachOwn));
        }
        if subject.home(OLD) != subject.home(NEW) {
            edits.push(Edit::Home);
        }
        edits.sort_unstable_by_key(|edit| edit.rank(facts, subject));
        edits.dedup();
        edits
    }
}

/// Of the policies that one side alone declares, those that say the same, each on its own side, as a number
/// that is theirs.
fn equals(facts: &Facts<'_>, sides: [&Meanings<'_>; 2]) -> FxHashMap<usize, usize> {
    let mut numbers: FxHashMap<(Kinds, Option<(PolicyType, Bits)>), usize> = FxHashMap::default();
    let mut equals = FxHashMap::default();
    for (side, meanings) in sides.into_iter().enumerate() {
        for policy in 0..facts.policies.len() {
            let (Some(PolicyFact { kinds, rules }), None) =
                (facts.policies.on(side, policy), facts.policies.on(1 - side, policy))
            else {
                continue;
            };
            let options = rules.as_ref().map(|rules| (rules.policy_type, meanings.rules(rules)));
            let next = numbers.len();
            equals.insert(policy, *numbers.entry((*kinds, options)).or_insert(next));
        }
    }
    equals
}

//! What rules stand for where a table and its groups are as one side or the other one says.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::codes::Bits;
use super::edit::Edit;
use super::facts::{Facts, Named, Rules, Subject};
use super::outcome::Outcome;
use super::tree::Tree;
use crate::syntax::keyword::{Attribute, PolicyType};

/// A table with its groups, and what policies are of it.
#[derive(Debug)]
pub(super) struct Meanings<'a> {
    facts: &'a Facts<'a>,
    pub(super) tree: Rc<Tree<'a>>,
    /// The groups, by number.
    groups: Vec<Bits>,
    /// The policies of each side, where they were asked for.
    policies: RefCell<FxHashMap<(usize, usize), Rc<Bits>>>,
    reach: OnceCell<Reach>,
}

/// What another table, or other groups, may change.
#[derive(Debug)]
struct Reach {
    /// The policies that are others here.
    policies: Bits,
    /// The codes that are others here.
    codes: Bits,
    /// The types of which there are more codes here.
    grown: [bool; 2],
    /// Whether it may be anybody: there is a type, or a fleet, that there was not.
    is_everything: bool,
}

impl<'a> Meanings<'a> {
    /// What a side says.
    pub(super) fn of_side(facts: &'a Facts<'a>, side: usize, tree: &Rc<Tree<'a>>) -> Option<Self> {
        Self::made(facts, Rc::clone(tree), |_| side)
    }

    /// What a side says with edits of its groups and its table, in order, made or undone; `None` where a
    /// group would be in itself.
    pub(super) fn edited(&self, side: usize, edits: &[Edit]) -> Option<Self> {
        let has = |edit: Edit| edits.binary_search(&edit).is_ok();
        let side_of = |edit: Edit| if has(edit) { 1 - side } else { side };
        let is_table = edits.iter().any(|it| matches!(it, Edit::Fleet(_) | Edit::Table));
        let tree = if is_table {
            let of_code = |code| match self.facts.codes.attribute(code) {
                Some(Attribute::Location) => side_of(Edit::Fleet(code)),
                _ => side_of(Edit::Table),
            };
            Rc::new(Tree::new(self.facts.codes, of_code))
        } else {
            Rc::clone(&self.tree)
        };
        Self::made(self.facts, tree, |group| side_of(Edit::Group(group)))
    }

    fn made(facts: &'a Facts<'a>, tree: Rc<Tree<'a>>, side: impl Fn(usize) -> usize) -> Option<Self> {
        let rules = |group: usize| facts.groups.on_either(side(group), group);
        let nothing = facts.codes.nothing();
        let mut made = Self {
            facts,
            groups: vec![nothing; facts.groups.len()],
            tree,
            policies: RefCell::default(),
            reach: OnceCell::new(),
        };
        for group in innermost_first(facts.groups.len(), rules)? {
            let Some(rules) = rules(group) else { continue };
            let bits = made.rules(rules);
            if let Some(own) = made.groups.get_mut(group) {
                *own = bits;
            }
        }
        Some(made)
    }

    /// What rules are of this table.
    pub(super) fn rules(&self, rules: &Rules) -> Bits {
        let mut bits = if rules.rules.is_empty() {
            self.tree.everything(rules.policy_type).clone()
        } else {
            self.all(&rules.rules)
        };
        if !rules.exceptions.is_empty() {
            self.tree.take(&self.all(&rules.exceptions), &mut bits);
        }
        bits
    }

    fn all(&self, named: &[Named]) -> Bits {
        let mut bits = self.facts.codes.nothing();
        for it in named {
            match *it {
                Named::Code(code) => self.tree.add(code, &mut bits),
                Named::Group(group) => {
                    if let Some(group) = self.groups.get(group) {
                        bits.union_with(group);
                    }
                }
            }
        }
        bits
    }

    /// What a policy is here with the rules that a side has for it, else the other one; `None` where it is
    /// about tokens.
    pub(super) fn policy(&self, side: usize, policy: usize) -> Option<(PolicyType, Rc<Bits>)> {
        let rules = self.facts.policies.on_either(side, policy)?.rules.as_ref()?;
        let mut known = self.policies.borrow_mut();
        let bits = known.entry((side, policy)).or_insert_with(|| Rc::new(self.rules(rules)));
        Some((rules.policy_type, Rc::clone(bits)))
    }

    /// Whether a workload whose set is `outcome` with the meanings of its side, `base`, may have another one
    /// with these.
    pub(super) fn reaches(
        &self,
        base: &Self,
        side: usize,
        subject: &Subject,
        around: &Bits,
        outcome: &Outcome,
    ) -> bool {
        let reach = self.reach.get_or_init(|| self.reach(base, side));
        reach.is_everything
            || !reach.policies.is_disjoint(around)
            || subject.lists.iter().flatten().any(|&policy| reach.policies.contains(policy))
            || !reach.codes.is_disjoint(&outcome.bits)
            || reach.grown.iter().zip(outcome.restricted).any(|(&grown, restricted)| grown && !restricted)
    }

    fn reach(&self, base: &Self, side: usize) -> Reach {
        let facts = self.facts;
        let mut policies = Bits::with_capacity(facts.policies.len());
        for policy in 0..facts.policies.len() {
            if self.policy(side, policy) != base.policy(side, policy) {
                policies.insert(policy);
            }
        }
        let is_new = |policy_type| {
            let mut more = self.tree.everything(policy_type).clone();
            more.difference_with(base.tree.everything(policy_type));
            !more.is_clear()
        };
        let has =
            |tree: &Tree<'_>| (tree.has_fleet(), PolicyType::ALL.map(|it| tree.everything(it).is_clear()));
        Reach {
            policies,
            codes: self.tree.changed(&base.tree),
            grown: PolicyType::ALL.map(is_new),
            is_everything: has(&self.tree) != has(&base.tree),
        }
    }
}

/// Every group behind those that it names; `None` where there is a circle.
fn innermost_first<'r>(groups: usize, rules: impl Fn(usize) -> Option<&'r Rules>) -> Option<Vec<usize>> {
    let named = |group: usize| {
        let all = rules(group).into_iter().flat_map(|it| it.rules.iter().chain(&it.exceptions));
        all.filter_map(|it| match *it {
            Named::Group(inner) => Some(inner),
            Named::Code(_) => None,
        })
    };
    let mut order = Vec::with_capacity(groups);
    // Whether a group is open, and whether it is listed.
    let mut states = vec![(false, false); groups];
    for start in 0..groups {
        let mut waiting = vec![start];
        while let Some(&group) = waiting.last() {
            let Some(state) = states.get_mut(group) else { break };
            match *state {
                (_, true) => {
                    waiting.pop();
                }
                (true, false) => {
                    state.1 = true;
                    order.push(group);
                    waiting.pop();
                }
                (false, false) => {
                    state.0 = true;
                    for inner in named(group) {
                        match states.get(inner) {
                            Some((true, false)) => return None,
                            Some((false, false)) => waiting.push(inner),
                            _ => {}
                        }
                    }
                }
            }
        }
    }
    Some(order)
}

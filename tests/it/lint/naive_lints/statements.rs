//! The lints about groups, policies and guards.

use super::{Lints, Statement};
use crate::model::{Base, KINDS, Options, words};
use crate::naive::Set;

impl Lints<'_> {
    pub(super) fn groups(&mut self) {
        let model = self.model;
        // Those of the workspace only.
        for group in model.groups.iter().filter(|it| !(it.in_table && model.base == Base::Own)) {
            let statement = ("group", group.name.as_str(), None);
            self.words(statement, std::slice::from_ref(&group.options));
            let groups = model.groups.iter().map(|it| &it.options);
            let policies = model.policies.iter().map(|it| &it.options);
            let guards = model.guards.iter().flat_map(|it| &it.sides);
            if !groups.chain(policies).chain(guards).any(|it| it.groups().any(|name| *name == group.name)) {
                self.report("unused-group", statement, None);
            }
            if group.label.is_none() {
                self.report("undocumented-policy", statement, None);
            }
        }
    }

    pub(super) fn guards(&mut self) {
        for guard in &self.model.guards {
            let statement = ("guard", guard.name.as_str(), guard.environment.as_deref());
            self.words(statement, &guard.sides);
            if self.naive.covered(guard).is_empty() {
                self.report("guard-covers-nothing", statement, None);
            }
            if guard.label.is_none() {
                self.report("undocumented-policy", statement, None);
            }
        }
    }

    pub(super) fn policies(&mut self, order: &[String]) {
        for policy in &self.model.policies {
            let statement = ("policy", policy.name.as_str(), None);
            self.words(statement, std::slice::from_ref(&policy.options));
            let everything = self.naive.everything(self.naive.type_of(&policy.options));
            if self.naive.options(&policy.options) == everything {
                self.report("vacuous-policy", statement, None);
            }
        }
        let policies = self.model.policies.iter().map(|it| (&it.name, &it.label));
        for (name, label) in policies.chain(self.model.limits.iter().map(|it| (&it.name, &it.label))) {
            let statement = ("policy", name.as_str(), None);
            let lists = self.model.environments.iter().map(|it| &it.attach);
            let mut lists = lists.chain(self.model.workloads.iter().map(|it| &it.attach));
            if !lists.any(|list| list.contains(name)) {
                self.report("unused-policy", statement, None);
            }
            if label.is_none() {
                self.report("undocumented-policy", statement, None);
            }
        }
        for (index, name) in order.iter().enumerate() {
            let same = |other: &String| {
                if let (Some(one), Some(other)) = (self.limit(name), self.limit(other)) {
                    return (one.numbers, one.time, one.ratio) == (other.numbers, other.time, other.ratio)
                        && KINDS.iter().all(|kind| one.applies(kind) == other.applies(kind));
                }
                if self.limit(name).is_some() || self.limit(other).is_some() {
                    return false;
                }
                let (one, other) = (self.policy(name), self.policy(other));
                self.naive.options(&one.options) == self.naive.options(&other.options)
                    && KINDS.iter().all(|kind| one.applies(kind) == other.applies(kind))
            };
            if order[..index].iter().any(same) {
                self.report("equivalent-policies", ("policy", name, None), None);
            }
        }
    }

    /// The lints about the codes and groups that a statement names.
    fn words(&mut self, statement: Statement<'_>, sides: &[Options]) {
        let mut first = 0;
        for side in sides {
            let sets = |rules| -> Vec<Set> {
                words(rules).map(|(attribute, name)| self.naive.element(attribute, name)).collect()
            };
            let (rules, exceptions) = (sets(&side.rules), sets(&side.exceptions));
            let stands_before = self.naive.of_rules(side);
            for (item, _) in rules.iter().enumerate().filter(|(item, _)| is_redundant(&rules, *item)) {
                self.report("redundant-code", statement, Some(first + item));
            }
            first += rules.len();
            for (item, set) in exceptions.iter().enumerate() {
                if is_redundant(&exceptions, item) {
                    self.report("redundant-code", statement, Some(first + item));
                } else if set.is_disjoint(&stands_before) {
                    self.report("idle-exception", statement, Some(first + item));
                }
            }
            first += exceptions.len();
        }
    }
}

/// Whether one of some sets lies in another one; of equal ones only the later do.
fn is_redundant(sets: &[Set], item: usize) -> bool {
    let others = sets.iter().enumerate().filter(|(other, _)| *other != item);
    others.into_iter().any(|(other, set)| sets[item].is_subset(set) && (sets[item] != *set || other < item))
}

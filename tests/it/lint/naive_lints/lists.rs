//! The lints about one list of policies.

use super::{Lints, Statement};
use crate::model::{KINDS, Limit};
use crate::naive::{Point, Set, Type};

/// A list of policies and what it is looked at with.
pub(super) struct List<'m> {
    pub(super) statement: Statement<'m>,
    pub(super) words: &'m [String],
    /// The kinds that occur there: a workload's own, or those of the workloads in an environment or below it.
    pub(super) occurring: Vec<&'static str>,
    /// The kinds that policies are compared for: a workload's own, or every one.
    pub(super) kinds: &'m [&'static str],
    /// The environments above.
    pub(super) above: Vec<&'m str>,
}

/// Policies and their places in a list.
type Items<'m> = Vec<(usize, &'m str)>;

impl<'m> Lints<'m> {
    /// Whether the policy takes part for none of the kinds that occur, where there are any.
    fn never_matches(&self, name: &str, occurring: &[&str]) -> bool {
        !occurring.is_empty() && !occurring.iter().any(|kind| self.applies(name, kind))
    }

    /// The policies of a list that take part, each once.
    pub(super) fn matching(&self, words: &'m [String], occurring: &[&str]) -> Items<'m> {
        let first = words.iter().enumerate().filter(|(item, name)| !words[..*item].contains(name));
        let first = first.map(|(item, name)| (item, name.as_str()));
        first.filter(|(_, name)| !self.never_matches(name, occurring)).collect()
    }

    /// What stands above a list allows a kind of a type.
    fn above(&self, list: &List<'m>, kind: &str, of: Type) -> Option<Set> {
        let at = |name: &&str| {
            let environment = self.model.environments.iter().find(|it| it.name == *name).unwrap();
            names(&self.matching(&environment.attach, &self.occurring(name)))
        };
        let lists: Vec<Vec<String>> = list.above.iter().map(at).collect();
        let points: Vec<Point<'_>> = lists.iter().map(|list| Point { environment: None, list }).collect();
        self.naive.meet(&points, kind, of)
    }

    pub(super) fn list(&mut self, list: &List<'m>) {
        for (item, name) in list.words.iter().enumerate() {
            if list.words[..item].contains(name) {
                self.report("duplicate-attachment", list.statement, Some(item));
            } else if self.never_matches(name, &list.occurring) {
                self.report("target-never-matches", list.statement, Some(item));
            }
        }
        let matching = self.matching(list.words, &list.occurring);
        let (limits, matching): (Items<'m>, Items<'m>) =
            matching.into_iter().partition(|(_, name)| self.limit(name).is_some());
        self.redundant_limits(list, &limits);
        self.exceptions_undone(list, &matching);
        let left = self.redundant(list, &matching);
        self.overlapping(list, &left);
        if !list.above.is_empty() {
            self.without_effect(list, left);
            self.cut_off(list, &matching);
        }
    }

    fn exceptions_undone(&mut self, list: &List<'m>, matching: &Items<'m>) {
        let all = names(matching);
        let kinds = if list.occurring.is_empty() { &KINDS[..] } else { &list.occurring };
        for (item, name) in matching {
            let policy = self.policy(name);
            let took = &self.naive.of_rules(&policy.options) - &self.naive.options(&policy.options);
            let mut kinds = kinds.iter().filter(|kind| policy.applies(kind));
            let brings_back = |kind: &&str| {
                let union = self.naive.union(&all, kind, self.type_of(name).unwrap());
                union.is_some_and(|union| !union.is_disjoint(&took))
            };
            if kinds.any(brings_back) {
                self.report("exception-undone", list.statement, Some(*item));
            }
        }
    }

    /// The limits of which another one is reached first.
    fn redundant_limits(&mut self, list: &List<'m>, limits: &Items<'m>) {
        let mut rest: Items<'m> = limits.clone();
        for (item, name) in limits.iter().rev() {
            let own = self.limit(name).unwrap();
            let is_covered = rest.iter().filter(|it| it.1 != *name).any(|(_, other)| {
                let other = self.limit(other).unwrap();
                let numbers = |limit: &Limit| limit.numbers.into_iter().chain([limit.ratio]);
                own.time == other.time
                    && numbers(own)
                        .zip(numbers(other))
                        .all(|(own, other)| own.is_none() || other.is_some_and(|other| other <= own.unwrap()))
                    && list.kinds.iter().all(|kind| !own.applies(kind) || other.applies(kind))
            });
            if is_covered {
                self.report("redundant-policy", list.statement, Some(*item));
                rest.retain(|it| it.1 != *name);
            }
        }
    }

    /// What is left without those that the others cover.
    fn redundant(&mut self, list: &List<'m>, matching: &Items<'m>) -> Items<'m> {
        let mut rest = matching.clone();
        for (item, name) in matching.iter().rev() {
            let without: Items<'m> = rest.iter().filter(|it| it.1 != *name).copied().collect();
            let mut kinds = list.kinds.iter().filter(|kind| self.policy(name).applies(kind)).peekable();
            let union = |items, kind| self.naive.union(&names(items), kind, self.type_of(name).unwrap());
            if kinds.peek().is_some() && kinds.all(|kind| union(&rest, kind) == union(&without, kind)) {
                self.report("redundant-policy", list.statement, Some(*item));
                rest = without;
            }
        }
        rest
    }

    fn overlapping(&mut self, list: &List<'m>, left: &Items<'m>) {
        let of_places: Items<'m> =
            left.iter().filter(|it| self.type_of(it.1) == Some(Type::Location)).copied().collect();
        for (index, (item, name)) in of_places.iter().enumerate() {
            let policy = self.policy(name);
            let overlaps = |(_, earlier): &(usize, &str)| {
                let earlier = self.policy(earlier);
                let (a, b) = (self.naive.options(&policy.options), self.naive.options(&earlier.options));
                list.kinds.iter().any(|kind| policy.applies(kind) && earlier.applies(kind))
                    && !a.is_disjoint(&b)
                    && !a.is_subset(&b)
                    && !b.is_subset(&a)
            };
            if of_places[..index].iter().any(overlaps) {
                self.report("overlapping-policies", list.statement, Some(*item));
            }
        }
    }

    fn without_effect(&mut self, list: &List<'m>, left: Items<'m>) {
        let mut rest = left.clone();
        for (item, name) in left.iter().rev() {
            let of = self.type_of(name).unwrap();
            let without: Items<'m> = rest.iter().filter(|it| it.1 != *name).copied().collect();
            let set = |items: &Items<'m>, kind| match (
                self.above(list, kind, of),
                self.naive.union(&names(items), kind, of),
            ) {
                (Some(above), Some(own)) => Some(&above & &own),
                (above, own) => above.or(own),
            };
            let mut kinds = list.kinds.iter().filter(|kind| self.policy(name).applies(kind));
            if kinds.all(|kind| set(&rest, kind) == set(&without, kind)) {
                self.report("no-effect", list.statement, Some(*item));
                rest = without;
            }
        }
    }

    fn cut_off(&mut self, list: &List<'m>, matching: &Items<'m>) {
        for (item, name) in matching {
            let policy = self.policy(name);
            let of = self.type_of(name).unwrap();
            let kinds: Vec<&str> = list.kinds.iter().filter(|kind| policy.applies(kind)).copied().collect();
            let above: Vec<Set> = kinds.iter().filter_map(|kind| self.above(list, kind, of)).collect();
            let is_cut_off = |(attribute, code): (&str, &String)| {
                let whole = self.naive.element(attribute, code);
                let meant = self.naive.except(whole, &policy.options.exceptions);
                !meant.is_empty() && above.iter().any(|above| above.is_disjoint(&meant))
            };
            if crate::model::words(&policy.options.rules).any(is_cut_off) {
                self.report("cut-off", list.statement, Some(*item));
            }
        }
    }
}

fn names(items: &Items<'_>) -> Vec<String> {
    items.iter().map(|(_, name)| (*name).to_owned()).collect()
}

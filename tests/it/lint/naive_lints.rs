//! The lints as they are defined, one by one and with sets of places: a model comes in, its findings go out. Slow, and
//! knows nothing of the compiler.

use std::collections::BTreeSet;

use crate::model::{KINDS, Model, Policy, Workload};
use crate::naive::{Key, Naive, Set, Type, type_of};

/// A finding and where it lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    pub(super) lint: &'static str,
    /// Keyword and name.
    pub(super) statement: (&'static str, String),
    pub(super) environment: Option<String>,
    /// The attachment or code, counted over the whole statement; `None` where it lies on the statement.
    pub(super) item: Option<usize>,
}

/// What the policies of a list allow a kind, by type; `None` where none applies.
type Allowed = [Option<Set>; 2];

struct Lints<'m> {
    model: &'m Model,
    naive: Naive<'m>,
    findings: Vec<Finding>,
}

/// Every finding of every lint. `order` has the names of the policies by path and position.
pub(super) fn findings(model: &Model, order: &[String]) -> Vec<Finding> {
    let mut lints = Lints { model, naive: Naive::new(model), findings: Vec::new() };
    lints.policies(order);
    lints.environments();
    lints.workloads();
    lints.findings.sort();
    lints.findings
}

impl<'m> Lints<'m> {
    fn report(
        &mut self,
        lint: &'static str,
        statement: (&'static str, &str),
        environment: Option<&String>,
        item: Option<usize>,
    ) {
        let statement = (statement.0, statement.1.to_owned());
        self.findings.push(Finding { lint, statement, environment: environment.cloned(), item });
    }

    fn policy(&self, name: &str) -> &'m Policy {
        self.model.policies.iter().find(|policy| policy.name == name).unwrap()
    }

    fn applies(&self, name: &str, kind: &str) -> bool {
        self.policy(name).target.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }

    fn allowed(&self, list: &[&str], kind: &str) -> Allowed {
        Type::ALL.map(|it| {
            let policies: Vec<&Policy> = list
                .iter()
                .filter(|name| self.applies(name, kind))
                .map(|name| self.policy(name))
                .filter(|policy| type_of(policy) == it)
                .collect();
            let union = policies.iter().flat_map(|policy| self.naive.options(policy)).collect();
            (!policies.is_empty()).then_some(union)
        })
    }

    fn policies(&mut self, order: &[String]) {
        for policy in &self.model.policies {
            let statement = ("policy", policy.name.as_str());
            let own: Vec<Key> = policy
                .rules
                .iter()
                .flat_map(|(attribute, codes)| codes.iter().map(move |code| (attribute, code)))
                .map(|(attribute, code)| self.naive.find(&[attribute], code))
                .collect();
            for (item, key) in own.iter().enumerate() {
                let is_repeated = own[..item].contains(key);
                let is_below = own.iter().any(|other| other != key && self.naive.below(other).contains(key));
                if is_repeated || is_below {
                    self.report("redundant-code", statement, None, Some(item));
                }
            }
            let lists = self.model.environments.iter().map(|it| &it.attach);
            let mut lists = lists.chain(self.model.workloads.iter().map(|it| &it.attach));
            if !lists.any(|list| list.contains(&policy.name)) {
                self.report("unused-policy", statement, None, None);
            }
            if policy.label.is_none() {
                self.report("undocumented-policy", statement, None, None);
            }
            let it = type_of(policy);
            let everything: Set =
                self.naive.keys().filter(|key| (key.0 < 3) == (it == Type::Location)).collect();
            if self.naive.options(policy) == everything {
                self.report("vacuous-policy", statement, None, None);
            }
        }
        for (index, name) in order.iter().enumerate() {
            let same = |other: &String| {
                let (one, other) = (self.policy(name), self.policy(other));
                type_of(one) == type_of(other)
                    && self.naive.options(one) == self.naive.options(other)
                    && KINDS
                        .iter()
                        .all(|kind| self.applies(&one.name, kind) == self.applies(&other.name, kind))
            };
            if order[..index].iter().any(same) {
                self.report("equivalent-policies", ("policy", name), None, None);
            }
        }
    }

    fn environments(&mut self) {
        for environment in &self.model.environments {
            let statement = ("environment", environment.name.as_str());
            let inside: Vec<&Workload> = self
                .model
                .workloads
                .iter()
                .filter(|workload| workload.environment.as_ref() == Some(&environment.name))
                .collect();
            let kinds: BTreeSet<&str> = inside.iter().map(|workload| workload.kind).collect();
            if inside.is_empty() {
                self.report("unused-environment", statement, None, None);
            }
            let list: Vec<&str> = environment.attach.iter().map(String::as_str).collect();
            let is_missing = |it: Type| !list.iter().any(|name| type_of(self.policy(name)) == it);
            if Type::ALL.into_iter().any(is_missing) {
                self.report("unrestricted-environment", statement, None, None);
            }
            let never = |name: &str| !kinds.is_empty() && !kinds.iter().any(|kind| self.applies(name, kind));
            let is_held = list.iter().any(|name| {
                type_of(self.policy(name)) == Type::Location
                    && !never(name)
                    && KINDS.iter().any(|kind| self.applies(name, kind))
            });
            let is_open = |workload: &&Workload| {
                let own: Vec<&str> = workload.attach.iter().map(String::as_str).collect();
                self.allowed(&list, workload.kind)[0].is_none()
                    && self.allowed(&own, workload.kind)[0].is_none()
            };
            let is_gap = is_held && inside.iter().any(is_open);
            let never: Vec<&str> = list.iter().copied().filter(|name| never(name)).collect();
            if is_gap {
                self.report("target-gap", statement, None, None);
            }
            self.list(statement, None, &list, &never, &KINDS);
        }
    }

    fn workloads(&mut self) {
        for workload in &self.model.workloads {
            let statement = (workload.kind, workload.name.as_str());
            let place = workload.environment.as_ref();
            let list: Vec<&str> = workload.attach.iter().map(String::as_str).collect();
            let never: Vec<&str> =
                list.iter().copied().filter(|name| !self.applies(name, workload.kind)).collect();
            let left = self.list(statement, place, &list, &never, &[workload.kind]);
            let Some(name) = place else {
                if !self.model.environments.is_empty() {
                    self.report("no-environment", statement, None, None);
                }
                continue;
            };
            let environment = self.model.environments.iter().find(|it| it.name == *name).unwrap();
            let above: Vec<&str> = environment.attach.iter().map(String::as_str).collect();
            let above = self.allowed(&above, workload.kind);
            let set = |lints: &Self, list: &[&str]| -> Allowed {
                let own = lints.allowed(list, workload.kind);
                [0, 1].map(|it| match (&above[it], &own[it]) {
                    (Some(a), Some(b)) => Some(a.intersection(b).cloned().collect()),
                    (a, b) => a.clone().or(b.clone()),
                })
            };
            let mut rest = left;
            for (item, name) in rest.clone().into_iter().rev() {
                let with: Vec<&str> = rest.iter().map(|it| it.1).collect();
                let without: Vec<&str> = with.iter().copied().filter(|other| *other != name).collect();
                if self.applies(name, workload.kind) && set(self, &with) == set(self, &without) {
                    self.report("no-effect", statement, place, Some(item));
                    rest.retain(|it| it.1 != name);
                }
            }
            for (item, name) in list.iter().enumerate() {
                if list[..item].contains(name) || !self.applies(name, workload.kind) {
                    continue;
                }
                let policy = self.policy(name);
                let allowed = &above[usize::from(type_of(policy) == Type::Flavor)];
                let is_cut_off = |attribute: &str, code: &str| {
                    let places = self.naive.below(&self.naive.find(&[attribute], code));
                    allowed.as_ref().is_some_and(|allowed| allowed.is_disjoint(&places))
                };
                if policy
                    .rules
                    .iter()
                    .any(|(attribute, codes)| codes.iter().any(|code| is_cut_off(attribute, code)))
                {
                    self.report("cut-off", statement, place, Some(item));
                }
            }
        }
    }

    /// The lints about one list; what redundant-policy leaves goes out, with its places.
    fn list<'l>(
        &mut self,
        statement: (&'static str, &str),
        environment: Option<&String>,
        list: &[&'l str],
        never: &[&str],
        kinds: &[&str],
    ) -> Vec<(usize, &'l str)> {
        let mut rest: Vec<(usize, &str)> = Vec::new();
        for (item, name) in list.iter().enumerate() {
            if list[..item].contains(name) {
                self.report("duplicate-attachment", statement, environment, Some(item));
            } else if never.contains(name) {
                self.report("target-never-matches", statement, environment, Some(item));
            } else {
                rest.push((item, name));
            }
        }
        for (item, name) in rest.clone().into_iter().rev() {
            let with: Vec<&str> = rest.iter().map(|it| it.1).collect();
            let without: Vec<&str> = with.iter().copied().filter(|other| *other != name).collect();
            let own: Vec<&&str> = kinds.iter().filter(|kind| self.applies(name, kind)).collect();
            if !own.is_empty()
                && own.iter().all(|kind| self.allowed(&with, kind) == self.allowed(&without, kind))
            {
                self.report("redundant-policy", statement, environment, Some(item));
                rest.retain(|it| it.1 != name);
            }
        }
        rest
    }
}

//! What two workspaces say, by names that both share.

use super::codes::Codes;
use super::numbers::{NEW, Numbers, OLD};
use crate::placement::Provisional;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::workspace::{
    AttachmentsId, Element, Environment, EnvironmentId, Group, Kinds, Options, PointId, Policy, Workspace,
};

/// What both sides say.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub(super) sides: [&'a Provisional; 2],
    pub(super) codes: &'a Codes<'a>,
    pub(super) groups: Numbers<&'a str, Rules>,
    pub(super) policies: Numbers<&'a str, PolicyFact>,
    pub(super) environments: Numbers<&'a str, EnvironmentFact>,
    /// The number of each group, policy and environment of each side.
    numbers: [SideNumbers; 2],
}

#[derive(Debug, Default)]
struct SideNumbers {
    groups: Vec<usize>,
    policies: Vec<usize>,
    environments: Vec<usize>,
}

/// Rules and exceptions on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    pub(super) policy_type: PolicyType,
    pub(super) rules: Vec<Named>,
    pub(super) exceptions: Vec<Named>,
}

/// What a rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Code(usize),
    Group(usize),
}

/// A policy on one side; one about tokens has no rules.
#[derive(Clone, Debug)]
pub(super) struct PolicyFact {
    pub(super) kinds: Kinds,
    pub(super) rules: Option<Rules>,
}

/// An environment on one side.
#[derive(Clone, Debug)]
pub(super) struct EnvironmentFact {
    pub(super) parent: Option<usize>,
    /// The policies that it attaches, in order.
    pub(super) list: Vec<usize>,
}

/// A workload by what decides its set on both sides.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) kind: Kind,
    pub(super) homes: [Option<usize>; 2],
    /// The policies that it attaches, in order.
    pub(super) lists: [Vec<usize>; 2],
}

impl Subject {
    pub(super) fn home(&self, side: usize) -> Option<usize> {
        self.homes.get(side).copied().flatten()
    }

    pub(super) fn list(&self, side: usize) -> &[usize] {
        self.lists.get(side).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Facts<'a> {
    pub(super) fn new(codes: &'a Codes<'a>, sides: [&'a Provisional; 2]) -> Self {
        let workspaces = sides.map(|it| -> &'a Workspace { it.workspace() });
        let all = || workspaces.into_iter();
        let mut facts = Self {
            sides,
            codes,
            groups: Numbers::new(all().flat_map(|it| it.groups().values()).map(Group::name)),
            policies: Numbers::new(all().flat_map(|it| it.policies().values()).map(Policy::name)),
            environments: Numbers::new(
                all().flat_map(|it| it.environments().values()).map(Environment::name),
            ),
            numbers: [SideNumbers::default(), SideNumbers::default()],
        };
        facts.numbers = workspaces.map(|it| SideNumbers {
            groups: it.groups().values().iter().filter_map(|it| facts.groups.number(it.name())).collect(),
            policies: it
                .policies()
                .values()
                .iter()
                .filter_map(|it| facts.policies.number(it.name()))
                .collect(),
            environments: {
                let all = it.environments().values().iter();
                all.filter_map(|it| facts.environments.number(it.name())).collect()
            },
        });
        for side in [OLD, NEW] {
            facts.read(side);
        }
        facts
    }

    fn read(&mut self, side: usize) {
        let Some(workspace) = self.workspace(side) else { return };
        for group in workspace.groups().values() {
            if let (Some(number), Some(rules)) =
                (self.groups.number(group.name()), self.rules(side, group.options()))
            {
                self.groups.say(side, number, rules);
            }
        }
        for policy in workspace.policies().values() {
            let rules = policy.options().and_then(|it| self.rules(side, it));
            if let Some(number) = self.policies.number(policy.name()) {
                self.policies.say(side, number, PolicyFact { kinds: policy.target(), rules });
            }
        }
        for environment in workspace.environments().values() {
            let fact = EnvironmentFact {
                parent: environment.parent().and_then(|id| self.environment(side, id)),
                list: self.list(side, environment.attachments()),
            };
            if let Some(number) = self.environments.number(environment.name()) {
                self.environments.say(side, number, fact);
            }
        }
    }

    pub(super) fn workspace(&self, side: usize) -> Option<&'a Workspace> {
        self.sides.get(side).map(|it| -> &'a Workspace { it.workspace() })
    }

    fn rules(&self, side: usize, options: &Options) -> Option<Rules> {
        let named = |element: &Element| match *element {
            Element::Code(id) => self.codes.of(side, id).map(Named::Code),
            Element::Group(id) => self.numbers.get(side)?.groups.get(id.index()).copied().map(Named::Group),
        };
        Some(Rules {
            policy_type: options.policy_type()?,
            rules: options.rules().iter().filter_map(named).collect(),
            exceptions: options.exceptions().iter().filter_map(named).collect(),
        })
    }

    fn environment(&self, side: usize, id: EnvironmentId) -> Option<usize> {
        self.numbers.get(side)?.environments.get(id.index()).copied()
    }

    /// The policies of a list of a side, in order.
    pub(super) fn list(&self, side: usize, list: AttachmentsId) -> Vec<usize> {
        let (Some(workspace), Some(numbers)) = (self.workspace(side), self.numbers.get(side)) else {
            return Vec::new();
        };
        let list = workspace.attachments()[list].iter();
        list.filter_map(|id| numbers.policies.get(id.index()).copied()).collect()
    }

    /// The workload of these points.
    pub(super) fn subject(&self, points: [PointId; 2]) -> Option<Subject> {
        let [was, is] = points;
        let (old, new) = (self.workspace(OLD)?, self.workspace(NEW)?);
        let (was, is) = (&old.points()[was], &new.points()[is]);
        let home = |side, environment: Option<EnvironmentId>| self.environment(side, environment?);
        Some(Subject {
            kind: is.kind(),
            homes: [home(OLD, was.environment()), home(NEW, is.environment())],
            lists: [self.list(OLD, was.attachments()), self.list(NEW, is.attachments())],
        })
    }
}

//! What depends on each name of a workspace: a workspace comes in; who attaches, names and covers what goes
//! out. It needs no sets, so that errors elsewhere do not matter.

use std::collections::BTreeMap;

use crate::arena::IdMap;
use crate::syntax::keyword::Kind;
use crate::table::CodeId;
use crate::workspace::{
    Attachments, Element, Environment, EnvironmentId, Group, GroupId, Guard, GuardId, Kinds, Options, Point,
    Policy, PolicyId, Workspace,
};

/// Who attaches a policy, and for how many workloads it applies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attached {
    /// The environments that attach it, by name.
    pub(crate) environments: Vec<EnvironmentId>,
    /// The workloads that attach it, by their index, in the order of output.
    pub(crate) workloads: Vec<usize>,
    /// For how many workloads it applies.
    pub(crate) applies: usize,
}

/// How many statements name a group or code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NamedBy {
    pub(crate) policies: usize,
    pub(crate) groups: usize,
    pub(crate) guards: usize,
}

/// What depends on each name of a workspace.
pub(crate) struct Reach {
    policies: IdMap<Policy, Attached>,
    /// The workloads of each kind in each environment and below it.
    environments: IdMap<Environment, [usize; Kind::ALL.len()]>,
    below: IdMap<Environment, usize>,
    guards: IdMap<Guard, usize>,
    groups: IdMap<Group, NamedBy>,
    codes: BTreeMap<CodeId, NamedBy>,
}

impl Reach {
    /// What depends on what in a workspace.
    pub(crate) fn of(workspace: &Workspace) -> Self {
        let mut policies = workspace.policies().map(|_| Attached::default());
        let mut environments = workspace.environments().map(|_| [0; Kind::ALL.len()]);
        let mut below = workspace.environments().map(|_| 0);
        for (id, environment) in workspace.environments().iter() {
            for &policy in attached(workspace, environment).iter() {
                policies[policy].environments.push(id);
            }
            for above in workspace.upwards(environment.parent()) {
                below[above] += 1;
            }
        }
        let mut at_point = workspace.points().map(|_| 0);
        for (index, workload) in workspace.workloads().iter().enumerate() {
            let point = &workspace.points()[workload.point()];
            at_point[workload.point()] += 1;
            for &policy in workspace.attachments()[point.attachments()].iter() {
                policies[policy].workloads.push(index);
            }
        }
        let mut outside = [0; Kind::ALL.len()];
        for (id, point) in workspace.points().iter() {
            let number = at_point[id];
            count(&mut outside, point.kind(), number);
            for above in workspace.upwards(point.environment()) {
                count(&mut environments[above], point.kind(), number);
            }
            for policy in applying(workspace, point) {
                policies[policy].applies += number;
            }
        }
        let mut groups = workspace.groups().map(|_| NamedBy::default());
        let mut codes: BTreeMap<CodeId, NamedBy> = BTreeMap::new();
        let mut take = |named: Vec<Element>, add: fn(&mut NamedBy)| {
            for element in named {
                match element {
                    Element::Group(id) => add(&mut groups[id]),
                    Element::Code(id) => add(codes.entry(id).or_default()),
                }
            }
        };
        for policy in workspace.policies().values() {
            take(policy.options().map_or_else(Vec::new, |it| named([it])), |it| it.policies += 1);
        }
        for group in workspace.groups().values() {
            take(named([group.options()]), |it| it.groups += 1);
        }
        for guard in workspace.guards().values() {
            take(named(std::iter::once(guard.options()).chain(guard.joint())), |it| it.guards += 1);
        }
        let guards = workspace.guards().map(|(_, guard)| {
            let kinds = guard.environment().map_or(&outside, |id| &environments[id]);
            number(kinds, guard.target())
        });
        Self { policies, environments, below, guards, groups, codes }
    }

    /// Who attaches a policy.
    pub(crate) fn policy(&self, policy: PolicyId) -> &Attached {
        &self.policies[policy]
    }

    /// How many workloads there are in an environment and below it.
    pub(crate) fn workloads(&self, environment: EnvironmentId) -> usize {
        number(&self.environments[environment], Kinds::ALL)
    }

    /// How many workloads of some kinds there are in an environment and below it.
    pub(crate) fn workloads_of(&self, environment: EnvironmentId, kinds: Kinds) -> usize {
        number(&self.environments[environment], kinds)
    }

    /// How many environments there are below one.
    pub(crate) fn below(&self, environment: EnvironmentId) -> usize {
        self.below[environment]
    }

    /// How many workloads a guard covers.
    pub(crate) fn covered(&self, guard: GuardId) -> usize {
        self.guards[guard]
    }

    /// How many statements name a group.
    pub(crate) fn group(&self, group: GroupId) -> NamedBy {
        self.groups[group]
    }

    /// How many statements name a code.
    pub(crate) fn code(&self, code: CodeId) -> NamedBy {
        self.codes.get(&code).copied().unwrap_or_default()
    }
}

fn attached<'w>(workspace: &'w Workspace, environment: &Environment) -> &'w Attachments {
    &workspace.attachments()[environment.attachments()]
}

/// The policies that apply to the workloads at a point, each once.
fn applying(workspace: &Workspace, point: &Point) -> Vec<PolicyId> {
    let mut policies = workspace.attached_above(point);
    policies.extend(workspace.attachments()[point.attachments()].iter());
    policies.retain(|&id| workspace.policies()[id].target().has(point.kind()));
    policies.sort_unstable();
    policies.dedup();
    policies
}

/// What rules and exceptions name, each once.
fn named<'o>(options: impl IntoIterator<Item = &'o Options>) -> Vec<Element> {
    let both = options.into_iter().flat_map(|it| it.rules().iter().chain(it.exceptions()));
    let mut named: Vec<Element> = both.copied().collect();
    named.sort_unstable();
    named.dedup();
    named
}

fn count(numbers: &mut [usize; Kind::ALL.len()], kind: Kind, more: usize) {
    if let Some(number) = numbers.get_mut(kind as usize) {
        *number += more;
    }
}

fn number(numbers: &[usize; Kind::ALL.len()], kinds: Kinds) -> usize {
    kinds.iter().filter_map(|kind| numbers.get(kind as usize)).sum()
}

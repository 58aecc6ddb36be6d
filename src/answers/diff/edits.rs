//! What was edited between two sides: facts come in, and edits go out, each with how it is named as a cause.

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::{Cause, EditKind};
use super::facts::{Facts, NEW, OLD, PolicyFact, Rules};
use super::world::{Bits, Edit, Subject, World};
use crate::answers::words::{Place, PointName, WorkloadName};
use crate::syntax::ast::Statement;
use crate::syntax::keyword::Attribute;

/// The edits that are not of one workload.
#[derive(Debug)]
pub(super) struct Edits {
    pub(super) all: Vec<Edit>,
    /// Of each environment, what is attached and detached.
    attached: FxHashMap<usize, Vec<Edit>>,
    parents: FxHashSet<usize>,
    policies: FxHashMap<usize, Vec<Edit>>,
    /// The policies of one side only that say the same as one of the other side only.
    renamed: FxHashSet<(usize, usize)>,
    everywhere: Vec<Edit>,
}

impl Edits {
    pub(super) fn new(facts: &Facts<'_>) -> Self {
        let worlds = [OLD, NEW].map(|side| World::new(facts, side, FxHashSet::default()));
        let mut edits = Self {
            all: Vec::new(),
            attached: FxHashMap::default(),
            parents: FxHashSet::default(),
            policies: FxHashMap::default(),
            renamed: FxHashSet::default(),
            everywhere: Vec::new(),
        };
        let [Some(old), Some(new)] = &worlds else { return edits };
        let differ = |one: &Rules, other: &Rules| {
            let differ = |world: &World<'_, '_>| world.rules(one) != world.rules(other);
            one.policy_type != other.policy_type || differ(old) || differ(new)
        };
        for policy in 0..facts.policies.len() {
            let Some([was, is]) = facts.policies.on_both(policy) else { continue };
            let own = edits.policies.entry(policy).or_default();
            let is_edited = match (&was.rules, &is.rules) {
                (Some(was), Some(is)) => differ(was, is),
                (was, is) => was.is_some() != is.is_some(),
            };
            if is_edited {
                own.push(Edit::Policy(policy));
            }
            if was.kinds != is.kinds {
                own.push(Edit::Target(policy));
            }
            edits.all.extend(own.iter().copied());
        }
        edits.renamed = renamed(facts, old, new);
        for environment in 0..facts.environments.len() {
            let Some([was, is]) = facts.environments.on_both(environment) else { continue };
            if was.parent != is.parent {
                edits.parents.insert(environment);
                edits.all.push(Edit::Parent(environment));
            }
            let policies = edits.between([&was.list, &is.list]);
            let own: Vec<Edit> =
                policies.into_iter().map(|policy| Edit::Attach { environment, policy }).collect();
            edits.all.extend(own.iter().copied());
            edits.attached.insert(environment, own);
        }
        for group in 0..facts.groups.len() {
            if facts.groups.on_both(group).is_some_and(|[was, is]| differ(was, is)) {
                edits.everywhere.push(Edit::Group(group));
            }
        }
        let mut is_table = false;
        for (code, (attribute, _)) in facts.codes.names.iter().enumerate() {
            if facts.codes.on(OLD, code) != facts.codes.on(NEW, code) {
                if *attribute == Attribute::Location {
                    edits.everywhere.push(Edit::Fleet(code));
                } else {
                    is_table = true;
                }
            }
        }
        if is_table {
            edits.everywhere.push(Edit::Table);
        }
        edits.all.extend(edits.everywhere.iter().copied());
        edits
    }

    /// The policies that one of two lists of a point has and the other has not, renamed ones aside.
    fn between(&self, [was, is]: [&[usize]; 2]) -> Vec<usize> {
        let detached: Vec<usize> = was.iter().copied().filter(|it| !is.contains(it)).collect();
        let mut attached: Vec<usize> = is.iter().copied().filter(|it| !was.contains(it)).collect();
        let mut left = Vec::new();
        for old in detached {
            match attached.iter().position(|&new| self.renamed.contains(&(old, new))) {
                Some(index) => {
                    attached.remove(index);
                }
                None => left.push(old),
            }
        }
        left.extend(attached);
        left
    }

    /// The edits that may change what a workload may run in.
    pub(super) fn of(&self, facts: &Facts<'_>, subject: &Subject) -> Vec<Edit> {
        let mut environments: Vec<usize> = Vec::new();
        let mut waiting: Vec<usize> = subject.homes.iter().flatten().copied().collect();
        while let Some(environment) = waiting.pop() {
            if environments.contains(&environment) {
                continue;
            }
            environments.push(environment);
            let facts = [OLD, NEW].into_iter().filter_map(|side| facts.environments.on(side, environment));
            waiting.extend(facts.filter_map(|it| it.parent));
        }
        let mut policies: FxHashSet<usize> = subject.lists.iter().flatten().copied().collect();
        let mut edits: Vec<Edit> = self.everywhere.clone();
        for &environment in &environments {
            for side in [OLD, NEW] {
                policies.extend(facts.environments.on(side, environment).iter().flat_map(|it| &it.list));
            }
            edits.extend(self.attached.get(&environment).into_iter().flatten());
            if self.parents.contains(&environment) {
                edits.push(Edit::Parent(environment));
            }
        }
        edits.extend(policies.iter().filter_map(|it| self.policies.get(it)).flatten());
        let lists = [0, 1].map(|side| subject.lists.get(side).map_or(&[][..], Vec::as_slice));
        edits.extend(self.between(lists).into_iter().map(Edit::AttachOwn));
        if subject.homes.first() != subject.homes.last() {
            edits.push(Edit::Home);
        }
        edits
    }
}

/// Which policy of OLD alone says the same as which of NEW alone.
fn renamed(facts: &Facts<'_>, old: &World<'_, '_>, new: &World<'_, '_>) -> FxHashSet<(usize, usize)> {
    let all = || 0..facts.policies.len();
    let alone = |side, policy| match facts.policies.on(1 - side, policy) {
        None => facts.policies.on(side, policy),
        Some(_) => None,
    };
    let bits = |world: &World<'_, '_>, fact: &PolicyFact| -> Option<Bits> {
        fact.rules.as_ref().map(|rules| world.rules(rules))
    };
    let news: Vec<_> =
        all().filter_map(|it| alone(NEW, it).map(|fact| (it, fact, bits(new, fact)))).collect();
    let mut renamed = FxHashSet::default();
    for (was, fact) in all().filter_map(|it| Some((it, alone(OLD, it)?))) {
        let own = bits(old, fact);
        for (is, other, theirs) in &news {
            let types = [fact, other].map(|it| it.rules.as_ref().map(|rules| rules.policy_type));
            if fact.kinds == other.kinds && types.first() == types.last() && own == *theirs {
                renamed.insert((was, *is));
            }
        }
    }
    renamed
}

impl Edit {
    /// The edit as a cause for a workload, whose indices on both sides are these.
    pub(super) fn cause(self, facts: &Facts<'_>, subject: &Subject, at: [usize; 2]) -> Cause {
        let workload = || own(facts, NEW, at).map(|(_, name)| PointName::Workload(name));
        let policy = |number| facts.policies.names.get(number).cloned();
        let environment = |number| facts.environments.names.get(number).cloned();
        let cause = |edit, name, point, place| Cause { edit, name, point, place, jointly: false };
        let attached = |side: usize| if side == NEW { EditKind::Attached } else { EditKind::Detached };
        match self {
            Self::Policy(number) => {
                cause(EditKind::PolicyEdited, policy(number), None, of_policy(facts, number))
            }
            Self::Target(number) => {
                cause(EditKind::TargetChanged, policy(number), None, of_policy(facts, number))
            }
            Self::Attach { environment: number, policy: attach } => {
                let fact = facts.environments.on(NEW, number);
                let side = if fact.is_some_and(|it| it.list.contains(&attach)) { NEW } else { OLD };
                let place = of_environment(facts, side, number, policy(attach).as_deref());
                let point = environment(number).map(PointName::Environment);
                cause(attached(side), policy(attach), point, place)
            }
            Self::AttachOwn(attach) => {
                let side =
                    if subject.lists.get(NEW).is_some_and(|it| it.contains(&attach)) { NEW } else { OLD };
                let statement = own(facts, side, at).map(|(statement, _)| statement);
                let place = statement.and_then(|it| word(facts, side, it, policy(attach).as_deref()));
                cause(attached(side), policy(attach), workload(), place)
            }
            Self::Parent(number) => {
                let place = of_environment(facts, NEW, number, None);
                cause(EditKind::EnvironmentMoved, environment(number), None, place)
            }
            Self::Home => {
                let place = own(facts, NEW, at).and_then(|(statement, _)| word(facts, NEW, statement, None));
                cause(EditKind::WorkloadMoved, None, workload(), place)
            }
            Self::Group(number) => {
                let name = facts.groups.names.get(number).cloned();
                let place = [NEW, OLD].into_iter().find_map(|side| {
                    let workspace = facts.sides.get(side)?.workspace();
                    let group = &workspace.groups()[workspace.group(name.as_deref()?)?];
                    word(facts, side, workspace.statement(group.statement()), None)
                });
                cause(EditKind::GroupEdited, name, None, place)
            }
            Self::Fleet(number) => {
                let name = facts.codes.names.get(number).map(|(_, name)| name.clone());
                let place = [NEW, OLD].into_iter().find_map(|side| {
                    let workspace = facts.sides.get(side)?.workspace();
                    let id = workspace.table().find(Attribute::Location, name.as_deref()?)?;
                    word(facts, side, workspace.statement(workspace.table()[id].statement()), None)
                });
                cause(EditKind::FleetChanged, name, None, place)
            }
            Self::Table => cause(EditKind::TableChanged, None, None, None),
        }
    }
}

fn own<'s>(facts: &Facts<'s>, side: usize, at: [usize; 2]) -> Option<(Statement<'s>, WorkloadName)> {
    let workspace = facts.sides.get(side)?.workspace();
    let workload = workspace.workloads().get(*at.get(side)?)?;
    Some((workspace.statement_of(workload), WorkloadName::of(workspace, workload)))
}

fn of_policy(facts: &Facts<'_>, number: usize) -> Option<Place> {
    let name = facts.policies.names.get(number)?;
    [NEW, OLD].into_iter().find_map(|side| {
        let workspace = facts.sides.get(side)?.workspace();
        let policy = &workspace.policies()[workspace.policy(name)?];
        word(facts, side, workspace.statement(policy.statement()), None)
    })
}

fn of_environment(facts: &Facts<'_>, side: usize, number: usize, policy: Option<&str>) -> Option<Place> {
    let workspace = facts.sides.get(side)?.workspace();
    let environment = workspace.environment(facts.environments.names.get(number)?)?;
    let statement = workspace.statement(workspace.environments()[environment].statement());
    word(facts, side, statement, policy)
}

/// Where a statement names a policy in its list, or its own name.
fn word(facts: &Facts<'_>, side: usize, statement: Statement<'_>, policy: Option<&str>) -> Option<Place> {
    let name = match policy {
        Some(policy) => statement.list().iter().find(|it| it.value() == policy)?,
        None => statement.name(),
    };
    Some(Place::of(facts.sides.get(side)?.workspace(), name.span()))
}

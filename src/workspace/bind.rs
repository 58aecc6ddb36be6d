//! Policies, environments and workloads with their references as ids.

use std::borrow::{Borrow, Cow};
use std::collections::hash_map::Entry;
use std::hash::Hash;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::declare::{Declared, Namespace};
use super::order::{self, Named};
use super::table::{CodeId, Table};
use super::{
    Attachments, AttachmentsId, Environment, EnvironmentId, EnvironmentMark, Kinds, Point, PointId, Policy,
    PolicyId, PolicyMark, Workload, Workspace, messages,
};
use crate::diagnostic::Diagnostic;
use crate::ids::{Arena, Id};
use crate::source::Sources;
use crate::syntax::ast::{File, Name, Statement};
use crate::syntax::keyword::{Keyword, Kind, PolicyType};

/// Binds every name. What is unknown is reported to `unknown`, anything else that is wrong to `findings`.
pub(super) fn bind<'a>(
    sources: &'a Sources,
    files: &'a [File<'a>],
    table: Table<'a>,
    declared: &Declared<'a>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Vec<Diagnostic>,
) -> Workspace<'a> {
    let policies: Arena<PolicyMark, Policy<'a>> = declared
        .of(Namespace::Policy)
        .iter()
        .map(|(name, statement)| policy(name.clone(), statement, &table, declared, findings, unknown))
        .collect();
    let names = Names {
        declared,
        policies: policies.iter().map(|(id, policy)| (policy.name.clone(), id)).collect(),
        environments: declared
            .of(Namespace::Environment)
            .iter()
            .enumerate()
            .map(|(index, (name, _))| (name.clone(), Id::new(index)))
            .collect(),
    };
    let mut lists = Interner::default();
    let mut list = Vec::new();
    lists.intern(&*list);
    let environments: Arena<EnvironmentMark, Environment<'a>> = declared
        .of(Namespace::Environment)
        .iter()
        .map(|(name, statement)| Environment {
            name: name.clone(),
            statement,
            attachments: lists.intern(names.attachments(statement.list(), &mut list, unknown)),
        })
        .collect();
    for statement in declared.later() {
        match statement.keyword {
            Keyword::Policy => {
                policy(statement.name.value(), statement, &table, declared, findings, unknown);
            }
            Keyword::Environment => {
                names.attachments(statement.list(), &mut list, unknown);
            }
            Keyword::Workload(_) | Keyword::Code(_) => {}
        }
    }
    let (points, workloads) = workloads(files, &names, &mut lists, findings, unknown);
    let attachments = lists.values;
    Workspace { sources, table, policies, environments, attachments, points, workloads }
}

fn policy<'a>(
    name: Cow<'a, str>,
    statement: &'a Statement<'a>,
    table: &Table<'a>,
    declared: &Declared<'a>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Vec<Diagnostic>,
) -> Policy<'a> {
    let body = statement.policy_body();
    let rules = body.map_or(&[][..], |body| &body.rules);
    let policy_type = rules.first().map_or(PolicyType::Location, |rule| rule.attribute.policy_type());
    if let Some((first, second)) = rules.first().and_then(|first| {
        Some((first, rules.iter().find(|rule| rule.attribute.policy_type() != policy_type)?))
    }) {
        findings.push(messages::mixed_types(statement, first, second));
    }
    let mut codes: Vec<CodeId> = Vec::new();
    for rule in rules {
        for name in &rule.codes {
            match table.find(rule.attribute, &name.value()) {
                Some(code) => codes.push(code),
                None if declared.is_broken(Namespace::of(rule.attribute), name) => {}
                None => match messages::wrong_attribute(table, Some(rule), rules, name) {
                    Some(finding) => findings.push(finding),
                    None => unknown.push(messages::unknown_code(table, Some(rule.attribute), name)),
                },
            }
        }
    }
    let target = body.and_then(|body| body.target.as_ref());
    let target = target.map_or(Kinds::ALL, |kinds| kinds.iter().copied().collect());
    Policy { name, statement, policy_type, target, codes }
}

/// The names that environments and workloads refer to.
struct Names<'d, 'a> {
    declared: &'d Declared<'a>,
    policies: FxHashMap<Cow<'a, str>, PolicyId>,
    environments: FxHashMap<Cow<'a, str>, EnvironmentId>,
}

impl<'a> Names<'_, 'a> {
    /// The policies of `list`, each once and in name order, in the place of what `ids` held.
    fn attachments<'i>(
        &self,
        list: &[Name<'a>],
        ids: &'i mut Vec<PolicyId>,
        unknown: &mut Vec<Diagnostic>,
    ) -> &'i [PolicyId] {
        ids.clear();
        for name in list {
            match self.policies.get(&name.value()) {
                Some(id) => ids.push(*id),
                None if self.declared.is_broken(Namespace::Policy, name) => {}
                None => {
                    unknown.push(messages::unknown_policy(name, self.declared.of(Namespace::Policy)));
                }
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The environment of a workload: `Err` where it is in one that is not declared, which is reported.
    fn environment(
        &self,
        parent: Option<&Name<'a>>,
        unknown: &mut Vec<Diagnostic>,
    ) -> Result<Option<EnvironmentId>, ()> {
        let Some(name) = parent else { return Ok(None) };
        if let Some(id) = self.environments.get(&name.value()) {
            return Ok(Some(*id));
        }
        if !self.declared.is_broken(Namespace::Environment, name) {
            unknown.push(messages::unknown_environment(name, self.declared.of(Namespace::Environment)));
        }
        Err(())
    }
}

/// Gives equal values one id.
struct Interner<T> {
    ids: FxHashMap<T, Id<T>>,
    values: Arena<T>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { ids: FxHashMap::default(), values: Arena::default() }
    }
}

impl<T: Clone + Eq + Hash> Interner<T> {
    fn intern<Q>(&mut self, value: &Q) -> Id<T>
    where
        Q: Eq + Hash + ToOwned + ?Sized,
        T: Borrow<Q> + From<Q::Owned>,
    {
        if let Some(id) = self.ids.get(value) {
            return *id;
        }
        let value = T::from(value.to_owned());
        let id = self.values.push(value.clone());
        self.ids.insert(value, id);
        id
    }
}

/// What one thread makes of a run of statements. Ids of lists and points are its own.
#[derive(Default)]
struct Bound<'a> {
    lists: Interner<Attachments>,
    points: Interner<Point>,
    groups: Groups<'a>,
    /// Workloads in an environment that is not declared.
    astray: Vec<&'a Statement<'a>>,
    unknown: Vec<Diagnostic>,
    /// The list at hand, kept for its memory.
    list: Vec<PolicyId>,
}

/// Workloads by what comes before their names in the order of output.
type Groups<'a> = FxHashMap<(Option<EnvironmentId>, Kind), Vec<Named<'a>>>;

fn workloads<'a>(
    files: &'a [File<'a>],
    names: &Names<'_, 'a>,
    lists: &mut Interner<Attachments>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Vec<Diagnostic>,
) -> (Arena<Point>, Vec<Workload<'a>>) {
    let parts: Vec<_> = files.iter().flat_map(|file| &file.parts).collect();
    let share = parts.len().div_ceil(rayon::current_num_threads()).max(1);
    let bound: Vec<Bound<'a>> = parts
        .par_chunks(share)
        .map(|parts| {
            let mut bound = Bound::default();
            for statement in parts.iter().flat_map(|part| part.statements()) {
                if let Keyword::Workload(kind) = statement.keyword {
                    bound.add(statement, kind, names);
                }
            }
            bound
        })
        .collect();
    let mut points = Interner::default();
    let mut groups = Groups::default();
    let mut astray = Vec::new();
    for bound in bound {
        let own: Vec<AttachmentsId> =
            bound.lists.values.values().iter().map(|list| lists.intern(&**list)).collect();
        let own = Arena::<Attachments, _>::from(own);
        let renumbered: Vec<PointId> = bound
            .points
            .values
            .values()
            .iter()
            .map(|point| points.intern(&Point { attachments: own[point.attachments], ..*point }))
            .collect();
        let renumbered = Arena::<Point, _>::from(renumbered);
        for (key, mut group) in bound.groups {
            for named in &mut group {
                named.workload.point = renumbered[named.workload.point];
            }
            match groups.entry(key) {
                Entry::Occupied(mut entry) => entry.get_mut().append(&mut group),
                Entry::Vacant(entry) => {
                    entry.insert(group);
                }
            }
        }
        astray.extend(bound.astray);
        unknown.extend(bound.unknown);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_unstable_by_key(|(key, _)| *key);
    let sorted: Vec<(Vec<Workload<'a>>, Vec<Diagnostic>)> = groups
        .into_par_iter()
        .map(|(_, mut group)| {
            order::by_name(&mut group);
            (group.iter().map(|named| named.workload).collect(), duplicates(&group))
        })
        .collect();
    let mut workloads = Vec::with_capacity(sorted.iter().map(|(group, _)| group.len()).sum());
    for (group, found) in sorted {
        workloads.extend(group);
        findings.extend(found);
    }
    astray_duplicates(&astray, findings);
    (points.values, workloads)
}

impl<'a> Bound<'a> {
    fn add(&mut self, statement: &'a Statement<'a>, kind: Kind, names: &Names<'_, 'a>) {
        let list = names.attachments(statement.list(), &mut self.list, &mut self.unknown);
        let attachments = self.lists.intern(list);
        match names.environment(statement.parent.as_ref(), &mut self.unknown) {
            Ok(environment) => {
                let point = self.points.intern(&Point { environment, kind, attachments });
                let workload = Workload { statement, point };
                self.groups.entry((environment, kind)).or_default().push(Named::new(workload));
            }
            Err(()) => self.astray.push(statement),
        }
    }
}

/// Every workload of a sorted group whose name an earlier one has.
fn duplicates(group: &[Named<'_>]) -> Vec<Diagnostic> {
    let same_name = group.chunk_by(|a, b| a.name() == b.name());
    same_name
        .filter_map(<[_]>::split_first)
        .flat_map(|(first, later)| later.iter().map(|later| (first.workload, later.workload)))
        .map(|(first, later)| messages::duplicate_workload(later.statement, first.statement))
        .collect()
}

/// The same for workloads in environments that are not declared.
fn astray_duplicates<'a>(astray: &[&'a Statement<'a>], findings: &mut Vec<Diagnostic>) {
    let mut firsts: FxHashMap<_, &'a Statement<'a>> = FxHashMap::default();
    for &statement in astray {
        let parent = statement.parent.map(|parent| parent.value());
        let identity = (statement.keyword, statement.name.value(), parent);
        match firsts.get(&identity) {
            Some(first) => findings.push(messages::duplicate_workload(statement, first)),
            None => {
                firsts.insert(identity, statement);
            }
        }
    }
}

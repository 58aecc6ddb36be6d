//! Workloads with their points, in the order of output. What follows a name is looked up as one piece of text, since few
//! workloads differ in it.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bind::Names;
use super::intern::Interner;
use super::order::{self, Group, Run};
use super::{Attachments, EnvironmentId, Point, PointId, PolicyId, Workload, messages};
use crate::diagnostic::Diagnostic;
use crate::ids::{Arena, Id};
use crate::source::{Source, Sources};
use crate::syntax::ast::{File, Statement};
use crate::syntax::keyword::{Keyword, Kind};

/// What comes before the names in the order of output.
type GroupKey = (Option<EnvironmentId>, Kind);

/// What one thread makes of a run of statements. All ids but those of policies and environments are its own.
#[derive(Default)]
struct Bound<'a> {
    lists: Interner<Attachments>,
    points: Interner<Point>,
    keys: Interner<GroupKey>,
    groups: Arena<GroupKey, Group<'a>>,
    /// Where workloads of each kind go whose statements end like this.
    known: FxHashMap<&'a str, [Option<Spot>; Kind::ALL.len()]>,
    /// Workloads in an environment that is not declared.
    astray: Vec<&'a Statement<'a>>,
    unknown: Vec<Diagnostic>,
    /// The list at hand, kept for its memory.
    list: Vec<PolicyId>,
}

/// Where a workload goes.
#[derive(Clone, Copy)]
struct Spot {
    point: PointId,
    group: Id<GroupKey>,
}

/// Binds the workloads of all files. What is unknown is reported to `unknown`, what is there twice to `findings`.
pub(super) fn bind<'a>(
    sources: &'a Sources,
    files: &'a [File<'a>],
    names: &Names<'_, 'a>,
    lists: &mut Interner<Attachments>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Vec<Diagnostic>,
) -> (Arena<Point>, Vec<Workload<'a>>) {
    let parts: Vec<_> =
        files.iter().flat_map(|file| file.parts.iter().map(|part| (&sources[file.id], part))).collect();
    let share = parts.len().div_ceil(rayon::current_num_threads()).max(1);
    let shares: Vec<Bound<'a>> = parts
        .par_chunks(share)
        .map(|parts| {
            let mut bound = Bound::default();
            for &(source, part) in parts {
                for statement in part.statements() {
                    if let Keyword::Workload(kind) = statement.keyword {
                        bound.add(statement, kind, source, names);
                    }
                }
            }
            bound
        })
        .collect();
    let mut points = Interner::default();
    let renumbered: Vec<_> = shares.iter().map(|bound| bound.renumber(lists, &mut points)).collect();
    let mut groups: BTreeMap<GroupKey, Vec<Run<'_, 'a>>> = BTreeMap::new();
    let mut astray = Vec::new();
    for (bound, points) in shares.into_iter().zip(&renumbered) {
        for (key, group) in bound.keys.values.values().iter().zip(bound.groups.into_values()) {
            groups.entry(*key).or_default().push((group, points));
        }
        astray.extend(bound.astray);
        unknown.extend(bound.unknown);
    }
    let groups: Vec<_> = groups.into_values().collect();
    let sorted: Vec<(Vec<Workload<'a>>, Vec<Diagnostic>)> =
        groups.into_par_iter().map(order::by_name).collect();
    let mut workloads = Vec::with_capacity(sorted.iter().map(|(group, _)| group.len()).sum());
    for (group, found) in sorted {
        workloads.extend(group);
        findings.extend(found);
    }
    astray_duplicates(&astray, findings);
    (points.values, workloads)
}

impl<'a> Bound<'a> {
    fn add(&mut self, statement: &'a Statement<'a>, kind: Kind, source: &'a Source, names: &Names<'_, 'a>) {
        let ending = source.slice(statement.ending().range());
        let known = self.known.get(ending).and_then(|known| known.get(kind as usize).copied().flatten());
        if let Some(Spot { point, group }) = known.or_else(|| self.spot(statement, kind, ending, names)) {
            self.groups[group].push(statement, point);
        }
    }

    /// Where a workload goes whose ending is not known, unless its environment is not declared.
    fn spot(
        &mut self,
        statement: &'a Statement<'a>,
        kind: Kind,
        ending: &'a str,
        names: &Names<'_, 'a>,
    ) -> Option<Spot> {
        let reported = self.unknown.len();
        let list = names.attachments(statement.list(), &mut self.list, &mut self.unknown);
        let attachments = self.lists.intern(list);
        let Ok(environment) = names.environment(statement.parent.as_ref(), &mut self.unknown) else {
            self.astray.push(statement);
            return None;
        };
        let point = self.points.intern(&Point { environment, kind, attachments });
        let spot = Spot { point, group: self.group((environment, kind)) };
        // What is unknown is reported wherever it stands.
        if self.unknown.len() == reported
            && let Some(known) = self.known.entry(ending).or_default().get_mut(kind as usize)
        {
            *known = Some(spot);
        }
        Some(spot)
    }

    fn group(&mut self, key: GroupKey) -> Id<GroupKey> {
        let id = self.keys.intern(&key);
        if id.index() == self.groups.len() {
            self.groups.push(Group::default());
        }
        id
    }

    /// What is the id of each of its points among those of all threads.
    fn renumber(
        &self,
        lists: &mut Interner<Attachments>,
        points: &mut Interner<Point>,
    ) -> Arena<Point, PointId> {
        let lists: Arena<Attachments, _> =
            self.lists.values.values().iter().map(|list| lists.intern(&**list)).collect();
        let renumber = |point: &Point| Point { attachments: lists[point.attachments], ..*point };
        self.points.values.values().iter().map(|point| points.intern(&renumber(point))).collect()
    }
}

/// The workloads in environments that are not declared whose identity an earlier one has.
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

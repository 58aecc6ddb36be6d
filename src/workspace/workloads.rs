//! Workloads with their points, in the order of output. What follows a name is looked up as one piece of
//! text, since few workloads differ in it.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::bind::Names;
use super::definitions::{Attachments, EnvironmentId, PolicyId};

use super::missing::{Missing, Unknown};
use super::model::{Point, PointId, Workload};
use super::order::{self, Group, Part};
use crate::arena::{Arena, IdMap, Interner};
use crate::diagnostic::Diagnostic;
use crate::parallel;
use crate::syntax::ast::{Item, Statement};
use crate::syntax::keyword::{Keyword, Kind};
use crate::syntax::{FileIndex, Files};

/// What comes before the names in the order of output.
type GroupKey = (Option<EnvironmentId>, Kind);

/// The points of all workloads, and the workloads in the order of output.
#[derive(Default)]
pub(super) struct Placed {
    pub(super) points: Arena<Point>,
    /// The points at which a workload attaches a policy twice.
    pub(super) repeating: FxHashSet<PointId>,
    pub(super) workloads: Vec<Workload>,
    /// The statements that refer to what was not found, in the order of the files.
    pub(super) lacking: Vec<(FileIndex, u32)>,
}

/// What one thread makes of a run of statements. All ids but those of policies and environments are its own.
#[derive(Default)]
struct Bound<'f> {
    lists: Interner<Attachments>,
    points: Interner<Point>,
    repeating: Vec<PointId>,
    groups: Vec<(GroupKey, Group)>,
    /// The index of the group of each key.
    indices: FxHashMap<GroupKey, usize>,
    /// Where workloads of each kind go whose statements end like this.
    known: FxHashMap<&'f str, [Option<Spot>; Kind::ALL.len()]>,
    /// Workloads in an environment that is not declared.
    astray: Vec<Statement<'f>>,
    /// Those, and others that refer to what was not found.
    lacking: Vec<(FileIndex, u32)>,
    missing: Vec<Missing<'f>>,
    /// The list at hand, kept for its memory.
    list: Vec<PolicyId>,
}

/// Where a workload goes.
#[derive(Clone, Copy)]
struct Spot {
    point: PointId,
    /// The index of its group.
    group: usize,
}

/// How many items one thread looks at before it takes others.
const SHARE: usize = 1 << 15;

/// Binds the workloads of all files. What is unknown is reported to `unknown`, what is there twice to
/// `findings`.
pub(super) fn bind<'f>(
    files: &'f Files,
    names: &Names<'_, 'f>,
    lists: &mut Interner<Attachments>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Unknown<'f>,
) -> Placed {
    let shares: Vec<Bound<'f>> = parallel::map(shares(files), |share| {
        let mut bound = Bound::default();
        for (file, items) in share {
            for statement in files.at(file).items_in(items).filter_map(Item::statement) {
                if let Keyword::Workload(kind) = statement.keyword() {
                    bound.add(file, statement, kind, names);
                }
            }
        }
        bound
    });
    let mut points = Interner::default();
    let renumbered: Vec<_> = shares.iter().map(|bound| bound.renumber(lists, &mut points)).collect();
    let mut groups: BTreeMap<GroupKey, Vec<Part<'_>>> = BTreeMap::new();
    let (mut astray, mut lacking) = (Vec::new(), Vec::new());
    let mut repeating = FxHashSet::default();
    for (bound, points) in shares.into_iter().zip(&renumbered) {
        repeating.extend(bound.repeating.into_iter().map(|point| points[point]));
        for (key, group) in bound.groups {
            groups.entry(key).or_default().push((group, points));
        }
        astray.extend(bound.astray);
        lacking.extend(bound.lacking);
        unknown.missing.extend(bound.missing);
    }
    let sorted = parallel::map(groups.into_values().collect(), |parts| order::by_name(parts, files));
    let mut workloads = Vec::with_capacity(sorted.iter().map(|(group, _)| group.len()).sum());
    for (group, found) in sorted {
        workloads.extend(group);
        findings.extend(found);
    }
    astray_duplicates(&astray, findings);
    Placed { points: points.values, repeating, workloads, lacking }
}

/// The items of all files, in their order and in about equal parts for all threads.
fn shares(files: &Files) -> Vec<Vec<(FileIndex, Range<usize>)>> {
    let items: usize = files.iter().map(|file| file.len()).sum();
    let size = items.div_ceil(parallel::threads()).max(SHARE);
    let (mut shares, mut share, mut room) = (Vec::new(), Vec::new(), size);
    for (index, file) in files.indexed() {
        let mut start = 0;
        while start < file.len() {
            let end = file.len().min(start + room);
            share.push((index, start..end));
            room -= end - start;
            start = end;
            if room == 0 {
                shares.push(std::mem::take(&mut share));
                room = size;
            }
        }
    }
    shares.push(share);
    shares
}

impl<'f> Bound<'f> {
    /// Takes a workload in.
    fn add(&mut self, file: FileIndex, statement: Statement<'f>, kind: Kind, names: &Names<'_, 'f>) {
        let ending = statement.ending();
        let known = self.known.get(ending).and_then(|known| known.get(kind as usize).copied().flatten());
        let Some(Spot { point, group }) = known.or_else(|| self.spot(file, statement, kind, names)) else {
            return;
        };
        #[expect(clippy::indexing_slicing, reason = "a spot is made with its group")]
        let (_, group) = &mut self.groups[group];
        group.push(Workload::new(file, statement, point), &statement.name().value());
    }

    /// Where a workload goes whose ending is not known, unless its environment is not declared.
    fn spot(
        &mut self,
        file: FileIndex,
        statement: Statement<'f>,
        kind: Kind,
        names: &Names<'_, 'f>,
    ) -> Option<Spot> {
        let attached = names.attachments(statement.list(), &mut self.list, &mut self.missing);
        let environment = names.environment(statement.parent(), &mut self.missing);
        if attached.lacks || environment.is_err() {
            self.lacking.push((file, statement.item()));
        }
        let Ok(environment) = environment else {
            self.astray.push(statement);
            return None;
        };
        let attachments = self.lists.intern(attached.policies);
        let point = self.points.intern(&Point { environment, kind, attachments });
        if attached.repeats {
            self.repeating.push(point);
        }
        let key = (environment, kind);
        let group = *self.indices.entry(key).or_insert_with(|| {
            self.groups.push((key, Group::default()));
            self.groups.len() - 1
        });
        let spot = Spot { point, group };
        // What is unknown is reported wherever it stands.
        if !attached.lacks
            && let Some(known) = self.known.entry(statement.ending()).or_default().get_mut(kind as usize)
        {
            *known = Some(spot);
        }
        Some(spot)
    }

    /// The id of each of its points among those of all threads.
    fn renumber(
        &self,
        lists: &mut Interner<Attachments>,
        points: &mut Interner<Point>,
    ) -> IdMap<Point, PointId> {
        let lists = self.lists.values.map(|(_, list)| lists.intern(&**list));
        let renumber = |point: &Point| Point { attachments: lists[point.attachments], ..*point };
        self.points.values.map(|(_, point)| points.intern(&renumber(point)))
    }
}

/// The workloads in environments that are not declared whose identity an earlier one has.
pub(super) fn astray_duplicates(astray: &[Statement<'_>], findings: &mut Vec<Diagnostic>) {
    let mut firsts: FxHashMap<_, Statement<'_>> = FxHashMap::default();
    for &statement in astray {
        let parent = statement.parent().map(|parent| parent.value());
        let identity = (statement.keyword(), statement.name().value(), parent);
        match firsts.entry(identity) {
            Entry::Occupied(first) => findings.extend(order::duplicate(statement, *first.get())),
            Entry::Vacant(first) => {
                first.insert(statement);
            }
        }
    }
}

//! Workloads that changed in the same way and for the same causes, together: pairs come in, groups go out.

use std::cmp::Reverse;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::causes::{Causes, Found};
use super::compare::{Compare, Difference};
use super::document::{Class, Counts, Group, Limits, Moved};
use super::limits;
use super::pairs::Pair;
use super::view::Row;
use crate::answers::words::Changed;
use crate::syntax::Identity;

/// Sets of a workload on both sides, where it is there.
type Sets = (Option<usize>, Option<usize>);

/// The groups so far.
pub(super) struct Groups<'c, 'a> {
    compare: &'c Compare<'a>,
    causes: Option<&'c Causes<'a>>,
    counts: Counts,
    groups: Vec<Group>,
    limits: Vec<Limits>,
    /// Each way to differ, which many pairs of sets may share, with its number.
    differences: FxHashMap<Rc<Difference>, usize>,
    by_sets: FxHashMap<Sets, (usize, Rc<Difference>)>,
    /// What is gained and lost by name, by the number of the difference.
    written: FxHashMap<usize, [Arc<Changed>; 2]>,
    by_change: FxHashMap<(usize, Found), usize>,
}

impl<'c, 'a> Groups<'c, 'a> {
    pub(super) fn new(compare: &'c Compare<'a>, causes: Option<&'c Causes<'a>>) -> Self {
        Self {
            compare,
            causes,
            counts: Counts::default(),
            groups: Vec::new(),
            limits: Vec::new(),
            differences: FxHashMap::default(),
            by_sets: FxHashMap::default(),
            written: FxHashMap::default(),
            by_change: FxHashMap::default(),
        }
    }

    /// Adds a workload, which comes behind those that output has before it.
    pub(super) fn add(&mut self, pair: &Pair<'_>) {
        let Some(row) = pair.row() else { return };
        self.limits.extend(limits::changed(self.compare, pair, row));
        let sets = (pair.old.map(|it| it.set), pair.new.map(|it| it.set));
        if let (Some(old), Some(new)) = sets
            && self.compare.is_same(old, new)
        {
            self.counts.unchanged += 1;
            return;
        }
        let (number, difference) = self.difference(sets);
        *self.counts.of_mut(difference.class) += 1;
        if difference.class == Class::Unchanged {
            return;
        }
        let found = self.causes.map_or_else(Found::default, |causes| causes.of(pair, &difference));
        let next = self.groups.len();
        // A cause that is of the workload is nobody else's.
        let index = if found.iter().any(|(edit, _)| edit.is_own()) {
            next
        } else {
            *self.by_change.entry((number, Rc::clone(&found))).or_insert(next)
        };
        if index == next {
            let group = self.group(number, &difference, &found, pair);
            self.groups.push(group);
        }
        if let Some(group) = self.groups.get_mut(index) {
            group.workloads.push(moved(pair, row));
        }
    }

    fn difference(&mut self, sets: Sets) -> (usize, Rc<Difference>) {
        if let Some((number, difference)) = self.by_sets.get(&sets) {
            return (*number, Rc::clone(difference));
        }
        let difference = Rc::new(self.compare.sets(sets.0, sets.1));
        let next = self.differences.len();
        let number = *self.differences.entry(Rc::clone(&difference)).or_insert(next);
        self.by_sets.insert(sets, (number, Rc::clone(&difference)));
        (number, difference)
    }

    fn group(&mut self, number: usize, difference: &Difference, found: &Found, pair: &Pair<'_>) -> Group {
        let written = || self.compare.written(difference).map(Arc::new);
        let [gained, lost] = self.written.entry(number).or_insert_with(written).clone();
        Group {
            class: difference.class,
            workloads: Vec::new(),
            gained,
            lost,
            opened: difference.opened.clone(),
            closed: difference.closed.clone(),
            causes: self.causes.map_or_else(Vec::new, |causes| causes.named(found, pair)),
        }
    }

    /// The counts, the groups in the order of output, and the limits that differ.
    pub(super) fn into_parts(self) -> (Counts, Vec<Group>, Vec<Limits>) {
        let mut groups = self.groups;
        // Of equal ones the first workload stays first.
        groups.sort_by_key(|group| (group.class, Reverse(group.workloads.len())));
        (self.counts, groups, self.limits)
    }
}

fn moved(pair: &Pair<'_>, row: &Row<'_>) -> Moved {
    let Identity { environment, kind, name } = row.identity();
    let was = || pair.old.map(|it| it.environment.map(str::to_owned));
    Moved { kind, name, environment, was: if pair.is_elsewhere() { was() } else { None } }
}

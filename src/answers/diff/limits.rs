//! Token limits: a workload of two sides comes in, and its limits go out where they differ, or in words.

use rustc_hash::FxHashMap;

use super::compare::Compare;
use super::document::Limits;
use super::pairs::Pair;
use super::view::Row;
use crate::answers::limits::limit_words;
use crate::answers::words::WorkloadName;
use crate::emit::document::Limit;
use crate::text::hidden::one_line;

/// The limits of a workload, where they differ.
pub(super) fn changed(compare: &Compare<'_>, pair: &Pair<'_>, row: &Row<'_>) -> Option<Limits> {
    let old = pair.old.map_or_else(Vec::new, |it| compare.old.limits(it));
    let new = pair.new.map_or_else(Vec::new, |it| compare.new.limits(it));
    (old != new).then(|| Limits { workload: WorkloadName::from(row.identity()), old, new })
}

/// Workloads whose limits differ in the same way.
pub(super) struct Alike<'l> {
    pub(super) workloads: Vec<String>,
    old: Vec<&'l Limit>,
    new: Vec<&'l Limit>,
}

/// Limits that went and came, those together that are alike: most workloads first, then the first workload.
pub(super) fn alike(limits: &[Limits]) -> Vec<Alike<'_>> {
    let mut all: Vec<Alike<'_>> = Vec::new();
    let mut known: FxHashMap<(Vec<&Limit>, Vec<&Limit>), usize> = FxHashMap::default();
    for it in limits {
        let old: Vec<&Limit> = it.old.iter().filter(|limit| !it.new.contains(limit)).collect();
        let new: Vec<&Limit> = it.new.iter().filter(|limit| !it.old.contains(limit)).collect();
        let next = all.len();
        let index = *known.entry((old.clone(), new.clone())).or_insert(next);
        if index == next {
            all.push(Alike { workloads: Vec::new(), old, new });
        }
        if let Some(alike) = all.get_mut(index) {
            alike.workloads.push(one_line(&it.workload.identity().to_string()));
        }
    }
    all.sort_by_key(|it| std::cmp::Reverse(it.workloads.len()));
    all
}

impl Alike<'_> {
    /// What went, and what came, as policies say it.
    pub(super) fn words(&self) -> [Vec<String>; 2] {
        [&self.old, &self.new].map(|limits| limits.iter().map(|it| limit_words(it)).collect())
    }
}

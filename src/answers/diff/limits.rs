//! Token limits: a workload of two sides comes in, and its limits go out where they differ, or in words.

use rustc_hash::FxHashMap;

use super::compare::Compare;
use super::document::Limits;
use super::pairs::Pair;
use super::view::Row;
use crate::answers::words::WorkloadName;
use crate::emit::document::{Limit, Scope};
use crate::syntax::limit::Counted;
use crate::syntax::quoted;
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
        [&self.old, &self.new].map(|limits| limits.iter().map(|it| words(it)).collect())
    }
}

/// `daily of environment production: input 10000 or output 5000 per day`.
pub(in crate::answers) fn words(limit: &Limit) -> String {
    let numbers = Counted::ALL.into_iter().zip([limit.input, limit.output, limit.total]);
    let numbers = numbers.filter_map(|(counted, number)| Some(format!("{} {}", counted.name(), number?)));
    let numbers = numbers.collect::<Vec<_>>().join(" or ");
    let period = match limit.step {
        1 => limit.granularity.name().to_owned(),
        step => format!("{step} {}", limit.granularity.plural()),
    };
    let ratio = limit.ratio.map_or_else(String::new, |ratio| format!(" ratio {ratio}"));
    let scope = match &limit.scope {
        Scope::Environment(name) => format!(" of environment {}", quoted(name)),
        Scope::Workload => String::new(),
    };
    one_line(&format!("{}{scope}: {numbers} per {period}{ratio}", quoted(&limit.policy)))
}

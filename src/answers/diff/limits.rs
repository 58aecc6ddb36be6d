//! Token limits: a workload of two sides comes in, and its limits go out where they differ, or in words.

use super::compare::Compare;
use super::document::Limits;
use super::pairs::Pair;
use super::view::Row;
use crate::answers::words::WorkloadName;

/// The limits of a workload, where they differ.
pub(super) fn changed(compare: &Compare<'_>, pair: &Pair<'_>, row: &Row<'_>) -> Option<Limits> {
    let old = pair.old.map_or_else(Vec::new, |it| compare.old.limits(it));
    let new = pair.new.map_or_else(Vec::new, |it| compare.new.limits(it));
    (old != new).then(|| Limits { workload: WorkloadName::from(row.identity()), old, new })
}

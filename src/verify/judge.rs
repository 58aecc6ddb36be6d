//! The verdict on one workload: what documents say of it and what it may do come in.

use super::codes;
use super::reader::{Admits, Found};
use super::verdict::{Allowed, Judged, Options, Verdict, World};

/// What is said of the workload at an index, which has the set of `allowed`.
pub(super) fn judge(world: &World<'_>, workload: usize, allowed: &Allowed<'_>, found: &[&Found]) -> Judged {
    if found.is_empty() {
        let options = Options::Cells(Vec::new());
        return Judged { workload, verdict: Verdict::Missing, options, at: Vec::new() };
    }
    let grants = || found.iter().flat_map(|found| &found.grants);
    let is_of_codes = grants().any(|grant| matches!(grant.admits, Admits::Codes { .. }));
    let has_fleet = !world.fleet.places().codes().is_empty();
    let (too_much, at, too_little) = if is_of_codes || !has_fleet {
        codes::compare(world, allowed, grants())
    } else {
        world.compare(allowed, grants())
    };
    let is_empty = |options: &Options| match options {
        Options::Cells(cells) => cells.is_empty(),
        Options::Codes(codes) => codes.is_empty(),
    };
    let documents = || found.iter().map(|found| found.at.clone()).collect();
    if !is_empty(&too_much) {
        return Judged { workload, verdict: Verdict::Wider, options: too_much, at };
    }
    if is_empty(&too_little) {
        return Judged { workload, verdict: Verdict::Equal, options: too_little, at: Vec::new() };
    }
    Judged { workload, verdict: Verdict::Inside, options: too_little, at: documents() }
}

//! `bpol.placement.v1` and `bpol.workload.v1`: the placement set of every workload as JSON.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::json::{self, SPACED, key, string};
use super::point::PointText;
use super::sets::{self, MANY_LINES, Members, ONE_LINE, SetText};
use super::table;
use crate::parallel;
use crate::placement::{PlacementSetId, Resolved};
use crate::workspace::{PointId, Workload};

/// What documents say that they were written by.
pub(crate) const COMPILER: &str = concat!("bpol ", env!("CARGO_PKG_VERSION"));

/// How many workloads are turned into text at once.
const BLOCK: usize = 1 << 13;

/// About how many bytes of text each set is worth.
const SET_BYTES: usize = 1 << 10;

/// Writes all of `workloads`, with the sets that they have, as one document.
///
/// # Errors
/// Those of `out`.
pub fn document(resolved: &Resolved, workloads: &[Workload], out: &mut impl Write) -> io::Result<()> {
    let reference = resolved.workspace().reference();
    let table = table::digest(resolved.workspace());
    let members =
        [("name", reference.name(), ", "), ("digest", reference.digest(), ", "), ("table", &table, "},\n")];
    let mut head = Vec::new();
    head.extend(b"{\n  \"schema\": \"bpol.placement.v1\",\n  \"compiler\": ");
    string(&mut head, COMPILER);
    head.extend(b",\n  \"reference\": {");
    for (name, value, end) in members {
        key(&mut head, name, SPACED);
        string(&mut head, value);
        head.extend(end.bytes());
    }
    head.extend(b"  \"placementSets\": [");
    out.write_all(&head)?;

    let texts = Texts { resolved, sets: used_sets(resolved, workloads, MANY_LINES), inline: false };
    let mut sets: Vec<&SetText> = texts.sets.values().collect();
    sets.sort_unstable_by_key(|set| &set.id);
    for (index, set) in sets.iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        out.write_all(&set.text)?;
    }
    out.write_all(if sets.is_empty() { b"],\n" } else { b"\n  ],\n" })?;
    out.write_all(b"  \"workloads\": [")?;
    // No comma stands before the first one.
    let mut skipped = 1;
    texts.write(workloads, b",\n    {", b"", |text| {
        out.write_all(text.split_at(std::mem::take(&mut skipped)).1)
    })?;
    out.write_all(if workloads.is_empty() { b"]\n}\n" } else { b"\n  ]\n}\n" })
}

/// Writes one line for each of `workloads`, with its set in it.
///
/// # Errors
/// Those of `out`.
pub fn lines(resolved: &Resolved, workloads: &[Workload], out: &mut impl Write) -> io::Result<()> {
    let texts = Texts { resolved, sets: used_sets(resolved, workloads, ONE_LINE), inline: true };
    texts.write(workloads, b"{\"schema\": \"bpol.workload.v1\", ", b"\n", |text| out.write_all(text))
}

/// The sets that workloads have, as text.
fn used_sets(
    resolved: &Resolved,
    workloads: &[Workload],
    members: Members,
) -> FxHashMap<PlacementSetId, SetText> {
    let used = used(resolved, workloads);
    parallel::run(used.len() * SET_BYTES, || sets::texts(resolved, used, members))
}

/// The ids of the sets that workloads have.
pub(super) fn used(resolved: &Resolved, workloads: &[Workload]) -> Vec<PlacementSetId> {
    let mut used = resolved.sets().map(|_| false);
    for workload in workloads {
        used[resolved.set_id(workload)] = true;
    }
    used.iter().filter(|(_, used)| **used).map(|(id, _)| id).collect()
}

/// What workloads are written from.
struct Texts<'r> {
    resolved: &'r Resolved,
    sets: FxHashMap<PlacementSetId, SetText>,
    /// Whether a set stands in the workload, and not its id.
    inline: bool,
}

impl Texts<'_> {
    /// Writes what stands between `open` and `close` for each workload.
    fn write(
        &self,
        workloads: &[Workload],
        open: &[u8],
        close: &[u8],
        write: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let workspace = self.resolved.workspace();
        let make = |block: &[Workload], text: &mut Vec<u8>| {
            // All names first. They lie all over the texts, and so short a loop waits for many at once.
            let names: Vec<_> = block.iter().map(|it| workspace.name_of(it)).collect();
            // Few of the workloads that stand together differ in more than their names.
            let mut endings: FxHashMap<PointId, Vec<u8>> = FxHashMap::default();
            for (workload, name) in block.iter().zip(names) {
                let id = workload.point();
                text.extend(open);
                text.extend(b"\"kind\": \"");
                text.extend(workspace.points()[id].kind().name().bytes());
                text.extend(b"\", \"name\": ");
                json::name(text, &name);
                text.extend(&*endings.entry(id).or_insert_with(|| self.ending(id)));
                text.extend(close);
            }
        };
        parallel::stream(workloads, BLOCK, make, write)
    }

    /// What follows the name of a workload at a point.
    fn ending(&self, id: PointId) -> Vec<u8> {
        let PointText { environment: mut text, behind_set } = PointText::of(self.resolved, id);
        text.extend(b", \"placementSet\": ");
        #[expect(
            clippy::indexing_slicing,
            reason = "a workload without its set could be read as unrestricted"
        )]
        let set = &self.sets[&self.resolved.set_at(id)];
        if self.inline {
            text.extend(&set.text);
        } else {
            string(&mut text, &set.id);
        }
        text.extend(behind_set);
        text.push(b'}');
        text
    }
}

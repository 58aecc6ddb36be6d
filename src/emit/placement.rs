//! `bpol.placement.v1` and `bpol.workload.v1`: the placement set of every workload as JSON.

use std::io::{self, Write};

use rayon::prelude::*;

use super::write::{SPACED, codes, id_of, key, members, restricts, string};
use crate::placement::{PlacementSetId, Resolved, ResolvedSet};
use crate::reference::Reference;
use crate::syntax::keyword::Kind;
use crate::workspace::{PolicyId, Workload};

/// How many workloads are turned into text at once.
const BLOCK: usize = 1 << 13;

/// Writes all of `workloads`, with the sets that they have, as one document.
///
/// # Errors
/// Those of `out`.
pub fn document(
    resolved: &Resolved<'_>,
    reference: &Reference,
    workloads: &[Workload<'_>],
    out: &mut impl Write,
) -> io::Result<()> {
    let ids = ids(resolved);
    let mut head = Vec::new();
    head.extend(b"{\n  \"schema\": \"bpol.placement.v1\",\n  \"compiler\": ");
    string(&mut head, concat!("bpol ", env!("CARGO_PKG_VERSION")));
    head.extend(b",\n  \"reference\": {");
    for (name, value, end) in [("name", &reference.name, ", "), ("digest", &reference.digest, "},\n")] {
        key(&mut head, name, SPACED);
        string(&mut head, value);
        head.extend(end.bytes());
    }
    head.extend(b"  \"placementSets\": [");
    let mut used = vec![false; ids.len()];
    for workload in workloads {
        if let Some(used) = used.get_mut(resolved.set_id(workload).index()) {
            *used = true;
        }
    }
    let mut sets: Vec<(&str, &ResolvedSet)> = resolved
        .sets
        .values()
        .iter()
        .zip(&ids)
        .zip(used)
        .filter(|(_, used)| *used)
        .map(|((set, id), _)| (id.as_str(), set))
        .collect();
    sets.sort_unstable_by_key(|(id, _)| *id);
    for (index, (id, set)) in sets.iter().enumerate() {
        head.extend(if index == 0 { &b"\n"[..] } else { b",\n" });
        set_lines(&mut head, id, set, resolved);
    }
    head.extend(if sets.is_empty() { &b"],\n"[..] } else { b"\n  ],\n" });
    head.extend(b"  \"workloads\": [");
    out.write_all(&head)?;
    blocks(workloads, out, ",", |block, workload, name| {
        block.extend(b"\n    {");
        workload_members(block, resolved, workload, name, |block, set| {
            string(block, ids.get(set.index()).map_or("", String::as_str));
        });
        block.push(b'}');
    })?;
    out.write_all(if workloads.is_empty() { b"]\n}\n" } else { b"\n  ]\n}\n" })
}

/// Writes one line for each of `workloads`, with its set in it.
///
/// # Errors
/// Those of `out`.
pub fn lines(resolved: &Resolved<'_>, workloads: &[Workload<'_>], out: &mut impl Write) -> io::Result<()> {
    let sets: Vec<Vec<u8>> = resolved
        .sets
        .values()
        .iter()
        .zip(ids(resolved))
        .map(|(set, id)| {
            let mut text = Vec::new();
            text.push(b'{');
            key(&mut text, "id", SPACED);
            string(&mut text, &id);
            text.extend(b", ");
            members(&mut text, set, &resolved.workspace.table, SPACED);
            text.push(b'}');
            text
        })
        .collect();
    blocks(workloads, out, "", |block, workload, name| {
        block.extend(b"{\"schema\": \"bpol.workload.v1\", ");
        workload_members(block, resolved, workload, name, |block, set| {
            block.extend(sets.get(set.index()).into_iter().flatten());
        });
        block.extend(b"}\n");
    })
}

/// Writes what `each` makes of every workload and its name, in order and with `joint` between them: some blocks at a time, on all
/// cores, while those before them are written.
fn blocks<'w, 'a: 'w>(
    workloads: &'w [Workload<'a>],
    out: &mut impl Write,
    joint: &str,
    each: impl Fn(&mut Vec<u8>, &'w Workload<'a>, &str) + Sync,
) -> io::Result<()> {
    let mut next: Vec<Vec<u8>> = vec![Vec::new(); rayon::current_num_threads() * 2];
    let mut ready = next.clone();
    let mut skipped = joint.len();
    let rounds = workloads.chunks(BLOCK * next.len());
    // One more round than there are, to write what the last one made.
    for round in rounds.chain([&[][..]]) {
        rayon::in_place_scope(|scope| {
            let next = &mut next;
            scope.spawn(|_| {
                next.par_iter_mut().zip(round.par_chunks(BLOCK)).for_each(|(text, block)| {
                    // All names first. They lie all over the texts, and so short a loop waits for many at once.
                    let names: Vec<_> = block.iter().map(|it| it.statement.name.value()).collect();
                    for (workload, name) in block.iter().zip(names) {
                        text.extend(joint.bytes());
                        each(text, workload, &name);
                    }
                });
            });
            ready.iter_mut().filter(|text| !text.is_empty()).try_for_each(|text| {
                out.write_all(text.get(std::mem::take(&mut skipped)..).unwrap_or_default())?;
                text.clear();
                Ok::<_, io::Error>(())
            })
        })?;
        std::mem::swap(&mut ready, &mut next);
    }
    Ok(())
}

fn ids(resolved: &Resolved<'_>) -> Vec<String> {
    resolved.sets.values().par_iter().map(|set| id_of(set, &resolved.workspace.table)).collect()
}

/// A set over several lines, each value of it on one.
fn set_lines(out: &mut Vec<u8>, id: &str, set: &ResolvedSet, resolved: &Resolved<'_>) {
    let table = &resolved.workspace.table;
    out.extend(b"    {\n      ");
    key(out, "id", SPACED);
    string(out, id);
    out.extend(b",\n      ");
    restricts(out, set, SPACED);
    out.extend(b",\n      ");
    codes(out, "locations", &set.locations, table, SPACED);
    out.extend(b",\n      ");
    codes(out, "flavors", &set.flavors, table, SPACED);
    if let Some(placements) = &set.placements {
        out.extend(b",\n      \"placements\": [");
        for (index, placement) in placements.iter().enumerate() {
            out.extend(if index == 0 { &b"\n        {"[..] } else { b",\n        {" });
            key(out, "location", SPACED);
            string(out, &table[placement.location].name);
            out.extend(b", ");
            codes(out, "flavors", &placement.flavors, table, SPACED);
            out.push(b'}');
        }
        out.extend(b"\n      ]");
    }
    out.extend(b"\n    }");
}

fn workload_members(
    out: &mut Vec<u8>,
    resolved: &Resolved<'_>,
    workload: &Workload<'_>,
    name: &str,
    set: impl FnOnce(&mut Vec<u8>, PlacementSetId),
) {
    let workspace = &resolved.workspace;
    let point = &workspace.points[workload.point];
    out.extend(b"\"kind\": \"");
    out.extend(point.kind.name().bytes());
    out.extend(b"\", \"name\": ");
    string(out, name);
    out.extend(b", \"environment\": ");
    match point.environment {
        Some(id) => string(out, &workspace.environments[id].name),
        None => out.extend(b"null"),
    }
    out.extend(b", \"placementSet\": ");
    set(out, resolved.set_id(workload));
    out.extend(b", \"policies\": {\"environment\": ");
    policies(out, resolved, workspace.environment_attachments(point), point.kind);
    out.extend(b", \"workload\": ");
    policies(out, resolved, &workspace.attachments[point.attachments], point.kind);
    out.push(b'}');
}

/// The names of the policies that take part for `kind`.
fn policies(out: &mut Vec<u8>, resolved: &Resolved<'_>, policies: &[PolicyId], kind: Kind) {
    let all = &resolved.workspace.policies;
    let mut is_first = true;
    out.push(b'[');
    for policy in policies.iter().map(|&id| &all[id]).filter(|policy| policy.target.has(kind)) {
        if !std::mem::take(&mut is_first) {
            out.extend(b", ");
        }
        string(out, &policy.name);
    }
    out.push(b']');
}

//! `bpol.query.v1` as text: an answer comes in, its JSON goes out, a workload a line.
//!
//! What workloads share is made once and written as it stands: the text of a set for each set, what else is
//! the same at a point for each point. `Document` says what comes of it.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::answer::Answer;
use super::document::{SCHEMA, Within};
use super::loss::Loss;
use crate::answers::words::{Header, Status};
use crate::emit::document::Limit;
use crate::emit::json::{self, string};
use crate::emit::page;
use crate::emit::sets::{ONE_LINE, SetText, texts};
use crate::parallel;
use crate::placement::{self, PlacementSetId, Provisional};
use crate::workspace::{PointId, Policy, PolicyId, Workload};

/// How many workloads are turned into text at once.
const BLOCK: usize = 1 << 10;

/// About how many bytes of text each set is worth.
const SET_BYTES: usize = 1 << 10;

/// Writes the answer as JSON, a workload a line.
///
/// # Errors
/// Those of `out`.
pub fn json(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let provisional = answer.provisional;
    let line = |value: Vec<u8>| String::from_utf8_lossy(&value).into_owned();
    let head = Header::new(SCHEMA, provisional).text();
    let filters = line(page::line(&Within::of(provisional, &answer.filters)));
    write!(out, "{head},\n  \"filters\": {filters},\n  \"workloads\": [")?;
    let sets = Sets::of(answer);
    // No comma stands before the first one.
    let mut skipped = 1;
    let make = |block: &[&Workload], text: &mut Vec<u8>| rows(provisional, &sets, block, text);
    parallel::stream(&answer.workloads, BLOCK, make, |text| {
        out.write_all(text.split_at(std::mem::take(&mut skipped)).1)
    })?;
    out.write_all(if answer.is_empty() { b"]" } else { b"\n  ]" })?;
    if let Some(locations) = answer.hang_on() {
        write!(out, ",\n  \"hangOn\": {}", line(page::line(&locations)))?;
    }
    out.write_all(b"\n}\n")
}

/// What is said of all workloads with one set.
struct Sets {
    texts: FxHashMap<PlacementSetId, SetText>,
    /// What stands behind the policies, where something goes away.
    losses: FxHashMap<PlacementSetId, Vec<u8>>,
}

impl Sets {
    fn of(answer: &Answer<'_>) -> Self {
        let provisional = answer.provisional;
        let ids = answer.sets.keys().copied();
        let is_placed = |id: &PlacementSetId| provisional.status(*id) == placement::Status::Placed;
        let placed: Vec<PlacementSetId> = ids.filter(is_placed).collect();
        let bytes = placed.len() * SET_BYTES;
        let losses = answer.sets.iter().filter_map(|(&id, known)| Some((id, loss(known.loss.as_ref()?))));
        Self {
            losses: losses.collect(),
            texts: parallel::run(bytes, || texts(provisional, placed, ONE_LINE)),
        }
    }
}

/// The members that tell what a set loses.
fn loss(loss: &Loss) -> Vec<u8> {
    let mut text = Vec::new();
    member(&mut text, "lost", &loss.lost);
    member(&mut text, "left", &loss.left);
    member(&mut text, "before", &loss.before);
    member(&mut text, "after", &loss.after);
    member(&mut text, "impossible", &loss.is_impossible);
    text
}

/// Adds a member behind others.
fn member(text: &mut Vec<u8>, name: &str, value: &impl Serialize) {
    text.extend(b", ");
    string(text, name);
    text.extend(b": ");
    text.append(&mut page::line(value));
}

/// Adds a line for each of some workloads, each behind a comma.
fn rows(provisional: &Provisional, sets: &Sets, block: &[&Workload], text: &mut Vec<u8>) {
    let workspace = provisional.workspace();
    // All names first. They lie all over the texts, and so short a loop waits for many at once.
    let names: Vec<_> = block.iter().map(|it| workspace.name_of(it)).collect();
    let mut points: FxHashMap<PointId, OfPoint> = FxHashMap::default();
    for (workload, name) in block.iter().zip(names) {
        let id = workload.point();
        text.extend(b",\n    {\"kind\": \"");
        text.extend(workspace.points()[id].kind().name().bytes());
        text.extend(b"\", \"name\": ");
        json::name(text, &name);
        let point = points.entry(id).or_insert_with(|| OfPoint::new(provisional, id));
        let set = provisional.set_at(id);
        text.extend(&*point.before_set);
        text.extend(sets.texts.get(&set).map_or(&b"null"[..], |it| &it.text));
        text.extend(&*point.behind_set);
        text.extend(sets.losses.get(&set).map_or(&[][..], |it| it));
        text.push(b'}');
    }
}

/// What is said of all workloads at one point.
struct OfPoint {
    before_set: Vec<u8>,
    behind_set: Vec<u8>,
}

/// The policies that apply at a point, by name.
#[derive(Serialize)]
struct Policies<'w> {
    environment: Vec<&'w str>,
    workload: Vec<&'w str>,
}

impl OfPoint {
    fn new(provisional: &Provisional, id: PointId) -> Self {
        let workspace = provisional.workspace();
        let point = &workspace.points()[id];
        let mut before_set = Vec::new();
        member(
            &mut before_set,
            "environment",
            &point.environment().map(|id| workspace.environments()[id].name()),
        );
        member(&mut before_set, "status", &Status::from(provisional.status(provisional.set_at(id))));
        before_set.extend(b", \"placementSet\": ");
        let mut behind_set = Vec::new();
        let limits = provisional.limits_at(id);
        if !limits.is_empty() {
            let limits: Vec<Limit> = limits.iter().map(|it| Limit::of(workspace, it)).collect();
            member(&mut behind_set, "limits", &limits);
        }
        let names = |policies: &[PolicyId]| {
            let policies = policies.iter().map(|&id| &workspace.policies()[id]);
            policies.filter(|it| it.target().has(point.kind())).map(Policy::name).collect()
        };
        let policies = Policies {
            environment: names(&workspace.attached_above(point)),
            workload: names(&workspace.attachments()[point.attachments()]),
        };
        member(&mut behind_set, "policies", &policies);
        Self { before_set, behind_set }
    }
}

//! `bpol.query.v1` as text: an answer comes in, its JSON goes out, a workload a line.
//!
//! What workloads share is made once and written as it stands: the text of a set for each set, what else is
//! the same at a point for each point. `Document` says what comes of it.

use std::io::{self, IoSlice, Write};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::answer::Answer;
use super::document::{SCHEMA, Within};
use super::loss::Loss;
use crate::answers::words::{Header, Status};
use crate::emit::json::{self, string};
use crate::emit::page;
use crate::emit::point::PointText;
use crate::emit::sets::{ONE_LINE, SetText, texts};
use crate::parallel;
use crate::placement::{self, PlacementSetId, Provisional};
use crate::workspace::{PointId, Workload};

/// How many workloads are written at once.
const BLOCK: usize = 1 << 8;

/// About how many bytes of text each set is worth.
const SET_BYTES: usize = 1 << 10;

/// About how many bytes of text each point is worth.
const POINT_BYTES: usize = 1 << 8;

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
    let shared = Shared::of(answer);
    let mut names = Vec::new();
    // No comma stands before the first one.
    let mut skipped = 1;
    for block in answer.workloads.chunks(BLOCK) {
        let ends = names_of(provisional, block, &mut names);
        let mut slices = shared.rows(provisional, block, &names, &ends);
        slices.first_mut().into_iter().for_each(|it| it.advance(std::mem::take(&mut skipped)));
        write_all(out, &mut slices)?;
    }
    out.write_all(if answer.is_empty() { b"]" } else { b"\n  ]" })?;
    if let Some(locations) = answer.hang_on() {
        write!(out, ",\n  \"hangOn\": {}", line(page::line(&locations)))?;
    }
    out.write_all(b"\n}\n")
}

/// What is said of all workloads with one set, or at one point.
struct Shared {
    sets: FxHashMap<PlacementSetId, SetText>,
    /// What stands behind the policies, where something goes away.
    losses: FxHashMap<PlacementSetId, Vec<u8>>,
    points: FxHashMap<PointId, OfPoint>,
}

impl Shared {
    fn of(answer: &Answer<'_>) -> Self {
        let provisional = answer.provisional;
        let ids = answer.sets.keys().copied();
        let is_placed = |id: &PlacementSetId| provisional.status(*id) == placement::Status::Placed;
        let placed: Vec<PlacementSetId> = ids.filter(is_placed).collect();
        let losses = answer.sets.iter().filter_map(|(&id, known)| Some((id, loss(known.loss.as_ref()?))));
        let points: FxHashSet<PointId> = answer.workloads.iter().map(|it| it.point()).collect();
        let points: Vec<PointId> = points.into_iter().collect();
        let bytes = placed.len() * SET_BYTES + points.len() * POINT_BYTES;
        let losses = losses.collect();
        let make = |id| (id, OfPoint::new(provisional, id));
        parallel::run(bytes, || Self {
            sets: texts(provisional, placed, ONE_LINE),
            losses,
            points: parallel::map(points, make).into_iter().collect(),
        })
    }

    /// The text of some workloads, whose names are between `ends` of `names`.
    #[expect(clippy::indexing_slicing, reason = "of all workloads the points are known")]
    fn rows<'t>(
        &'t self,
        provisional: &Provisional,
        block: &[&Workload],
        names: &'t [u8],
        ends: &[usize],
    ) -> Vec<IoSlice<'t>> {
        let mut slices = Vec::with_capacity(block.len() * 6);
        let mut start = 0;
        for (workload, &end) in block.iter().zip(ends) {
            let OfPoint { before_set, behind_set } = &self.points[&workload.point()];
            let set = provisional.set_id(workload);
            let parts = [
                names.get(start..end).unwrap_or_default(),
                before_set,
                self.sets.get(&set).map_or(b"null", |it| &it.text),
                behind_set,
                self.losses.get(&set).map_or(&[], Vec::as_slice),
                b"}",
            ];
            slices.extend(parts.map(IoSlice::new));
            start = end;
        }
        slices
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

/// How the lines of some workloads begin, each behind a comma, and where each of that ends.
fn names_of(provisional: &Provisional, block: &[&Workload], text: &mut Vec<u8>) -> Vec<usize> {
    let workspace = provisional.workspace();
    // All names first. They lie all over the texts, and so short a loop waits for many at once.
    let names: Vec<_> = block.iter().map(|it| workspace.name_of(it)).collect();
    text.clear();
    let name = |(workload, name): (&&Workload, _)| {
        text.extend(b",\n    {\"kind\": \"");
        text.extend(workspace.points()[workload.point()].kind().name().bytes());
        text.extend(b"\", \"name\": ");
        json::name(text, &name);
        text.len()
    };
    block.iter().zip(names).map(name).collect()
}

/// Writes slices one behind the other. What stands in many rows is not copied for it.
fn write_all(out: &mut dyn Write, mut slices: &mut [IoSlice<'_>]) -> io::Result<()> {
    while !slices.is_empty() {
        match out.write_vectored(slices) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut slices, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What is said of all workloads at one point.
struct OfPoint {
    before_set: Vec<u8>,
    behind_set: Vec<u8>,
}

impl OfPoint {
    fn new(provisional: &Provisional, id: PointId) -> Self {
        let PointText { environment: mut before_set, behind_set } = PointText::of(provisional, id);
        before_set.extend(b", \"status\": ");
        string(&mut before_set, Status::from(provisional.status(provisional.set_at(id))).name());
        before_set.extend(b", \"placementSet\": ");
        Self { before_set, behind_set }
    }
}

//! Whether what other programs wrote, or what runs, keeps to the placement sets: documents of a deployment
//! tool come in, a verdict for each workload goes out.
//!
//! Documents are read as the tool reads them: where it takes an absent, null or empty list for everything, so
//! does its [`reader`].

mod codes;
mod document;
mod fault;
pub mod field;
pub mod fleet;
mod judge;
pub mod list;
pub mod reader;
pub mod readers;
mod verdict;

use rustc_hash::FxHashMap;

pub use document::{Report, Workload};
pub use fault::refused;
pub use verdict::{Cell, Code, Judged, Options, Verdict, Verified};

use crate::data::{self, Node};
use crate::diagnostic::Diagnostic;
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::parallel;
use crate::placement::PlacementSetId;
use crate::text::Source;
use fleet::Fleet;
use judge::judge;
use reader::{Document, Found, Reader, Reading, Verifier};
use verdict::{Allowed, World};

/// Reads documents of a target, and compares them with what the workloads of the request may do.
///
/// # Errors
/// The configuration, where it is wrong for the workspace; documents that cannot be read, or that the tool
/// would refuse: then nothing is said of any workload.
pub fn verify(
    verifier: &Verifier,
    request: &Request<'_>,
    sources: &[Source],
) -> Result<Result<Verified, Vec<Diagnostic>>, Wrong> {
    let fleet = Fleet::new(request.resolved.workspace().table());
    let mut reader = (verifier.prepare)(request, &fleet)?;
    let bytes = sources.iter().map(|source| source.text().len()).sum();
    let readings = parallel::run(bytes, || {
        if reader.needs_all() {
            read_all(verifier, &mut *reader, sources)
        } else {
            read_each(verifier, &*reader, sources)
        }
    });
    let (mut found, mut passed, mut broken) = (Vec::new(), 0, Vec::new());
    for reading in readings {
        match reading {
            Reading::Passed => passed += 1,
            Reading::Found(its) => found.extend(its),
            Reading::Broken(its) => broken.extend(its),
        }
    }
    if !broken.is_empty() {
        return Ok(Err(broken));
    }
    let mut by_workload: FxHashMap<usize, Vec<&Found>> = FxHashMap::default();
    let mut unknown = Vec::new();
    for found in &found {
        match &found.workload {
            Ok(workload) => by_workload.entry(*workload).or_default().push(found),
            Err(name) => unknown.push((name.clone(), found.at.clone())),
        }
    }
    let world = World::new(request, &fleet, verifier.counts_unoffered, &*reader);
    let mut sets: FxHashMap<PlacementSetId, Allowed<'_>> = FxHashMap::default();
    for workload in request.workloads {
        let set = request.resolved.set_id(workload);
        sets.entry(set).or_insert_with(|| world.allowed(set));
    }
    let indices: Vec<usize> = (0..request.workloads.len()).collect();
    let judge_each = |&index: &usize| {
        let set = request.workloads.get(index).map(|it| request.resolved.set_id(it))?;
        let found = by_workload.get(&index).map_or(&[][..], Vec::as_slice);
        if found.is_empty() && reader.may_be_left_out(index) {
            return None;
        }
        sets.get(&set).map(|allowed| judge(&world, index, allowed, found))
    };
    let judged = parallel::run(bytes, || parallel::map_ref(&indices, judge_each));
    Ok(Ok(Verified { workloads: judged.into_iter().flatten().collect(), unknown, passed }))
}

/// What documents say that are read one by one.
fn read_each(verifier: &Verifier, reader: &dyn Reader, sources: &[Source]) -> Vec<Reading> {
    let each = |source: &Source| {
        let read = |root: &Node| reader.read(&Document { root, file: source.name() });
        let readings = match text(verifier, source) {
            Some(text) => text.map(|root| vec![read(&root)]),
            None => data::read_each(source, read),
        };
        readings.unwrap_or_else(|findings| vec![Reading::Broken(findings)])
    };
    parallel::map_ref(sources, each).into_iter().flatten().collect()
}

/// What documents say to a reader that has to look at all of them first.
fn read_all(verifier: &Verifier, reader: &mut dyn Reader, sources: &[Source]) -> Vec<Reading> {
    let trees = parallel::map_ref(sources, |source| read(verifier, source));
    let (mut documents, mut readings) = (Vec::new(), Vec::new());
    for (tree, source) in trees.iter().zip(sources) {
        match tree {
            Ok(roots) => documents.extend(roots.iter().map(|root| Document { root, file: source.name() })),
            Err(findings) => readings.push(Reading::Broken(findings.clone())),
        }
    }
    reader.look(&documents);
    let reader = &*reader;
    readings.extend(parallel::map_ref(&documents, |document| reader.read(document)));
    readings
}

/// The documents of a file.
fn read(verifier: &Verifier, source: &Source) -> Result<Vec<Node>, Vec<Diagnostic>> {
    match text(verifier, source) {
        Some(text) => text.map(|root| vec![root]),
        None => data::read(source),
    }
}

/// A file that is no document, and is read as a text.
fn text(verifier: &Verifier, source: &Source) -> Option<Result<Node, Vec<Diagnostic>>> {
    let ending = source.name().rsplit_once('.').map(|(_, ending)| ending);
    let is_text = ending.is_some_and(|it| list::texts(verifier.target.name).contains(&it));
    is_text.then(|| data::text(source))
}

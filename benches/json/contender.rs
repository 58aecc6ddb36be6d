//! What would be there if nothing were written by hand: types that borrow, one for each object of the output, which
//! `serde_json` writes one by one.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use bpol::Resolved;
use bpol::emit::document::Reference;
use bpol::placement::PlacementSet;
use bpol::syntax::keyword::{Attribute, Kind, PolicyType};
use bpol::table::CodeId;
use bpol::workspace::{self, PolicyId};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use sha2::{Digest as _, Sha256};

#[derive(Serialize)]
struct Set<'r> {
    restricts: Vec<PolicyType>,
    locations: Vec<Code<'r>>,
    flavors: Vec<Code<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    placements: Option<Vec<Placement<'r>>>,
}

#[derive(Serialize)]
struct Placement<'r> {
    location: &'r str,
    flavors: Vec<Code<'r>>,
}

#[derive(Serialize)]
struct Code<'r> {
    #[serde(rename = "type")]
    attribute: Attribute,
    name: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Workload<'r> {
    kind: Kind,
    name: Cow<'r, str>,
    environment: Option<&'r str>,
    placement_set: &'r str,
    policies: &'r Policies<'r>,
}

#[derive(Serialize)]
struct Policies<'r> {
    environment: Vec<&'r str>,
    workload: Vec<&'r str>,
}

/// Writes all of `workloads` and every set of the workspace.
pub(crate) fn document(
    resolved: &Resolved,
    workloads: &[workspace::Workload],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let workspace = resolved.workspace();
    out.write_all(b"{\n  \"schema\": \"bpol.placement.v1\",\n  \"compiler\": ")?;
    put(out, concat!("bpol ", env!("CARGO_PKG_VERSION")))?;
    out.write_all(b",\n  \"reference\": ")?;
    put(out, &Reference::of(workspace))?;
    out.write_all(b",\n  \"placementSets\": [")?;
    let mut sets = Vec::new();
    let mut failure = Ok(());
    let ids = resolved.sets().map(|(_, set)| {
        let set = Set::of(resolved, set);
        let compact = serde_json::to_vec(&set).unwrap_or_else(|error| {
            failure = Err(error);
            Vec::new()
        });
        let id = Sha256::digest(&compact).iter().take(8).fold("ps-".to_owned(), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        });
        sets.push((id.clone(), set));
        id
    });
    failure?;
    sets.sort_unstable_by(|set, other| set.0.cmp(&other.0));
    for (index, (id, set)) in sets.iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        set.write(id, out)?;
    }
    out.write_all(b"\n  ],\n  \"workloads\": [")?;
    let policies = workspace.points().map(|(_, point)| {
        let names = |policies: &[PolicyId]| {
            let policies = policies.iter().map(|&id| &workspace.policies()[id]);
            policies.filter(|it| it.target().has(point.kind())).map(workspace::Policy::name).collect()
        };
        Policies {
            environment: names(&workspace.attached_above(point)),
            workload: names(&workspace.attachments()[point.attachments()]),
        }
    });
    for (index, workload) in workloads.iter().enumerate() {
        out.write_all(if index == 0 { b"\n    " } else { b",\n    " })?;
        let point = &workspace.points()[workload.point()];
        let workload = Workload {
            kind: point.kind(),
            name: workspace.name_of(workload).value(),
            environment: point.environment().map(|id| workspace.environments()[id].name()),
            placement_set: &ids[resolved.set_id(workload)],
            policies: &policies[workload.point()],
        };
        put(out, &workload)?;
    }
    out.write_all(b"\n  ]\n}\n")
}

impl<'r> Set<'r> {
    fn of(resolved: &'r Resolved, set: &PlacementSet) -> Self {
        let table = resolved.workspace().table();
        let code = |&id: &CodeId| Code { attribute: table[id].attribute(), name: table[id].name() };
        let codes = |codes: &[CodeId]| codes.iter().map(code).collect();
        let placements = resolved.placements(set);
        Self {
            restricts: resolved.restricts(set).collect(),
            locations: codes(&resolved.codes(set, PolicyType::Location)),
            flavors: codes(&resolved.codes(set, PolicyType::Flavor)),
            placements: placements.map(|placements| {
                let placement = |placement: &bpol::placement::Placement| Placement {
                    location: table[placement.location()].name(),
                    flavors: codes(placement.flavors()),
                };
                placements.iter().map(placement).collect()
            }),
        }
    }

    fn write(&self, id: &str, out: &mut Vec<u8>) -> io::Result<()> {
        out.write_all(b"    {\n      \"id\": ")?;
        put(out, id)?;
        out.write_all(b",\n      \"restricts\": ")?;
        put(out, &self.restricts)?;
        out.write_all(b",\n      \"locations\": ")?;
        put(out, &self.locations)?;
        out.write_all(b",\n      \"flavors\": ")?;
        put(out, &self.flavors)?;
        if let Some(placements) = &self.placements {
            out.write_all(b",\n      \"placements\": [")?;
            for (index, placement) in placements.iter().enumerate() {
                out.write_all(if index == 0 { b"\n        " } else { b",\n        " })?;
                put(out, placement)?;
            }
            out.write_all(b"\n      ]")?;
        }
        out.write_all(b"\n    }")
    }
}

/// Writes a value on one line, with a space behind every `:` and `,`.
fn put(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Spaced))?)
}

struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

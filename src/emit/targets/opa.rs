//! `opa`: a bundle for Open Policy Agent, which is asked whether a workload may run at a place.

use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::emit::codes::{NameMap, itself};
use crate::emit::common::{FLAVORS, LOCATIONS, NARROW};
use crate::emit::document::Code;
use crate::emit::lists::{Lists, lists};
use crate::emit::page;
use crate::emit::refusal::Refusals;
use crate::emit::settings::Wrong;
use crate::emit::target::{Emission, File, Output, Request, Stopped, Target};
use crate::reference::hex;

/// `opa`.
pub static TARGET: Target = Target {
    name: "opa",
    description: "A bundle for Open Policy Agent that allows each workload its places and hardware",
    needs_fleet: false,
    holds_limits: false,
    output: Output::Directory,
    switched: None,
    endings: &[],
    keys: &[FLAVORS, LOCATIONS, NARROW],
    others: None,
    emit,
};

/// The rule for a table with locations.
const RULE_OF_PLACEMENTS: &str = r#"package bpol

default allow := false

# input: {"workload": "model/llama@production", "location": "eu-fra-1", "flavor": "l4"}
allow if input.flavor in data.bpol.placements[input.workload][input.location]
"#;

/// The rule for a table without any.
const RULE_OF_SETS: &str = r#"package bpol

default allow := false

# input: {"workload": "model/llama@production", "continent": "eu", "country": "de", "location": "eu-fra-1", "gpu": "l4"}
allow if {
	some place in data.bpol.sets[input.workload].locations
	input[place.type] == place.name
	some flavor in data.bpol.sets[input.workload].flavors
	input[flavor.type] == flavor.name
}
"#;

/// What says what the bundle is.
#[derive(Serialize)]
struct Manifest {
    revision: String,
    roots: [&'static str; 1],
    rego_version: u8,
}

/// The codes of a set.
#[derive(Serialize)]
struct Codes<'l> {
    locations: &'l [Code],
    flavors: &'l [Code],
}

/// The rule that is written for a workspace.
#[must_use]
pub fn rule(has_fleet: bool) -> &'static str {
    if has_fleet { RULE_OF_PLACEMENTS } else { RULE_OF_SETS }
}

fn emit(request: &Request<'_>) -> Result<Emission, Stopped> {
    let (mut refusals, mut notes) = (Refusals::new(request), Vec::new());
    let map = map(request)?;
    let lists = lists(request, &map, &mut refusals, &mut notes)?;
    refusals.stop()?;
    let has_fleet = request.resolved.workspace().table().has_fleet();
    let part = |lists: &Lists| -> Box<RawValue> {
        match &lists.placements {
            Some(placements) => page::part(placements),
            None => page::part(&Codes { locations: &lists.locations, flavors: &lists.flavors }),
        }
    };
    let shared = lists.iter().map(|(&id, lists)| (id, part(lists))).collect();
    let entries: Vec<_> = request.with(&shared).into_iter().map(|(it, part)| (it, &**part)).collect();
    let open = format!("{{\"bpol\": {{\"{}\": {{", if has_fleet { "placements" } else { "sets" });
    let data = page::document(&open, page::entries(&entries), "  ", "}}}");
    let mut digest = Sha256::new();
    let Ok(()) = data.pieces(|piece| {
        digest.update(piece);
        Ok::<(), std::convert::Infallible>(())
    });
    let revision = format!("sha256:{}", hex(digest.finalize().iter()));
    let mut manifest = page::line(&Manifest { revision, roots: ["bpol"], rego_version: 1 });
    manifest.push(b'\n');
    let file = |path: &str, text| File { path: path.to_owned(), text };
    let rule = rule(has_fleet).as_bytes().to_vec();
    let files =
        vec![file(".manifest", manifest.into()), file("bpol.rego", rule.into()), file("data.json", data)];
    Ok(Emission { files, notes })
}

/// The names of locations and flavors.
pub(crate) fn map(request: &Request<'_>) -> Result<NameMap, Wrong> {
    NameMap::new(request, request.settings, itself, itself)
}

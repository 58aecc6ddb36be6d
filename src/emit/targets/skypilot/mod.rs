//! `skypilot`: a file a workload, the block of a task that names the machines that it may run on.

pub(crate) mod names;
mod same;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use names::{FILE, INFRA, Infra, Machine, machines};
use same::Same;

use crate::emit::about::Shape;
use crate::emit::codes::{NameMap, Names, texts, unknown};
use crate::emit::common::{FLAVORS, LOCATIONS, NAME, NAMES, NARROW, need_fleet};
use crate::emit::names::{refuse_clashes, workload_names};
use crate::emit::page;
use crate::emit::plan::{Plan, Plans};
use crate::emit::refusal::{Refusal, Refusals};
use crate::emit::settings::{Setting, Wrong};
use crate::emit::target::{Emission, File, Flag, Key, Output, Request, Stopped, Target};
use crate::emit::toml;
use crate::placement::PlacementSetId;
use crate::syntax::keyword::PolicyType;
use crate::table::{CodeId, Table};

/// `skypilot`.
pub static TARGET: Target = Target {
    name: "skypilot",
    description: "A file a workload with the resources of a SkyPilot task",
    needs_fleet: true,
    holds_limits: false,
    output: Output::Directory,
    switched: None,
    endings: &[],
    keys: &[
        Key::new("count", "Ask for so many accelerators a machine", Shape::Number, |it| {
            it.number().map(drop)
        })
        .by_default("1")
        .with_flag(Flag::Value { name: "N" }),
        FLAVORS,
        LOCATIONS,
        NAME,
        NAMES,
        NARROW,
    ],
    others: None,
    emit,
};

/// What is merged into a task.
#[derive(Serialize)]
struct Task<'m> {
    resources: Resources<'m>,
}

#[derive(Serialize)]
struct Resources<'m> {
    any_of: Vec<Entry<'m>>,
}

/// One kind of machine at one place.
#[derive(Serialize, Clone, PartialEq, Eq, Hash)]
struct Entry<'m> {
    infra: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    accelerators: Option<String>,
}

fn emit(request: &Request<'_>) -> Result<Emission, Stopped> {
    need_fleet(request)?;
    let count = request.settings.get("count").map_or(Ok(1), Setting::number)?;
    let map = map(request)?;
    let (mut refusals, mut notes) = (Refusals::new(request), Vec::new());
    let files = workload_names(request, &FILE, &mut refusals)?;
    let repair = "tell them apart with `name = \"{kind}-{name}-{environment}\"` or a line of \
                  `[emit.skypilot.names]`, or write one environment with `--environment`";
    let keys = files.iter().map(|name| name.to_lowercase());
    refuse_clashes(request, keys, |name| format!("the file `{name}.yaml`"), repair, &mut refusals);
    let plans = Plans::new(request, &map, &mut refusals, &mut notes, ("CLOUD/REGION", "ACCELERATOR"));
    let table = request.resolved.workspace().table();
    let same = Same::new(&map);
    let faults = plans.map(|plan| {
        let names = forbidden(table, plan, &map);
        names.into_iter().chain(same.find(table, plan)).collect::<Vec<Refusal>>()
    });
    for index in 0..request.workloads.len() {
        let found = plans.set(index).and_then(|id| faults.get(&id));
        found.into_iter().flatten().for_each(|refusal| refusals.add(index, refusal.clone()));
    }
    refusals.stop()?;
    let shared: FxHashMap<PlacementSetId, Vec<u8>> = plans.map(|plan| task(plan, &map, count));
    let written = request.with(&shared).into_iter().zip(&files);
    let file = |((_, bytes), name): ((_, &Vec<u8>), &String)| File {
        path: format!("{name}.yaml"),
        text: bytes.clone().into(),
    };
    Ok(Emission { files: written.map(file).collect(), notes })
}

/// The names of locations and flavors.
pub(crate) fn map(request: &Request<'_>) -> Result<NameMap<Machine>, Wrong> {
    let locations = request.settings.get("locations");
    Ok(NameMap {
        locations: Names::new(request, locations, PolicyType::Location, unknown, |_, it| texts(it))?,
        flavors: machines(request)?,
    })
}

/// The task of a set: one entry a cell.
fn task(plan: &Plan, map: &NameMap<Machine>, count: u64) -> Vec<u8> {
    let mut seen = FxHashSet::default();
    let mut any_of = Vec::new();
    for (location, flavor) in plan.cells() {
        for infra in map.locations.names(location) {
            for machine in map.flavors.names(flavor) {
                let accelerators = match machine {
                    Machine::Plain => None,
                    Machine::With(name) => Some(format!("{name}:{count}")),
                };
                let entry = Entry { infra, accelerators };
                if seen.insert(entry.clone()) {
                    any_of.push(entry);
                }
            }
        }
    }
    let mut bytes = page::line(&Task { resources: Resources { any_of } });
    bytes.push(b'\n');
    bytes
}

/// The names in a set that SkyPilot does not take.
fn forbidden(table: &Table, plan: &Plan, map: &NameMap<Machine>) -> Vec<Refusal> {
    let mut flavors: Vec<CodeId> = plan.rectangles.iter().flat_map(|it| it.flavors.clone()).collect();
    flavors.sort_unstable();
    flavors.dedup();
    let mut found = Vec::new();
    let mut look = |what: &str, code: CodeId, name: &str, why: Option<String>, rule: &str, example: &str| {
        let code = table[code].name();
        found.extend(why.map(|why| Refusal::Name {
            what: format!("the {what} `{code}`"),
            name: name.to_owned(),
            why,
            rule: rule.to_owned(),
            repair: Some((format!("emit.skypilot.{what}s"), format!("{} = \"{example}\"", toml::key(code)))),
        }));
    };
    for code in plan.locations() {
        for name in map.locations.names(code) {
            look("location", code, name, Infra::broken_by(name), INFRA, "CLOUD/REGION");
        }
    }
    for code in flavors {
        for machine in map.flavors.names(code) {
            if let Machine::With(name) = machine {
                look("flavor", code, name, FILE.broken_by(name), FILE.words, "ACCELERATOR");
            }
        }
    }
    found
}

//! `rectangles`: places and hardware as plain lists, for tools that have no target of their own.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::diagnostic::listed;
use crate::emit::about::Shape;
use crate::emit::codes::{NameMap, check_names, itself};
use crate::emit::common::{FLAVORS, LOCATIONS, NARROW, need_fleet, switch};
use crate::emit::page;
use crate::emit::plan::{Plan, Plans, Rectangle};
use crate::emit::product;
use crate::emit::refusal::Refusals;
use crate::emit::settings::{Setting, Settings, Wrong};
use crate::emit::target::{Emission, Flag, Key, Others, Output, Request, Stopped, Target};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::text::hidden::one_line;

/// `rectangles`.
pub static TARGET: Target = Target {
    name: "rectangles",
    description: "Lists of places and hardware, for tools without a target of their own",
    needs_fleet: true,
    holds_limits: false,
    output: Output::Json,
    switched: None,
    endings: &[],
    keys: &[
        FLAVORS,
        LOCATIONS,
        NARROW,
        switch("product", "Write one rectangle for each workload, and fail where its set is none"),
        Key::new("profile", "Take the names of `[emit.rectangles.NAME]`", Shape::Text("nomad"), |it| {
            it.text().map(drop)
        })
        .with_flag(Flag::Value { name: "NAME" }),
    ],
    others: Some(Others { check: check_profile, keys: &PROFILE }),
    emit,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Workload<'r> {
    kind: Kind,
    name: &'r str,
    environment: Option<&'r str>,
    placement_set: &'r str,
    restricts: &'r [PolicyType],
    rectangles: &'r RawValue,
}

#[derive(Serialize)]
struct Lists {
    locations: Vec<String>,
    flavors: Vec<String>,
}

/// What the workloads of one set have in common.
struct Shared {
    id: String,
    restricts: Vec<PolicyType>,
    rectangles: Box<RawValue>,
}

impl Shared {
    fn new(plan: &Plan, map: &NameMap) -> Self {
        let lists = |it: &Rectangle| Lists {
            locations: map.locations.all(&it.locations),
            flavors: map.flavors.all(&it.flavors),
        };
        let rectangles: Vec<Lists> = plan.rectangles.iter().map(lists).collect();
        Self {
            id: plan.id.clone(),
            restricts: plan.restricts().collect(),
            rectangles: page::part(&rectangles),
        }
    }
}

fn emit(request: &Request<'_>) -> Result<Emission, Stopped> {
    need_fleet(request)?;
    let map = names(request.settings, request)?;
    let (mut refusals, mut notes) = (Refusals::new(request), Vec::new());
    let mut plans = Plans::new(request, &map, &mut refusals, &mut notes, ("NAME", "NAME"));
    if request.settings.is_set("product")? {
        product::keep(request, &mut plans, &mut refusals, &mut notes)?;
    }
    refusals.stop()?;
    let shared = plans.map(|plan| Shared::new(plan, &map));
    let items = page::lines(&request.with(&shared), |(identity, shared)| Workload {
        kind: identity.kind,
        name: &identity.name,
        environment: identity.environment.as_deref(),
        placement_set: &shared.id,
        restricts: &shared.restricts,
        rectangles: &shared.rectangles,
    });
    let open = "{\n  \"schema\": \"bpol.rectangles.v1\",\n  \"workloads\": [";
    let close = if items.is_empty() { "]\n}" } else { "  ]\n}" };
    Ok(Emission::one(page::document(open, items, "    ", close), notes))
}

/// The names of the codes: those of the profile, where one is asked for.
fn names(settings: &Settings, request: &Request<'_>) -> Result<NameMap, Wrong> {
    let Some(setting) = settings.get("profile") else {
        return NameMap::new(request, settings, itself, itself);
    };
    let name = setting.text()?;
    match settings.entries().iter().find(|entry| entry.key == name && !TARGET.has_key(name)) {
        Some(profile) => NameMap::new(request, profile.setting.table()?, itself, itself),
        None => {
            let names = settings.entries().iter().map(|entry| &*entry.key).filter(|key| !TARGET.has_key(key));
            let names: Vec<&str> = names.collect();
            let help = if names.is_empty() {
                "write `[emit.rectangles.NAME.locations]` in `bpol.toml`".to_owned()
            } else {
                format!("the profiles are {}", listed(&names, "and"))
            };
            Err(Wrong::new(&setting.place, format!("there is no profile `{}`", one_line(name)), help))
        }
    }
}

/// The keys of a profile.
const PROFILE: [Key; 2] = [FLAVORS, LOCATIONS];

/// A profile: a table of names.
fn check_profile(setting: &Setting) -> Result<(), Wrong> {
    let table = setting.table()?;
    table.only(&PROFILE.map(|key| key.about.name))?;
    table.entries().iter().try_for_each(|entry| check_names(&entry.setting))
}

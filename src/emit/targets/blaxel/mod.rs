//! `blaxel`: policies, workloads that name them and regions of sandboxes, as documents for `bl apply` or
//! calls of the platform's API.

pub mod codes;
pub mod documents;
mod into;
mod lists;
pub mod object;
mod policies;
mod policy;
pub mod regions;
mod tokens;
mod tree;

use crate::diagnostic::count;
use crate::emit::about::{Shape, Word};
use crate::emit::common::{NAME, NAMES, NARROW, check_texts, switch};
use crate::emit::names::{by_workload, refuse_clashes, workload_names};
use crate::emit::page;
use crate::emit::refusal::Refusals;
use crate::emit::settings::{Setting, Wrong};
use crate::emit::subjects::Subject;
use crate::emit::target::{Emission, Flag, Key, Output, Request, Stopped, Target};
use crate::emit::text::Text;
use crate::syntax::Identity;
use crate::workspace::Workload;
use codes::CodeNames;
use into::{Files, Says, Told};
use object::{Body, Metadata, Object, RULE, Spec, Written};
use policies::Policies;
use regions::Regions;

/// `blaxel`.
pub static TARGET: Target = Target {
    name: "blaxel",
    description: "Policies for `bl apply`, the workloads that name them, and the regions of sandboxes",
    needs_fleet: false,
    holds_limits: true,
    output: Output::Stream,
    switched: Some(("api", Output::Json)),
    endings: &[".yaml", ".yml"],
    keys: &[
        switch("api", "Write one JSON document with the path and body of each call of the API"),
        Key::new(
            "applications",
            "The sandboxes that are applications",
            Shape::List(&Shape::Name(Subject::Workload)),
            regions::check_list,
        ),
        Key::new(
            "flavors",
            "What the platform calls each flavor",
            Shape::Map(Subject::Flavor, &Shape::Text("T4")),
            codes::check,
        ),
        Key::new(
            "into",
            "Write the documents of this file or folder whole, with what bpol says in its place",
            Shape::Path,
            Setting::path,
        )
        .with_flag(Flag::Input { name: "PATH" }),
        Key::new(
            "locations",
            "What the platform calls each place",
            Shape::Map(Subject::Place, &Shape::Text("US")),
            codes::check,
        ),
        Key::new(
            "mk31",
            "The regions in which jobs and applications run",
            Shape::List(&Shape::Name(Subject::Location)),
            regions::check_list,
        ),
        NAME,
        NAMES,
        NARROW,
        Key::new(
            "pick",
            "Give a sandbox that may run in several regions the `first` of them by name",
            Shape::Words(|| vec![Word { word: "first", line: "The first region by name".to_owned() }]),
            regions::check_pick,
        )
        .with_flag(Flag::Value { name: "WHICH" }),
        Key::new(
            "pins",
            "The region of each sandbox",
            Shape::Map(Subject::Workload, &Shape::Name(Subject::Location)),
            check_texts,
        ),
        switch("policies-only", "Write the policies alone"),
        Key::new("prefix", "What the names of policies begin with", Shape::Text("team"), |it| {
            it.text().map(drop)
        })
        .by_default("\"bpol\""),
        switch("split-pools", "Give each workload all the tokens that an environment's share"),
        switch("upper", "Write codes in capitals, those aside that `[emit.blaxel]` names"),
    ],
    others: None,
    emit,
};

fn emit(request: &Request<'_>) -> Result<Emission, Stopped> {
    let names = CodeNames::new(request)?;
    let regions = Regions::new(request)?;
    let kept = Kept::new(request, &regions)?;
    let files = files(request, kept.is_policies_only)?;
    let request = &Request { workloads: &kept.workloads, identities: &kept.identities, ..*request };
    let mut refusals = Refusals::new(request);
    let policies = Policies::new(request, &kept.objects, &names, &mut refusals)?;
    let placed = regions.place(request, &kept.objects, &names, &mut refusals)?;
    let object_names = if kept.is_policies_only {
        by_workload(request, request.settings.get("names")).map(|_| Vec::new())?
    } else {
        named(request, &kept.objects, &mut refusals)?
    };
    let all = object_names.iter().zip(&kept.objects).zip(&placed).zip(request.workloads);
    let told = all.map(|(((name, &object), region), workload)| {
        let set = request.resolved.set_id(workload);
        let says = match region {
            Some(region) => Some(Says::Region(region)),
            None if object.has_policies() => policies.of(workload.point()).map(Says::Policies),
            None => None,
        };
        says.map(|says| Told { object, name, set, says })
    });
    let told: Vec<Option<Told<'_>>> = told.collect();
    let mut notes = kept.notes;
    let bodies = match files {
        Some(files) => into::fill(request, &files, &told, &mut refusals, &mut notes)?
            .into_iter()
            .map(|tree| tree.map(Body::Whole))
            .collect(),
        None => told.iter().map(|told| told.as_ref().map(own)).collect::<Vec<_>>(),
    };
    refusals.stop()?;
    let mut written: Vec<Written<'_>> = policies.written().collect();
    for (told, body) in told.iter().zip(bodies) {
        let (Some(told), Some(body)) = (told, body) else { continue };
        written.push(Written { object: told.object, name: told.name, body });
    }
    Ok(Emission::one(laid_out(request, &written)?, notes))
}

/// The files that documents are taken from, if any are.
fn files(request: &Request<'_>, is_policies_only: bool) -> Result<Option<Files>, Stopped> {
    match request.settings.get("into") {
        Some(setting) if is_policies_only => {
            let message = "documents of workloads have no place where policies are written alone";
            let help = "leave `into` or `policies-only` out".to_owned();
            Err(Wrong::new(&setting.place, message, help).into())
        }
        Some(_) => Files::read(request.inputs).map(Some),
        None => Ok(None),
    }
}

/// The body of an object of which only bpol says something.
fn own<'a>(told: &Told<'a>) -> Body<'a> {
    let metadata = Metadata { name: told.name, display_name: None, labels: None };
    let spec = match told.says {
        Says::Policies(policies) => Spec::Attached { policies },
        Says::Region(region) => Spec::Placed { region },
    };
    Body::Own { metadata, spec }
}

/// The workloads that something is said of.
#[derive(Default)]
struct Kept {
    workloads: Vec<Workload>,
    identities: Vec<Identity>,
    objects: Vec<Object>,
    is_policies_only: bool,
    notes: Vec<String>,
}

impl Kept {
    fn new(request: &Request<'_>, regions: &Regions<'_>) -> Result<Self, Wrong> {
        let mut kept =
            Self { is_policies_only: request.settings.is_set("policies-only")?, ..Self::default() };
        let mut left_out = 0;
        for (identity, workload) in request.identities.iter().zip(request.workloads) {
            let object = regions.object(identity);
            if kept.is_policies_only && !object.has_policies() {
                continue;
            }
            if regions.leaves_out(identity, object, workload) {
                left_out += 1;
                continue;
            }
            kept.workloads.push(*workload);
            kept.identities.push(identity.clone());
            kept.objects.push(object);
        }
        if request.settings.is_set("split-pools")? {
            let points = kept.workloads.iter().map(Workload::point);
            kept.notes.extend(tokens::notes(request, points));
        }
        if left_out > 0 {
            let sandboxes =
                count(left_out, "sandbox that nothing restricts is", "sandboxes that nothing restricts are");
            kept.notes.push(format!("note: {sandboxes} left out"));
        }
        Ok(kept)
    }
}

/// The names of the objects of workloads, no two of one kind alike.
fn named(
    request: &Request<'_>,
    objects: &[Object],
    refusals: &mut Refusals<'_>,
) -> Result<Vec<String>, Wrong> {
    let names = workload_names(request, &RULE, refusals)?;
    refuse_clashes(
        request,
        objects.iter().zip(&names),
        |(object, name)| format!("the {} `{name}`", object.name().to_lowercase()),
        "give one of them another name in `[emit.blaxel.names]`, or all of them with \
         `name = \"{name}-{environment}\"` in `[emit.blaxel]`; or write one environment with `--environment`",
        refusals,
    );
    Ok(names)
}

/// The bytes that are written.
fn laid_out(request: &Request<'_>, written: &[Written<'_>]) -> Result<Text, Wrong> {
    let written: Vec<&Written<'_>> = written.iter().collect();
    if request.settings.is_set("api")? {
        let calls = page::lines(&written, |it| it.call());
        return Ok(page::document("[", calls, "  ", "]"));
    }
    Ok(page::stream(request.target.name, page::lines(&written, |it| it.document())))
}

//! `terraform`: a variable that has the sets of all workloads, and a module that takes no other.

mod module;

use serde::Serialize;
use serde_json::value::RawValue;
use unicode_normalization::UnicodeNormalization as _;

use crate::emit::codes::{NameMap, Names, texts};
use crate::emit::common::{FLAVORS, LOCATIONS, NARROW, switch};
use crate::emit::document::Code;
use crate::emit::lists::{ByPlace, Lists, lists};
use crate::emit::names::refuse_clashes;
use crate::emit::page;
use crate::emit::refusal::{Refusal, Refusals};
use crate::emit::settings::{Setting, Wrong};
use crate::emit::target::{Emission, File, Output, Request, Stopped, Target};
use crate::syntax::keyword::PolicyType;
use crate::table;

/// `terraform`.
pub static TARGET: Target = Target {
    name: "terraform",
    description: "A variable for Terraform and OpenTofu with the sets of all workloads",
    needs_fleet: false,
    holds_limits: false,
    output: Output::Json,
    switched: Some(("module", Output::Directory)),
    endings: &[],
    keys: &[
        FLAVORS,
        LOCATIONS,
        switch(
            "module",
            "Write a folder with the variable's declaration, too, which takes no other workloads",
        ),
        NARROW,
    ],
    others: None,
    emit,
};

/// The value of a workload.
#[derive(Serialize)]
struct Placement<'l> {
    locations: &'l [Code],
    flavors: &'l [Code],
    placements: Option<&'l ByPlace>,
}

fn emit(request: &Request<'_>) -> Result<Emission, Stopped> {
    let (mut refusals, mut notes) = (Refusals::new(request), Vec::new());
    let map = map(request)?;
    if request.workloads.is_empty() {
        return Err(refusals.empty(Refusal::Unsupported {
            what: "there is no workload, and a module that loops over nothing restricts nothing".to_owned(),
            repair: "declare a workload".to_owned(),
        }));
    }
    let keys: Vec<String> = request.identities.iter().map(ToString::to_string).collect();
    let repair = "Terraform takes texts that differ in Unicode form alone for one: rename one of the two";
    refuse_clashes(
        request,
        keys.iter().map(|key| nfc(key)),
        |key| format!("the key `{key}`"),
        repair,
        &mut refusals,
    );
    let lists = lists(request, &map, &mut refusals, &mut notes)?;
    refusals.stop()?;
    let part = |lists: &Lists| -> Box<RawValue> {
        let Lists { locations, flavors, placements } = lists;
        page::part(&Placement { locations, flavors, placements: placements.as_ref() })
    };
    let shared = lists.iter().map(|(&id, lists)| (id, part(lists))).collect();
    let entries: Vec<_> = request.with(&shared).into_iter().map(|(it, part)| (it, &**part)).collect();
    let values = page::document("{\"bpol_placements\": {", page::entries(&entries), "  ", "}}");
    if !request.settings.is_set("module")? {
        return Ok(Emission::one(values, notes));
    }
    let has_fleet = request.resolved.workspace().table().has_fleet();
    let file = |path: &str, text| File { path: path.to_owned(), text };
    let module = module::module(&keys, has_fleet);
    let files = vec![file("bpol.auto.tfvars.json", values), file("bpol.tf.json", module.into())];
    Ok(Emission { files, notes })
}

/// The names of locations and flavors, in the Unicode form that Terraform gives to every text.
pub(crate) fn map(request: &Request<'_>) -> Result<NameMap, Wrong> {
    let default = |code: &table::Code| Some(vec![nfc(code.name())]);
    let read =
        |_: &table::Code, setting: &Setting| Ok(texts(setting)?.iter().map(|name| nfc(name)).collect());
    let names = |key: &str, policy_type: PolicyType| {
        Names::new(request, request.settings.get(key), policy_type, default, read)
    };
    Ok(NameMap {
        locations: names("locations", PolicyType::Location)?,
        flavors: names("flavors", PolicyType::Flavor)?,
    })
}

/// A text as Terraform keeps it.
pub(crate) fn nfc(text: &str) -> String {
    // What is ASCII alone has one form.
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

//! `opa`, read back as the rule of the bundle does: what is undefined is denied.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::command::sample;
use super::listed::{Read, World, own, try_mutations, verdicts, verified};
use super::naming::{self, all_locations, naming};
use super::random::workspace;
use super::{Cells, emit, project, run};
use crate::support::{Project, Run};

/// What each workload is allowed: `input.flavor in data.bpol.placements[input.workload][input.location]`.
fn read(document: &Value) -> Read {
    let Some(bpol) = document.get("bpol") else { return Some([].into()) };
    // The rule and data of one name do not load.
    let bpol = bpol.as_object().filter(|it| !it.contains_key("allow"))?;
    let empty = serde_json::Map::new();
    let map = |it: Option<&Value>| it.and_then(Value::as_object).unwrap_or(&empty).clone();
    let allowed = |workload: &Value| -> Cells {
        let mut cells = Cells::new();
        for (place, flavors) in map(Some(workload)) {
            let members: Vec<Value> = match flavors {
                Value::Array(items) => items,
                Value::Object(map) => map.into_iter().map(|it| it.1).collect(),
                _ => Vec::new(),
            };
            cells.extend(members.iter().filter_map(Value::as_str).map(|it| (place.clone(), it.to_owned())));
        }
        cells
    };
    Some(map(bpol.get("placements")).iter().map(|(name, it)| (name.clone(), allowed(it))).collect())
}

fn written(project: &Project) -> Run {
    run(project, &["opa", "-o", "bundle"])
}

fn data(project: &Project) -> Value {
    serde_json::from_str(&project.read("bundle/data.json")).unwrap()
}

#[test]
fn the_sample_is_as_it_is_documented() {
    let project = sample("");
    assert_eq!(written(&project).transcript(), "status: 0\n--- stdout\n--- stderr\n");
    let wanted = r#"{"bpol": {"placements": {
  "model/llama@production": {"eu-fra-1": ["l4", "t4"], "us-pdx-1": ["t4"], "us-was-1": ["l4"]},
"#;
    assert!(project.read("bundle/data.json").starts_with(wanted));
    let rule = "package bpol\n\ndefault allow := false\n\n\
                # input: {\"workload\": \"model/llama@production\", \"location\": \"eu-fra-1\", \"flavor\": \"l4\"}\n\
                allow if input.flavor in data.bpol.placements[input.workload][input.location]\n";
    assert_eq!(project.read("bundle/bpol.rego"), rule);
    let manifest: Value = serde_json::from_str(&project.read("bundle/.manifest")).unwrap();
    assert_eq!((&manifest["roots"], &manifest["rego_version"]), (&json!(["bpol"]), &json!(1)));
    let digest = <sha2::Sha256 as sha2::Digest>::digest(project.read("bundle/data.json"));
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(manifest["revision"], format!("sha256:{digest}"));
    assert_eq!(run(&project, &["opa"]).status, 2);
    assert_eq!(run(&project, &["opa", "-o", "bundle", "--check"]).status, 0);
}

#[test]
fn without_a_fleet_codes_are_written() {
    let project = project("policy p < country in [fr] >\nmodel a < attach [p] >\nmodel b\n", "");
    assert_eq!(written(&project).status, 0);
    let files = [project.read("bundle/data.json"), project.read("bundle/bpol.rego")].concat();
    insta::assert_snapshot!("opa_no_fleet", files);
    let verdicts = verified(&project, "opa", "bundle").unwrap();
    assert!(verdicts.values().all(|it| it == "equal"), "{verdicts:?}");
    let verify = |change: fn(&mut Value)| {
        let mut document = data(&project);
        change(&mut document["bpol"]["sets"]["model/a"]);
        std::fs::write(project.path("data.json"), document.to_string()).unwrap();
        verified(&project, "opa", "data.json").map(|all| all["model/a"].clone())
    };
    assert_eq!(verify(|it| it["locations"] = json!([])).unwrap(), "inside");
    assert_eq!(verify(|it| it["flavors"] = Value::Null).unwrap(), "inside");
    assert_eq!(verify(|it| it["locations"][0]["type"] = json!("continent")).unwrap(), "wider");
    assert_eq!(verify(|it| it["locations"] = json!([{"type": "continent", "name": "eu"}])).unwrap(), "wider");
    // The input says which workload it is, too: that allows any place.
    let workload = |it: &mut Value| it["locations"] = json!([{"type": "workload", "name": "model/a"}]);
    assert_eq!(verify(workload).unwrap(), "wider");
    // A set that is empty would be one bpol never writes, and denies everything.
    assert_eq!(verify(|it| *it = Value::Null).unwrap(), "inside");
}

#[test]
fn a_rule_that_bpol_does_not_write_is_an_error() {
    let project = sample("");
    assert_eq!(written(&project).status, 0);
    let verify = |text: &str| {
        std::fs::write(project.path("bundle/bpol.rego"), text).unwrap();
        verified(&project, "opa", "bundle").map(|all| all["model/llama@production"].clone())
    };
    let rule = project.read("bundle/bpol.rego");
    assert_eq!(verify(&rule).unwrap(), "equal");
    assert_eq!(verify(&rule.replace('\n', "\r\n")).unwrap(), "equal");
    assert_eq!(
        verify("# A rule of somebody else.\npackage main\n\ndeny if not data.bpol.allow\n").unwrap(),
        "equal"
    );
    let wrong = [
        rule.replace("allow := false", "allow := true"),
        format!("{rule}allow if input.flavor\n"),
        rule.replace(" in ", " == "),
        rule.replace("package bpol", "package bpol.more"),
        "package bpol.placements\n\n\"model/llama@production\" := {}\n".to_owned(),
        "package\tbpol\nallow := true\n".to_owned(),
        "package bpol#x\nallow := true\n".to_owned(),
        "package data[\"bpol\"]\nallow := true\n".to_owned(),
        "package\nbpol\nallow := true\n".to_owned(),
        String::new(),
    ];
    for text in wrong {
        assert_eq!(verify(&text), None, "{text}");
    }
    let run = project.run(&["verify", "opa", "bundle"]);
    insta::assert_snapshot!("opa_unknown_rule", run.transcript());
}

#[test]
fn documents_of_others() {
    let verify = |path: &str, document: Value| {
        let project = sample("").file(path, document.to_string());
        verified(&project, "opa", path).map(|all| all["model/llama@production"].clone())
    };
    let of = |placements: Value| {
        verify("data.json", json!({"bpol": {"placements": {"model/llama@production": placements}}}))
    };
    assert_eq!(of(json!({"us-pdx-1": {"a": "t4"}})).unwrap(), "inside");
    assert_eq!(of(json!({"us-pdx-1": {"a": "l4"}})).unwrap(), "wider");
    assert_eq!(of(json!({"us-pdx-1": "l4"})).unwrap(), "inside");
    assert_eq!(of(json!({"mars": ["t4"]})).unwrap(), "wider");
    assert_eq!(verify("data.json", json!({"bpol": {"allow": true}})), None);
    assert_eq!(verify("data.json", json!({"other": 1})).unwrap(), "missing");
    // In a bundle, the folder says where data belongs.
    assert_eq!(
        verify("bpol/placements/data.json", json!({"model/llama@production": {"mars": ["t4"]}})),
        None
    );
    assert_eq!(verify("bpol/other.json", json!({"x": 1})).unwrap(), "missing");
    let project =
        sample("").file("data.yaml", "bpol: {placements: {model/llama@production: {us-pdx-1: [no]}}}");
    assert_eq!(verified(&project, "opa", "data.yaml"), None);
}

#[test]
fn every_mutation_is_seen() {
    let project = sample("").file("more.bpol", "model free\n");
    assert_eq!(written(&project).status, 0);
    let document = data(&project);
    let own = own(&project);
    assert!(verdicts(&own, &read(&document)).unwrap().values().all(|it| it == "equal"));
    // Nothing that is taken away from it allows more.
    try_mutations(&project, "opa", "data.json", &document, 0, |document: &Value, _: &World| read(document));
}

#[test]
fn names_of_flavors_need_places() {
    let project = project("model m\n", "[emit.opa.flavors]\nt4 = \"T4\"\n");
    insta::assert_snapshot!("opa_flavors_without_fleet", written(&project).transcript());
    let empty = super::project("location a in fr\n", "");
    assert_eq!(written(&empty).status, 0);
    assert_eq!(empty.read("bundle/data.json"), "{\"bpol\": {\"placements\": {}}}\n");
    assert_eq!(emit(&empty, &["opa", "-o", "bundle", "--check"]), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_allowed_is_the_set((text, naming) in (workspace(), naming())) {
        let text = format!("{text}{}model free\n", all_locations(&text));
        let project = project(&text, &naming.config("opa"));
        let run = written(&project);
        naming::judge(&project, &naming, &run, |_| read(&data(&project)))?;
        if run.status == 0 {
            let verdicts = verified(&project, "opa", "bundle").unwrap();
            prop_assert!(verdicts.values().all(|it| it == "equal"), "{verdicts:?}");
        }
    }
}

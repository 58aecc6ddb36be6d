//! `blaxel`, read back as the platform reads it.

mod messages;
mod reader;
mod verified;

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::command::{TABLE, sample};
use super::random::workspace;
use super::{Cells, documents, emit, placements, project, run};
use crate::support::{Project, run as run_in};
use reader::{Admitted, Inventory};

/// The sample with its sandbox in one region.
const PIN: &str = "[emit.blaxel.pins]\n\"sandbox/dev@production\" = \"eu-fra-1\"\n";

/// What a workload may run on, and of which types a policy regulates what.
pub(super) struct Allowed {
    cells: Cells,
    restricts: BTreeSet<String>,
}

/// What `bpol compile` allows each workload, by the kind and name that the platform has.
fn allowed(project: &Project) -> BTreeMap<(String, String), Allowed> {
    let document: Value = serde_json::from_str(&project.run(&["compile"]).stdout).unwrap();
    let mut all = BTreeMap::new();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let cells = placements(project);
    for workload in document["workloads"].as_array().unwrap() {
        let (kind, name) = (text(&workload["kind"]), text(&workload["name"]));
        let environment = workload["environment"].as_str().map_or_else(String::new, |it| format!("@{it}"));
        let sets = document["placementSets"].as_array().unwrap();
        let set = sets.iter().find(|set| set["id"] == workload["placementSet"]).unwrap();
        let restricts = set["restricts"].as_array().unwrap().iter().map(text).collect();
        let cells = cells[&format!("{kind}/{name}{environment}")].clone();
        let capital = format!("{}{}", kind[..1].to_uppercase(), &kind[1..]);
        all.insert((capital, name), Allowed { cells, restricts });
    }
    all
}

/// How what is admitted compares with what is allowed.
fn verdict(admitted: Option<&Admitted>, allowed: &Allowed) -> &'static str {
    let Some(admitted) = admitted else { return "missing" };
    let is_open = admitted.anywhere && allowed.restricts.contains("location")
        || admitted.anything && allowed.restricts.contains("flavor");
    match () {
        () if is_open || !admitted.cells.is_subset(&allowed.cells) => "wider",
        () if admitted.cells == allowed.cells => "equal",
        () => "inside",
    }
}

fn policy_schema() -> Validator {
    let schema: Value = serde_json::from_str(include_str!("policy.schema.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// Every policy has the shape that the platform's pages describe, and only it.
fn assert_policies(documents: &[Value]) {
    let schema = policy_schema();
    for policy in documents.iter().filter(|it| it["kind"] == "Policy") {
        let body = json!({"metadata": policy["metadata"], "spec": policy["spec"]});
        assert!(schema.is_valid(&body), "{policy}");
    }
}

#[test]
fn the_sample_is_written_as_the_page_shows_it() {
    let expected = r#"# Written by bpol emit blaxel. Do not edit.
{"apiVersion": "blaxel.ai/v1alpha1", "kind": "Policy", "metadata": {"name": "bpol-flavor-8102b2bdb6d9", "displayName": "gpu l4, gpu t4", "labels": {"managed-by": "bpol"}}, "spec": {"type": "flavor", "flavors": [{"type": "gpu", "name": "l4"}, {"type": "gpu", "name": "t4"}]}}
---
{"apiVersion": "blaxel.ai/v1alpha1", "kind": "Policy", "metadata": {"name": "bpol-location-12972415b364", "displayName": "country de, country us", "labels": {"managed-by": "bpol"}}, "spec": {"type": "location", "locations": [{"type": "country", "name": "de"}, {"type": "country", "name": "us"}]}}
---
{"apiVersion": "blaxel.ai/v1alpha1", "kind": "Model", "metadata": {"name": "llama"}, "spec": {"policies": ["bpol-flavor-8102b2bdb6d9", "bpol-location-12972415b364"]}}
---
{"apiVersion": "blaxel.ai/v1alpha1", "kind": "Sandbox", "metadata": {"name": "dev"}, "spec": {"region": "eu-fra-1"}}
"#;
    let project = sample(PIN);
    assert_eq!(emit(&project, &["blaxel"]), expected);
    let first = emit(&sample(""), &["blaxel", "--pick", "first"]);
    assert_eq!(first, expected, "eu-fra-1 is the first of three");
    let calls: Value = serde_json::from_str(&emit(&project, &["blaxel", "--api"])).unwrap();
    let collections = ["policies", "policies", "models", "sandboxes"];
    for ((call, document), collection) in
        calls.as_array().unwrap().iter().zip(documents(expected)).zip(collections)
    {
        let name = document["metadata"]["name"].as_str().unwrap();
        assert_eq!(call["path"], format!("/{collection}/{name}"));
        assert_eq!(call["body"], json!({"metadata": document["metadata"], "spec": document["spec"]}));
    }
    assert_eq!(calls.as_array().unwrap().len(), collections.len());
}

#[test]
fn an_empty_workspace_gives_the_first_line_or_an_empty_list() {
    let project = project("", "reference = \"world\"\n");
    assert_eq!(emit(&project, &["blaxel"]), "# Written by bpol emit blaxel. Do not edit.\n");
    assert_eq!(emit(&project, &["blaxel", "--api"]), "[]\n");
}

#[test]
fn the_example_has_policies_of_the_shape_that_is_described() {
    for example in ["global", "quickstart"] {
        let folder = std::path::Path::new("examples").join(example);
        let run = run_in(&folder, &["emit", "blaxel", "--policies-only"], b"");
        assert_eq!(run.status, 0, "{}", run.stderr);
        let documents = documents(&run.stdout);
        assert!(!documents.is_empty());
        assert_policies(&documents);
        let names: Vec<&str> = documents.iter().map(|it| it["metadata"]["name"].as_str().unwrap()).collect();
        assert!(names.is_sorted() && names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}

#[test]
fn the_schema_refuses_what_opens() {
    let schema = policy_schema();
    let documents = documents(&emit(&sample(PIN), &["blaxel", "--policies-only"]));
    let body = json!({"metadata": documents[0]["metadata"], "spec": documents[0]["spec"]});
    assert!(schema.is_valid(&body));
    for (pointer, value) in [
        ("/spec/flavors", json!([])),
        ("/spec/flavors", Value::Null),
        ("/spec/flavors/0/type", json!("tpu")),
        ("/spec/flavors/0/name", json!("")),
        ("/spec/type", json!("location")),
        ("/metadata/name", json!("Bpol")),
        ("/metadata/name", json!("a".repeat(50))),
        ("/metadata/displayName", json!("a".repeat(64))),
    ] {
        let mut changed = body.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        assert!(!schema.is_valid(&changed), "{pointer}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_written_admits_what_is_allowed(text in workspace(), is_api in any::<bool>()) {
        let config = "reference = \"world\"\n";
        let project = project(&text, config);
        let inventory = Inventory::of(&project);
        let allowed = allowed(&project);
        let mut arguments = vec!["blaxel".to_owned(), "--pick".to_owned(), "first".to_owned()];
        let run_with = |arguments: &[String]| {
            run(&project, &arguments.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let mut written = run_with(&arguments);
        // A sandbox may have no location for itself: that is refused, and the others are written without it.
        let has_none = |allowed: &Allowed| {
            let whole = |location: &String| {
                let at = |cells: &Cells| cells.iter().filter(|cell| cell.0 == *location).count();
                at(&allowed.cells) == at(&inventory.cells)
            };
            !allowed.restricts.is_empty() && !allowed.cells.iter().any(|(location, _)| whole(location))
        };
        let stuck = allowed.iter().any(|((kind, _), it)| kind == "Sandbox" && has_none(it));
        prop_assert_eq!(written.status, i32::from(stuck), "{}", written.stderr);
        if stuck {
            for identity in placements(&project).keys().filter(|it| !it.starts_with("sandbox/")) {
                arguments.extend(["--workload".to_owned(), identity.clone()]);
            }
            prop_assume!(arguments.len() > 3);
            written = run_with(&arguments);
            prop_assert_eq!(written.status, 0, "{}", written.stderr);
        }
        let documents = documents(&written.stdout);
        assert_policies(&documents);
        let admitted = inventory.read(&documents);
        for (key, allowed) in &allowed {
            let verdict = verdict(admitted.get(key), allowed);
            let wanted: &[&str] = match key.0.as_str() {
                "Sandbox" if stuck || allowed.restricts.is_empty() => &["missing"],
                "Sandbox" => &["equal", "inside"],
                _ => &["equal"],
            };
            prop_assert!(wanted.contains(&verdict), "{key:?} {verdict} {}", written.stdout);
        }
        // Whatever is attached is written, and one policy a type at most.
        for document in documents.iter().filter(|it| it["spec"].get("policies").is_some()) {
            let names: Vec<&str> =
                document["spec"]["policies"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
            prop_assert!(names.is_sorted() && names.len() <= 2);
            let types: BTreeSet<&str> = names.iter().map(|it| it.split('-').nth(1).unwrap()).collect();
            prop_assert_eq!(types.len(), names.len());
        }
        if is_api {
            arguments.push("--api".to_owned());
            let calls: Vec<Value> = serde_json::from_str(&run_with(&arguments).stdout).unwrap();
            let bodies: Vec<Value> = calls.into_iter().map(|mut call| call["body"].take()).collect();
            let body = |it: &Value| json!({"metadata": it["metadata"], "spec": it["spec"]});
            prop_assert_eq!(bodies, documents.iter().map(body).collect::<Vec<_>>());
        }
    }
}

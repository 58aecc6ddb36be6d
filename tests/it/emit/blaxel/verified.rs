//! `bpol verify blaxel`: it says what the second reader says, of what is written, changed and made by hand.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{documents, emit, project};
use super::reader::Inventory;
use super::{PIN, allowed, sample, verdict};
use crate::emit::random::workspace;
use crate::support::{Project, Run};

/// What `bpol verify` says of some documents.
fn verify(project: &Project, name: &str, text: &str, arguments: &[&str]) -> Run {
    std::fs::write(project.path(name), text).unwrap();
    project.run(&[&["verify", "blaxel", name], arguments].concat())
}

/// The verdict of each workload.
fn verdicts(run: &Run) -> BTreeMap<String, String> {
    let document: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    document["workloads"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (text(&it["workload"]), text(&it["verdict"])))
        .collect()
}

fn stream(documents: &[Value]) -> String {
    documents.iter().map(|it| format!("{it}\n")).collect::<Vec<_>>().join("---\n")
}

/// Every change of a document that a person or a program may make, by name.
fn mutations(documents: &[Value]) -> Vec<(String, Vec<Value>)> {
    let mut all = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let mut change = |name: String, pointer: &str, value: Option<Value>| {
            let mut changed = documents.to_vec();
            let (above, key) = pointer.rsplit_once('/').unwrap();
            let above = changed[index].pointer_mut(above).unwrap().as_object_mut().unwrap();
            match value {
                Some(value) => above.insert(key.to_owned(), value),
                None => above.remove(key),
            };
            all.push((format!("{index} {name}"), changed));
        };
        let kind = document["kind"].as_str().unwrap();
        let keys = ["locations", "flavors", "policies", "region"];
        for key in keys.into_iter().filter(|key| document["spec"].get(key).is_some()) {
            let pointer = format!("/spec/{key}");
            change(format!("{kind} without {key}"), &pointer, None);
            for value in [
                Value::Null,
                json!([]),
                json!("x"),
                json!(""),
                json!({}),
                json!([1]),
                json!(["x"]),
                json!([null]),
            ] {
                change(format!("{kind} {key} {value}"), &pointer, Some(value));
            }
        }
        if kind == "Policy" {
            for value in [json!("maxToken"), json!("Location"), Value::Null] {
                change(format!("type {value}"), "/spec/type", Some(value));
            }
            change("other name".to_owned(), "/metadata/name", Some(json!("other")));
            change("other kind".to_owned(), "/kind", Some(json!("policy")));
            for key in ["locations", "flavors"] {
                let Some(list) = document["spec"][key].as_array() else { continue };
                change(format!("one of {key}"), &format!("/spec/{key}"), Some(json!([list[0]])));
                for more in [
                    json!({"type": "continent", "name": "na"}),
                    json!({"type": "country", "name": "xx"}),
                    json!({"type": "gpu", "name": "h100"}),
                    json!({"type": "cpu", "name": "x86"}),
                    json!({"type": "planet", "name": "mars"}),
                    json!({"name": "us"}),
                ] {
                    let longer = list.iter().cloned().chain([more.clone()]).collect();
                    change(format!("{key} and {more}"), &format!("/spec/{key}"), Some(longer));
                }
            }
        } else {
            change("no spec".to_owned(), "/spec", None);
            change("auto".to_owned(), "/spec/region", Some(json!("auto")));
            change("region".to_owned(), "/spec/region", Some(json!("us-was-1")));
            change("foreign".to_owned(), "/spec/region", Some(json!("xx")));
        }
        let less: Vec<Value> =
            documents.iter().enumerate().filter(|(it, _)| *it != index).map(|it| it.1.clone()).collect();
        all.push((format!("{index} gone"), less));
    }
    all
}

#[test]
fn what_is_changed_is_seen() {
    let project = sample(PIN);
    let inventory = Inventory::of(&project);
    let allowed = allowed(&project);
    let written = documents(&emit(&project, &["blaxel"]));
    let mut lines = String::new();
    let mut wider = 0;
    for (name, changed) in mutations(&written) {
        let admitted = inventory.read(&changed);
        let run = verify(&project, "x.yaml", &stream(&changed), &["--format", "json"]);
        let said = verdicts(&run);
        lines.push_str(&name);
        for (identity, key) in [
            ("model/llama@production", ("Model".to_owned(), "llama".to_owned())),
            ("sandbox/dev@production", ("Sandbox".to_owned(), "dev".to_owned())),
        ] {
            let said = &said[identity];
            assert_eq!(said, verdict(admitted.get(&key), &allowed[&key]), "{name} {identity}");
            lines.push_str(&format!(" {said}"));
            wider += usize::from(said == "wider");
        }
        lines.push_str(&format!(" {}\n", run.status));
    }
    assert!(wider > 40, "{wider}");
    insta::assert_snapshot!("mutations", lines);
}

#[test]
fn reports_point_at_what_lets_in() {
    let project = sample(PIN);
    let written = emit(&project, &["blaxel"]);
    let mut text = String::new();
    for (name, from, to) in [
        ("as written", "x86", "x86"),
        ("a list gone", "\"locations\"", "\"Locations\""),
        (
            "a flavor more",
            "{\"type\": \"gpu\", \"name\": \"t4\"}]",
            "{\"type\": \"cpu\", \"name\": \"x86\"}]",
        ),
        ("a foreign place", "\"name\": \"us\"", "\"name\": \"ru\""),
        ("detached", "\"bpol-flavor-8102b2bdb6d9\", \"bpol-location-12972415b364\"", ""),
        ("an unknown policy", "[\"bpol-flavor-8102b2bdb6d9\", ", "[\"mine\", "),
        ("another name", "\"name\": \"llama\"", "\"name\": \"lama\""),
        ("no name", "\"name\": \"llama\"", "\"name\": 7"),
        ("auto", "\"region\": \"eu-fra-1\"", "\"region\": \"auto\""),
    ] {
        let run = verify(&project, "x.yaml", &written.replace(from, to), &[]);
        text.push_str(&format!("=== {name}\n{}\n", run.transcript()));
    }
    insta::assert_snapshot!("reports", text);
}

#[test]
fn every_form_of_documents_is_read() {
    let project = sample(PIN);
    let written = documents(&emit(&project, &["blaxel"]));
    let body = |it: &Value| {
        let mut body = it.clone();
        body.as_object_mut().unwrap().retain(|key, _| key == "metadata" || key == "spec");
        body["metadata"]["createdAt"] = json!("2026-01-01T00:00:00Z");
        body
    };
    let all: Vec<Value> = written.clone();
    let page = json!({"data": all.iter().map(body).collect::<Vec<_>>(), "meta": {"hasMore": false}});
    let yaml = "\
- apiVersion: blaxel.ai/v1alpha1
  kind: Policy
  metadata: {name: l}
  spec: {type: location, flavors: null, locations: [{type: country, name: US}, {type: country, name: de}]}
- kind: Policy
  metadata: {name: f}
  spec: {type: flavor, flavors: [{type: gpu, name: T4}]}
- kind: Policy
  metadata: {name: g}
  spec: {type: flavor, flavors: [{type: gpu, name: L4}]}
- kind: Model
  metadata: {name: llama}
  spec: {policies: [l, f, g]}
  status: DEPLOYED
- kind: Sandbox
  metadata: {name: dev}
  spec: {region: EU-FRA-1}
";
    for (name, text) in [
        ("x.json", serde_json::to_string(&all).unwrap()),
        ("x.json", page.to_string()),
        ("x.yaml", yaml.to_owned()),
        ("x.yaml", stream(&written)),
    ] {
        let run = verify(&project, name, &text, &["--format", "json"]);
        let said = verdicts(&run);
        assert_eq!((&*said["model/llama@production"], run.status), ("equal", 0), "{text} {}", run.stdout);
        assert_eq!(said["sandbox/dev@production"], "inside");
    }
    // `bl apply` sends nothing of a list of Kubernetes' kind.
    let list = json!({"kind": "List", "items": written});
    let run = verify(&project, "x.json", &list.to_string(), &["--format", "json"]);
    assert_eq!(verdicts(&run)["model/llama@production"], "missing");
}

#[test]
fn codes_are_compared_where_there_is_no_fleet() {
    let text = "policy p < country in [us] or continent in [eu] >\nmodel a < attach [p] >\nmodel b";
    let project = project(text, "reference = \"official\"\n");
    let written = emit(&project, &["blaxel"]);
    let mut all = String::new();
    for (name, from, to) in [
        ("as written", "x86", "x86"),
        ("more", "\"country\", \"name\": \"us\"", "\"continent\", \"name\": \"na\""),
        ("less", "{\"type\": \"continent\", \"name\": \"eu\"}, ", ""),
        ("foreign", "\"name\": \"us\"", "\"name\": \"zz\""),
        ("open", "\"locations\": ", "\"places\": "),
    ] {
        let run = verify(&project, "x.yaml", &written.replace(from, to), &["--format", "json"]);
        all.push_str(&format!("=== {name}\n{}\n", run.transcript()));
    }
    insta::assert_snapshot!("codes", all);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn both_readers_say_the_same(text in workspace(), choices in prop::collection::vec(any::<prop::sample::Index>(), 4)) {
        let config = "reference = \"world\"\n";
        let project = project(&text, config);
        let identities: Vec<String> =
            super::placements(&project).into_keys().filter(|it| !it.starts_with("sandbox/")).collect();
        prop_assume!(!identities.is_empty());
        let mut arguments = vec!["blaxel"];
        identities.iter().for_each(|it| arguments.extend(["--workload", it]));
        let written = documents(&emit(&project, &arguments));
        let inventory = Inventory::of(&project);
        let allowed = allowed(&project);
        let all = mutations(&written);
        let chosen = choices.iter().map(|it| it.get(&all).clone()).chain([("none".to_owned(), written.clone())]);
        for (name, changed) in chosen {
            let run = verify(&project, "x.yaml", &stream(&changed), &["--format", "json"]);
            let said = verdicts(&run);
            let admitted = inventory.read(&changed);
            for (key, allowed) in allowed.iter().filter(|it| it.0.0 != "Sandbox") {
                let said = said.iter().find(|it| it.0.split(['/', '@']).nth(1) == Some(&*key.1)).unwrap();
                prop_assert_eq!(said.1, verdict(admitted.get(key), allowed), "{} {:?} {}", name, key, stream(&changed));
            }
            let fails = said.values().any(|it| it == "wider" || it == "missing");
            prop_assert_eq!(run.status, i32::from(fails));
        }
    }
}

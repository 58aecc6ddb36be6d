//! Every refusal, every configuration error, every flag and every note.

use serde_json::Value;

use super::super::{documents, emit, project};
use super::{PIN, TABLE, assert_policies, sample};
use crate::support::Project;

/// What is said on standard error of a run that writes nothing.
fn said(project: &Project, arguments: &[&str], status: i32) -> String {
    let run = project.run(&[&["emit", "blaxel"], arguments].concat());
    assert_eq!((run.status, run.stdout.as_str()), (status, ""), "{arguments:?}: {}", run.stderr);
    run.stderr
}

/// A workspace with the table of the sample.
fn with(text: &str, config: &str) -> Project {
    project(text, &format!("reference = \"table.bpol\"\nexclude = [\"table.bpol\"]\n{config}"))
        .file("table.bpol", TABLE)
}

const FLEET: &str = "location us-pdx-1 in us < offers [x86, t4] >
location us-was-1 in us < offers [x86, l4] >
location eu-fra-1 in de < offers [x86, l4, t4] >
";

fn fleet(text: &str, config: &str) -> Project {
    with(&format!("{FLEET}{text}"), config)
}

#[test]
fn refusals_say_what_is_wrong_and_what_to_write() {
    let us = "policy us < country in [us] >\n";
    let cases: Vec<(&str, Project, Vec<&str>)> = vec![
        (
            "several regions",
            fleet(&format!("{us}sandbox a < attach [us] >\nsandbox b < attach [us] >"), ""),
            vec![],
        ),
        ("no region", fleet("policy l < gpu in [l4] >\nsandbox a < attach [l] >", ""), vec![]),
        (
            "no application",
            fleet(
                &format!("{us}sandbox a < attach [us] >"),
                "[emit.blaxel]\napplications = [\"sandbox/a\"]\nmk31 = [\"eu-fra-1\"]\n",
            ),
            vec![],
        ),
        (
            "no job",
            fleet(&format!("{us}job a < attach [us] >"), "[emit.blaxel]\nmk31 = [\"eu-fra-1\"]\n"),
            vec!["--policies-only"],
        ),
        ("no fleet", with(&format!("{us}sandbox a < attach [us] >"), ""), vec![]),
        (
            "clash",
            with("environment e\nenvironment f\nmodel a in e\nmodel a in f\nagent a in e", ""),
            vec![],
        ),
        ("name", with("model \"Résumé\"\nmodel \"a_B.c\"\nmodel \"a b\"", ""), vec![]),
        ("long name", with(&format!("model {}", "a".repeat(50)), ""), vec![]),
        ("given name", with("model a", "[emit.blaxel.names]\n\"model/a\" = \"A$\"\n"), vec![]),
        (
            "dollar in a code",
            with(
                "country \"f$r\" in eu\ngpu \"$t\"\npolicy p < country in [\"f$r\"] >\npolicy q < gpu in [\"$t\"] >
                model a < attach [p, q] >",
                "",
            ),
            vec![],
        ),
        (
            "dollar in a name",
            with(&format!("{us}model a < attach [us] >"), "[emit.blaxel.locations]\nus = \"$US\"\n"),
            vec![],
        ),
        ("prefix", with(&format!("{us}model a < attach [us] >"), "[emit.blaxel]\nprefix = \"Bpol$\"\n"), vec![]),
        (
            "ambiguous",
            with(
                &format!("{us}policy x < cpu in [x86] or gpu in [l4] >\nmodel a < attach [us, x] >"),
                "[emit.blaxel.locations]\nus = \"X\"\nde = \"X\"\n[emit.blaxel.flavors]\nl4 = \"G\"\nt4 = \"G\"\n",
            ),
            vec![],
        ),
        (
            "ambiguous region",
            fleet(
                &format!("{us}sandbox a < attach [us] >"),
                "[emit.blaxel.locations]\nus-pdx-1 = \"r\"\neu-fra-1 = \"r\"\n[emit.blaxel.pins]\n\"sandbox/a\" = \"us-pdx-1\"\n",
            ),
            vec![],
        ),
        (
            "tokens of a pool",
            with(
                "policy t < tokens total 1000 per minute >\nenvironment e < attach [t] >\nmodel a in e\nmodel b in e",
                "",
            ),
            vec![],
        ),
        (
            "tokens of a sandbox",
            fleet("policy t < tokens total 1000 per minute >\nsandbox a < attach [t] >", ""),
            vec!["--pick", "first"],
        ),
        (
            "tokens of one name",
            with(
                "policy a_b < tokens total 1 per day >\npolicy a-b < tokens total 2 per day >
                model a < attach [a_b] >\nmodel b < attach [a-b] >",
                "",
            ),
            vec![],
        ),
        (
            "a name of tokens",
            with(
                "policy \"é\" \"a $ sign\" < tokens total 1 per day >\nmodel a < attach [\"é\"] >",
                "",
            ),
            vec![],
        ),
    ];
    let mut text = String::new();
    for (name, project, arguments) in cases {
        text.push_str(&format!("=== {name}\n{}\n", said(&project, &arguments, 1)));
    }
    insta::assert_snapshot!("refusals", text);
}

#[test]
fn what_the_configuration_cannot_have_is_said_at_its_place() {
    let text = format!(
        "{FLEET}country na in na\npolicy us < country in [us] >\nenvironment production < attach [us] >
        model llama in production\nsandbox dev in production"
    );
    let cases: Vec<(&str, Vec<&str>)> = vec![
        ("[emit.blaxel.locations]\nus = false", vec![]),
        ("[emit.blaxel.locations]\nus = [\"US\", \"USA\"]", vec![]),
        ("[emit.blaxel.locations]\nus = \"\"", vec![]),
        ("[emit.blaxel.locations]\nusa = \"US\"", vec![]),
        ("[emit.blaxel.locations]\n\"continent us\" = \"US\"", vec![]),
        ("[emit.blaxel.locations]\nna = \"NA\"", vec![]),
        ("[emit.blaxel.locations]\nus = \"US\"\n\"country us\" = \"USA\"", vec![]),
        ("[emit.blaxel.flavors]\nh100 = \"H100\"", vec![]),
        ("[emit.blaxel]\nflavor = {}", vec![]),
        ("[emit.blaxel]\npick = \"last\"", vec![]),
        ("[emit.blaxel]\nmk31 = []", vec![]),
        ("[emit.blaxel]\nmk31 = [\"us-was-2\"]", vec![]),
        ("[emit.blaxel]\napplications = [\"model/llama@production\"]", vec![]),
        ("[emit.blaxel]\napplications = [\"sandbox/web@production\"]", vec![]),
        ("[emit.blaxel.pins]\n\"model/llama@production\" = \"us-was-1\"", vec![]),
        ("[emit.blaxel.pins]\n\"sandbox/web@production\" = \"us-was-1\"", vec![]),
        ("[emit.blaxel.pins]\n\"sandbox/dev@production\" = \"eu-fra-1\"", vec![]),
        ("[emit.blaxel.pins]\n\"sandbox/dev@production\" = \"us\"", vec![]),
        ("[emit.blaxel]\nupper = 1", vec![]),
        ("", vec!["--pick", "second"]),
        ("", vec!["--into", "placement.bpol", "--policies-only"]),
        ("", vec!["-o", "policies.json"]),
        ("", vec!["-o", "policies"]),
    ];
    let mut all = String::new();
    for (config, arguments) in cases {
        all.push_str(&format!("=== {config} {arguments:?}\n{}\n", said(&with(&text, config), &arguments, 2)));
    }
    insta::assert_snapshot!("configuration", all);
}

/// The names in the lists of the policies, and the regions, in the order of output.
fn names(stream: &str) -> Vec<String> {
    let mut names = Vec::new();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    for document in documents(stream) {
        let spec = &document["spec"];
        for list in [&spec["locations"], &spec["flavors"]] {
            let items = list.as_array().into_iter().flatten();
            names.extend(items.map(|it| format!("{} {}", text(&it["type"]), text(&it["name"]))));
        }
        names.extend(spec["region"].as_str().map(|region| format!("region {region}")));
    }
    names
}

#[test]
fn codes_are_renamed_at_every_level() {
    let text = format!(
        "{FLEET}country na in na\nlocation na-win-1 in na < offers [x86] >\npolicy p < continent in [na] or country in [de] >\npolicy q < country in [na] >
        model a < attach [p] >\nmodel b < attach [q] >\nsandbox c < attach [p] >"
    );
    let config = "[emit.blaxel.locations]\n\"continent na\" = \"NorthAmerica\"\n\"country na\" = \"Namibia\"
us-pdx-1 = \"portland\"\n[emit.blaxel.pins]\n\"sandbox/c\" = \"us-pdx-1\"\n";
    let project = with(&text, config);
    let written = emit(&project, &["blaxel"]);
    let mut all = names(&written);
    all.sort();
    assert_eq!(all, ["continent NorthAmerica", "country Namibia", "country de", "region portland"]);
    let mut upper = names(&emit(&project, &["blaxel", "--upper"]));
    upper.sort();
    assert_eq!(upper, ["continent NorthAmerica", "country DE", "country Namibia", "region portland"]);
    // Two codes of one name, both allowed, are written once.
    let both = fleet(
        "policy p < country in [de, us] >\nmodel a < attach [p] >",
        "[emit.blaxel.locations]\nus = \"X\"\nde = \"X\"\n",
    );
    assert_eq!(names(&emit(&both, &["blaxel"])), ["country X"]);
}

#[test]
fn names_that_people_read_are_cut_and_have_no_dollar() {
    let countries: Vec<String> = (10..30).map(|it| format!("country c{it} in eu")).collect();
    let codes: Vec<String> = (10..30).map(|it| format!("c{it}")).collect();
    let text = format!(
        "{}\npolicy p < country in [{}] >\nmodel a < attach [p] >",
        countries.join("\n"),
        codes.join(", ")
    );
    let written = documents(&emit(&with(&text, ""), &["blaxel"]));
    let shown = written[0]["metadata"]["displayName"].as_str().unwrap();
    assert_eq!(shown, "country c10, country c11, country c12, country c13, country ...");
    assert_eq!(shown.chars().count(), 63);
    assert_policies(&written);
    let text = "country \"é$\" in eu\npolicy p < country in [\"é$\"] >\nmodel a < attach [p] >";
    let written = emit(&with(text, "[emit.blaxel.locations]\n\"é$\" = \"é\"\n"), &["blaxel"]);
    assert!(!written.contains('$') && written.contains("\"displayName\": \"country é\""), "{written}");
}

#[test]
fn policies_alone_ask_nothing_of_sandboxes() {
    let project = sample("[emit.blaxel]\nprefix = \"acme\"\n");
    let written = documents(&emit(&project, &["blaxel", "--policies-only"]));
    let names: Vec<&str> = written.iter().map(|it| it["metadata"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["acme-flavor-8102b2bdb6d9", "acme-location-12972415b364"]);
    assert!(written.iter().all(|it| it["kind"] == "Policy"));
}

#[test]
fn what_nothing_restricts_detaches_what_was_there() {
    let project = fleet(
        "model a\nagent b\nsandbox c\nsandbox d\nsandbox e",
        "[emit.blaxel.pins]\n\"sandbox/e\" = \"eu-fra-1\"\n",
    );
    let run = project.run(&["emit", "blaxel"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    insta::assert_snapshot!("unrestricted", run.transcript());
}

#[test]
fn applications_run_where_the_platform_runs_them() {
    let text = "policy p < country in [us, de] >\nsandbox web < attach [p] >\njob j < attach [p] >";
    let config = "[emit.blaxel]\napplications = [\"sandbox/web\"]\nmk31 = [\"us-was-1\"]\n";
    let written = documents(&emit(&fleet(text, config), &["blaxel"]));
    let web = written.iter().find(|it| it["metadata"]["name"] == "web").unwrap();
    assert_eq!(
        (web["kind"].as_str(), web["spec"]["region"].as_str()),
        (Some("Application"), Some("us-was-1"))
    );
    let calls = emit(&fleet(text, config), &["blaxel", "--api"]);
    assert!(calls.contains("\"/applications/web\"") && calls.contains("\"/jobs/j\""), "{calls}");
}

#[test]
fn tokens_are_policies_beside_the_others() {
    let text = "policy us < country in [us] >
policy budget \"Daily cap\" < tokens input 10000 or output 5000 or total 15000 per 2 hours target models >
policy burst_1 < tokens total 1000 per minute ratio 4 >
environment production < attach [us, budget] >
model a in production < attach [burst_1] >
model b in production
agent c in production
";
    let project = with(text, "");
    let run = project.run(&["emit", "blaxel", "--split-pools"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_policies(&documents(&run.stdout));
    insta::assert_snapshot!("tokens", run.transcript());
    let own = with("policy burst < tokens total 1000 per minute >\nmodel a < attach [burst] >", "");
    assert_eq!(documents(&emit(&own, &["blaxel"]))[1]["spec"]["policies"][0], "bpol-tokens-burst");
}

const DOCUMENTS: &str = "\
apiVersion: blaxel.ai/v1alpha1
kind: Model
metadata:
  name: llama
  createdAt: 2026-01-01T00:00:00Z
  workspace: acme
  displayName: Llama
spec:
  enabled: true
  runtime: {memory: 4096, rate: 0.50, type: \"no\"}
  triggers:
  - id: t
    configuration: {callbackSecret: abc, path: /x}
  policies: null
events: []
status: \"-\"
---
kind: Agent
metadata: {name: other}
spec: {}
---
kind: Sandbox
metadata: {name: dev}
spec: {region: us-was-1, policies: [x]}
---
kind: IntegrationConnection
metadata: {name: key}
";

#[test]
fn documents_are_written_whole() {
    let project = sample(PIN).file("have/all.yaml", DOCUMENTS);
    let run = project.run(&["emit", "blaxel", "--into", "have"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    insta::assert_snapshot!("into", run.transcript());
    // What it wrote is read and written the same, also as `bl get -o json` has it.
    let again = project.file("again.yaml", &run.stdout);
    assert_eq!(emit(&again, &["blaxel", "--into", "again.yaml"]), run.stdout);
    let list = serde_json::to_string(&documents(&run.stdout)).unwrap();
    let list = again.file("list.json", list);
    let written = documents(&emit(&list, &["blaxel", "--into", "list.json"]));
    assert_eq!(written, documents(&run.stdout));
    let api: Value = serde_json::from_str(&emit(&list, &["blaxel", "--api", "--into", "list.json"])).unwrap();
    assert_eq!(api[2]["body"]["spec"]["runtime"]["memory"], 4096);
    assert_eq!(api[2]["body"].as_object().unwrap().len(), 2);
    // The configuration may say it, too.
    let config = format!("{}[emit.blaxel]\ninto = \"again.yaml\"\npick = \"first\"\n", "");
    let configured = sample(&config).file("again.yaml", &run.stdout);
    assert_eq!(emit(&configured, &["blaxel"]), run.stdout);
}

#[test]
fn documents_that_cannot_be_written_are_refused() {
    let changed = |from: &str, to: &str| {
        assert!(DOCUMENTS.contains(from));
        sample(PIN).file("have.yaml", DOCUMENTS.replace(from, to))
    };
    let cases = [
        ("none", changed("name: llama", "name: lama")),
        ("two", changed("kind: Agent\nmetadata: {name: other}", "kind: Model\nmetadata: {name: llama}")),
        ("auto", changed("enabled: true", "region: auto")),
        (
            "dollar",
            changed("displayName: Llama", "displayName: Llama\n  labels: {a: \"${secrets.X}\", b$: c}"),
        ),
        ("unclear", changed("memory: 4096", "memory: no")),
        ("infinite", changed("memory: 4096", "memory: .inf")),
        ("spec", changed("spec: {region: us-was-1, policies: [x]}", "spec: [1]")),
        ("no yaml", changed("kind: Agent", "kind: [Agent")),
    ];
    let mut text = String::new();
    for (name, project) in cases {
        text.push_str(&format!("=== {name}\n{}\n", said(&project, &["--into", "have.yaml"], 1)));
    }
    insta::assert_snapshot!("into_refused", text);
}

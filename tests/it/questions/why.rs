//! How sets come about: what is said of one workspace.

use bpol::answers::schema;
use serde_json::{Value, json};

use crate::support::{Project, Run};

const WORKSPACE: &str = r#"
    location eu-par-1 in fr < offers [x86, t4] >
    location us-pdx-1 in us
    group west "The West" < country in [fr, us] >
    policy eu "Europe" < continent in [eu] >
    policy france < country in [fr] >
    policy batch < continent in [na] target functions >
    policy cards < gpu in [t4] >
    policy states < country in [us] >
    environment production < attach [eu, batch] >
    environment regulated in production < attach [cards] >
    environment america < attach [states] >
    model chat "<b>" in regulated < attach [france] >
    model free
    model lost in america < attach [france] >
"#;

fn run(arguments: &[&str]) -> Run {
    let project = Project::new().file("a.bpol", WORKSPACE);
    project.run(&[&["why"], arguments, &["--workspace", "a.bpol"]].concat())
}

fn answer(arguments: &[&str]) -> Value {
    serde_json::from_str(&run(&[arguments, &["--format", "json"]].concat()).stdout).unwrap()
}

#[test]
fn a_set_is_told_point_by_point() {
    let text = run(&["chat"]).stdout;
    insta::assert_snapshot!("text", text);
    insta::assert_snapshot!("options", run(&["chat", "us", "t4", "west"]).stdout);
    insta::assert_snapshot!("impossible", run(&["lost"]).stdout);
    insta::assert_snapshot!("moved", run(&["free", "--in", "regulated"]).stdout);
    insta::assert_snapshot!("outside", run(&["chat", "fr", "--in", ""]).stdout);
    insta::assert_snapshot!("prose", run(&["chat", "us", "west", "t4", "--prose"]).stdout);
    insta::assert_snapshot!("prose_impossible", run(&["lost", "fr", "--prose"]).stdout);
    insta::assert_snapshot!("prose_moved", run(&["chat", "--prose", "--in", ""]).stdout);
}

/// A policy that only takes something away is not told as a list of all the rest, unless that is asked for.
#[test]
fn what_only_takes_away_is_everything_but_that() {
    let text = "group west \"The West\" < country in [us] >\npolicy rest < except group in [west] >\n\
        policy cpus < except gpu in [t4] >\nmodel m < attach [rest, cpus] >\n";
    let project = Project::new().file("a.bpol", text);
    let told = project.run(&["why", "m"]).stdout;
    assert!(told.contains("rest  everything, except group west  "), "{told}");
    assert!(told.contains("cpus  everything, except gpu t4  "), "{told}");
    let told = project.run(&["why", "m", "--full"]).stdout;
    assert!(told.contains("rest  continent eu, except group west  "), "{told}");
    let told = project.run(&["why", "m", "--prose"]).stdout;
    assert!(told.contains("the policy `rest` allows everything except The West."), "{told}");
    assert!(told.contains("the policy `cpus` allows everything except NVIDIA T4."), "{told}");
}

#[test]
fn a_label_with_a_full_stop_ends_its_sentence() {
    let text = "location was-1 \"Washington, D.C.\" in us\npolicy p < location in [was-1] >\nmodel m < attach [p] >\n";
    let told = Project::new().file("a.bpol", text).run(&["why", "m", "--prose"]).stdout;
    assert!(told.ends_with("the policy `p` allows Washington, D.C.\n"), "{told}");
}

#[test]
fn options_are_answered_first() {
    let why = answer(&["chat", "us", "fr", "eu", "west", "us"]);
    let answers: Vec<&str> =
        why["options"].as_array().unwrap().iter().map(|it| it["answer"].as_str().unwrap()).collect();
    assert_eq!(answers, ["denied", "allowed", "partly", "partly", "denied"]);
    assert_eq!(why["options"][2]["part"], json!([{"type": "country", "name": "fr"}]));
    assert_eq!(why["options"][3]["option"], json!({"type": "group", "name": "west"}));
    let blocked: Vec<&str> = why["options"][0]["blockedBy"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["policy"].as_str().unwrap())
        .collect();
    assert_eq!(blocked, ["france", "eu"]);
    assert_eq!(why["options"][0]["blockedBy"][0]["place"]["path"], "a.bpol");
}

#[test]
fn the_status_says_nothing_but_with_deny() {
    assert_eq!(run(&["chat", "us"]).status, 0);
    assert_eq!(run(&["lost"]).status, 0);
    assert_eq!(run(&["chat", "us", "--deny"]).status, 1);
    assert_eq!(run(&["chat", "fr", "us", "--deny"]).status, 1);
    assert_eq!(run(&["chat", "fr", "--deny"]).status, 0);
    assert_eq!(run(&["chat", "--deny"]).status, 2);
    assert_eq!(run(&["chatt"]).status, 2);
    assert_eq!(run(&["chat", "--in", "regulatd"]).status, 2);
    assert_eq!(run(&["chat", "frr"]).status, 2);
}

#[test]
fn where_it_stood_elsewhere_is_a_preview() {
    let why = answer(&["free", "--in", "regulated"]);
    assert_eq!(why["workload"], json!({"kind": "model", "name": "free", "environment": null}));
    assert_eq!(why["in"]["environment"], "regulated");
    assert_eq!(why["in"]["gained"], json!({"location": [], "flavor": [], "placements": []}));
    assert!(!why["in"]["lost"]["location"].as_array().unwrap().is_empty());
    assert_eq!(why["set"]["locations"], json!([{"type": "continent", "name": "eu"}]));
    assert_eq!(answer(&["chat", "--in", ""])["in"]["environment"], Value::Null);
    assert_eq!(answer(&["chat"])["in"], Value::Null);
}

#[test]
fn what_clashes_and_repairs_are_told_of_the_impossible() {
    let why = answer(&["lost"]);
    assert_eq!((&why["status"], &why["set"]), (&json!("collision"), &Value::Null));
    let workload = json!({"workload": {"kind": "model", "name": "lost", "environment": "america"}});
    let environment = json!({"environment": "america"});
    assert_eq!(
        why["clash"],
        json!([{"type": "location", "points": [
            {"type": "location", "point": workload},
            {"type": "location", "point": environment},
        ]}])
    );
    let edits: Vec<(&str, &Value)> = why["repairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["edits"][0]["edit"].as_str().unwrap(), &it["edits"][0]["point"]))
        .collect();
    assert_eq!(
        edits,
        [("detach", &workload), ("allow", &workload), ("detach", &environment), ("allow", &environment)]
    );
}

#[test]
fn answers_are_what_their_schema_says() {
    let schema: Value = serde_json::from_str(&schema::find("why").unwrap().schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for arguments in [&["chat", "us", "west"][..], &["lost", "us"], &["free", "--in", "regulated"], &["free"]]
    {
        let answer = answer(arguments);
        let wrong: Vec<String> = validator.iter_errors(&answer).map(|it| it.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        let text = run(&[arguments, &["--format", "json"]].concat()).stdout;
        let top = text.lines().filter_map(|line| line.strip_prefix("  \"")?.split_once('"'));
        let keys: Vec<&str> = top.map(|(key, _)| key).collect();
        let wanted = [
            "schema",
            "compiler",
            "reference",
            "workload",
            "in",
            "status",
            "set",
            "limits",
            "types",
            "options",
            "clash",
            "repairs",
        ];
        assert_eq!(keys, wanted);
    }
}

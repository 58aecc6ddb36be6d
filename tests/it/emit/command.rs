//! The command around the targets: what is listed, where it is written, and what the configuration may say.

use serde_json::Value;

use super::project;
use crate::support::Project;

/// The workspace of the documentation of targets.
pub(crate) const SAMPLE: &str = "\
location us-pdx-1 in us < offers [x86, t4] >
location us-was-1 in us < offers [x86, l4] >
location eu-fra-1 in de < offers [x86, l4, t4] >
policy us_or_de < country in [us, de] >
policy gpus     < gpu in [l4, t4] target models >
environment production < attach [us_or_de, gpus] >
model   llama in production
sandbox dev   in production
";

/// The table of the sample.
pub(crate) const TABLE: &str =
    "continent eu\ncontinent na\ncountry de in eu\ncountry us in na\ncpu x86\ngpu l4\ngpu t4\n";

/// The sample with a `bpol.toml` that has `config` too.
pub(crate) fn sample(config: &str) -> Project {
    project(SAMPLE, &format!("reference = \"table.bpol\"\nexclude = [\"table.bpol\"]\n{config}"))
        .file("table.bpol", TABLE)
}

fn fails(config: &str, arguments: &[&str], status: i32, words: &[&str]) {
    let run = sample(config).run(&[&["emit"], arguments].concat());
    assert_eq!((run.status, run.stdout.as_str()), (status, ""), "{config} {arguments:?} {}", run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "{arguments:?} {config}: {word}: {}", run.stderr);
    }
}

#[test]
fn targets_are_listed() {
    let project = Project::new();
    insta::assert_snapshot!("list", project.run(&["emit", "--list"]).transcript());
    let listed = project.run(&["emit", "--list", "--format", "json"]);
    let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
    let names: Vec<&str> = listed.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    let wanted = bpol::emit::list::TARGETS.map(|target| target.name);
    assert_eq!(names, wanted);
    for target in listed.as_array().unwrap() {
        let keys: Vec<&String> = target.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["description", "name", "needsFleet", "output"]);
        assert!(["stream", "json", "directory"].contains(&target["output"].as_str().unwrap()));
    }
}

#[test]
fn an_unknown_target_is_no_target() {
    fails("", &["rectangels"], 2, &["rectangles"]);
    fails("", &["nomad"], 2, &["Nomad", "rectangles --product"]);
    fails("", &["cloudflare", "--some", "flag"], 2, &["hint"]);
    fails("", &[], 2, &["TARGET"]);
}

#[test]
fn the_sample_is_as_it_is_documented() {
    let run = sample("").run(&["emit", "rectangles"]);
    let wanted = r#"{
  "schema": "bpol.rectangles.v1",
  "workloads": [
    {"kind": "model", "name": "llama", "environment": "production", "placementSet": "ps-e79ace83e49cf6f4", "restricts": ["location", "flavor"], "rectangles": [{"locations": ["eu-fra-1"], "flavors": ["l4", "t4"]}, {"locations": ["us-pdx-1"], "flavors": ["t4"]}, {"locations": ["us-was-1"], "flavors": ["l4"]}]},
"#;
    assert!(run.stdout.starts_with(wanted), "{}", run.stdout);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
}

#[test]
fn the_configuration_is_checked_whichever_target_is_asked_for() {
    let fails = |config: &str, words: &[&str]| fails(config, &["rectangles"], 2, words);
    fails("[emit.rectangels]\n", &["bpol.toml:3:7", "`rectangles`"]);
    fails("[emit.rectangles]\nprodukt = true\n", &["bpol.toml:4:1", "unknown key `produkt`", "`product`"]);
    fails(
        "[emit.rectangles]\nproduct = 1\n",
        &["bpol.toml:4:11", "expected `true` or `false`, found a number"],
    );
    fails("[emit.rectangles.locations]\neu-fra-2 = \"x\"\n", &["has no location `eu-fra-2`", "`eu-fra-1`"]);
    fails("[emit.rectangles.locations]\neu-fra-1 = []\n", &["the list is empty"]);
    fails("[emit.rectangles.locations]\neu-fra-1 = \"\"\n", &["the string is empty"]);
    fails("[emit.rectangles.locations]\neu-fra-1 = [\"a\", \"a\"]\n", &["`a` stands twice"]);
    fails("[emit.rectangles.locations]\neu-fra-1 = true\n", &["`false`"]);
    fails("[emit.rectangles.flavors]\nus-pdx-1 = \"x\"\n", &["has no cpu or gpu `us-pdx-1`"]);
    fails("emit = 1\n", &["expected a table"]);
    // A profile that nobody asks for is read too.
    fails("[emit.rectangles.modal]\nplaces = 1\n", &["unknown key `places`"]);
}

#[test]
fn names_are_mapped_and_what_a_tool_has_not_falls_away() {
    let run = sample("[emit.rectangles.locations]\neu-fra-1 = [\"f2\", \"f1\"]\nus-was-1 = false\n").run(&[
        "emit",
        "rectangles",
        "--workload",
        "model/llama@production",
    ]);
    assert!(run.stdout.contains(r#"[{"locations": ["f1", "f2"], "flavors": ["l4", "t4"]}, {"locations": ["us-pdx-1"], "flavors": ["t4"]}]"#), "{}", run.stdout);
    assert_eq!(run.stderr, "note: `us-was-1 = false` takes 1 cell away from 1 workload\n");
    let config = "[emit.rectangles.locations]\neu-fra-1 = false\nus-was-1 = false\nus-pdx-1 = false\n";
    fails(config, &["rectangles"], 1, &["emit-nothing-left", "`eu-fra-1 = false`", "model/llama@production"]);
    let config = "[emit.rectangles.locations]\neu-fra-1 = \"x\"\nus-was-1 = \"x\"\n";
    fails(config, &["rectangles"], 1, &["emit-ambiguous", "`eu-fra-1` and `us-was-1` are both `x`"]);
    let config = "[emit.rectangles.modal.locations]\neu-fra-1 = \"eu\"\n";
    let run = sample(config).run(&["emit", "rectangles", "--profile", "modal"]);
    assert!(run.stdout.contains(r#""locations": ["eu"]"#), "{}", run.stdout);
    fails(config, &["rectangles", "--profile", "runpod"], 2, &["--profile", "`modal`"]);
}

#[test]
fn a_target_that_needs_a_fleet_has_one() {
    let project = project("policy p < country in [fr] >\nmodel a < attach [p] >\nmodel b\n", "");
    let run = project.run(&["emit", "rectangles"]);
    insta::assert_snapshot!("no_fleet", run.transcript());
}

#[test]
fn a_file_is_compared_and_nothing_is_written_then() {
    let project = sample("");
    let check = |project: &Project| project.run(&["emit", "rectangles", "-o", "out.json", "--check"]);
    let run = check(&project);
    assert_eq!((run.status, run.stderr.as_str()), (1, "`out.json` is missing\n"));
    assert!(!project.path("out.json").exists());
    assert_eq!(project.run(&["emit", "rectangles", "-o", "out.json"]).status, 0);
    assert_eq!(check(&project).transcript(), "status: 0\n--- stdout\n--- stderr\n");
    let project = project.file("out.json", "{}\n");
    let run = check(&project);
    assert_eq!((run.status, run.stderr.as_str()), (1, "`out.json` differs\n"));
    assert_eq!(project.read("out.json"), "{}\n");
    fails("", &["rectangles", "--check"], 2, &["--output"]);
    fails("", &["rectangles", "-o", "placement.bpol"], 2, &["a file of the workspace"]);
}

#[test]
fn workloads_are_chosen_by_name_and_by_environment() {
    let text = "location a in fr < offers [x86] >\nenvironment top\nenvironment low in top\nenvironment other\n\
                model m in top\nmodel m in low\nmodel m in other\nmodel m\n";
    let project = project(text, "");
    let names = |arguments: &[&str]| {
        let run = project.run(&[&["emit", "rectangles"], arguments].concat());
        assert_eq!(run.status, 0, "{}", run.stderr);
        let document: Value = serde_json::from_str(&run.stdout).unwrap();
        let all = document["workloads"].as_array().unwrap().clone();
        all.iter().map(|it| it["environment"].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["-", "low", "other", "top"]);
    assert_eq!(names(&["--environment", "top"]), ["low", "top"]);
    assert_eq!(names(&["--environment", "low", "--environment", "other"]), ["low", "other"]);
    assert_eq!(names(&["--environment", "top", "--workload", "model/m@low"]), ["low"]);
    let run = project.run(&["emit", "rectangles", "--environment", "othr"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("`other`"), "{}", run.stderr);
}

#[test]
fn errors_stop_everything_and_an_empty_workspace_is_fine() {
    let broken = project("location a in fr\nmodel m in nowhere\nmodel n\n", "");
    let run = broken.run(&["emit", "rectangles", "--workload", "model/n"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("unknown-environment"), "{}", run.stderr);
    let empty = project("location a in fr\n", "");
    let run = empty.run(&["emit", "rectangles"]);
    assert_eq!(run.stdout, "{\n  \"schema\": \"bpol.rectangles.v1\",\n  \"workloads\": []\n}\n");
}

#[test]
fn limits_are_left_out_aloud() {
    let text = "location a in fr < offers [x86] >\npolicy budget < tokens total 10 per hour >\n\
                model m < attach [budget] >\nmodel n\n";
    let run = project(text, "").run(&["emit", "rectangles"]);
    assert_eq!(run.status, 0);
    assert_eq!(run.stderr, "note: `rectangles` holds no token limits: those of 1 workload are left out\n");
}

#[cfg(unix)]
#[test]
fn a_folder_keeps_what_is_not_ours_and_loses_what_is_left_over() {
    use std::fs;
    use std::os::unix::fs::symlink;

    let run = |project: &Project| project.run(&["emit", "opa", "-o", "out"]);
    let project = sample("").file("out/other.txt", "mine\n");
    assert_eq!(run(&project).transcript(), "status: 0\n--- stdout\n--- stderr\n");
    assert_eq!(project.read("out/.bpol-emit"), ".manifest\nbpol.rego\ndata.json\n");
    assert_eq!(project.read("out/other.txt"), "mine\n");
    // What an earlier run wrote and this one does not.
    let project = project.file("out/old.json", "{}\n");
    let project = project.file("out/.bpol-emit", ".manifest\nbpol.rego\ndata.json\nold.json\n");
    let check = project.run(&["emit", "opa", "-o", "out", "--check"]);
    assert_eq!((check.status, check.stderr.as_str()), (1, "`out/old.json` is left over\n"));
    assert_eq!(run(&project).status, 0);
    assert!(!project.path("out/old.json").exists());
    assert_eq!(project.read("out/.bpol-emit"), ".manifest\nbpol.rego\ndata.json\n");
    // A foreign file of the same path, and a list that leads elsewhere: nothing is written.
    let foreign = sample("").file("out/data.json", "mine\n");
    let refused = run(&foreign);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("`out/data.json` is not a file of `bpol emit`"), "{}", refused.stderr);
    assert_eq!(foreign.read("out/data.json"), "mine\n");
    assert!(!foreign.path("out/bpol.rego").exists());
    for line in ["../placement.bpol", "/etc/passwd", "a/../../b"] {
        let project = sample("").file("out/.bpol-emit", format!("{line}\n"));
        let refused = run(&project);
        assert_eq!(refused.status, 2, "{line}");
        assert!(refused.stderr.contains("which is no file of the folder"), "{}", refused.stderr);
        assert!(project.path("placement.bpol").exists());
    }
    // A link, although it stands in the list.
    let linked = sample("").file("target.json", "mine\n").file("out/.bpol-emit", "data.json\n");
    symlink(linked.path("target.json"), linked.path("out/data.json")).unwrap();
    assert_eq!(run(&linked).status, 2);
    assert_eq!(fs::read_to_string(linked.path("target.json")).unwrap(), "mine\n");
}

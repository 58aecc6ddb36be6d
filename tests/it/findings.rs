//! `examples/findings` shows every lint once: what its comments announce is what every format reports, and fixing
//! leaves nothing that can be fixed and every placement set as it was.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use bpol::catalogue;
use serde_json::Value;

use crate::support::Project;

/// Lint and line.
type Finding = (String, usize);

fn project() -> Project {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/findings");
    let read = |name: &str| fs::read(folder.join(name)).unwrap();
    Project::new().file("placement.bpol", read("placement.bpol")).file("bpol.toml", read("bpol.toml"))
}

/// The names of all lints.
fn lints() -> BTreeSet<&'static str> {
    catalogue::all().filter(|check| !check.level.is_error()).map(|check| check.name).collect()
}

/// A comment that opens with the name of a lint announces a finding of it: in the next statement, or, where the lint is
/// about comments, in the next line.
fn announced(text: &str) -> BTreeSet<Finding> {
    let names = lints();
    let lines: Vec<&str> = text.lines().collect();
    let mut announced = BTreeSet::new();
    for (index, line) in lines.iter().enumerate() {
        let Some((lint, _)) = line.strip_prefix("# ").and_then(|text| text.split_once(':')) else { continue };
        if names.contains(lint) {
            let is_it =
                |line: &&str| lint == "unused-suppression" || !(line.is_empty() || line.starts_with('#'));
            let distance = lines[index + 1..].iter().position(is_it).unwrap();
            announced.insert((lint.to_owned(), index + 2 + distance));
        }
    }
    announced
}

#[test]
fn every_format_reports_what_the_comments_announce() {
    let project = project();
    let announced = announced(&project.read("placement.bpol"));
    let names: BTreeSet<&str> = announced.iter().map(|(lint, _)| lint.as_str()).collect();
    assert_eq!(names, lints(), "a lint is not announced");

    let run = |format: &str| {
        let run = project.run(&["check", "--output-format", format]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    let json = |format: &str, list: &str, name: &str, line: &str| -> BTreeSet<Finding> {
        let document: Value = serde_json::from_str(&run(format)).unwrap();
        let findings = document.pointer(list).unwrap().as_array().unwrap();
        assert_eq!(findings.len(), announced.len());
        let of = |finding: &Value| {
            let line = finding.pointer(line).unwrap().as_u64().unwrap();
            (finding.pointer(name).unwrap().as_str().unwrap().to_owned(), usize::try_from(line).unwrap())
        };
        findings.iter().map(of).collect()
    };
    assert_eq!(json("json", "/diagnostics", "/code", "/range/start/line"), announced);
    let place = "/locations/0/physicalLocation/region/startLine";
    assert_eq!(json("sarif", "/runs/0/results", "/ruleId", place), announced);
    assert_eq!(json("gitlab", "", "/check_name", "/location/positions/begin/line"), announced);

    let between = |text: &str, before: &str, after: &str| {
        text.split_once(before).and_then(|(_, rest)| Some(rest.split_once(after)?.0.to_owned())).unwrap()
    };
    let concise: BTreeSet<Finding> = run("concise")
        .lines()
        .filter(|line| line.starts_with("placement.bpol:"))
        .map(|line| (between(line, "[", "]"), between(line, ":", ":").parse().unwrap()))
        .collect();
    assert_eq!(concise, announced);
    let github: BTreeSet<Finding> = run("github")
        .lines()
        .filter(|line| line.starts_with("::warning "))
        .map(|line| (between(line, "bpol(", ")"), between(line, ",line=", ",").parse().unwrap()))
        .collect();
    assert_eq!(github, announced);
    let full = run("full");
    for (lint, line) in &announced {
        let head = format!("warning[{lint}]: ");
        let report = full.split("\n\n").find(|part| part.starts_with(&head)).unwrap();
        assert!(report.contains(&format!("placement.bpol:{line}:")), "{lint}: {report}");
    }
}

/// The document without the policies that apply, which fixing may change.
fn sets(project: &Project) -> Value {
    let mut document: Value = serde_json::from_str(&project.run(&["compile"]).stdout).unwrap();
    for workload in document["workloads"].as_array_mut().unwrap() {
        workload["policies"] = Value::Null;
    }
    document
}

#[test]
fn fixing_leaves_nothing_to_fix_and_every_set_as_it_was() {
    let project = project();
    let before = sets(&project);
    let fixable = |arguments: &[&str]| -> BTreeSet<String> {
        let run = project.run(&[&["check", "--output-format", "json"], arguments].concat());
        let document: Value = serde_json::from_str(&run.stdout).unwrap();
        let findings = document["diagnostics"].as_array().unwrap();
        let sorts = findings.iter().filter_map(|it| it.pointer("/fix/applicability")?.as_str());
        sorts.map(str::to_owned).collect()
    };
    assert_eq!(fixable(&[]).len(), 2);
    assert_eq!(fixable(&["--fix"]), BTreeSet::from(["unsafe".to_owned()]));
    assert_eq!(sets(&project), before);
    assert_eq!(fixable(&["--fix", "--unsafe-fixes"]), BTreeSet::new());
    assert_eq!(sets(&project), before);
}

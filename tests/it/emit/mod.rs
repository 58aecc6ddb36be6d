//! What is written for deployment tools: a reader for each, written a second time and simply, reads it as the
//! tool does; what it admits is compared with the placements that `bpol compile` gives.

mod blaxel;
mod clusters;
mod command;
mod imported;
mod kubernetes;
mod listed;
mod naming;
mod opa;
pub(crate) mod random;
mod rectangles;
mod skypilot;
mod terraform;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{Project, Run};

/// Locations and flavors by name: what a workload may run on.
pub(crate) type Cells = BTreeSet<(String, String)>;

/// A workspace, and what its `bpol.toml` says.
pub(crate) fn project(text: &str, config: &str) -> Project {
    Project::new().file("placement.bpol", text).file("bpol.toml", config)
}

/// What a target writes for a workspace, which must succeed.
pub(crate) fn emit(project: &Project, arguments: &[&str]) -> String {
    let run = run(project, arguments);
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
    run.stdout
}

/// The same with whatever it says.
pub(crate) fn run(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["emit"], arguments].concat())
}

/// The documents of a stream.
pub(crate) fn documents(stream: &str) -> Vec<Value> {
    let mut lines = stream.lines();
    let first = lines.next().unwrap();
    assert!(first.starts_with("# Written by bpol emit ") && first.ends_with(". Do not edit."), "{first}");
    let rest: Vec<&str> = lines.collect();
    let documents = rest.iter().step_by(2).map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(rest.iter().skip(1).step_by(2).all(|line| *line == "---"), "{stream}");
    documents
}

/// What each workload may run on, by identity, as `bpol compile` says.
pub(crate) fn placements(project: &Project) -> BTreeMap<String, Cells> {
    let run = project.run(&["compile"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let cells = |set: &Value| -> Cells {
        let of = |placement: &Value| {
            let location = placement["location"].as_str().unwrap().to_owned();
            let flavors = list(&placement["flavors"]);
            flavors.into_iter().map(move |it| (location.clone(), it["name"].as_str().unwrap().to_owned()))
        };
        list(&set["placements"]).iter().flat_map(of).collect()
    };
    let sets: BTreeMap<String, Cells> = list(&document["placementSets"])
        .iter()
        .map(|set| (set["id"].as_str().unwrap().to_owned(), cells(set)))
        .collect();
    let identity = |it: &Value| {
        let environment = it["environment"].as_str().map_or_else(String::new, |name| format!("@{name}"));
        format!("{}/{}{environment}", it["kind"].as_str().unwrap(), it["name"].as_str().unwrap())
    };
    let set = |it: &Value| sets[it["placementSet"].as_str().unwrap()].clone();
    list(&document["workloads"]).iter().map(|it| (identity(it), set(it))).collect()
}

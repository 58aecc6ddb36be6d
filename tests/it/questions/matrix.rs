//! `matrix` against its definition on random workspaces, and as people and programs see it.

use std::collections::BTreeSet;

use bpol::Configuration;
use bpol::answers::matrix::Matrix;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::model::{ATTRIBUTES, KINDS, Workload};
use crate::naive::{Naive, Type};
use crate::properties::cases;
use crate::random;
use crate::support::Project;

/// The rows that a matrix should have.
fn rows(naive: &Naive<'_>) -> Vec<Value> {
    let mut environments: Vec<Option<&str>> = vec![None];
    environments.extend(naive.model.environments.iter().map(|it| Some(it.name.as_str())));
    environments.sort_unstable();
    let mut rows = Vec::new();
    for environment in environments {
        for kind in KINDS {
            let is_in = |it: &&Workload| match environment {
                Some(name) => naive.is_below(it, name),
                None => it.environment.is_none(),
            };
            let workloads: Vec<&Workload> =
                naive.model.workloads.iter().filter(is_in).filter(|it| it.kind == kind).collect();
            if workloads.is_empty() {
                continue;
            }
            let points = environment.map_or_else(Vec::new, |it| naive.upwards(it));
            let ceiling = |of: Type| {
                let ceiling = naive.meet(&points, kind, of);
                let all = ceiling.clone().unwrap_or_else(|| naive.everything(of));
                let policies: BTreeSet<&str> = points
                    .iter()
                    .flat_map(|point| naive.taking_part(point.list, kind, of))
                    .map(|policy| policy.name.as_str())
                    .collect();
                let code = |(rank, name): &(usize, String)| json!({"type": ATTRIBUTES[*rank], "name": name});
                json!({
                    "type": of.name(),
                    "restricted": ceiling.is_some(),
                    "ceiling": naive.shortest(&all).iter().map(code).collect::<Vec<_>>(),
                    "policies": policies,
                    "narrowed": workloads.iter().filter(|it| naive.set(it, of).len() < all.len()).count(),
                })
            };
            rows.push(json!({
                "environment": environment,
                "kind": kind,
                "workloads": workloads.len(),
                "types": Type::ALL.map(ceiling),
            }));
        }
    }
    rows
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_matrix_is_what_the_naive_reading_says(model in random::model(), layout in random::layout()) {
        let model = random::sound(model);
        let rendered = model.render(layout);
        let analysis = rendered.analyse(Configuration::default());
        let mut text = Vec::new();
        Matrix::new(analysis.provisional().unwrap()).json().write(&mut text).unwrap();
        let document: Value = serde_json::from_slice(&text).unwrap();
        prop_assert_eq!(document["rows"].as_array().unwrap(), &rows(&Naive::new(&model)), "{:#?}", rendered);
    }
}

const TEXT: &str = r"
policy europe < country in [fr] >
policy gpu < gpu in [t4] target [models] >
environment production < attach [europe, gpu] >
environment canary in production
environment empty < attach [gpu] >
model chat in production
model draft in canary < attach [gpu] >
job batch in canary
job free
";

#[test]
fn what_is_unregulated_is_open() {
    let project = Project::new().file("a.bpol", TEXT);
    let run = project.run(&["matrix"]);
    assert_eq!(
        run.transcript(),
        "status: 0\n--- stdout\n\
         environment  kind   workloads  locations             flavors\n\
         (none)       job    1          open                  open\n\
         canary       job    1          country fr by europe  open\n\
         canary       model  1          country fr by europe  gpu t4 by gpu\n\
         production   job    1          country fr by europe  open\n\
         production   model  2          country fr by europe  gpu t4 by gpu\n\
         --- stderr\n"
    );
}

#[test]
fn a_matrix_of_nothing_is_empty() {
    let project = Project::new().file("a.bpol", "policy p < country in [fr] >\n");
    assert_eq!(project.run(&["matrix"]).stdout, "environment  kind  workloads  locations  flavors\n");
    let run = project.run(&["matrix", "--format", "json"]);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(document["rows"], json!([]));
    assert!(run.stdout.ends_with("\n}\n"));
}

#[test]
fn a_workspace_with_collisions_is_shown_too() {
    let text = "policy a < country in [fr] >\npolicy b < country in [us] >\nenvironment e < attach [a] >\n\
                environment f in e < attach [b] >\nmodel m in f\n";
    let project = Project::new().file("a.bpol", text);
    let run = project.run(&["matrix"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.contains("nothing by a and b"), "{}", run.stdout);
    assert!(run.stdout.contains("country fr by a; narrower for all"), "{}", run.stdout);
    let broken = Project::new().file("a.bpol", "policy a < country in [zz] >\nmodel m\n").run(&["matrix"]);
    assert_eq!((broken.status, broken.stdout.as_str()), (1, ""));
}

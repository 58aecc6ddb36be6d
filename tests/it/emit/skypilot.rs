//! `skypilot`, read back as SkyPilot does: a task without a place may run anywhere.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::command::sample;
use super::listed::{Read, STAR, World, own, try_mutations, verdicts, verified};
use super::random::{LOCATIONS, workspace};
use super::{Cells, emit, placements, project, run};

const MAP: &str = "[emit.skypilot.locations]\neu-fra-1 = \"aws/eu-central-1\"\nus-pdx-1 = \"aws/us-west-2\"\n\
                   us-was-1 = \"gcp/us-east4\"\n";

/// The places of the sample by their names.
const PLACES: [(&str, &str); 3] =
    [("aws/eu-central-1", "eu-fra-1"), ("aws/us-west-2", "us-pdx-1"), ("gcp/us-east4", "us-was-1")];

/// The places that a name of infrastructure is.
fn places(infra: &str) -> BTreeSet<String> {
    let parts: Vec<&str> = infra.split('/').collect();
    let is_in = |name: &str| parts.iter().zip(name.split('/')).all(|(part, own)| [own, "*"].contains(part));
    let mut all: BTreeSet<String> =
        PLACES.iter().filter(|it| is_in(it.0)).map(|it| it.1.to_owned()).collect();
    let is_one = parts.len() > 1 && parts[0] != "*" && parts[1] != "*";
    if !is_one {
        all.insert(STAR.to_owned());
    } else if all.is_empty() {
        all.insert(infra.to_owned());
    }
    all
}

/// What a task is admitted; none where SkyPilot refuses it.
fn read(task: &Value) -> Option<Cells> {
    let resources = match task.as_object()?.get("resources") {
        None | Some(Value::Null) => serde_json::Map::new(),
        Some(it) => it.as_object()?.clone(),
    };
    let list = |key: &str| match resources.get(key) {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(it) => it.as_array().cloned(),
    };
    let (any_of, ordered) = (list("any_of")?, list("ordered")?);
    if !any_of.is_empty() && !ordered.is_empty() {
        return None;
    }
    let mut entries = [any_of, ordered].concat();
    if entries.is_empty() {
        entries.push(json!({}));
    }
    let mut cells = Cells::new();
    for entry in entries {
        let mut merged = resources.clone();
        merged.extend(entry.as_object()?.clone());
        let get = |key: &str| merged.get(key).filter(|it| !it.is_null());
        let places = match (get("infra"), get("cloud"), get("region")) {
            (Some(infra), None, None) => places(infra.as_str()?),
            (None, cloud, region) => {
                let part =
                    |it: Option<&Value>| it.map_or(Some("*".to_owned()), |it| it.as_str().map(str::to_owned));
                places(&format!("{}/{}", part(cloud)?, part(region)?))
            }
            _ => return None,
        };
        let flavors: Vec<String> = match get("accelerators") {
            None => Vec::new(),
            Some(Value::String(name)) => vec![name.clone()],
            Some(Value::Array(names)) => {
                names.iter().map(|it| it.as_str().map(str::to_owned)).collect::<Option<_>>()?
            }
            Some(Value::Object(names)) => names.keys().cloned().collect(),
            Some(_) => return None,
        };
        let mut flavors: Vec<String> =
            flavors.iter().map(|it| it.split(':').next().unwrap().to_lowercase()).collect();
        if flavors.is_empty() {
            flavors.push(if get("instance_type").is_some() { STAR } else { "x86" }.to_owned());
        }
        for place in places {
            cells.extend(flavors.iter().map(|flavor| (place.clone(), flavor.clone())));
        }
    }
    Some(cells)
}

#[test]
fn the_sample_is_as_it_is_documented() {
    let project = sample(MAP);
    assert_eq!(emit(&project, &["skypilot", "-o", "sky"]), "");
    let wanted = r#"{"resources": {"any_of": [{"infra": "aws/eu-central-1", "accelerators": "L4:1"}, {"infra": "aws/eu-central-1", "accelerators": "T4:1"}, {"infra": "aws/us-west-2", "accelerators": "T4:1"}, {"infra": "gcp/us-east4", "accelerators": "L4:1"}]}}
"#;
    assert_eq!(project.read("sky/llama.yaml"), wanted);
    assert!(project.read("sky/dev.yaml").contains(r#"[{"infra": "aws/eu-central-1"}, {"infra":"#));
    assert_eq!(emit(&project, &["skypilot", "-o", "sky", "--count", "8"]), "");
    assert!(project.read("sky/llama.yaml").contains(r#""accelerators": "L4:8"}"#));
    let config = format!("[emit.skypilot]\ncount = 2\nname = \"{{kind}}-{{name}}\"\n{MAP}");
    let project = sample(&config);
    assert_eq!(emit(&project, &["skypilot", "-o", "sky"]), "");
    assert!(project.read("sky/model-llama.yaml").contains(r#""accelerators": "L4:2"}"#));
    for (arguments, words) in [
        (["-o", "sky", "--count", "0"], "a whole number from 1"),
        (["-o", "sky", "--count", "many"], "a whole number from 1"),
    ] {
        let run = run(&project, &[&["skypilot"], arguments.as_slice()].concat());
        assert_eq!(run.status, 2);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn what_it_refuses() {
    let fails = |name: &str, config: &str| {
        let run = run(&sample(config), &["skypilot", "-o", "sky"]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{}", run.stderr);
        insta::assert_snapshot!(format!("skypilot_{name}"), run.stderr);
    };
    fails("unmapped", "");
    fails("infra", &MAP.replace("aws/us-west-2", "aws").replace("gcp/", "mars/").replace("-central-1", "/*"));
    fails("accelerator", &format!("{MAP}[emit.skypilot.flavors]\nl4 = \"L4:8\"\n"));
    fails("file", &format!("{MAP}[emit.skypilot.names]\n\"model/llama@production\" = \"a/b\"\n"));
    fails("clash", &format!("{MAP}[emit.skypilot.names]\n\"model/llama@production\" = \"Dev\"\n"));
    fails("zone", &MAP.replace("gcp/us-east4", "AWS/us-west-2/us-west-2a"));
    fails("case", &format!("{MAP}[emit.skypilot.flavors]\nl4 = \"gpu\"\nt4 = \"GPU\"\n"));
    fails("nothing_left", &format!("{MAP}[emit.skypilot.flavors]\nl4 = false\nt4 = false\n"));
    let run = run(&project("model m\n", ""), &["skypilot", "-o", "sky"]);
    assert!(run.status == 1 && run.stderr.contains("emit-no-fleet"), "{}", run.stderr);
}

/// What bpol calls them by default are names that the built-in tables list, too.
#[test]
fn accelerators_of_the_built_in_tables_have_names() {
    let text =
        "location a in fr < offers [a100-80gb, rtx4090, h100, t4g, inferentia1, mi300x, x86] >\nmodel m\n";
    let config = "reference = \"world\"\n[emit.skypilot.locations]\na = \"k8s/my/context\"\n";
    let project = project(text, config);
    assert_eq!(emit(&project, &["skypilot", "-o", "sky"]), "");
    let task: Value = serde_json::from_str(&project.read("sky/m.yaml")).unwrap();
    let entries = task["resources"]["any_of"].as_array().unwrap();
    let names: Vec<&str> = entries.iter().filter_map(|it| it["accelerators"].as_str()).collect();
    assert_eq!(names, ["A100-80GB:1", "H100:1", "Inferentia:1", "MI300X:1", "RTX4090:1", "T4g:1"]);
    assert!(entries.iter().all(|it| it["infra"] == "k8s/my/context"));
    for name in names {
        let name = name.strip_suffix(":1").unwrap();
        assert_eq!(project.run(&["reference", "--reference", "world", name]).status, 0, "{name}");
    }
    assert_eq!(verified(&project, "skypilot", "sky").unwrap()["model/m"], "equal");
    // A TPU's name has its size, and other cpus have none.
    let text = "location a in fr < offers [tpu-v5e, arm64] >\nmodel m\n";
    let run = run(&super::project(text, config), &["skypilot", "-o", "sky"]);
    assert!(
        run.status == 1
            && ["arm64", "tpu-v5e"].iter().all(|it| run.stderr.contains(&format!("{it} = \"ACCELERATOR\""))),
        "{}",
        run.stderr
    );
}

#[test]
fn every_mutation_is_seen() {
    let project = sample(MAP).file("more.bpol", "model free\n");
    assert_eq!(emit(&project, &["skypilot", "-o", "sky"]), "");
    let document: Value = serde_json::from_str(&project.read("sky/llama.yaml")).unwrap();
    let own = own(&project);
    let one =
        |task: &Value| -> Read { Some(BTreeMap::from([("model/llama@production".to_owned(), read(task)?)])) };
    let all = verdicts(&own, &one(&document)).unwrap();
    assert_eq!(all["model/llama@production"], "equal");
    try_mutations(&project, "skypilot", "llama.yaml", &document, 12, |task: &Value, _: &World| one(task));
}

#[test]
fn tasks_of_others() {
    let verdict = |text: &str| {
        let project = sample(MAP).file("more.bpol", "model free\n").file("tasks/llama.yaml", text);
        let own = own(&project);
        let task: Option<Value> = serde_json::from_str(text).ok();
        let verdict =
            verified(&project, "skypilot", "tasks").map(|all| all["model/llama@production"].clone());
        if let Some(task) = task {
            let own = &own["model/llama@production"];
            let world = World(placements(&project)["model/free"].clone());
            let wanted = read(&task).map(|cells| world.verdict(own, Some(&cells)).to_owned());
            assert_eq!(verdict, wanted, "{text}");
        }
        verdict
    };
    let is = |text: &str, wanted: &str| assert_eq!(verdict(text).as_deref(), Some(wanted), "{text}");
    let refused = |text: &str| assert_eq!(verdict(text), None, "{text}");
    is("name: llama\nrun: echo\n", "wider");
    is(r#"{"resources": {"infra": "aws/us-west-2", "accelerators": "T4"}}"#, "inside");
    is(r#"{"resources": {"infra": "aws/us-west-2", "accelerators": {"T4": 4}}}"#, "inside");
    is(r#"{"resources": {"infra": "aws/us-west-2", "accelerators": ["T4:1", "L4:1"]}}"#, "wider");
    is(r#"{"resources": {"cloud": "aws", "region": "us-west-2", "accelerators": "t4"}}"#, "inside");
    is(r#"{"resources": {"cloud": "aws", "accelerators": "T4"}}"#, "wider");
    is(r#"{"resources": {"region": "us-west-2", "accelerators": "T4"}}"#, "wider");
    is(r#"{"resources": {"infra": "*/us-west-2", "accelerators": "T4"}}"#, "wider");
    is(r#"{"resources": {"infra": "aws/us-west-2"}}"#, "wider");
    is(r#"{"resources": {"infra": "aws/us-west-2", "instance_type": "p3.2xlarge"}}"#, "wider");
    is(r#"{"resources": {"accelerators": "T4:1", "any_of": [{"infra": "aws/us-west-2"}]}}"#, "inside");
    is(
        r#"{"resources": {"accelerators": "T4:1", "ordered": [{"infra": "aws/us-west-2"}, {"cpus": 4}]}}"#,
        "wider",
    );
    is(
        r#"{"resources": {"infra": "aws/us-west-2", "any_of": [{"accelerators": "T4", "infra": "gcp/us-east4"}]}}"#,
        "wider",
    );
    is("resources:\n  infra: aws/us-west-2/us-west-2a\n  accelerators: T4\n", "inside");
    is("resources:\n  infra: AWS/us-west-2\n  gpus: T4:8\n", "inside");
    is("resources:\n  infra: aws/us-west-2\n  accelerators: 16GB+\n", "wider");
    is("resources:\n  infra: aws/us-west-2\n  accelerators: NVIDIA:16GB\n", "wider");
    is("resources: {infra: aws/us-west-2, accelerators: T4}\n---\nresources: {}\n", "wider");
    is("apiVersion: v1\nkind: Pod\n", "missing");
    refused(
        r#"{"resources": {"any_of": [{"infra": "aws/us-west-2"}], "ordered": [{"infra": "aws/us-west-2"}]}}"#,
    );
    refused(r#"{"resources": {"infra": "aws/us-west-2", "region": "us-west-2"}}"#);
    refused("resources: {infra: mars/x}\n");
    refused("resources: {infra: aws//x}\n");
    refused("resources: {acelerators: T4}\n");
    refused("resources: {accelerators: T4, gpus: T4}\n");
    refused("- a\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_written_is_the_set(text in workspace()) {
        let mut config = "reference = \"world\"\n[emit.skypilot.flavors]\narm64 = \"Arm\"\n".to_owned();
        config.push_str("[emit.skypilot.locations]\n");
        let chosen = LOCATIONS.iter().filter(|(name, _)| text.contains(&format!("location {name}")));
        chosen.for_each(|(name, _)| config.push_str(&format!("{name} = \"aws/{name}\"\n")));
        // Who offers everything offers what has no name.
        prop_assume!(text.lines().filter(|it| it.starts_with("location")).all(|it| it.contains("offers")));
        let project = project(&text, &config);
        prop_assert_eq!(emit(&project, &["skypilot", "-o", "sky"]), "");
        let own = placements(&project);
        for (name, cells) in &own {
            let file = name.split('/').nth(1).unwrap().split('@').next().unwrap();
            let task: Value = serde_json::from_str(&project.read(&format!("sky/{file}.yaml"))).unwrap();
            let admitted = read(&task).unwrap();
            let code = |(place, flavor): (String, String)| {
                let flavor = if flavor == "arm" { "arm64".to_owned() } else { flavor };
                (place.strip_prefix("aws/").unwrap().to_owned(), flavor)
            };
            prop_assert_eq!(&admitted.into_iter().map(code).collect::<Cells>(), cells);
        }
        let verdicts = verified(&project, "skypilot", "sky").unwrap();
        prop_assert!(verdicts.values().all(|it| it == "equal"), "{verdicts:?}");
    }
}

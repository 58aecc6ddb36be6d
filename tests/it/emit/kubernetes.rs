//! `kubernetes`, read back by nodes that each term is asked about; what is refused; and `bpol verify` against the
//! same nodes.

mod admission;
mod documents;
mod labels;
mod reader;
mod refusals;

use std::collections::BTreeMap;

use bpol::emit::settings::{Entry, Place, Setting, Settings};
use bpol::emit::target::Request;
use bpol::verify::readers::kubernetes::VERIFIER;
use bpol::{Builtin, Configuration, Identity, Reference, Resolved, Source};
use proptest::prelude::*;
use serde_json::Value;

use super::random::workspace;
use super::{Cells, documents, emit, placements, project};
use crate::support::Project;
use reader::{LABELS, fleet, read, verdict};

/// The workspace of the documentation, with a job that may run on machines without a gpu too.
const SAMPLE: &str = "\
location us-pdx-1 in us < offers [x86, t4] >
location us-was-1 in us < offers [x86, l4] >
location eu-fra-1 in de < offers [x86, l4, t4] >
policy us_or_de < country in [us, de] >
policy gpus     < gpu in [l4, t4] target models >
policy small    < cpu in [x86] or gpu in [t4] >
environment production < attach [us_or_de, gpus] >
model   llama in production
sandbox dev   in production
job     night in production < attach [small] >
";

/// A workspace on the table `world`.
fn on_world(text: &str, config: &str) -> Project {
    project(text, &format!("reference = \"world\"\n[emit.kubernetes]\n{config}"))
}

/// The same with a namespace for each environment.
fn with_namespaces(text: &str, config: &str) -> Project {
    on_world(text, &format!("namespace = \"{{environment}}\"\n{config}"))
}

/// The types that a policy regulates, by workload.
fn restricts(project: &Project) -> BTreeMap<String, Vec<String>> {
    let document: Value = serde_json::from_str(&project.run(&["compile"]).stdout).unwrap();
    let sets: BTreeMap<&str, &Value> = document["placementSets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|set| (set["id"].as_str().unwrap(), &set["restricts"]))
        .collect();
    let of = |it: &Value| {
        let environment = it["environment"].as_str().map_or_else(String::new, |name| format!("@{name}"));
        let name = format!("{}/{}{environment}", it["kind"].as_str().unwrap(), it["name"].as_str().unwrap());
        let types = sets[it["placementSet"].as_str().unwrap()].as_array().unwrap();
        (name, types.iter().map(|it| it.as_str().unwrap().to_owned()).collect())
    };
    document["workloads"].as_array().unwrap().iter().map(of).collect()
}

/// The workload that an object is of.
fn identity(object: &Value) -> String {
    object["metadata"]["annotations"]["bpol/workload"].as_str().unwrap().to_owned()
}

/// The keys on the way to the pod of an object.
fn pod(object: &Value) -> &'static [&'static str] {
    match object["kind"].as_str().unwrap() {
        "CronJob" => &["spec", "jobTemplate", "spec", "template", "spec"],
        "Pod" => &["spec"],
        _ => &["spec", "template", "spec"],
    }
}

/// The verdict of `bpol verify` on each workload; none where it says that a document cannot be.
fn verify(project: &Project, text: &str) -> Option<BTreeMap<String, String>> {
    let run = project.run_with_stdin(&["verify", "kubernetes", "--format", "json", "-"], text);
    if run.stdout.is_empty() {
        assert!(run.status == 1 && run.stderr.contains("unreadable-document"), "{}\n{text}", run.stderr);
        return None;
    }
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let word = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    let workloads = report["workloads"].as_array().unwrap();
    Some(workloads.iter().map(|it| (word(it, "workload"), word(it, "verdict"))).collect())
}

#[test]
fn the_sample_is_written() {
    insta::assert_snapshot!("sample", emit(&with_namespaces(SAMPLE, ""), &["kubernetes"]));
    insta::assert_snapshot!("bare", emit(&with_namespaces(SAMPLE, ""), &["kubernetes", "--bare"]));
    let one = ["kubernetes", "--enforce", "--workload", "model/llama@production"];
    let run = with_namespaces(SAMPLE, "").run(&[&["emit"], &one[..]].concat());
    insta::assert_snapshot!("enforce", run.transcript());
}

#[test]
fn the_first_document_is_that_of_the_contract() {
    let written = emit(&with_namespaces(SAMPLE, ""), &["kubernetes", "--workload", "model/llama@production"]);
    let start = "{\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\", \"metadata\": {\"name\": \"llama\", \
                 \"namespace\": \"production\", \"annotations\": {\"bpol/workload\": \"model/llama@production\", \
                 \"bpol/placement-set\": \"ps-e79ace83e49cf6f4\"}}, \"spec\": {\"template\": {\"spec\": \
                 {\"affinity\": {\"nodeAffinity\": {\"requiredDuringSchedulingIgnoredDuringExecution\": \
                 {\"nodeSelectorTerms\": [{\"matchExpressions\": [{\"key\": \"topology.kubernetes.io/region\", \
                 \"operator\": \"In\", \"values\": [\"eu-fra-1\"]}, {\"key\": \"nvidia.com/gpu.product\", \
                 \"operator\": \"In\", \"values\": [\"NVIDIA-L4\", \"Tesla-T4\"]}]}, ";
    let line = written.lines().nth(1).unwrap();
    assert!(line.starts_with(start), "{line}");
}

#[test]
fn an_empty_workspace_gives_the_first_line_alone() {
    let project = on_world("location us-pdx-1 in us\n", "namespace = \"a\"\n");
    for flags in [&["kubernetes"][..], &["kubernetes", "--enforce"], &["kubernetes", "--bare"]] {
        assert_eq!(emit(&project, flags), "# Written by bpol emit kubernetes. Do not edit.\n");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_nodes_that_are_admitted_are_the_set(text in workspace()) {
        let project = on_world(&text, "resource = { job = \"batch/v1 CronJob\", sandbox = \"v1 Pod\" }\n");
        let (fleet, restricts) = (fleet(&text), restricts(&project));
        let known = |cells: &Cells| -> Cells {
            cells.iter().filter(|cell| LABELS.iter().any(|it| it.0 == cell.1)).cloned().collect()
        };
        let placements = placements(&project);
        let stream = emit(&project, &["kubernetes"]);
        let objects = documents(&stream);
        prop_assert_eq!(objects.len(), placements.len());
        for object in &objects {
            let name = identity(object);
            let admitted = read(&fleet, object, pod(object)).unwrap();
            let has_gpu_or_cpu_of_nobody = admitted.iter().any(|cell| cell.1 == "*");
            prop_assert!(admitted.iter().all(|cell| cell.0 != "*"));
            prop_assert_eq!(has_gpu_or_cpu_of_nobody, !restricts[&name].iter().any(|it| it == "flavor"));
            let declared: Cells = admitted.into_iter().filter(|cell| cell.1 != "*").collect();
            prop_assert_eq!(declared, known(&placements[&name]), "{} {}", name, object);
        }
        for flags in [&["kubernetes"][..], &["kubernetes", "--bare"]] {
            let verdicts = verify(&project, &emit(&project, flags)).unwrap();
            prop_assert_eq!(verdicts.len(), placements.len());
            prop_assert!(verdicts.values().all(|it| it == "equal"), "{:?}\n{}", verdicts, stream);
        }
    }
}

/// The sample in the library, to verify very many documents one by one.
struct Verifying {
    resolved: Resolved,
    settings: Settings,
    identities: Vec<Identity>,
}

impl Verifying {
    fn new() -> Self {
        let source = Source::new("placement.bpol", SAMPLE.into());
        let table = Reference::builtin(Builtin::World);
        let analysis = bpol::compile(Configuration::default(), table, vec![source]);
        let resolved = analysis.into_resolved().unwrap();
        let mut settings = Settings::default();
        let place = Place::Flag("namespace");
        let value = bpol::emit::settings::Value::Text("{environment}".to_owned());
        let setting = Setting { value, place: place.clone() };
        settings.set(Entry { key: "namespace".to_owned(), place, setting });
        let workspace = resolved.workspace();
        let identities = workspace.workloads().iter().map(|it| workspace.identity(it)).collect();
        Self { resolved, settings, identities }
    }

    /// The verdict on a workload; none where a document cannot be.
    fn verdict(&self, workload: &str, text: &str) -> Option<&'static str> {
        let request = Request {
            resolved: &self.resolved,
            workloads: self.resolved.workspace().workloads(),
            settings: &self.settings,
            inputs: &[],
            identities: &self.identities,
            target: VERIFIER.target,
        };
        let source = Source::new("object.json", text.into());
        let verified = bpol::verify::verify(&VERIFIER, &request, &[source]).unwrap().ok()?;
        let is_it = |index: usize| self.identities[index].to_string() == workload;
        let judged = verified.workloads.iter().find(|it| is_it(it.workload)).unwrap();
        Some(judged.verdict.name())
    }
}

/// Every way to take something out of a value: a key that is not there, `null`, and what is empty or another.
fn mutations(value: &Value, change: &dyn Fn(Value) -> Value, all: &mut Vec<Value>) {
    match value {
        Value::Object(map) => {
            all.push(change(Value::Object(serde_json::Map::new())));
            for (key, inner) in map {
                let with = |it: Option<Value>| {
                    let mut map = map.clone();
                    match it {
                        Some(it) => map.insert(key.clone(), it),
                        None => map.remove(key),
                    };
                    change(Value::Object(map))
                };
                all.push(with(None));
                mutations(inner, &|it| with(Some(it)), all);
            }
        }
        Value::Array(items) => {
            all.push(change(Value::Array(Vec::new())));
            for (index, inner) in items.iter().enumerate() {
                let with = |it: Option<Value>| {
                    let mut items = items.clone();
                    match it {
                        Some(it) => items[index] = it,
                        None => drop(items.remove(index)),
                    }
                    change(Value::Array(items))
                };
                all.push(with(None));
                mutations(inner, &|it| with(Some(it)), all);
            }
        }
        Value::String(text) => {
            let others =
                ["elsewhere", "In", "NotIn", "Exists", "DoesNotExist", "us-pdx-1", "amd64", reader::NVIDIA];
            all.extend(others.iter().filter(|it| *it != text).map(|it| change(Value::from(*it))));
        }
        _ => {}
    }
    all.push(change(Value::Null));
}

#[test]
fn whatever_is_taken_out_is_seen_by_both_readers() {
    let (project, verifying) = (with_namespaces(SAMPLE, ""), Verifying::new());
    let (fleet, placements, restricts) = (fleet(SAMPLE), placements(&project), restricts(&project));
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for object in documents(&emit(&project, &["kubernetes"])) {
        let name = identity(&object);
        let mut changed = Vec::new();
        let with = |spec: Value| {
            let mut object = object.clone();
            object["spec"] = spec;
            object
        };
        mutations(&object["spec"], &with, &mut changed);
        let mut texts: Vec<(String, Option<&str>)> = changed
            .iter()
            .map(|changed| {
                let wanted = read(&fleet, changed, pod(changed))
                    .map(|cells| verdict(&cells, &placements[&name], &restricts[&name]));
                (changed.to_string(), wanted)
            })
            .collect();
        texts.sort();
        texts.dedup();
        for (text, wanted) in texts {
            assert_eq!(verifying.verdict(&name, &text), wanted, "{text}");
            *seen.entry(wanted.unwrap_or("refused")).or_default() += 1;
        }
    }
    for verdict in ["wider", "inside", "refused"] {
        assert!(seen[verdict] > 20, "{seen:?}");
    }
}

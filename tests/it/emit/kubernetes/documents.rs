//! Documents that people and servers write, read by both readers.

use serde_json::{Value, json};

use super::reader::{ARCH, NVIDIA, REGION, fleet, read, verdict};
use super::{SAMPLE, on_world, placements, restricts, verify, with_namespaces};

const NIGHT: &str = "job/night@production";

/// The job of the sample with a pod.
fn job(pod: Value) -> Value {
    json!({
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "night", "namespace": "production"},
        "spec": {"template": {"spec": pod}},
    })
}

/// A pod with these terms.
fn with_terms(terms: Value) -> Value {
    json!({"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
        "nodeSelectorTerms": terms
    }}}})
}

fn expression(key: &str, operator: &str, values: &[&str]) -> Value {
    if values.is_empty() {
        return json!({"key": key, "operator": operator});
    }
    json!({"key": key, "operator": operator, "values": values})
}

/// A pod with one term of these expressions.
fn with(expressions: &[Value]) -> Value {
    with_terms(json!([{"matchExpressions": expressions}]))
}

#[test]
fn pods_are_read_as_the_scheduler_reads_them() {
    let project = with_namespaces(SAMPLE, "");
    let (fleet, placements, restricts) = (fleet(SAMPLE), placements(&project), restricts(&project));
    let regions = || expression(REGION, "In", &["us-pdx-1", "us-was-1", "eu-fra-1"]);
    let x86 = || expression(ARCH, "In", &["amd64"]);
    let no_gpu = || expression(NVIDIA, "DoesNotExist", &[]);
    let t4 = || expression(NVIDIA, "In", &["Tesla-T4"]);
    let mut selected = with(&[regions(), x86(), no_gpu()]);
    selected["nodeSelector"] = json!({REGION: "us-pdx-1", "disk": "fast"});
    let mut elsewhere = with(&[regions(), x86(), no_gpu()]);
    elsewhere["nodeSelector"] = json!({REGION: "cn-sha-1"});
    let mut named = with(&[regions(), x86(), no_gpu()]);
    named["nodeName"] = json!("node-1");
    let mut unnamed = named.clone();
    unnamed["nodeName"] = json!("");
    let selector = json!({"nodeSelector": {REGION: "us-pdx-1", NVIDIA: "Tesla-T4"}});
    let region_of_a_place = json!({"nodeSelector": {REGION: "us-pdx-1"}});
    let cases = [
        (
            "equal",
            with_terms(json!([
                {"matchExpressions": [regions(), x86(), no_gpu()]},
                {"matchExpressions": [regions(), t4()]},
            ])),
        ),
        ("inside", with(&[regions(), x86(), no_gpu()])),
        ("inside", with(&[regions(), t4()])),
        // A gpu may be in a machine of any arch.
        ("wider", with(&[regions(), x86()])),
        ("wider", with(&[regions(), x86(), expression(NVIDIA, "NotIn", &["NVIDIA-L4"])])),
        ("inside", with(&[regions(), x86(), expression(NVIDIA, "NotIn", &["NVIDIA-L4"]), no_gpu()])),
        ("wider", with(&[regions(), expression(NVIDIA, "Exists", &[])])),
        ("inside", with(&[regions(), expression(NVIDIA, "Exists", &[]), t4()])),
        ("wider", with(&[regions(), no_gpu()])),
        ("wider", with(&[t4()])),
        ("wider", with(&[expression(REGION, "NotIn", &["cn-sha-1"]), t4()])),
        ("wider", with(&[expression(REGION, "Exists", &[]), t4()])),
        ("wider", with(&[expression(REGION, "DoesNotExist", &[]), t4()])),
        ("inside", with(&[expression(REGION, "DoesNotExist", &[]), regions(), t4()])),
        ("wider", with(&[expression(REGION, "In", &["us-pdx-1", "cn-sha-1"]), t4()])),
        ("inside", with(&[expression(REGION, "In", &["us-pdx-1", "cn-sha-1"]), regions(), t4()])),
        (
            "wider",
            with(&[regions(), expression(NVIDIA, "In", &["Tesla-T4", "NVIDIA-H100-PCIe-MIG-1g.10gb"])]),
        ),
        ("wider", with(&[regions(), expression(ARCH, "In", &["amd64", "s390x"]), no_gpu()])),
        // Labels that bpol does not know only narrow, and are taken to be there.
        ("inside", with(&[regions(), t4(), expression("disk", "In", &["fast"])])),
        ("wider", with(&[expression("disk", "In", &["fast"])])),
        // A term that asks for nothing matches nothing.
        ("inside", with_terms(json!([{}]))),
        ("inside", with_terms(json!([{"matchExpressions": [], "matchFields": null}]))),
        ("inside", with_terms(json!([{}, {"matchExpressions": [regions(), t4()]}]))),
        (
            "wider",
            with_terms(json!([
                {"matchFields": [expression("metadata.name", "In", &["node-1"])]},
                {"matchExpressions": [regions(), t4()]},
            ])),
        ),
        (
            "inside",
            with_terms(json!([
                {"matchExpressions": [regions(), t4()], "matchFields": [expression("metadata.name", "In", &["a"])]},
            ])),
        ),
        ("wider", json!({})),
        ("wider", json!({"affinity": null})),
        ("wider", json!({"affinity": {"nodeAffinity": {}}})),
        (
            "wider",
            json!({"affinity": {"nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": null,
                "preferredDuringSchedulingIgnoredDuringExecution": [],
            }}}),
        ),
        ("inside", selected),
        ("inside", elsewhere),
        ("wider", named),
        ("inside", unnamed),
        ("inside", selector),
        ("wider", region_of_a_place),
        ("inside", with(&[regions(), expression(REGION, "Gt", &["5"]), t4()])),
        ("wider", with(&[expression(REGION, "Lt", &["5"]), t4()])),
        ("refused", with_terms(json!([]))),
        ("refused", with_terms(json!(null))),
        ("refused", with_terms(json!({}))),
        ("refused", with(&[expression(REGION, "In", &[])])),
        ("refused", with(&[expression(NVIDIA, "DoesNotExist", &["Tesla-T4"])])),
        ("refused", with(&[expression(REGION, "Gt", &["5", "6"])])),
        ("refused", with(&[expression(REGION, "Is", &["us-pdx-1"])])),
        ("refused", with(&[json!({"operator": "Exists"})])),
        ("refused", with(&[json!({"key": REGION, "operator": "In", "values": [1]})])),
        ("refused", with(&[json!({"key": REGION, "operator": "In", "values": "us-pdx-1"})])),
        ("refused", json!({"affinity": []})),
        ("refused", json!({"nodeName": 7})),
        ("refused", json!({"nodeSelector": {REGION: true}})),
    ];
    for (wanted, pod) in cases {
        let object = job(pod);
        let cells = read(&fleet, &object, &["spec", "template", "spec"]);
        let second = cells.map_or("refused", |it| verdict(&it, &placements[NIGHT], &restricts[NIGHT]));
        let first = verify(&project, &object.to_string()).map(|it| it[NIGHT].clone());
        assert_eq!(first.as_deref().unwrap_or("refused"), wanted, "{object}");
        // That a label which nobody declared may be a number, the second reader's nodes do not show.
        if !object.to_string().contains("\"Lt\"") {
            assert_eq!(second, wanted, "{object}");
        }
    }
}

#[test]
fn lists_and_objects_of_every_kind_are_read() {
    let kinds = [
        ("apps/v1", "Deployment"),
        ("apps/v1", "StatefulSet"),
        ("apps/v1", "DaemonSet"),
        ("apps/v1", "ReplicaSet"),
        ("batch/v1", "Job"),
        ("batch/v1", "CronJob"),
        ("v1", "Pod"),
        ("argoproj.io/v1alpha1", "Rollout"),
    ];
    let text = "location us-pdx-1 in us < offers [x86, t4] >\nlocation eu-fra-1 in de < offers [x86] >\n\
                policy home < country in [us] >\nmodel llama < attach [home] >\n";
    for (api, kind) in kinds {
        let pod = if kind == "Rollout" { "pod = \"spec.template.spec\"\n" } else { "" };
        let project = on_world(text, &format!("resource = \"{api} {kind}\"\n{pod}"));
        let written = super::emit(&project, &["kubernetes"]);
        let object: Value = serde_json::from_str(written.lines().nth(1).unwrap()).unwrap();
        assert_eq!((object["apiVersion"].as_str(), object["kind"].as_str()), (Some(api), Some(kind)));
        let equal = |text: &str| {
            let verdicts = verify(&project, text).unwrap();
            assert_eq!(verdicts["model/llama"], "equal", "{text}");
        };
        equal(&written);
        let list = json!({"apiVersion": "v1", "kind": "List", "items": [object, object]});
        equal(&list.to_string());
        equal(&json!({"apiVersion": api, "kind": format!("{kind}List"), "items": [list]}).to_string());
        // What another workload's object says is no word about this one.
        let mut other = object.clone();
        other["metadata"]["name"] = json!("other");
        assert_eq!(verify(&project, &other.to_string()).unwrap()["model/llama"], "missing");
        // All documents of one workload count together.
        let mut open = object.clone();
        open["spec"] = json!({"jobTemplate": {"spec": {"template": {"spec": {}}}}, "template": {"spec": {}}});
        let both = json!({"apiVersion": "v1", "kind": "List", "items": [object, open]});
        assert_eq!(verify(&project, &both.to_string()).unwrap()["model/llama"], "wider");
    }
}

#[test]
fn namespaces_and_kinds_tell_objects_apart() {
    let project = with_namespaces(SAMPLE, "");
    let verdict = |change: &dyn Fn(&mut Value)| {
        let mut object = job(json!({}));
        change(&mut object);
        verify(&project, &object.to_string()).unwrap()[NIGHT].clone()
    };
    assert_eq!(verdict(&|_| {}), "wider");
    // An object without a namespace may come to lie in any.
    assert_eq!(verdict(&|it| drop(it["metadata"].as_object_mut().unwrap().remove("namespace"))), "wider");
    assert_eq!(verdict(&|it| it["metadata"]["namespace"] = json!("staging")), "missing");
    assert_eq!(verdict(&|it| it["apiVersion"] = json!("batch.volcano.sh/v1alpha1")), "missing");
    assert_eq!(verdict(&|it| it["apiVersion"] = json!("batch/v1beta1")), "wider");
    assert_eq!(verdict(&|it| it["kind"] = json!("ConfigMap")), "missing");
    let nameless = job(json!({})).to_string().replace("\"name\":\"night\",", "");
    assert_eq!(verify(&project, &nameless), None);
}

#[test]
fn what_lets_machines_in_is_said() {
    let project = with_namespaces(SAMPLE, "").file(
        "deployed.yaml",
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: llama, \
         namespace: production}\n  spec:\n    template:\n      spec:\n        affinity: {}\n- apiVersion: batch/v1\n  \
         kind: Job\n  metadata: {name: night, namespace: production}\n  spec:\n    template:\n      spec:\n        \
         affinity:\n          nodeAffinity:\n            requiredDuringSchedulingIgnoredDuringExecution:\n              \
         nodeSelectorTerms:\n              - matchExpressions:\n                - {key: \
         topology.kubernetes.io/region, operator: In, values: [us-pdx-1]}\n                - {key: kubernetes.io/arch, \
         operator: In, values: [amd64]}\n              - matchExpressions:\n                - {key: \
         topology.kubernetes.io/region, operator: In, values: [cn-sha-1]}\n- apiVersion: apps/v1\n  kind: \
         Deployment\n  metadata: {name: web}\n  spec: {template: {spec: {}}}\n- apiVersion: v1\n  kind: Service\n",
    );
    let run = project.run(&["verify", "kubernetes", "deployed.yaml"]);
    insta::assert_snapshot!("verify", run.transcript());
}

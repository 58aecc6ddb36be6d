//! What is written, byte for byte, with each key and flag; and documents of other people, as both readers see
//! them.

use std::collections::BTreeMap;

use bpol::emit::settings::Settings;
use bpol::verify::{Options, Verdict};
use serde_json::{Value, json};

use super::super::command::sample;
use super::{TOOLS, Tool, World, admitted, verdict};
use crate::support::Project;

/// The document of the sample's model, less what stands around the set.
fn written(config: &str, arguments: &[&str]) -> (String, String) {
    let run = sample(config).run(&[&["emit"], arguments, &["--workload", "model/llama@production"]].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    let [first, document] = lines[..] else { panic!("{}", run.stdout) };
    assert_eq!(first, format!("# Written by bpol emit {}. Do not edit.", arguments[0]));
    (document.to_owned(), run.stderr)
}

#[test]
fn the_samples_are_as_they_are_documented() {
    let annotations =
        r#"{"bpol/workload": "model/llama@production", "bpol/placement-set": "ps-e79ace83e49cf6f4"}"#;
    let metadata = format!(r#"{{"name": "llama", "namespace": "default", "annotations": {annotations}}}"#);
    let expressions = |location: &str, flavor: &str| {
        let rectangles = [("eu-fra-1", r#""l4", "t4""#), ("us-pdx-1", r#""t4""#), ("us-was-1", r#""l4""#)];
        let one = |(place, flavors): (&str, &str)| {
            format!(
                r#"{{"matchExpressions": [{{"key": "{location}", "operator": "In", "values": ["{place}"]}}, {{"key": "{flavor}", "operator": "In", "values": [{flavors}]}}]}}"#
            )
        };
        rectangles.map(one)
    };
    let predicates = expressions("region.open-cluster-management.io", "flavor.example.com")
        .map(|it| format!(r#"{{"requiredClusterSelector": {{"claimSelector": {it}}}}}"#))
        .join(", ");
    let ocm = format!(
        r#"{{"apiVersion": "cluster.open-cluster-management.io/v1beta1", "kind": "Placement", "metadata": {metadata}, "spec": {{"predicates": [{predicates}]}}}}"#
    );
    let config = "[emit.ocm]\nflavor = { claim = \"flavor.example.com\" }\n";
    assert_eq!(written(config, &["ocm"]), (ocm, String::new()));

    let karmada = format!(
        r#"{{"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy", "metadata": {metadata}, "spec": {{"resourceSelectors": [{{"apiVersion": "apps/v1", "kind": "Deployment", "name": "llama"}}], "placement": {{"clusterAffinity": {{"clusterNames": ["eu-fra-1-l4", "eu-fra-1-t4", "us-pdx-1-t4", "us-was-1-l4"]}}}}}}}}"#
    );
    let config = "[emit.karmada]\ncluster = \"{location}-{flavor}\"\n";
    assert_eq!(written(config, &["karmada"]), (karmada, String::new()));

    let terms = expressions("fleet.azure.com/location", "flavor")
        .map(|it| format!(r#"{{"labelSelector": {it}}}"#))
        .join(", ");
    let kubefleet = format!(
        r#"{{"apiVersion": "placement.kubernetes-fleet.io/v1beta1", "kind": "ResourcePlacement", "metadata": {metadata}, "spec": {{"resourceSelectors": [{{"group": "apps", "version": "v1", "kind": "Deployment", "name": "llama"}}], "policy": {{"placementType": "PickAll", "affinity": {{"clusterAffinity": {{"requiredDuringSchedulingIgnoredDuringExecution": {{"clusterSelectorTerms": [{terms}]}}}}}}}}}}}}"#
    );
    let config = "[emit.kubefleet]\nflavor = \"flavor\"\n";
    assert_eq!(written(config, &["kubefleet"]), (kubefleet, String::new()));
}

fn spec(config: &str, arguments: &[&str]) -> (Value, String) {
    let (document, notes) = written(config, arguments);
    let document: Value = serde_json::from_str(&document).unwrap();
    (document["spec"].clone(), notes)
}

#[test]
fn a_number_of_clusters_is_chosen() {
    let (ocm, _) =
        spec("[emit.ocm]\nflavor.claim = \"f\"\nclusters = 2\ncluster-sets = [\"prod\"]\n", &["ocm"]);
    assert_eq!((&ocm["numberOfClusters"], &ocm["clusterSets"]), (&json!(2), &json!(["prod"])));
    let (karmada, _) =
        spec("[emit.karmada]\ncluster = \"{location}-{flavor}\"\nclusters = 2\n", &["karmada"]);
    let spread = json!([{"spreadByField": "cluster", "minGroups": 2, "maxGroups": 2}]);
    assert_eq!(karmada["placement"]["spreadConstraints"], spread);
    let (fleet, _) = spec("[emit.kubefleet]\nflavor = \"f\"\nclusters = 2\n", &["kubefleet"]);
    let policy = &fleet["policy"];
    assert_eq!((&policy["placementType"], &policy["numberOfClusters"]), (&json!("PickN"), &json!(2)));
}

#[test]
fn labels_and_claims_tell_clusters() {
    let config =
        "[emit.ocm]\nlocation = { label = \"example.com/region\" }\nflavor = { claim = \"flavor\" }\n";
    let (ocm, _) = spec(config, &["ocm"]);
    let required = &ocm["predicates"][1]["requiredClusterSelector"];
    let one = |key: &str, value: &str| json!({"matchExpressions": [{"key": key, "operator": "In", "values": [value]}]});
    let wanted =
        json!({"labelSelector": one("example.com/region", "us-pdx-1"), "claimSelector": one("flavor", "t4")});
    assert_eq!(required, &wanted);
    let config = "[emit.ocm]\nlocation = { label = \"region\" }\nflavor = { label = \"flavor\" }\n";
    let (ocm, _) = spec(config, &["ocm"]);
    let required = ocm["predicates"][0]["requiredClusterSelector"].as_object().unwrap();
    assert_eq!(required.keys().collect::<Vec<_>>(), ["labelSelector"]);
    let (fleet, _) = spec("[emit.kubefleet]\nlocation = \"region\"\nflavor = \"gpu\"\n", &["kubefleet"]);
    let terms = &fleet["policy"]["affinity"]["clusterAffinity"];
    let terms = &terms["requiredDuringSchedulingIgnoredDuringExecution"]["clusterSelectorTerms"];
    let keys = |index: usize| terms[1]["labelSelector"]["matchExpressions"][index]["key"].clone();
    assert_eq!((keys(0), keys(1)), (json!("region"), json!("gpu")));
    let config = "[emit.karmada]\ncluster = \"k8s-{flavor}-{location}-{location}\"\n";
    let (karmada, _) = spec(config, &["karmada"]);
    let names = &karmada["placement"]["clusterAffinity"]["clusterNames"];
    assert_eq!(names[0], "k8s-l4-eu-fra-1-eu-fra-1");
}

#[test]
fn locations_alone_are_marked_and_said_once() {
    for tool in TOOLS {
        let run = sample("").run(&["emit", tool.name, "--locations-only"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_eq!(run.stdout.matches(r#""bpol/restricts": "location"}"#).count(), 2, "{}", run.stdout);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
        assert!(run.stderr.starts_with("note: the documents hold the locations alone"), "{}", run.stderr);
        let key = format!("[emit.{}]\nlocations-only = true\n", tool.name);
        assert_eq!(sample(&key).run(&["emit", tool.name]).transcript(), run.transcript());
    }
}

#[test]
fn what_narrow_takes_away_is_said_of_each_workload() {
    let text = "policy gpus < gpu in [t4] or cpu in [x86] >\nlocation a in fr < offers [x86, t4] >\n\
                location b in fr < offers [x86, l4] >\nlocation c in fr < offers [t4, l4] >\n\
                model one < attach [gpus] >\nmodel two < attach [gpus] >\nmodel three\n";
    let project = Project::new().file("placement.bpol", text).file("bpol.toml", "reference = \"world\"\n");
    for tool in TOOLS {
        let run = project.run(&["emit", tool.name, "--narrow"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let notes = "note: `model/one` loses 2 locations, whose flavors are not all its own: `b` and `c`\n\
                     note: `model/two` loses 2 locations, whose flavors are not all its own: `b` and `c`\n";
        assert_eq!(run.stderr, notes);
        let document = super::super::documents(&run.stdout).remove(0).to_string();
        assert!(document.contains(r#"["a"]"#), "{document}");
    }
}

#[test]
fn an_object_is_what_the_configuration_says() {
    let text = "location a in fr < offers [x86] >\nenvironment prod\njob train in prod\nmodel llama in prod\n\
                agent Tool_1 in prod\n";
    let selectors = |config: &str, target: &str| {
        let config = format!("reference = \"world\"\n[emit.{target}]\n{config}");
        let project = Project::new().file("placement.bpol", text).file("bpol.toml", config);
        let run = project.run(&["emit", target]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let selector = |it: &Value| {
            let selector = &it["spec"]["resourceSelectors"][0];
            let version = match selector.get("apiVersion") {
                Some(version) => version.as_str().unwrap().to_owned(),
                None => [&selector["group"], &selector["version"]].map(|it| it.as_str().unwrap()).join("/"),
            };
            let text = |it: &Value| it.as_str().unwrap().to_owned();
            let namespace = text(&it["metadata"]["namespace"]);
            assert_eq!(it["metadata"]["name"], selector["name"]);
            format!("{version} {} {namespace}/{}", text(&selector["kind"]), text(&selector["name"]))
        };
        super::super::documents(&run.stdout).iter().map(selector).collect::<Vec<_>>()
    };
    for target in ["karmada", "kubefleet"] {
        let usual = [
            "apps/v1 Deployment default/tool-1",
            "batch/v1 Job default/train",
            "apps/v1 Deployment default/llama",
        ];
        assert_eq!(selectors("", target), usual);
        let config =
            "resource = \"apps/v1 StatefulSet\"\nnamespace = \"{environment}\"\nname = \"{kind}-{name}\"\n";
        let all = [
            "apps/v1 StatefulSet prod/agent-tool-1",
            "apps/v1 StatefulSet prod/job-train",
            "apps/v1 StatefulSet prod/model-llama",
        ];
        assert_eq!(selectors(config, target), all);
        let core = if target == "karmada" { "v1" } else { "/v1" };
        let config =
            "resource = { model = \"serving.kserve.io/v1beta1 InferenceService\", agent = \"v1 Pod\" }\n\
                      [emit.TARGET.names]\n\"model/llama@prod\" = \"other\"\n"
                .replace("TARGET", target);
        let by_kind = [
            format!("{core} Pod default/tool-1"),
            "batch/v1 Job default/train".to_owned(),
            "serving.kserve.io/v1beta1 InferenceService default/other".to_owned(),
        ];
        assert_eq!(selectors(&config, target), by_kind);
    }
}

const FLEET: &str = "\
location us-pdx-1 in us < offers [x86, t4] >
location eu-fra-1 in de < offers [x86, l4, t4] >
policy p < country in [de] >
policy g < gpu in [l4, t4] >
policy all < gpu in [l4, t4] or cpu in [x86] >
";

/// A document that is verified for a model `llama` with these policies: each reader for itself, and together.
fn judge(tool: Tool, tells: bool, attach: &str, document: &Value) -> Option<Verdict> {
    let world = World::of(&format!("{FLEET}model llama{attach}\n"));
    let settings = if tells { (tool.telling)() } else { Settings::default() };
    let clusters = world.clusters(tells, &BTreeMap::new());
    let simple = admitted(tool, document, &clusters);
    let real = world.verify(tool, &settings, &document.to_string()).ok();
    assert_eq!(simple.is_none(), real.is_none(), "{document}");
    let (simple, real) = (simple?, real?);
    let is_wider = !world.excess(0, &simple).is_empty();
    let verdict = verdict(&real);
    assert_eq!(is_wider, verdict == Verdict::Wider, "{document} {simple:?} {real:?}");
    if !is_wider {
        assert_eq!(
            world.cells(0).is_subset(&simple),
            verdict == Verdict::Equal,
            "{document} {simple:?} {real:?}"
        );
    }
    let Options::Cells(options) = &real.workloads[0].options else { panic!("{real:?}") };
    assert_eq!(options.is_empty(), verdict == Verdict::Equal);
    Some(verdict)
}

#[test]
fn predicates_are_read_as_ocm_does() {
    let region = "region.open-cluster-management.io";
    let document = |predicates: &Value| {
        json!({"apiVersion": "cluster.open-cluster-management.io/v1beta1", "kind": "Placement",
               "metadata": {"name": "llama"}, "spec": {"predicates": predicates}})
    };
    let claims =
        |selector: &Value| document(&json!([{"requiredClusterSelector": {"claimSelector": selector}}]));
    let one = |key: &str, operator: &str, values: &Value| json!({"matchExpressions": [{"key": key, "operator": operator, "values": values}]});
    let judge = |document: &Value| super::written::judge(TOOLS[0], false, " < attach [p, all] >", document);
    let fra = json!(["eu-fra-1"]);
    assert_eq!(judge(&claims(&one(region, "In", &fra))), Some(Verdict::Equal));
    assert_eq!(judge(&claims(&one(region, "In", &json!(["eu-fra-1", "elsewhere"])))), Some(Verdict::Wider));
    assert_eq!(judge(&claims(&one(region, "NotIn", &json!(["us-pdx-1"])))), Some(Verdict::Wider));
    assert_eq!(judge(&claims(&one(region, "Exists", &Value::Null))), Some(Verdict::Wider));
    assert_eq!(judge(&claims(&one(region, "DoesNotExist", &Value::Null))), Some(Verdict::Wider));
    // Both must hold: nothing is left.
    let both = json!({"matchExpressions": [
        {"key": region, "operator": "In", "values": ["eu-fra-1"]},
        {"key": region, "operator": "NotIn", "values": ["eu-fra-1"]},
    ]});
    assert_eq!(judge(&claims(&both)), Some(Verdict::Inside));
    // An expression about something else holds, whatever it is; a label is no claim.
    assert_eq!(judge(&claims(&one("vendor", "In", &json!(["x"])))), Some(Verdict::Wider));
    let label =
        json!([{"requiredClusterSelector": {"labelSelector": {"matchLabels": {region: "eu-fra-1"}}}}]);
    assert_eq!(judge(&document(&label)), Some(Verdict::Wider));
    assert_eq!(judge(&claims(&json!({"matchLabels": {region: "eu-fra-1"}}))), Some(Verdict::Wider));
    // One predicate is enough, and one that asks for nothing opens all.
    let two = json!([{"requiredClusterSelector": {"claimSelector": one(region, "In", &fra)}}, {}]);
    assert_eq!(judge(&document(&two)), Some(Verdict::Wider));
    // What the tool refuses is no verdict.
    for (operator, values) in [
        ("In", json!([])),
        ("in", fra.clone()),
        ("Exists", fra.clone()),
        ("In", json!("eu-fra-1")),
        ("In", json!([1])),
    ] {
        assert_eq!(judge(&claims(&one(region, operator, &values))), None, "{operator} {values}");
    }
}

#[test]
fn affinities_are_read_as_karmada_does() {
    let document = |placement: &Value| {
        json!({"apiVersion": "policy.karmada.io/v1alpha1", "kind": "PropagationPolicy", "metadata": {"name": "any"},
               "spec": {"resourceSelectors": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "llama"}],
                        "placement": placement}})
    };
    let karmada = TOOLS[1];
    let whole = |affinity: &Value| {
        judge(karmada, false, " < attach [p, all] >", &document(&json!({"clusterAffinity": affinity})))
    };
    assert_eq!(whole(&json!({"clusterNames": ["eu-fra-1"]})), Some(Verdict::Equal));
    assert_eq!(whole(&json!({"clusterNames": ["eu-fra-1", "elsewhere"]})), Some(Verdict::Wider));
    assert_eq!(whole(&json!({"clusterNames": ["eu-fra-1"], "exclude": ["eu-fra-1"]})), Some(Verdict::Inside));
    assert_eq!(whole(&json!({"exclude": ["us-pdx-1"]})), Some(Verdict::Wider));
    assert_eq!(whole(&json!({"labelSelector": {"matchLabels": {"region": "eu"}}})), Some(Verdict::Wider));
    let fields = |operator: &str, region: &str| json!({"fieldSelector": {"matchExpressions": [{"key": "region", "operator": operator, "values": [region]}]}});
    assert_eq!(whole(&fields("In", "eu-fra-1")), Some(Verdict::Equal));
    assert_eq!(whole(&fields("In", "us-pdx-1")), Some(Verdict::Wider));
    assert_eq!(whole(&fields("In", "elsewhere")), Some(Verdict::Wider));
    assert_eq!(whole(&fields("NotIn", "us-pdx-1")), Some(Verdict::Wider));
    // A region beside names is not counted on.
    let both =
        json!({"clusterNames": ["us-pdx-1"], "fieldSelector": fields("In", "eu-fra-1")["fieldSelector"]});
    assert_eq!(whole(&both), Some(Verdict::Wider));
    let zone = json!({"fieldSelector": {"matchExpressions": [{"key": "zone", "operator": "In", "values": ["eu-fra-1"]}]}});
    assert_eq!(whole(&zone), Some(Verdict::Wider));
    // A list of affinities is tried in order, and what overflows goes to others.
    let several = |names: &[&str]| {
        let one = |name: &&str| json!({"affinityName": name, "clusterNames": [name]});
        json!({"clusterAffinities": names.iter().map(one).collect::<Vec<_>>()})
    };
    let judged = |placement: &Value| judge(karmada, false, " < attach [p, all] >", &document(placement));
    assert_eq!(judged(&several(&["eu-fra-1"])), Some(Verdict::Equal));
    assert_eq!(judged(&several(&["eu-fra-1", "us-pdx-1"])), Some(Verdict::Wider));
    assert_eq!(judged(&json!({"clusterAffinities": []})), Some(Verdict::Wider));
    let mut both = several(&["eu-fra-1"]);
    both["clusterAffinity"] = json!({"clusterNames": ["eu-fra-1"]});
    assert_eq!(judged(&both), None);
    let overflow = json!({"clusterNames": ["eu-fra-1"], "overflowAffinities": [{"affinityName": "b", "clusterNames": ["us-pdx-1"]}]});
    assert_eq!(whole(&overflow), Some(Verdict::Wider));
    // Where each cluster has one flavor.
    let told = |affinity: &Value| {
        judge(karmada, true, " < attach [p, g] >", &document(&json!({"clusterAffinity": affinity})))
    };
    assert_eq!(told(&json!({"clusterNames": ["eu-fra-1-l4", "eu-fra-1-t4"]})), Some(Verdict::Equal));
    assert_eq!(told(&json!({"clusterNames": ["eu-fra-1-l4"]})), Some(Verdict::Inside));
    assert_eq!(told(&json!({"clusterNames": ["eu-fra-1-x86"]})), Some(Verdict::Wider));
    assert_eq!(told(&json!({"clusterNames": ["elsewhere"]})), Some(Verdict::Wider));
    let region =
        json!({"fieldSelector": fields("In", "eu-fra-1")["fieldSelector"], "exclude": ["eu-fra-1-x86"]});
    assert_eq!(told(&region), Some(Verdict::Wider));
    let open = |affinity: &Value| {
        judge(karmada, true, " < attach [p] >", &document(&json!({"clusterAffinity": affinity})))
    };
    assert_eq!(open(&region), Some(Verdict::Inside));
    assert_eq!(
        open(&json!({"fieldSelector": fields("In", "eu-fra-1")["fieldSelector"]})),
        Some(Verdict::Equal)
    );
}

#[test]
fn terms_are_read_as_kubefleet_does() {
    let document = |policy: &Value| {
        json!({"apiVersion": "placement.kubernetes-fleet.io/v1beta1", "kind": "ResourcePlacement",
               "metadata": {"name": "any"},
               "spec": {"resourceSelectors": [{"group": "apps", "version": "v1", "kind": "Deployment", "name": "llama"}],
                        "policy": policy}})
    };
    let judged = |policy: &Value| judge(TOOLS[2], false, " < attach [p, all] >", &document(policy));
    let affinity = |terms: &Value| {
        let required =
            json!({"requiredDuringSchedulingIgnoredDuringExecution": {"clusterSelectorTerms": terms}});
        json!({"clusterAffinity": required})
    };
    let fra = json!({"labelSelector": {"matchLabels": {"fleet.azure.com/location": "eu-fra-1"}}});
    let terms = |terms: &Value| judged(&json!({"placementType": "PickAll", "affinity": affinity(terms)}));
    assert_eq!(terms(&json!([fra])), Some(Verdict::Equal));
    assert_eq!(judged(&json!({"affinity": affinity(&json!([fra]))})), Some(Verdict::Equal));
    assert_eq!(terms(&json!([fra, {"propertySelector": {"matchExpressions": []}}])), Some(Verdict::Wider));
    assert_eq!(terms(&json!(vec![fra.clone(); 10])), Some(Verdict::Equal));
    assert_eq!(terms(&json!(vec![fra.clone(); 11])), None);
    let picked = |policy: &Value| judged(policy);
    assert_eq!(
        picked(
            &json!({"placementType": "PickN", "numberOfClusters": 1, "affinity": affinity(&json!([fra]))})
        ),
        Some(Verdict::Equal)
    );
    assert_eq!(picked(&json!({"placementType": "PickN", "numberOfClusters": 1})), Some(Verdict::Wider));
    assert_eq!(
        picked(&json!({"placementType": "PickFixed", "clusterNames": ["eu-fra-1"]})),
        Some(Verdict::Wider)
    );
    // What the tool refuses is no verdict.
    for policy in [
        json!({"placementType": "PickFixed"}),
        json!({"placementType": "PickFixed", "clusterNames": []}),
        json!({"placementType": "PickFixed", "clusterNames": ["a"], "affinity": affinity(&json!([fra]))}),
        json!({"placementType": "PickAll", "clusterNames": ["a"]}),
        json!({"placementType": "PickAll", "numberOfClusters": 1}),
        json!({"placementType": "PickN", "affinity": affinity(&json!([fra]))}),
        json!({"placementType": "Pick"}),
    ] {
        assert_eq!(picked(&policy), None, "{policy}");
    }
}

/// The two workloads with a verdict each.
fn verdicts<'v>(train: &'v str, llama: &'v str) -> [(&'static str, &'v str); 2] {
    [("job/train@prod", train), ("model/llama@prod", llama)]
}

#[test]
fn a_document_is_of_the_workloads_that_it_selects() {
    let text = "location a in fr < offers [x86] >\nlocation b in fr < offers [x86] >\nenvironment prod\n\
                policy p < location in [a] >\njob train in prod < attach [p] >\nmodel llama in prod < attach [p] >\n";
    let config = "reference = \"world\"\n[emit.karmada]\nnamespace = \"{environment}\"\n[emit.kubefleet]\nnamespace = \"{environment}\"\n";
    let verify = |target: &str, documents: &str| {
        let project = Project::new().file("placement.bpol", text).file("bpol.toml", config);
        let project = project.file("deployed.yaml", documents);
        project.run(&["verify", target, "deployed.yaml", "--allow-missing"]).stdout
    };
    let karmada = |kind: &str, selector: &str| {
        let document = format!(
            "apiVersion: policy.karmada.io/v1alpha1\nkind: {kind}\nmetadata: {{name: x, namespace: prod}}\nspec:\n  \
             resourceSelectors: [{selector}]\n  placement: {{clusterAffinity: {{clusterNames: [b]}}}}\n"
        );
        verify("karmada", &document)
    };
    let holds = |output: &str, wanted: [(&str, &str); 2]| {
        for (workload, verdict) in wanted {
            assert!(output.contains(&format!("{verdict:7}  {workload}")), "{workload} {verdict}: {output}");
        }
    };
    let one = karmada("PropagationPolicy", "{apiVersion: apps/v1, kind: Deployment, name: llama}");
    holds(&one, verdicts("missing", "wider"));
    // Whatever has no name is every object of that kind, in its own namespace or in all of them.
    let all = karmada("PropagationPolicy", "{apiVersion: batch/v1, kind: Job}");
    holds(&all, verdicts("wider", "missing"));
    let labels = "{apiVersion: batch/v1, kind: Job, labelSelector: {matchLabels: {a: b}}}";
    holds(&karmada("PropagationPolicy", labels), verdicts("wider", "missing"));
    let every = karmada("ClusterPropagationPolicy", "{apiVersion: batch/v1, kind: Job}");
    holds(&every, verdicts("wider", "missing"));
    // Another kind, version, namespace or name is no workload's.
    for selector in [
        "{apiVersion: apps/v1, kind: Deployment, name: other}",
        "{apiVersion: apps/v1beta1, kind: Deployment, name: llama}",
        "{apiVersion: apps/v1, kind: Deployment, name: llama, namespace: dev}",
    ] {
        let unknown = karmada("PropagationPolicy", selector);
        holds(&unknown, verdicts("missing", "missing"));
        assert!(unknown.contains("unknown  prod/x"), "{unknown}");
    }
    let fleet = |kind: &str, selector: &str| {
        let document = format!(
            "apiVersion: placement.kubernetes-fleet.io/v1\nkind: {kind}\nmetadata: {{name: x, namespace: prod}}\nspec:\n  \
             resourceSelectors: [{selector}]\n"
        );
        verify("kubefleet", &document)
    };
    let one = fleet("ResourcePlacement", "{group: apps, version: v1, kind: Deployment, name: llama}");
    holds(&one, verdicts("missing", "wider"));
    let namespace = "{group: \"\", version: v1, kind: Namespace, name: prod}";
    holds(&fleet("ClusterResourcePlacement", namespace), verdicts("wider", "wider"));
    let alone = "{group: \"\", version: v1, kind: Namespace, name: prod, selectionScope: NamespaceOnly}";
    holds(&fleet("ClusterResourcePlacement", alone), verdicts("missing", "missing"));
    let other = "{group: \"\", version: v1, kind: Namespace, name: dev}";
    holds(&fleet("ClusterResourcePlacement", other), verdicts("missing", "missing"));
    // What `kubectl get -o yaml` prints is a list.
    let placement = "{apiVersion: policy.karmada.io/v1alpha1, kind: PropagationPolicy, metadata: {name: x, namespace: prod}, spec: {resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: llama}]}}";
    for list in [
        format!("apiVersion: v1\nkind: List\nitems:\n- {{apiVersion: v1, kind: ConfigMap}}\n- {placement}\n"),
        format!(
            "apiVersion: policy.karmada.io/v1alpha1\nkind: PropagationPolicyList\nitems: [{placement}]\n"
        ),
        format!("items: [{placement}]\n"),
        format!("- {placement}\n"),
    ] {
        let output = verify("karmada", &list);
        holds(&output, verdicts("missing", "wider"));
        assert!(output.contains("].spec.placement.clusterAffinity.clusterNames absent"), "{output}");
    }
}

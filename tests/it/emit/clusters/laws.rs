//! Random workspaces are written and read back; documents are mutated, and both readers must see it.

use std::collections::{BTreeMap, BTreeSet};

use bpol::PolicyType;
use bpol::emit::settings::Settings;
use bpol::verify::{Options, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::random::workspace;
use super::{Cells, Cluster, Given, STRANGE, TOOLS, Tool, World, admitted, setting, settings, verdict, with};

/// The index of the workload that a document is of.
fn workload(world: &World, tool: Tool, document: &Value) -> usize {
    let (name, kind) = (tool.object)(document);
    let found = world.identities.iter().position(|it| *it.name == *name).unwrap();
    let is_job = world.identities[found].kind.name() == "job";
    let wanted = if is_job { "Job" } else { "Deployment" };
    assert!(kind.is_none_or(|kind| kind == wanted), "{document}");
    found
}

/// What each document admits, less the flavors that nobody declared where flavors are not restricted.
fn read(world: &World, tool: Tool, documents: &[Value], clusters: &[Cluster]) -> Vec<(usize, Cells)> {
    let cells = |document: &Value| {
        let index = workload(world, tool, document);
        let mut cells = admitted(tool, document, clusters).unwrap();
        if !world.restricts(index, PolicyType::Flavor) {
            cells.retain(|cell| cell.1 != "*");
        }
        (index, cells)
    };
    documents.iter().map(cells).collect()
}

/// Whether a whole cluster in a location would bring what a workload may not have.
fn opened<'c>(world: &World, index: usize, fleet: &'c Cells) -> BTreeSet<&'c String> {
    let own = world.cells(index);
    let places: BTreeSet<&String> = own.iter().map(|it| &it.0).collect();
    let is_opened = |cell: &&(String, String)| places.contains(&cell.0) && !own.contains(*cell);
    if !world.restricts(index, PolicyType::Flavor) {
        return BTreeSet::new();
    }
    fleet.iter().filter(is_opened).map(|it| &it.0).collect()
}

/// Names of locations: two for one, and none for another.
fn names(text: &str) -> (Given, BTreeMap<&'static str, Vec<&'static str>>) {
    let (mut entries, mut called) = (Vec::new(), BTreeMap::new());
    if text.contains("location eu-par-1") {
        let names = ["p2", "p1"].map(|it| setting(super::text(it))).to_vec();
        entries.push(("eu-par-1", Given::List(names)));
        called.insert("eu-par-1", vec!["p1", "p2"]);
    }
    if text.contains("location us-pdx-1") {
        entries.push(("us-pdx-1", Given::Boolean(false)));
        called.insert("us-pdx-1", Vec::new());
    }
    (Given::Table(settings(&entries)), called)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_written_is_the_set(text in workspace()) {
        let world = World::of(&text);
        let fleet = world.fleet();
        let (locations, called) = names(&text);
        let plain = BTreeMap::new();
        for tool in TOOLS {
            // Clusters of one flavor, which can be told: exactly the set.
            for (more, called) in [(vec![], &plain), (vec![("locations", locations.clone())], &called)] {
                let settings = with(&(tool.telling)(), &more);
                let documents = world.documents(tool, &settings);
                prop_assert_eq!(documents.len(), world.identities.len());
                let clusters = world.clusters(true, called);
                for (index, cells) in read(&world, tool, &documents, &clusters) {
                    let mut own = world.cells(index);
                    own.retain(|it| called.get(&*it.0).is_none_or(|names| !names.is_empty()));
                    prop_assert_eq!(&cells, &own, "{} {}", tool.name, world.identities[index]);
                }
                let text = documents.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
                let verified = world.verify(tool, &settings, &text).unwrap();
                for judged in &verified.workloads {
                    prop_assert_eq!(judged.verdict, Verdict::Equal, "{:?}", judged);
                }
            }
            // Whole clusters: the set, or a refusal, or the locations that are whole.
            let clusters = world.clusters(false, &plain);
            let plain_settings = Settings::default();
            let opened: Vec<BTreeSet<&String>> =
                (0..world.identities.len()).map(|index| opened(&world, index, &fleet)).collect();
            let refused = opened.iter().any(|it| !it.is_empty());
            let refusals = world.refusals(tool, &plain_settings);
            prop_assert_eq!(refusals.contains("emit-whole-place"), refused);
            let kept = |index: usize| {
                let mut own = world.cells(index);
                own.retain(|it| !opened[index].contains(&it.0));
                own
            };
            let narrow = settings(&[("narrow", Given::Boolean(true))]);
            if (0..world.identities.len()).any(|index| kept(index).is_empty()) {
                prop_assert_eq!(world.refusals(tool, &narrow), BTreeSet::from(["emit-nothing-left"]));
            } else {
                for (index, cells) in read(&world, tool, &world.documents(tool, &narrow), &clusters) {
                    prop_assert_eq!(cells, kept(index));
                }
                let notes = world.emit(tool, &narrow).unwrap().notes;
                prop_assert_eq!(notes.len(), opened.iter().filter(|it| !it.is_empty()).count());
            }
            // The locations alone, whatever can be told.
            let only = [("locations-only", Given::Boolean(true))];
            for (settings, clusters) in [
                (settings(&only), &clusters),
                (with(&(tool.telling)(), &only), &world.clusters(true, &plain)),
            ] {
                let documents = world.documents(tool, &settings);
                for (index, cells) in read(&world, tool, &documents, clusters) {
                    let places = |cells: &Cells| cells.iter().map(|it| it.0.clone()).collect::<BTreeSet<_>>();
                    prop_assert_eq!(places(&cells), places(&world.cells(index)));
                }
                let has_mark = |it: &Value| it["metadata"]["annotations"]["bpol/restricts"] == "location";
                prop_assert!(documents.iter().all(has_mark));
                prop_assert_eq!(world.emit(tool, &settings).unwrap().notes.len(), 1);
                let text = documents.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
                let verified = world.verify(tool, &settings, &text).unwrap();
                prop_assert!(verified.workloads.iter().all(|it| it.verdict == Verdict::Equal));
            }
        }
    }
}

const LLAMA: &str = "\
location us-pdx-1 in us < offers [x86, t4] >
location us-was-1 in us < offers [x86, l4] >
location eu-fra-1 in de < offers [x86, l4, t4] >
location eu-par-1 in fr < offers [x86, t4] >
";
/// Both types are restricted; flavors alone; locations alone; none.
const WORKLOADS: [&str; 4] = [
    "policy p < country in [us, de] >\npolicy g < gpu in [l4, t4] >\nmodel llama < attach [p, g] >\n",
    "policy g < gpu in [t4] >\nmodel llama < attach [g] >\n",
    "policy p < country in [us] >\nmodel llama < attach [p] >\n",
    "model llama\n",
];

/// Every value of a document with one thing changed: a key that is gone, `null` or empty, an item that is gone,
/// a text that is another one.
fn mutations(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let mut without = map.clone();
                without.remove(key);
                all.push(Value::Object(without));
                let empty = if inner.is_array() { json!([]) } else { json!({}) };
                let others =
                    [Value::Null].into_iter().chain((inner.is_array() || inner.is_object()).then_some(empty));
                for other in others.chain(mutations(inner)) {
                    let mut changed = map.clone();
                    changed.insert(key.clone(), other);
                    all.push(Value::Object(changed));
                }
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                let mut without = list.clone();
                without.remove(index);
                all.push(Value::Array(without));
                for other in mutations(inner).into_iter().chain([Value::Null]) {
                    let mut changed = list.clone();
                    changed[index] = other;
                    all.push(Value::Array(changed));
                }
            }
        }
        Value::String(_) => all.extend(STRANGE.map(Value::from)),
        _ => {}
    }
    all
}

/// Both readers say the same of a document. What it says that is wider is given back.
fn compared(world: &World, tool: Tool, settings: &Settings, clusters: &[Cluster], document: &Value) -> bool {
    let simple = admitted(tool, document, clusters);
    let real = world.verify(tool, settings, &document.to_string());
    let (Some(simple), Ok(real)) = (&simple, &real) else {
        assert_eq!(simple.is_none(), real.is_err(), "{} {document}\n{simple:?}\n{real:?}", tool.name);
        return false;
    };
    let excess = world.excess(0, simple);
    let own = world.cells(0);
    let wanted = if !excess.is_empty() {
        Verdict::Wider
    } else if own.is_subset(simple) {
        Verdict::Equal
    } else {
        Verdict::Inside
    };
    let got = verdict(real);
    assert_eq!(got, wanted, "{} {document}\n{simple:?}\n{real:?}", tool.name);
    // Machines that are declared are named one by one.
    let declared =
        |cells: Cells| -> Cells { cells.into_iter().filter(|it| it.0 != "*" && it.1 != "*").collect() };
    let Options::Cells(options) = &real.workloads[0].options else { panic!("{real:?}") };
    let fleet = world.fleet();
    let options: Cells = options.iter().map(|it| (it.location.clone(), it.flavor.clone())).collect();
    let options: Cells = options.into_iter().filter(|it| fleet.contains(it)).collect();
    let wanted: Cells = match got {
        Verdict::Wider => declared(excess),
        _ => own.difference(simple).cloned().collect(),
    };
    assert_eq!(options, wanted, "{} {document}", tool.name);
    got == Verdict::Wider
}

#[test]
fn both_readers_see_each_mutation_alike() {
    let plain = BTreeMap::new();
    for tool in TOOLS {
        let mut wider = 0;
        for workload in WORKLOADS {
            let world = World::of(&format!("{LLAMA}{workload}"));
            for (settings, tells) in [(Settings::default(), false), ((tool.telling)(), true)] {
                if !world.refusals(tool, &settings).is_empty() {
                    continue;
                }
                let clusters = world.clusters(tells, &plain);
                let document = world.documents(tool, &settings).remove(0);
                assert!(!compared(&world, tool, &settings, &clusters, &document));
                let mut specs = vec![Value::Null, json!({})];
                specs.extend(mutations(&document["spec"]));
                for spec in specs {
                    let mut changed = document.clone();
                    changed["spec"] = spec;
                    if (tool.object)(&changed) != (tool.object)(&document) {
                        continue;
                    }
                    let is_of = changed["spec"].get("resourceSelectors");
                    if is_of != document["spec"].get("resourceSelectors") {
                        continue;
                    }
                    wider += usize::from(compared(&world, tool, &settings, &clusters, &changed));
                }
            }
        }
        assert!(wider > 20, "{} {wider}", tool.name);
    }
}

/// What opens a document to every cluster, as each tool reads it.
#[test]
fn what_is_left_out_is_everywhere() {
    let openings: [(&str, &[&str]); 3] = [
        (
            "ocm",
            &[
                "/spec",
                "/spec/predicates",
                "/spec/predicates/0",
                "/spec/predicates/0/requiredClusterSelector",
            ],
        ),
        (
            "karmada",
            &[
                "/spec/placement",
                "/spec/placement/clusterAffinity",
                "/spec/placement/clusterAffinity/clusterNames",
            ],
        ),
        (
            "kubefleet",
            &[
                "/spec/policy",
                "/spec/policy/affinity",
                "/spec/policy/affinity/clusterAffinity",
                "/spec/policy/affinity/clusterAffinity/requiredDuringSchedulingIgnoredDuringExecution",
                "/spec/policy/affinity/clusterAffinity/requiredDuringSchedulingIgnoredDuringExecution\
                 /clusterSelectorTerms",
                "/spec/policy/affinity/clusterAffinity/requiredDuringSchedulingIgnoredDuringExecution\
                 /clusterSelectorTerms/0",
            ],
        ),
    ];
    let world = World::of(&format!("{LLAMA}{}", WORKLOADS[0]));
    for (name, paths) in openings {
        let tool = TOOLS.into_iter().find(|it| it.name == name).unwrap();
        let settings = (tool.telling)();
        let document = world.documents(tool, &settings).remove(0);
        for path in paths {
            for empty in [Value::Null, json!({}), json!([])] {
                let mut changed = document.clone();
                let place = changed.pointer_mut(path).unwrap();
                if empty.is_array() != place.is_array() && !empty.is_null() {
                    continue;
                }
                *place = empty;
                let verified = world.verify(tool, &settings, &changed.to_string()).unwrap();
                assert_eq!(verdict(&verified), Verdict::Wider, "{name} {changed}");
                let Options::Cells(cells) = &verified.workloads[0].options else { panic!("{verified:?}") };
                assert!(cells.iter().any(|it| it.location == "*" && it.flavor == "*"), "{name} {changed}");
            }
        }
    }
}

//! `bpol import`: each file under `tests/import` with what becomes of it, and what holds for all of them.

use std::path::Path;

use bpol::import::{Known, Options, fleet, import};
use bpol::{Builtin, Reference, Source};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::support::{Project, Run, workspace};

/// What `bpol import` makes of a fixture, with `more` arguments.
fn run(fixture: &Path, more: &[&str]) -> Run {
    let name = fixture.file_name().unwrap().to_str().unwrap();
    let (project, arguments) = workspace(fixture);
    let arguments = arguments.iter().map(String::as_str);
    let all: Vec<&str> = ["import", name].into_iter().chain(arguments).chain(more.iter().copied()).collect();
    let run = project.run(&all);
    assert_eq!(project.run(&all).transcript(), run.transcript(), "{name}: not the same twice");
    if run.status == 0 {
        let project = Project::new().file("imported.bpol", &run.stdout);
        let check = project.run(&["fmt", "--check", "--no-config"]);
        assert_eq!(check.status, 0, "{name}: {}{}", run.stdout, check.stderr);
    } else {
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{name}: {}", run.stderr);
    }
    run
}

#[test]
fn every_file_becomes_what_it_says() {
    insta::glob!("../import", "*.*", |fixture| {
        let run = run(fixture, &[]);
        let mut transcript = run.transcript();
        if run.status != 0 {
            transcript += &format!("=== --partial\n{}", self::run(fixture, &["--partial"]).transcript());
        }
        insta::with_settings!({
            snapshot_path => "../import/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("import", transcript);
        });
    });
}

#[test]
fn an_import_compiles_and_a_fleet_is_the_same_as_its_statements() {
    let folder = Path::new("tests/import");
    for name in ["locations.json", "configuration.json", "nodes.json", "cells.csv"] {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let workload = "policy fr < country in [fr, us] >\nmodel llama < attach [fr] >\nmodel free\n";
        let project = Project::new().file(name, text).file("a.bpol", workload);
        let imported = project.run(&["import", name, "-o", "imported.bpol"]);
        assert_eq!((imported.status, imported.stdout.as_str()), (0, ""), "{name}: {}", imported.stderr);
        let with_statements = project.run(&["compile", "a.bpol", "imported.bpol"]);
        let with_fleet = project.run(&["compile", "--fleet", name, "a.bpol"]);
        assert_eq!(with_fleet.stdout, with_statements.stdout, "{name}: {}", with_fleet.stderr);
        assert_eq!(with_fleet.status, with_statements.status);
    }
}

#[test]
fn a_fleet_knows_what_the_workspace_declares() {
    let locations =
        r#"[{"region": "eu-fra-1", "country": "DE", "flavors": [{"type": "gpu", "name": "H100"}]}]"#;
    let more = r#"[{"region": "eu-ber-1", "country": "de", "flavors": [{"type": "gpu", "name": "L4"}]}]"#;
    let again = r#"[{"region": "eu-mun-1", "country": "De", "flavors": [{"type": "gpu", "name": "l4"}]}]"#;
    let text =
        "country de \"Germany\" in eu\ngpu h100\npolicy eu < continent in [eu] >\nmodel m < attach [eu] >\n";
    let project = Project::new()
        .file("a.bpol", text)
        .file("a.json", locations)
        .file("b.json", more)
        .file("c.json", again);
    let run =
        project.run(&["compile", "--fleet", "a.json", "--fleet", "b.json", "--fleet", "c.json", "a.bpol"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    for place in ["eu-fra-1", "eu-ber-1", "eu-mun-1"] {
        assert!(run.stdout.contains(place), "{}", run.stdout);
    }
}

#[test]
fn errors_of_a_fleet_are_at_its_own_places() {
    let text = "location eu-fra-1 in fr < offers [t4] >\nmodel m\n";
    let bad = "[\n  {\"region\": \"eu-par-1\", \"country\": \"FR\",\n   \"flavors\": [{\"type\": \"tpu\", \"name\": \"t4\"}]}\n]\n";
    let twice = "[\n  {\"region\": \"EU-Fra-1\",\n   \"country\": \"FR\", \"flavors\": [{\"type\": \"gpu\", \"name\": \"t4\"}]}\n]\n";
    let policy = r#"{"kind": "Policy", "metadata": {"name": "p"}, "spec": {"type": "flavor"}}"#;
    let project = Project::new()
        .file("a.bpol", text)
        .file("bad.json", bad)
        .file("twice.json", twice)
        .file("policy.json", policy)
        .file("broken.json", "[{");
    let mut transcript = String::new();
    for name in ["bad.json", "twice.json", "policy.json", "broken.json"] {
        for format in ["full", "json", "sarif", "gitlab"] {
            let run = project.run(&["check", "--fleet", name, "--output-format", format, "a.bpol"]);
            assert_eq!(run.status, 1, "{name}: {}", run.transcript());
            assert!(run.stdout.contains(name), "{}", run.stdout);
            if format == "full" {
                transcript += &run.transcript();
            }
        }
        let run = project.run(&["check", "--fleet", name, "--fix", "--unsafe-fixes", "a.bpol"]);
        assert_eq!(run.status, 1, "{}", run.transcript());
        assert_eq!((project.read("a.bpol").as_str(), project.read("bad.json").as_str()), (text, bad));
    }
    insta::assert_snapshot!("fleet_errors", transcript);
}

#[test]
fn what_is_read_is_not_written_over_and_stdin_is_read_once() {
    let policy = r#"{"kind": "Policy", "metadata": {"name": "p"}, "spec": {"type": "location", "locations": [{"type": "country", "name": "FR"}]}}"#;
    let project = Project::new().file("p.json", policy).file("m.bpol", "model m\n");
    let run = project.run(&["import", "p.json", "-o", "p.json"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("this run has read it; it is a document"), "{}", run.stderr);
    let run = project.run_with_stdin(&["import", "-", "-", "-o", "-"], policy);
    assert_eq!((run.status, run.stdout.as_str()), (0, "policy p < country in [fr] >\n"));
    let run = project.run_with_stdin(&["import", "-", "--from", "csv"], "location,flavor\na,x86\n");
    assert_eq!(run.status, 0, "{}", run.stderr);
    let run = project.run_with_stdin(&["import", "-"], "location,flavor\na,x86\n");
    assert_eq!((run.status, run.stdout.as_str()), (0, "location a < offers [x86] >\n"));
    for (arguments, message) in [
        (&["import"][..], "required"),
        (&["import", "none.json"], "none.json"),
        (&["import", "p.json", "--from", "policies"], "policies"),
        (&["import", "p.json", "--columns", "place=x"], "`place` is none of"),
        (&["import", "p.json", "--columns", "location"], "is not like `location=Region`"),
        (&["compile", "--fleet", "none.json"], "none.json"),
    ] {
        let run = project.run(arguments);
        assert_eq!(run.status, 2, "{}", run.transcript());
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
    let run = project.run(&["import", "p.json", "--from", "nodes"]);
    assert_eq!(run.status, 1, "{}", run.transcript());
}

#[test]
fn a_table_of_ones_own_says_how_codes_are_written() {
    let table = "continent EU\ncountry DE in EU\ngpu Big < alias [\"big one\"] >\ngpu tiny\n";
    let policy = r#"[
        {"kind": "Policy", "metadata": {"name": "p"}, "spec": {"type": "location", "locations": [{"type": "continent", "name": "eu"}, {"type": "country", "name": "De"}]}},
        {"kind": "Policy", "metadata": {"name": "q"}, "spec": {"type": "flavor", "flavors": [{"type": "gpu", "name": "BIG ONE"}, {"type": "gpu", "name": "Tiny"}, {"type": "gpu", "name": "T4"}]}}
    ]"#;
    let project = Project::new().file("own.bpol", table).file("p.json", policy);
    let run = project.run(&["import", "p.json", "--reference", "own.bpol"]);
    assert_eq!(
        run.stdout,
        "policy p < continent in [EU] or country in [DE] >\npolicy q < gpu in [Big, tiny, t4] >\n"
    );
    let project = project.file("bpol.toml", "reference = \"own.bpol\"\n");
    assert_eq!(project.run(&["import", "p.json"]).stdout, run.stdout);
}

/// What `bpol emit blaxel` writes of a workspace is imported as the same sets.
#[test]
fn what_is_emitted_comes_back_as_the_same_sets() {
    let table = "country de in eu\ngpu l4\nlocation us-pdx-1 in us < offers [x86, t4] >\n\
                 location us-was-1 in us < offers [x86, l4] >\nlocation eu-fra-1 in de < offers [x86, l4, t4] >\n";
    let policies = "policy us_or_de < country in [us, de] >\npolicy gpus < gpu in [l4, t4] target models >\n\
                    environment production < attach [us_or_de, gpus] >\nmodel llama in production\nagent free\n";
    let emitted = r#"# Written by bpol emit blaxel. Do not edit.
{"apiVersion": "blaxel.ai/v1alpha1", "kind": "Policy", "metadata": {"name": "bpol-flavor-8102b2bdb6d9", "displayName": "gpu l4, gpu t4", "labels": {"managed-by": "bpol"}}, "spec": {"type": "flavor", "flavors": [{"type": "gpu", "name": "l4"}, {"type": "gpu", "name": "t4"}]}}
---
{"apiVersion": "blaxel.ai/v1alpha1", "kind": "Policy", "metadata": {"name": "bpol-location-12972415b364", "displayName": "country de, country us", "labels": {"managed-by": "bpol"}}, "spec": {"type": "location", "locations": [{"type": "country", "name": "DE"}, {"type": "country", "name": "US"}]}}
---
{"apiVersion": "blaxel.ai/v1alpha1", "kind": "Model", "metadata": {"name": "llama"}, "spec": {"policies": ["bpol-flavor-8102b2bdb6d9", "bpol-location-12972415b364"]}}
---
{"apiVersion": "blaxel.ai/v1alpha1", "kind": "Agent", "metadata": {"name": "free"}, "spec": {"policies": []}}
"#;
    let project = Project::new().file("table.bpol", table).file("own.bpol", policies).file("e.yaml", emitted);
    let imported = project.run(&["import", "e.yaml", "-o", "imported.bpol"]);
    assert_eq!((imported.status, imported.stderr.as_str()), (0, ""));
    let sets = |file: &str| {
        let run = project.run(&["compile", "--format", "ndjson", "table.bpol", file]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let set = |line: &str| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            (line["name"].to_string(), line["placementSet"].to_string())
        };
        let mut sets: Vec<_> = run.stdout.lines().map(set).collect();
        sets.sort();
        sets
    };
    assert_eq!(sets("imported.bpol"), sets("own.bpol"));
}

/// Objects of the platform and of inventories with fields that may be anything.
fn objects() -> impl Strategy<Value = Json> {
    let word = || {
        prop::sample::select(vec![
            "Policy",
            "Model",
            "Agent",
            "Sandbox",
            "Environment",
            "Node",
            "ModelDeployment",
            "location",
            "flavor",
            "country",
            "continent",
            "cpu",
            "gpu",
            "fr",
            "US",
            "T4",
            "x86",
            "auto",
            "eu-fra-1",
            "a b",
            "",
            "in",
            "x\ny",
            "\u{202e}",
            "#",
            "\"\\",
            "bpol: allow(no-effect) x",
            "< >",
            "p",
            "q",
            "e",
            "\u{e9}",
        ])
    };
    let any = || {
        let leaf = prop_oneof![
            4 => word().prop_map(Json::from),
            1 => Just(Json::Null),
            1 => any::<i8>().prop_map(Json::from),
            1 => any::<bool>().prop_map(Json::from),
        ];
        leaf.prop_recursive(3, 8, 3, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
                prop::collection::hash_map(word(), inner, 0..3).prop_map(|it| json!(it)),
            ]
        })
    };
    let named = || word().prop_map(Json::from);
    let or = move |it: BoxedStrategy<Json>| prop_oneof![9 => it, 1 => any()].boxed();
    let code = || {
        let types = prop::sample::select(vec!["continent", "country", "location", "cpu", "gpu"]);
        (types, named()).prop_map(|(of, name)| json!({"type": of, "name": name})).boxed()
    };
    let codes = move || or(prop::collection::vec(or(code()), 0..3).prop_map(Json::from).boxed());
    let names = move || or(prop::collection::vec(named(), 0..3).prop_map(Json::from).boxed());
    let kinds = vec!["model", "agent", "sandbox", "application"];
    let spec = (
        prop::sample::select(vec!["location", "flavor"]),
        codes(),
        codes(),
        or(prop::collection::vec(prop::sample::select(kinds), 0..3).prop_map(|it| json!(it)).boxed()),
        any(),
    );
    let policy = (named(), or(named().boxed()), spec).prop_map(|(name, label, spec)| {
        let (of, locations, flavors, kinds, more) = spec;
        json!({"kind": "Policy", "metadata": {"name": name, "displayName": label}, "spec": {
            "type": of, "locations": locations, "flavors": flavors, "resourceTypes": kinds, "more": more}})
    });
    let kinds = vec!["Model", "Agent", "Sandbox", "Environment", "Application", "Function", "Job"];
    let workload =
        (prop::sample::select(kinds), named(), or(named().boxed()), names(), or(Just(Json::Null).boxed()))
            .prop_map(|(kind, name, environment, policies, region)| {
                json!({"kind": kind, "metadata": {"name": name, "environment": environment},
                "spec": {"policies": policies, "region": region}})
            });
    let place = (named(), or(named().boxed()), or(named().boxed()), codes(), any()).prop_map(
        |(region, country, continent, flavors, more)| {
            json!({"region": region, "country": country, "continent": continent, "flavors": flavors, "x": more})
        },
    );
    let object = prop_oneof![policy, workload, place, any()];
    prop::collection::vec(object, 0..6).prop_map(Json::from)
}

proptest! {
    #[test]
    fn whatever_is_imported_is_text_of_the_language_and_the_same_each_time(objects in objects()) {
        let known = Known::of(&Reference::builtin(Builtin::Official));
        let text = serde_json::to_string_pretty(&objects).unwrap();
        let source = Source::new("a.json", text.into());
        for is_partial in [false, true] {
            let options = Options { is_partial, ..Options::default() };
            let imported = import(std::slice::from_ref(&source), &known, &options).unwrap();
            let again = import(std::slice::from_ref(&source), &known, &options).unwrap();
            prop_assert_eq!(&imported.text, &again.text);
            prop_assert_eq!(imported.text.is_some(), is_partial || imported.findings.is_empty());
            for finding in &imported.findings {
                prop_assert!(source.text().get(finding.span.range()).is_some());
                prop_assert!(finding.related.len() == finding.fact.words().related.len());
            }
            if let Some(text) = imported.text {
                let parsed = bpol::syntax::parse(Source::new("b.bpol", text.clone().into()));
                prop_assert!(parsed.findings().is_empty(), "{}", text);
                prop_assert_eq!(bpol::format::format(&parsed).unwrap(), text.clone());
                // No comment of a document speaks to bpol.
                prop_assert!(parsed.comments().all(|it| it.directive().is_none()), "{}", text);
            }
        }
        let (fleet, _) = fleet(source.clone(), &mut known.clone());
        for finding in fleet.findings() {
            prop_assert!(finding.span.file == source.id(), "{:?}", finding);
        }
    }
}

#[test]
fn token_policies_are_imported() {
    let tokens = r#"[
        {"metadata": {"name": "daily"}, "spec": {"type": "maxToken", "maxTokens": {"granularity": "day", "step": 1, "input": 10000, "output": 5000, "total": 0, "ratioInputOverOutput": 4}, "resourceTypes": ["model"]}},
        {"metadata": {"name": "burst", "displayName": "A burst"}, "spec": {"type": "maxToken", "maxTokens": {"granularity": "minute", "step": 5, "total": 9007199254740991}}},
        {"metadata": {"name": "off"}, "spec": {"type": "maxToken", "maxTokens": {"granularity": "hour", "step": 1, "input": 0}}},
        {"kind": "Model", "metadata": {"name": "llama"}, "spec": {"policies": ["daily", "burst", "off"]}}
    ]"#;
    let project = Project::new().file("tokens.json", tokens);
    let run = project.run(&["import", "tokens.json", "-o", "tokens.bpol"]);
    assert_eq!(run.stderr, "note: policies without a list restrict nothing, and are left out: `off`\n");
    let text = "\
policy burst \"A burst\" < tokens total 9007199254740991 per 5 minutes >
policy daily           < tokens input 10000 or output 5000 per day ratio 4 target models >

# policies: off, which has no list and restricts nothing
model llama < attach [daily, burst] >
";
    assert_eq!(project.read("tokens.bpol"), text);
    assert_eq!(project.run(&["compile", "tokens.bpol"]).status, 0);
}

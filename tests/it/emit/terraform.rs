//! `terraform`, read back as a module does that loops over what it finds.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::command::sample;
use super::listed::{Own, Read, STAR, World, own, try_mutations, verdicts, verified};
use super::naming::{self, all_locations, naming};
use super::random::workspace;
use super::{Cells, emit, project, run};

/// What each workload is admitted: a list that is not there, or empty, restricts nothing.
fn read(document: &Value, world: &World) -> Read {
    let Some(all) = document.get("bpol_placements") else { return Some([].into()) };
    let is_open = |it: Option<&Value>| match it {
        None | Some(Value::Null) => true,
        Some(Value::Array(items)) => items.is_empty(),
        Some(_) => false,
    };
    let one = |workload: &Value| -> Option<Cells> {
        let workload = workload.as_object()?;
        let mut cells = Cells::new();
        match workload.get("placements") {
            None | Some(Value::Null) => cells.extend(world.all()),
            Some(Value::Object(map)) if map.is_empty() => cells.extend(world.all()),
            Some(Value::Object(map)) => {
                for (place, flavors) in map {
                    if is_open(Some(flavors)) {
                        cells.extend(world.at(place));
                        continue;
                    }
                    for flavor in flavors.as_array()? {
                        cells.insert((place.clone(), flavor.as_str()?.to_owned()));
                    }
                }
            }
            Some(_) => return None,
        }
        for (key, star) in [("locations", (STAR, "any")), ("flavors", ("any", STAR))] {
            let list = workload.get(key);
            if is_open(list) {
                cells.insert((star.0.to_owned(), star.1.to_owned()));
                continue;
            }
            for item in list?.as_array()? {
                let item = item.as_object()?;
                if !["type", "name"].iter().all(|key| item.get(*key).is_some_and(Value::is_string)) {
                    return None;
                }
            }
        }
        Some(cells)
    };
    all.as_object()?.iter().map(|(name, workload)| Some((name.clone(), one(workload)?))).collect()
}

/// A list that is open opens its own type alone.
fn by_type(own: &Own, admitted: &Cells) -> Cells {
    let places: Vec<&String> = own.cells.iter().map(|it| &it.0).collect();
    let flavors: Vec<&String> = own.cells.iter().map(|it| &it.1).collect();
    let one = |(place, flavor): &(String, String)| match (place.as_str(), flavor.as_str()) {
        (STAR, "any") => (STAR.to_owned(), flavors[0].clone()),
        ("any", STAR) => (places[0].clone(), STAR.to_owned()),
        _ => (place.clone(), flavor.clone()),
    };
    admitted.iter().map(one).collect()
}

fn resolved(own: &std::collections::BTreeMap<String, Own>, read: Read) -> Read {
    Some(
        read?
            .into_iter()
            .map(|(name, cells)| match own.get(&name) {
                Some(own) => (name, by_type(own, &cells)),
                None => (name, cells),
            })
            .collect(),
    )
}

#[test]
fn the_sample_is_as_it_is_documented() {
    let wanted = r#"{"bpol_placements": {
  "model/llama@production": {"locations": [{"type": "country", "name": "de"}, {"type": "country", "name": "us"}], "flavors": [{"type": "gpu", "name": "l4"}, {"type": "gpu", "name": "t4"}], "placements": {"eu-fra-1": ["l4", "t4"], "us-pdx-1": ["t4"], "us-was-1": ["l4"]}},
"#;
    let written = emit(&sample(""), &["terraform"]);
    assert!(written.starts_with(wanted) && written.ends_with("]}}\n}}\n"), "{written}");
}

#[test]
fn without_a_fleet_placements_are_null_and_codes_are_compared() {
    let text = "policy p < country in [fr] >\nmodel a < attach [p] >\nmodel b\n";
    let project = project(text, "");
    insta::assert_snapshot!("terraform_no_fleet", emit(&project, &["terraform"]));
    let project = project.file("t.json", emit(&super::project(text, ""), &["terraform"]));
    let verify = |text: &str| {
        std::fs::write(project.path("t.json"), text).unwrap();
        let all = verified(&project, "terraform", "t.json").unwrap();
        [all["model/a"].clone(), all["model/b"].clone()]
    };
    let written = project.read("t.json");
    assert_eq!(verify(&written), ["equal", "equal"]);
    let country = r#"{"type": "country", "name": "fr"}"#;
    assert_eq!(verify(&written.replacen(country, r#"{"type": "continent", "name": "eu"}"#, 1))[0], "wider");
    assert_eq!(verify(&written.replacen(country, r#"{"type": "country", "name": "mars"}"#, 1))[0], "wider");
    assert_eq!(verify(&written.replacen(country, r#"{"type": "gpu", "name": "fr"}"#, 1))[0], "wider");
    assert_eq!(verify(&written.replacen(country, "", 1)), ["wider", "equal"]);
    assert_eq!(verify(&written.replace("\"placements\": null", "\"other\": 1")), ["equal", "equal"]);
}

#[test]
fn the_module_refuses_other_keys_and_empty_lists_and_has_no_templates() {
    let text = "location a in fr < offers [x86] >\nmodel \"${x}%{y}\\\"\\\\\"\nmodel b\n";
    let project = project(text, "");
    assert_eq!(emit(&project, &["terraform", "--module", "-o", "out"]), "");
    insta::assert_snapshot!("terraform_module", project.read("out/bpol.tf.json"));
    assert_eq!(project.read("out/bpol.auto.tfvars.json"), emit(&project, &["terraform"]));
    let module: Value = serde_json::from_str(&project.read("out/bpol.tf.json")).unwrap();
    let variable = &module["variable"]["bpol_placements"];
    assert_eq!((&variable["nullable"], variable.get("default")), (&json!(false), None));
    let conditions = variable["validation"].as_array().unwrap();
    assert_eq!(conditions.len(), 2);
    for condition in conditions {
        // One template stands in each, which is the whole of it.
        let condition = condition["condition"].as_str().unwrap();
        let inside = condition.strip_prefix("${").unwrap().strip_suffix('}').unwrap();
        assert!(!inside.replace("$${", "").replace("%%{", "").contains("${"), "{inside}");
    }
    let run = run(&project, &["terraform", "--module"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("-o DIR"), "{}", run.stderr);
    let module = super::project(text, "[emit.terraform]\nmodule = true\n");
    assert_eq!(super::run(&module, &["terraform"]).status, 2);
}

#[test]
fn what_it_refuses() {
    let fails = |text: &str, config: &str| {
        let run = run(&project(text, config), &["terraform"]);
        assert_eq!(run.stdout, "");
        run.transcript()
    };
    insta::assert_snapshot!("terraform_empty", fails("location a in fr\n", ""));
    insta::assert_snapshot!("terraform_same_form", fails("model \"e\u{301}\"\nmodel \"\u{e9}\"\n", ""));
    let fleet = "location a in fr < offers [x86] >\nlocation b in us < offers [x86] >\n\
                 policy p < country in [fr] >\nmodel m < attach [p] >\n";
    insta::assert_snapshot!(
        "terraform_ambiguous",
        fails(fleet, "[emit.terraform.locations]\na = \"e\u{301}\"\nb = \"\u{e9}\"\n")
    );
    insta::assert_snapshot!(
        "terraform_nothing_left",
        fails(fleet, "[emit.terraform.locations]\na = false\n")
    );
    insta::assert_snapshot!(
        "terraform_flavors_without_fleet",
        fails("model m\n", "[emit.terraform.flavors]\nt4 = \"T4\"\n")
    );
    let unknown = fails(fleet, "[emit.terraform]\nmodul = true\n");
    assert!(unknown.contains("did you mean `module`"), "{unknown}");
}

#[test]
fn every_mutation_is_seen() {
    let project = sample("").file("more.bpol", "model free\n");
    let document: Value = serde_json::from_str(&emit(&project, &["terraform"])).unwrap();
    let own = own(&project);
    let reader = |document: &Value, world: &World| resolved(&own, read(document, world));
    assert!(verdicts(&own, &reader(&document, &World::of(&own))).unwrap().values().all(|it| it == "equal"));
    try_mutations(&project, "terraform", "t.json", &document, 20, reader);
}

#[test]
fn documents_of_others() {
    let verify = |document: Value| {
        let project = sample("").file("t.json", document.to_string());
        verified(&project, "terraform", "t.json").map(|all| all["model/llama@production"].clone())
    };
    let wanted = json!([{"type": "country", "name": "de"}, {"type": "country", "name": "us"}]);
    let gpus = json!([{"type": "gpu", "name": "l4"}]);
    let of = |locations: &Value, flavors: &Value, placements: Value| {
        let it = json!({"locations": locations, "flavors": flavors, "placements": placements});
        verify(json!({"bpol_placements": {"model/llama@production": it}}))
    };
    let cells = json!({"us-was-1": ["l4"]});
    assert_eq!(of(&wanted, &gpus, cells.clone()).unwrap(), "inside");
    // What nobody offers is written all the same.
    assert_eq!(of(&wanted, &gpus, json!({"us-was-1": ["l4", "t4"]})).unwrap(), "wider");
    let na = json!([{"type": "continent", "name": "na"}]);
    assert_eq!(of(&na, &gpus, cells.clone()).unwrap(), "wider");
    let pdx = json!([{"type": "location", "name": "us-pdx-1"}]);
    assert_eq!(of(&pdx, &gpus, cells.clone()).unwrap(), "inside");
    let x86 = json!([{"type": "cpu", "name": "x86"}]);
    assert_eq!(of(&wanted, &x86, cells.clone()).unwrap(), "wider");
    assert_eq!(of(&json!("de"), &gpus, cells.clone()), None);
    assert_eq!(of(&wanted, &gpus, json!({"us-was-1": "l4"})), None);
    assert_eq!(verify(json!({"variable": {}})).unwrap(), "missing");
    assert_eq!(verify(json!({"bpol_placements": {"model/other": {}}})).unwrap(), "missing");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_written_is_the_set((text, naming) in (workspace(), naming())) {
        let text = format!("{text}{}model free\n", all_locations(&text));
        let project = project(&text, &naming.config("terraform"));
        let run = run(&project, &["terraform"]);
        let admitted = |world: &World| read(&serde_json::from_str(&run.stdout).unwrap(), world);
        naming::judge(&project, &naming, &run, admitted)?;
        if run.status == 0 {
            let project = project.file("t.json", &run.stdout);
            let verdicts = verified(&project, "terraform", "t.json").unwrap();
            prop_assert!(verdicts.values().all(|it| it == "equal"), "{verdicts:?}");
        }
    }
}

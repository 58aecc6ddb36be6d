//! What a bundle of Open Policy Agent allows, against what bpol compiles: a folder and a document of
//! `bpol compile` come in. Every workload is asked about every location with every flavor, and about one of
//! each that nobody declared.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use regorus::{Engine, Value as Rego};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(bundle), Some(compiled)) = (arguments.next(), arguments.next()) else {
        return Err("write `check-opa BUNDLE COMPILED.json`".into());
    };
    let read = |path: &Path| std::fs::read_to_string(path);
    let mut engine = Engine::new();
    engine.add_policy("bpol.rego".to_owned(), read(&Path::new(&bundle).join("bpol.rego"))?)?;
    engine.add_data(Rego::from_json_str(&read(&Path::new(&bundle).join("data.json"))?)?)?;
    let compiled: Value = serde_json::from_str(&read(Path::new(&compiled))?)?;

    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let cells = |set: &Value| -> BTreeSet<(String, String)> {
        let of = |placement: &Value| {
            let location = text(&placement["location"]);
            list(&placement["flavors"]).into_iter().map(move |it| (location.clone(), text(&it["name"])))
        };
        list(&set["placements"]).iter().flat_map(of).collect()
    };
    let sets = list(&compiled["placementSets"]);
    let all: BTreeSet<(String, String)> = sets.iter().flat_map(cells).collect();
    let mut locations: BTreeSet<&str> = all.iter().map(|it| &*it.0).collect();
    let mut flavors: BTreeSet<&str> = all.iter().map(|it| &*it.1).collect();
    locations.insert("*");
    flavors.insert("*");

    let (mut asked, mut wrong) = (0, 0);
    for workload in list(&compiled["workloads"]) {
        let environment = workload["environment"].as_str().map(|it| format!("@{it}")).unwrap_or_default();
        let identity = format!("{}/{}{environment}", text(&workload["kind"]), text(&workload["name"]));
        let set = sets.iter().find(|it| it["id"] == workload["placementSet"]).ok_or("a set is missing")?;
        let own = cells(set);
        for location in &locations {
            for flavor in &flavors {
                let input = json!({"workload": identity, "location": location, "flavor": flavor});
                engine.set_input(Rego::from_json_str(&input.to_string())?);
                let allowed = engine.eval_rule("data.bpol.allow".to_owned())? == Rego::from(true);
                asked += 1;
                if allowed != own.contains(&((*location).to_owned(), (*flavor).to_owned())) {
                    wrong += 1;
                    eprintln!("{input}: {allowed}");
                }
            }
        }
    }
    println!("{asked} questions, {wrong} wrong answers");
    if wrong == 0 && asked > 0 { Ok(()) } else { Err("the bundle is not the placement sets".into()) }
}

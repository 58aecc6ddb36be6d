//! `why` against its definition: every set of up to three edits is tried on random workspaces, and what is reported must
//! be exactly the smallest that help.

use std::collections::BTreeMap;

use bpol::Configuration;
use bpol::answers::asked::{Takes, option};
use bpol::answers::why::{Why, why};
use bpol::placement::Provisional;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::query_naive::{Picked, everything, placements, walk};
use super::why_world::{Act, World, identity};
use crate::model::{Model, Workload};
use crate::naive::{Impossible, Key, Naive, Type};
use crate::properties::cases;
use crate::random;

/// What is said of a workload, as it is written.
fn asked(provisional: &Provisional, own: &Workload, moved: Option<Option<&str>>, texts: &[String]) -> Why {
    let workspace = provisional.workspace();
    let workload = workspace.workloads().iter().find(|it| {
        let it = workspace.identity(it);
        (it.kind.name(), &it.name, &it.environment) == (own.kind, &own.name, &own.environment)
    });
    let options: Vec<_> = texts.iter().map(|it| option(workspace, it, Takes::All).unwrap()).collect();
    let moved = moved.map(|it| it.map(|name| workspace.environment(name).unwrap()));
    why(provisional, workload.unwrap(), moved, &options)
}

fn document(why: &Why) -> Value {
    serde_json::from_slice(&why.json()).unwrap()
}

/// An option without its repairs.
fn unrepaired(option: &Value) -> Value {
    let mut option = option.clone();
    for key in ["repairs", "moreRepairs"] {
        option.as_object_mut().unwrap().remove(key);
    }
    option
}

/// Everything is said as the points of a workload have it.
fn check(model: &Model, pick: Index, layout: u64) -> Result<(), TestCaseError> {
    let naive = Naive::new(model);
    let workload = pick.get(&model.workloads);
    let rendered = model.render(layout);
    let analysis = rendered.analyse(Configuration::default());
    let provisional = analysis.provisional().unwrap();
    let picked = everything(&naive);
    let texts: Vec<String> = picked.iter().map(Picked::word).collect();
    let answer = document(&asked(provisional, workload, None, &texts));
    let world = World::new(&naive, workload);
    let status = match naive.place(workload) {
        Ok(_) => "placed",
        Err(Impossible::Collision(_)) => "collision",
        Err(Impossible::NoPlacement) => "no-placement",
    };
    prop_assert_eq!(&answer["status"], status);
    prop_assert_eq!(&answer["types"], &world.types(&rendered), "{:#?}", rendered);
    prop_assert_eq!(&answer["clash"], &world.clash(), "{:#?}", rendered);
    let mut effects = 0;
    let mut check_effects = |reported: &Value, listed: &[(Value, Vec<Act>)], asked| {
        for (reported, (_, acts)) in reported.as_array().unwrap().iter().zip(listed).take(3) {
            if effects < 12 {
                effects += 1;
                let (changes, breaks) = world.effects(acts, asked);
                prop_assert_eq!(&reported["alsoChanges"], changes, "{} in {:#?}", reported, rendered);
                prop_assert_eq!(&reported["breaks"], &json!(breaks), "{} in {:#?}", reported, rendered);
            }
        }
        Ok(())
    };
    if status == "placed" {
        prop_assert_eq!(&answer["repairs"], &json!([]));
    } else {
        let acts = world.acts(|at| world.of_others(at));
        let listed = world.check(&acts, None, (&answer["repairs"], None));
        let listed = listed.map_err(|error| TestCaseError::fail(format!("{error} in {rendered:#?}")))?;
        check_effects(&answer["repairs"], &listed, None)?;
    }
    for (picked, reported) in picked.iter().zip(answer["options"].as_array().unwrap()) {
        prop_assert_eq!(unrepaired(reported), world.option(picked, &rendered), "{:#?}", rendered);
        if reported["answer"] == "allowed" {
            prop_assert_eq!((&reported["repairs"], &reported["moreRepairs"]), (&json!([]), &json!(0)));
            continue;
        }
        let mask = world.mask(&picked.atoms);
        let acts = world.acts(|_| vec![(picked.of, (picked.attribute, picked.name.clone()), mask)]);
        let more = reported["moreRepairs"].as_u64().map(|it| usize::try_from(it).unwrap());
        let listed = world.check(&acts, Some((picked.of, mask)), (&reported["repairs"], more));
        let listed = listed
            .map_err(|error| TestCaseError::fail(format!("{}: {error} in {rendered:#?}", picked.word())))?;
        check_effects(&reported["repairs"], &listed, Some((picked.of, mask)))?;
    }
    Ok(())
}

/// The places of files taken out, and a workload called as if it stood elsewhere.
fn without_places(value: &mut Value, called: (&Value, &Value)) {
    match value {
        Value::Object(members) => {
            members.remove("place");
            members.remove("declared");
            for value in members.values_mut() {
                if value == called.0 {
                    *value = called.1.clone();
                }
                without_places(value, called);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| without_places(value, called)),
        _ => {}
    }
}

/// What is gained and lost between two sets.
fn difference(naive: &Naive<'_>, new: &Workload, old: &Workload) -> Value {
    let outside = |of: Type| walk(naive, &(&naive.set(new, of) - &naive.set(old, of)));
    let placed = |workload| {
        let [places, flavors] = Type::ALL.map(|of| naive.set(workload, of));
        naive.placements(&places, &flavors)
    };
    let mut gained = Vec::new();
    if naive.has_fleet() {
        let others: BTreeMap<String, Vec<Key>> = placed(old).into_iter().collect();
        for (location, flavors) in placed(new) {
            let other = others.get(&location).cloned().unwrap_or_default();
            let flavors: Vec<Key> = flavors.into_iter().filter(|it| !other.contains(it)).collect();
            if !flavors.is_empty() {
                gained.push((location, flavors));
            }
        }
    }
    json!({"location": outside(Type::Location), "flavor": outside(Type::Flavor), "placements": placements(&gained)})
}

/// A workload that is asked about elsewhere is one whose text moved there.
fn check_moved(model: &Model, pick: Index, elsewhere: Index) -> Result<(), TestCaseError> {
    let own = pick.get(&model.workloads);
    let environments: Vec<Option<String>> =
        [None].into_iter().chain(model.environments.iter().map(|it| Some(it.name.clone()))).collect();
    let environment = elsewhere.get(&environments);
    let moved = Workload { environment: environment.clone(), ..own.clone() };
    let mut other = model.clone();
    other.workloads.retain(|it| identity(it) != identity(&moved) || identity(it) == identity(own));
    let index = other.workloads.iter().position(|it| identity(it) == identity(own)).unwrap();
    other.workloads[index] = moved.clone();
    let naive = Naive::new(model);
    let texts: Vec<String> = everything(&naive).iter().map(Picked::word).collect();
    let (here, there) = (model.render(0), other.render(0));
    let [here, there] = [&here, &there].map(|it| it.analyse(Configuration::default()));
    let mut answer = document(&asked(here.provisional().unwrap(), own, Some(environment.as_deref()), &texts));
    let preview = json!({
        "environment": environment,
        "gained": difference(&naive, &moved, own),
        "lost": difference(&naive, own, &moved),
    });
    prop_assert_eq!(&answer["in"], &preview, "{:#?}", model.render(0));
    prop_assert_eq!(&answer["workload"], &identity(own));
    let mut wanted = document(&asked(there.provisional().unwrap(), &moved, None, &texts));
    wanted["in"] = preview;
    let called = (&identity(own), &identity(&moved));
    without_places(&mut answer, called);
    without_places(&mut wanted, called);
    prop_assert_eq!(answer, wanted, "{:#?}", model.render(0));
    Ok(())
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn an_answer_is_what_every_edit_says(
        model in random::model(),
        pick in any::<Index>(),
        layout in random::layout(),
    ) {
        let model = random::sound(model);
        prop_assume!(!model.workloads.is_empty());
        check(&model, pick, layout)?;
    }

    #[test]
    fn elsewhere_is_where_the_text_has_moved(
        model in random::model(),
        pick in any::<Index>(),
        elsewhere in any::<Index>(),
    ) {
        let model = random::sound(model);
        prop_assume!(!model.workloads.is_empty());
        check_moved(&model, pick, elsewhere)?;
    }
}

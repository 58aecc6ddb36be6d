//! Every guard whose sides are options with a rule, over workloads with every policy.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{code, options, places, policy, table, workload};
use crate::guards_naive::verdicts;
use crate::model::{CONTINENT, COUNTRY, CPU, Code, Form, GPU, Guard, LOCATION, Model, Options};
use crate::naive::Naive;
use crate::properties::placed;

/// A guard of each form with each side, and workloads with a place policy or none and a flavor policy or none.
fn guarded(table: &Model) -> Model {
    let naive = Naive::new(table);
    let all = |elements: &[(&'static str, String)]| -> Vec<Options> {
        options(elements).into_iter().filter(|it| !naive.is_nothing(it)).collect()
    };
    let of_places = all(&places(table));
    let of_flavors = all(&[(CPU, "c".to_owned()), (GPU, "g".to_owned())]);
    let mut model = table.clone();
    for (index, options) in of_places.iter().enumerate() {
        model.policies.push(policy(format!("p{index}"), options));
    }
    let flavors = [(CPU, "c"), (GPU, "g")].map(|(attribute, name)| Options {
        rules: vec![(attribute, vec![name.to_owned()])],
        exceptions: Vec::new(),
    });
    for (index, options) in flavors.iter().enumerate() {
        model.policies.push(policy(format!("f{index}"), options));
    }
    let none_or = |letter, number| {
        std::iter::once(None).chain((0..number).map(move |index| Some(format!("{letter}{index}"))))
    };
    for place in none_or('p', of_places.len()) {
        for flavor in none_or('f', flavors.len()) {
            let attach: Vec<String> = place.iter().cloned().chain(flavor).collect();
            model.workloads.push(workload(format!("m{}", model.workloads.len()), None, attach));
        }
    }
    let with_rule =
        |all: &[Options]| -> Vec<Options> { all.iter().filter(|it| !it.rules.is_empty()).cloned().collect() };
    let (of_places, of_flavors) = (with_rule(&of_places), with_rule(&of_flavors));
    let mut guard = |form, sides| {
        let name = format!("g{}", model.guards.len());
        model.guards.push(Guard { name, label: None, environment: None, form, sides, target: None });
    };
    for form in Form::ALL {
        for side in &of_places {
            match form {
                Form::Joint => of_flavors.iter().for_each(|it| guard(form, vec![side.clone(), it.clone()])),
                _ => guard(form, vec![side.clone()]),
            }
        }
        for side in &of_flavors {
            match form {
                Form::Joint => of_places.iter().for_each(|it| guard(form, vec![side.clone(), it.clone()])),
                _ => guard(form, vec![side.clone()]),
            }
        }
    }
    placed(&model)
}

fn agree_on_guards(table: &Model) {
    let model = guarded(table);
    let rendered = model.render(0);
    let naive = Naive::new(&model);
    let violated = |guard: &Guard| Some((guard.name.clone(), naive.violation(guard, &rendered)?));
    let wanted: BTreeMap<String, Value> = model.guards.iter().filter_map(violated).collect();
    assert!(!wanted.is_empty());
    let found = verdicts(&rendered);
    for guard in &model.guards {
        let [found, wanted] = [&found, &wanted].map(|it| it.get(&guard.name).map(Value::to_string));
        assert_eq!(found, wanted, "{guard:?}");
    }
    assert_eq!(found.len(), wanted.len());
}

#[test]
fn every_guard_is_judged_as_the_model_judges_it() {
    agree_on_guards(&table(vec![
        code(CONTINENT, "a", None),
        code(CONTINENT, "b", None),
        code(COUNTRY, "x", Some("a")),
        code(COUNTRY, "y", Some("a")),
        code(COUNTRY, "z", Some("b")),
        code(GPU, "g", None),
    ]));
}

#[test]
fn every_guard_is_judged_as_the_model_judges_it_with_a_fleet() {
    let offering = |name, country, flavor: &str| Code {
        offers: Some(vec![flavor.to_owned()]),
        ..code(LOCATION, name, Some(country))
    };
    agree_on_guards(&table(vec![
        code(CONTINENT, "a", None),
        code(COUNTRY, "x", Some("a")),
        code(COUNTRY, "y", Some("a")),
        offering("l", "x", "c"),
        offering("k", "y", "g"),
        code(GPU, "g", None),
    ]));
}

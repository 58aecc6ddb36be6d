//! The compiler against itself: what a change of a workspace may change in its output, and what it may not.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::{cases, compile, possible, sets};
use crate::guards_naive::verdicts;
use crate::model::{ATTRIBUTES, Base, Form, Limit, Model, Options, Policy, Workload};
use crate::naive::{Key, Naive};
use crate::properties::{placed, table_digest};
use crate::random;

/// The models' lists of policies, each changed by `change`.
fn with_lists(model: &Model, change: impl Fn(&mut Vec<String>)) -> Model {
    let mut changed = model.clone();
    changed.environments.iter_mut().for_each(|it| change(&mut it.attach));
    changed.workloads.iter_mut().for_each(|it| change(&mut it.attach));
    changed
}

/// The model with every policy, group and guard as the shortest list of its codes, without groups and exceptions.
fn expanded(model: &Model) -> Model {
    let naive = Naive::new(model);
    let expand = |options: &mut Options| {
        let codes = naive.shortest(&naive.options(options));
        let rules = codes.into_iter().map(|(rank, name)| (ATTRIBUTES[rank], vec![name]));
        *options = Options { rules: rules.collect(), exceptions: Vec::new() };
    };
    let mut expanded = model.clone();
    expanded.groups.iter_mut().for_each(|it| expand(&mut it.options));
    expanded.policies.iter_mut().for_each(|it| expand(&mut it.options));
    for guard in expanded.guards.iter_mut().filter(|it| it.form != Form::Allows) {
        guard.sides.iter_mut().for_each(expand);
    }
    expanded
}

/// The document without the digest of the chosen table's text.
fn without_digest(document: &str) -> Value {
    let mut document: Value = serde_json::from_str(document).unwrap();
    document["reference"]["digest"] = Value::Null;
    document
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_order_of_files_and_statements_never_matters(
        model in random::model(),
        layouts in [random::layout(), random::layout()],
    ) {
        for model in [&possible(&model), &model] {
            let [first, second] = layouts.map(|layout| model.render(layout));
            // The digest is that of the table's text.
            let second = second.on_the_table_of(&first);
            prop_assert_eq!(compile(&first), compile(&second), "{:#?}\n{:#?}", first, second);
        }
    }

    #[test]
    fn groups_and_exceptions_mean_their_codes(model in random::model()) {
        let model = possible(&model);
        let rendered = [&model, &expanded(&model)].map(|model| model.render(0));
        let [document, by_hand] = rendered.each_ref().map(|it| compile(it).unwrap());
        if model.base == Base::Own {
            prop_assert_eq!(without_digest(&document), without_digest(&by_hand), "{:#?}", rendered);
        } else {
            prop_assert_eq!(document, by_hand, "{:#?}", rendered);
        }
    }

    #[test]
    fn guards_judge_groups_and_exceptions_as_their_codes(model in random::model()) {
        let model = placed(&model);
        let rendered = [&model, &expanded(&model)].map(|model| model.render(0));
        let [verdicts, by_hand] = rendered.each_ref().map(verdicts);
        prop_assert_eq!(verdicts, by_hand, "{:#?}", rendered);
    }

    #[test]
    fn attaching_a_policy_twice_changes_nothing(model in random::model()) {
        let model = possible(&model);
        let twice = with_lists(&model, |list| list.extend(list.clone().into_iter().rev()));
        prop_assert_eq!(compile(&model.render(0)), compile(&twice.render(0)));
    }

    #[test]
    fn attaching_a_copy_of_a_policy_changes_no_set(model in random::model()) {
        let model = possible(&model);
        let copy = |name: &str| format!("copy of {name}");
        let mut copied = with_lists(&model, |list| {
            let copies: Vec<String> = list.iter().map(|name| copy(name)).collect();
            list.extend(copies);
        });
        let copies = model.policies.iter().map(|it| Policy { name: copy(&it.name), ..it.clone() });
        copied.policies.extend(copies);
        let copies = model.limits.iter().map(|it| Limit { name: copy(&it.name), ..it.clone() });
        copied.limits.extend(copies);
        let (model, copied) = (compile(&model.render(0)).unwrap(), compile(&copied.render(0)).unwrap());
        prop_assert_eq!(sets(&model), sets(&copied));
    }

    #[test]
    fn limits_change_no_set_and_no_guard(model in random::model()) {
        let model = placed(&model);
        let is_limit = |name: &String| model.limits.iter().any(|limit| limit.name == *name);
        let mut without = with_lists(&model, |list| list.retain(|name| !is_limit(name)));
        without.limits.clear();
        let rendered = [&model, &without].map(|model| model.render(0));
        match rendered.each_ref().map(compile) {
            [Ok(with), Ok(without)] => {
                prop_assert_eq!(sets(&with), sets(&without));
                prop_assert_eq!(table_digest(&with), table_digest(&without));
            }
            [with, without] => prop_assert_eq!(with.err(), without.err(), "{:#?}", rendered),
        }
    }

    #[test]
    fn no_point_ever_widens_what_stands_above_it(model in random::model()) {
        // Beside each workload, one of its kind that attaches nothing in each of the environments above it.
        let mut model = placed(&model);
        model.guards.clear();
        let naive = Naive::new(&model);
        let mut twins: BTreeSet<(&str, &str)> = BTreeSet::new();
        for workload in &model.workloads {
            let above = naive.points(workload).into_iter().filter_map(|point| point.environment);
            twins.extend(above.map(|environment| (workload.kind, environment)));
        }
        let twins = twins.into_iter().map(|(kind, environment)| Workload {
            kind,
            name: "nothing but above".to_owned(),
            label: None,
            environment: Some(environment.to_owned()),
            attach: Vec::new(),
        });
        let twins: Vec<Workload> = twins.collect();
        let with_twins = Model { workloads: [model.workloads.clone(), twins].concat(), ..model.clone() };
        let with_twins = placed(&with_twins);
        let sets = sets(&compile(&with_twins.render(0)).unwrap());
        let keys = |set: &Value, list: &str| -> Vec<Key> {
            let rank = |it: &Value| ATTRIBUTES.iter().position(|name| it == name).unwrap();
            let codes = set[list].as_array().unwrap().iter();
            codes.map(|code| (rank(&code["type"]), code["name"].as_str().unwrap().to_owned())).collect()
        };
        for workload in &model.workloads {
            let identity = |name: &str, environment: Option<&str>| {
                let environment = environment.map_or(Value::Null, Value::from);
                format!("{} {} {environment}", Value::from(workload.kind), Value::from(name))
            };
            let mut inner = &sets[&identity(&workload.name, workload.environment.as_deref())];
            for point in naive.points(workload).into_iter().skip(1) {
                let Some(outer) = sets.get(&identity("nothing but above", point.environment)) else { continue };
                for list in ["locations", "flavors"] {
                    let is_narrower = naive.covers(&keys(outer, list), &keys(inner, list));
                    prop_assert!(is_narrower, "{list} of {}: {inner} in {outer}", workload.name);
                }
                inner = outer;
            }
        }
    }
}

//! Two policies at an environment, at one in it, and at workloads.

use super::{code, options, places, policy, table, workload};
use crate::model::{CONTINENT, COUNTRY, Environment, Model, Options};
use crate::naive::Naive;
use crate::properties::compile;

/// The ways to attach two policies, none, one or both.
fn lists() -> [Vec<String>; 4] {
    let list = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    [list(&[]), list(&["p"]), list(&["q"]), list(&["p", "q"])]
}

/// Every way to attach two policies to a workload and to up to two nested environments.
fn attached(table: &Model, policies: [&Options; 2]) -> Model {
    let [p, q] = policies;
    let policies = vec![policy("p".to_owned(), p), policy("q".to_owned(), q)];
    let mut model = Model { policies, ..table.clone() };
    let workloads = |model: &mut Model, environment: Option<&String>| {
        for (index, list) in lists().into_iter().enumerate() {
            model.workloads.push(workload(format!("m{index}"), environment.cloned(), list));
        }
    };
    workloads(&mut model, None);
    for (index, attach) in lists().into_iter().enumerate() {
        let outer = format!("e{index}");
        workloads(&mut model, Some(&outer));
        model.environments.push(Environment { name: outer.clone(), label: None, parent: None, attach });
        for (index, attach) in lists().into_iter().enumerate() {
            let inner = format!("{outer}-{index}");
            workloads(&mut model, Some(&inner));
            let parent = Some(outer.clone());
            model.environments.push(Environment { name: inner, label: None, parent, attach });
        }
    }
    model
}

#[test]
fn two_policies_at_nested_points_mean_what_the_model_says() {
    let table = table(vec![
        code(CONTINENT, "a", None),
        code(CONTINENT, "b", None),
        code(COUNTRY, "x", Some("a")),
        code(COUNTRY, "y", Some("a")),
        code(COUNTRY, "z", Some("b")),
    ]);
    let naive = Naive::new(&table);
    let mut all = options(&places(&table));
    all.retain(|options| !naive.is_nothing(options));
    assert_eq!(all.len(), 26);
    for (index, first) in all.iter().enumerate() {
        for second in &all[..=index] {
            let mut model = attached(&table, [first, second]);
            let naive = Naive::new(&model);
            let errors = naive.errors();
            if !errors.is_empty() {
                assert_eq!(compile(&model.render(0)), Err(errors), "{first:?} {second:?}");
                let possible = model.workloads.iter().filter(|it| naive.place(it).is_ok());
                model.workloads = possible.cloned().collect();
            }
            let rendered = model.render(0);
            let found = compile(&rendered).unwrap();
            let table = crate::properties::table_digest(&found);
            assert_eq!(
                found,
                Naive::new(&model).document(&rendered.reference(), &table),
                "{first:?} {second:?}"
            );
        }
    }
}

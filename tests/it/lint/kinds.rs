//! What lints say of targets, over every mix of them: two policies with targets at an environment and at one in it, with
//! workloads of any of three kinds in the inner one and of one kind, or none, in the outer one.

use super::{found, naive_lints, order};
use crate::model::{CONTINENT, COUNTRY, CPU, Code, Environment, Model, Options, Policy, Rule, Workload};
use crate::properties::possible;

const KINDS: [&str; 3] = ["agent", "job", "model"];

fn rules(rules: &[(&'static str, &str)]) -> Vec<Rule> {
    rules.iter().map(|(attribute, name)| (*attribute, vec![(*name).to_owned()])).collect()
}

/// Every pair of policies of which one excepts what the other one has, or has something else.
fn pairs() -> Vec<[Options; 2]> {
    let but = || Options { rules: rules(&[(CONTINENT, "a")]), exceptions: rules(&[(COUNTRY, "x")]) };
    let others =
        [rules(&[(COUNTRY, "x")]), rules(&[(COUNTRY, "x"), (COUNTRY, "y")]), rules(&[(CONTINENT, "a")])];
    others.into_iter().map(|rules| [but(), Options { rules, exceptions: Vec::new() }]).collect()
}

fn targets() -> [Option<Vec<&'static str>>; 5] {
    let [first, second, third] = KINDS;
    [None, Some(vec![first]), Some(vec![first, second]), Some(vec![first, third]), Some(vec![second, third])]
}

/// Every way to attach a pair of policies to an environment and to one in it.
fn model(
    targets: [&Option<Vec<&'static str>>; 2],
    inner: &[&'static str],
    outer: Option<&'static str>,
) -> Model {
    let mut model = Model { codes: vec![Code::new(CONTINENT, "a"), Code::new(CPU, "c")], ..Model::default() };
    let country = |name| Code { parent: Some("a".to_owned()), ..Code::new(COUNTRY, name) };
    model.codes.extend(["x", "y", "z"].map(country));
    for (pair, options) in pairs().into_iter().enumerate() {
        let names = ["p", "q"].map(|name| format!("{name}{pair}"));
        for ((name, options), target) in names.iter().zip(options).zip(targets) {
            let (name, target) = (name.clone(), target.clone());
            model.policies.push(Policy { name, label: None, options, target });
        }
        let [p, q] = names;
        let lists = [
            (vec![p.clone(), q.clone()], vec![]),
            (vec![q.clone(), p.clone()], vec![p.clone()]),
            (vec![p.clone()], vec![q.clone()]),
            (vec![q.clone()], vec![p.clone(), q.clone()]),
        ];
        for (index, (above, below)) in lists.into_iter().enumerate() {
            let name = format!("outer{pair}{index}");
            let inside = format!("inner{pair}{index}");
            let mut environment = |name: &String, parent, attach| {
                model.environments.push(Environment { name: name.clone(), label: None, parent, attach });
            };
            environment(&name, None, above);
            environment(&inside, Some(name.clone()), below);
            let workloads = inner.iter().map(|kind| (*kind, &inside)).chain(outer.map(|kind| (kind, &name)));
            model.workloads.extend(workloads.map(|(kind, environment)| Workload {
                kind,
                name: "w".to_owned(),
                label: None,
                environment: Some(environment.clone()),
                attach: Vec::new(),
            }));
        }
    }
    model
}

#[test]
fn every_mix_of_targets_and_kinds_is_linted_as_defined() {
    for first in &targets() {
        for second in &targets() {
            for kinds in 0..1 << KINDS.len() {
                let has = |index: &usize| kinds >> index & 1 == 1;
                let inner: Vec<&str> = (0..KINDS.len()).filter(has).map(|index| KINDS[index]).collect();
                for outer in [None, Some(KINDS[0]), Some(KINDS[2])] {
                    let model = possible(&model([first, second], &inner, outer));
                    let rendered = model.render(0);
                    let wanted = naive_lints::findings(&model, &order(&rendered));
                    assert_eq!(found(&rendered), wanted, "{}", rendered.files[0].1);
                }
            }
        }
    }
}

//! Causes against the same edits made in a model, of which everything is counted anew.

use bpol::Configuration;
use bpol::answers::diff::{Cause, Class, EditKind, Moved};
use bpol::answers::words::PointName;
use proptest::prelude::*;

use super::diff::{compared, of_texts};
use crate::dice::Dice;
use crate::model::{KINDS, Model, Workload};
use crate::naive::{Impossible, Naive, Set, Type};
use crate::properties::cases;
use crate::random;

/// What a workload may run in, as far as causes go.
type Meaning = ([Option<Set>; 2], String);

fn meaning(model: &Model, workload: &Workload) -> Meaning {
    let naive = Naive::new(model);
    let points = naive.points(workload);
    let sets = Type::ALL.map(|it| naive.meet(&points, workload.kind, it));
    // Where exactly a collision comes up is no part of what a workload may run in.
    let place = match naive.place(workload) {
        Ok(placed) => format!("{placed:?}"),
        Err(Impossible::Collision(_)) => "collision".to_owned(),
        Err(Impossible::NoPlacement) => "no placement".to_owned(),
    };
    (sets, place)
}

/// A copy of a model that says of some edit what the other one says; `None` where that is a circle.
fn edited(
    model: &Model,
    from: &Model,
    cause: (EditKind, Option<&str>, Option<&str>),
    at: [usize; 2],
) -> Option<Model> {
    let mut edited = model.clone();
    let (edit, name, environment) = cause;
    let is = |it: &String| Some(it.as_str()) == name;
    let attach = |own: &mut Vec<String>, from: &Vec<String>| {
        own.retain(|it| !is(it));
        own.extend(from.iter().filter(|it| is(it)).cloned());
    };
    match edit {
        EditKind::PolicyEdited | EditKind::TargetChanged => {
            let own = edited.policies.iter_mut().find(|it| is(&it.name)).unwrap();
            let from = from.policies.iter().find(|it| is(&it.name)).unwrap();
            if edit == EditKind::PolicyEdited {
                own.options.clone_from(&from.options);
            } else {
                own.target.clone_from(&from.target);
            }
        }
        EditKind::Attached | EditKind::Detached => match environment {
            Some(environment) => {
                let own = edited.environments.iter_mut().find(|it| it.name == environment).unwrap();
                attach(
                    &mut own.attach,
                    &from.environments.iter().find(|it| it.name == environment).unwrap().attach,
                );
            }
            None => attach(&mut edited.workloads[at[0]].attach, &from.workloads[at[1]].attach),
        },
        EditKind::EnvironmentMoved => {
            let own = edited.environments.iter_mut().find(|it| is(&it.name)).unwrap();
            own.parent.clone_from(&from.environments.iter().find(|it| is(&it.name)).unwrap().parent);
        }
        EditKind::WorkloadMoved => {
            let environment = &from.workloads[at[1]].environment;
            edited.workloads[at[0]].environment.clone_from(environment);
        }
        _ => panic!("the tables are one"),
    }
    let is_circle = edited.environments.iter().any(|start| {
        let mut above = start.parent.as_deref();
        for _ in 0..=edited.environments.len() {
            let Some(name) = above else { return false };
            above = edited.environments.iter().find(|it| it.name == name).unwrap().parent.as_deref();
        }
        true
    });
    (!is_circle).then_some(edited)
}

/// The model with some edits, on the same table.
fn changed(one: &Model, seed: u64) -> Model {
    let mut dice = Dice::new(seed);
    let mut other = one.clone();
    let names: Vec<String> = one.policies.iter().map(|it| it.name.clone()).collect();
    for policy in &mut other.policies {
        if dice.once_in(4) {
            policy.options.clone_from(&one.policies[dice.below(one.policies.len())].options);
        }
        if dice.once_in(5) {
            policy.target = (!dice.once_in(3)).then(|| vec![KINDS[dice.below(KINDS.len())]]);
        }
    }
    let environments: Vec<String> = one.environments.iter().map(|it| it.name.clone()).collect();
    for (index, environment) in other.environments.iter_mut().enumerate() {
        if dice.once_in(3) {
            environment.parent =
                (index > 0 && dice.once_in(2)).then(|| environments[dice.below(index)].clone());
        }
        if dice.once_in(2) && !names.is_empty() {
            environment.attach.retain(|_| !dice.once_in(3));
            environment.attach.push(names[dice.below(names.len())].clone());
        }
    }
    for index in 0..other.workloads.len() {
        let moved = dice.once_in(4).then(|| {
            (!environments.is_empty()).then(|| environments[dice.below(environments.len())].clone())
        });
        if let Some(environment) = moved {
            let own = &other.workloads[index];
            let is_free = !other
                .workloads
                .iter()
                .any(|it| (it.kind, &it.name, &it.environment) == (own.kind, &own.name, &environment));
            if is_free {
                other.workloads[index].environment = environment;
            }
        }
        if dice.once_in(3) && !names.is_empty() {
            other.workloads[index].attach.retain(|_| !dice.once_in(2));
            other.workloads[index].attach.push(names[dice.below(names.len())].clone());
        }
    }
    other
}

fn find(model: &Model, moved: &Moved, environment: Option<&str>) -> usize {
    let is = |it: &Workload| {
        it.kind == moved.kind.name() && it.name == moved.name && it.environment.as_deref() == environment
    };
    model.workloads.iter().position(is).unwrap()
}

fn key(cause: &Cause) -> (EditKind, Option<&str>, Option<&str>) {
    let environment = match &cause.point {
        Some(PointName::Environment(name)) => Some(name.as_str()),
        _ => None,
    };
    (cause.edit, cause.name.as_deref(), environment)
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn each_cause_is_one_and_none_is_missing(one in random::model(), seed in any::<u64>()) {
        let other = changed(&one, seed);
        let analyses = [&one, &other].map(|it| it.render(0).analyse(Configuration::default()));
        if analyses.iter().any(|it| it.provisional().is_err()) {
            return Ok(());
        }
        let found = compared(&analyses[0], &analyses[1]);
        let groups = found.groups.iter().filter(|it| !matches!(it.class, Class::Added | Class::Removed));
        for (group, moved) in groups.flat_map(|group| group.workloads.iter().map(move |it| (group, it))) {
            prop_assert!(!group.causes.is_empty());
            let was = moved.was.clone().unwrap_or_else(|| moved.environment.clone());
            // What came into being broken may not have been there.
            if group.causes[0].edit == EditKind::WorkloadAdded {
                continue;
            }
            let at = [find(&one, moved, was.as_deref()), find(&other, moved, moved.environment.as_deref())];
            let is_cause = |key| {
                let alone = |model: &Model, from: &Model, at: [usize; 2]| {
                    edited(model, from, key, at).is_some_and(|edited| {
                        meaning(&edited, &edited.workloads[at[0]]) != meaning(model, &model.workloads[at[0]])
                    })
                };
                alone(&other, &one, [at[1], at[0]]) || alone(&one, &other, at)
            };
            for cause in &group.causes {
                prop_assert_eq!(is_cause(key(cause)), !cause.jointly, "{:?} of {:?}", cause, moved);
            }
            let mut all: Vec<(EditKind, Option<&str>, Option<&str>)> = Vec::new();
            for policy in &one.policies {
                let name = Some(policy.name.as_str());
                all.extend([(EditKind::PolicyEdited, name, None), (EditKind::TargetChanged, name, None)]);
                for at in one.environments.iter().map(|it| Some(it.name.as_str())).chain([None]) {
                    all.push((EditKind::Attached, name, at));
                }
            }
            all.extend(one.environments.iter().map(|it| (EditKind::EnvironmentMoved, Some(it.name.as_str()), None)));
            all.push((EditKind::WorkloadMoved, None, None));
            for key_of in all {
                let is_listed = group.causes.iter().filter(|it| !it.jointly).any(|it| {
                    let (edit, name, at) = key(it);
                    let edit = if edit == EditKind::Detached { EditKind::Attached } else { edit };
                    (edit, name, at) == key_of
                });
                prop_assert_eq!(is_cause(key_of), is_listed, "{:?} of {:?}", key_of, moved);
            }
        }
    }
}

fn causes(old: &str, new: &str) -> Vec<String> {
    let diff = of_texts(old, new);
    let all = diff.groups.iter().flat_map(|it| &it.causes).map(|it| {
        let line = it.place.as_ref().map_or(0, |it| it.line);
        let jointly = if it.jointly { " jointly" } else { "" };
        format!("{} {} {line}{jointly}", it.edit.name(), it.name.as_deref().unwrap_or("-"))
    });
    all.collect()
}

#[test]
fn edits_are_told_apart() {
    let groups = |codes: &str| {
        format!("group g < country in [{codes}] >\npolicy p < group in [g] >\nmodel a < attach [p] >")
    };
    assert_eq!(causes(&groups("fr"), &groups("fr, us")), ["group-edited g 1"]);
    let tables = |more: &str| {
        format!(
            "policy p < continent in [eu] except country in [fr] >\nmodel a < attach [p] >\ncountry es in eu\n{more}"
        )
    };
    assert_eq!(causes(&tables(""), &tables("country de in eu")), ["table-changed - 0"]);
    let fleets = |offers: &str| format!("model a\nlocation lab in fr < offers [{offers}] >");
    assert_eq!(causes(&fleets("t4"), &fleets("t4, x86")), ["fleet-changed lab 2"]);
    // A renamed policy with equal meaning is no edit, and no change.
    let renamed = |name: &str| format!("policy {name} < country in [fr] >\nmodel a < attach [{name}] >");
    assert_eq!(of_texts(&renamed("p"), &renamed("q")).groups, []);
    assert_eq!(causes("", "model a"), ["workload-added - 1"]);
}

#[test]
fn what_no_edit_does_alone_two_do_together() {
    let text = |codes: &str| {
        let policy = |name| format!("policy {name} < country in [{codes}] >\n");
        let policies: String = ["p", "p2", "q", "q2"].map(policy).concat();
        format!("{policies}environment e < attach [p, p2] >\nmodel a in e < attach [q, q2] >")
    };
    let expected = ["policy-edited p2 2 jointly", "policy-edited q2 4 jointly"];
    assert_eq!(causes(&text("fr"), &text("fr, us")), expected);
}

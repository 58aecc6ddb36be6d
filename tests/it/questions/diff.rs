//! What a change does, against the places of both sides counted one by one; and comments that no name can break.

use std::collections::BTreeMap;

use bpol::answers::diff::{self, Content, Diff, Group, Only, Side, diff, github};
use bpol::answers::text::Looks;
use bpol::answers::words::Choice;
use bpol::{Analysis, Builtin, Configuration, Reference, Source};
use proptest::prelude::*;
use serde_json::json;

use super::diff_shown::shown;
use crate::model::{ATTRIBUTES, Model, Workload};
use crate::naive::{Key, Naive, Set, Type};
use crate::properties::cases;
use crate::random;

pub(super) fn compiled(text: &str) -> Analysis {
    let source = Source::new("a.bpol", text.to_owned().into());
    bpol::compile(Configuration::default(), Reference::builtin(Builtin::Official), vec![source])
}

pub(super) fn compared(old: &Analysis, new: &Analysis) -> Diff {
    let [old, new] = [old, new].map(|it| it.provisional().unwrap());
    let sides = [("HEAD", old), (".", new)].map(|(name, it)| Side::new(name, None, Content::Workspace(it)));
    diff(&sides[0], &sides[1], new.workspace(), &Only::default())
}

pub(super) fn of_texts(old: &str, new: &str) -> Diff {
    compared(&compiled(old), &compiled(new))
}

fn classes(diff: &Diff) -> Vec<String> {
    let all = diff.groups.iter().flat_map(|group| {
        group.workloads.iter().map(|it| format!("{} {}", it.workload().identity(), group.class.name()))
    });
    all.collect()
}

#[test]
fn each_class_is_the_first_that_fits() {
    let old = "policy eu < continent in [eu] > policy us < country in [us] > policy fr < country in [fr] >
        policy all < continent in [eu, na] >
        model open < attach [eu] > model broken < attach [eu] > model wider < attach [fr] >
        model other < attach [us] > model less < attach [eu] > model closed
        environment e < attach [us] > model back in e < attach [fr] > model gone model same < attach [fr] >";
    let new = "policy eu < continent in [eu] > policy us < country in [us] > policy fr < country in [fr] >
        policy all < continent in [eu, na] >
        model open model broken in f < attach [eu] > environment f < attach [us] >
        model wider < attach [eu] > model other < attach [fr] > model less < attach [fr] >
        model closed < attach [all] >
        environment e < attach [us] > model back in e model fresh model same < attach [fr] >";
    let diff = of_texts(old, new);
    assert_eq!(
        classes(&diff),
        [
            "model/open unrestricted",
            "model/broken@f broken",
            "model/wider widened",
            "model/other moved",
            "model/fresh added",
            "model/closed narrowed",
            "model/less narrowed",
            "model/back@e repaired",
            "model/gone removed",
        ]
    );
    assert_eq!(diff.counts.unchanged, 1);
    let value = serde_json::to_value(&diff).unwrap();
    assert_eq!(
        value["groups"][1]["workloads"],
        json!([{"kind": "model", "name": "broken", "environment": "f", "was": null}])
    );
    assert_eq!(
        value["groups"][2]["gained"]["location"],
        json!([{"type": "continent", "name": "eu", "unlisted": true}])
    );
    assert_eq!(value["groups"][0]["opened"], json!(["location"]));
    let schema = bpol::answers::schema::find("diff").unwrap().schema();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    assert!(validator.is_valid(&value), "{:?}", validator.iter_errors(&value).collect::<Vec<_>>());
    let shown = shown(old, new);
    let first = "1 workload is no longer restricted, 1 can run nowhere any more, 1 may run in more places";
    assert!(shown.text.starts_with(first), "{}", shown.text);
    assert!(shown.full.contains("\nnarrowed\n  model/closed\n"));
    assert!(github(&diff, str::to_owned).ends_with(" 1 unchanged\n"));
}

/// A cause says at which point it is, so that the same edit of two workloads is two causes.
#[test]
fn groups_are_equal_in_their_causes_too() {
    let text = |of_environment: &str, own: &str| {
        format!(
            "policy p < country in [fr] > policy q < country in [us] > policy r < country in [fr, us] >
            environment e < attach [{of_environment}] > model a in e < attach [{own}] > model b in e < attach [{own}] >"
        )
    };
    let workloads = |old: &str, new: &str| -> Vec<Vec<String>> {
        let diff = of_texts(old, new);
        let of = |group: &Group| group.workloads.iter().map(|it| it.name.clone()).collect();
        diff.groups.iter().map(of).collect()
    };
    assert_eq!(workloads(&text("r", "p"), &text("r", "p, q")), [["a"], ["b"]]);
    assert_eq!(workloads(&text("p", "r"), &text("p, q", "r")), [["a", "b"]]);
}

#[test]
fn a_compiled_file_is_read_in_the_table_of_the_other_side() {
    let old = compiled("policy p < country in [fr] > model a < attach [p] > model b");
    let resolved = old.resolved().unwrap();
    let mut value =
        serde_json::to_value(bpol::emit::document::Document::of(resolved, resolved.workspace().workloads()))
            .unwrap();
    let new = compiled("policy p < continent in [eu] > model a < attach [p] > model b");
    let new = new.provisional().unwrap();
    let compare = |value: &serde_json::Value| {
        let document = serde_json::from_value(value.clone()).unwrap();
        let old = Side::new("old.json", None, Content::Compiled(&document));
        diff(&old, &Side::new(".", None, Content::Workspace(new)), new.workspace(), &Only::default())
    };
    let found = compare(&value);
    assert_eq!(classes(&found), ["model/a widened"]);
    assert_eq!(found.groups[0].causes, []);
    // A code that the table does not have stands for itself.
    for set in value["placementSets"].as_array_mut().unwrap() {
        if set["locations"][0]["name"] == "fr" {
            set["locations"][0]["name"] = json!("xx");
        }
    }
    let found = compare(&value);
    assert_eq!(found.groups[0].lost.location[0].name, "xx");
    assert!(diff::text(&found, [new.workspace(); 2], Looks::default()).contains("no sources"));
}

#[test]
fn one_more_country_widens_nobody_who_had_its_continent() {
    let text = "policy p < continent in [eu] > model a < attach [p] > policy q < country in [fr] >
        model b < attach [q] >";
    assert_eq!(of_texts(text, &format!("{text} country de in eu")).groups, []);
}

/// What `own` has and `others` has not: the places of one table against those of another one.
fn outside(own: (&Naive<'_>, &Set), other: (&Naive<'_>, &Set)) -> Vec<(Key, bool)> {
    let known: Vec<Key> = other.0.keys().collect();
    let has = |key: &Key| {
        let above = own.0.keys().filter(|it| own.0.below(it).contains(key) && known.contains(it));
        let nearest = above.min_by_key(|it| own.0.below(it).len());
        nearest.is_some_and(|it| other.1.contains(&it))
    };
    let outside: Set = own.1.iter().filter(|key| !has(key)).cloned().collect();
    let is_whole = |key: &Key| own.0.below(key).is_subset(&outside);
    let is_below =
        |key: &Key| own.0.keys().any(|it| it != *key && own.0.below(&it).contains(key) && is_whole(&it));
    outside.iter().filter(|key| !is_below(key)).map(|key| (key.clone(), !is_whole(key))).collect()
}

fn written(choices: &[Choice]) -> Vec<(Key, bool)> {
    let rank = |it: &Choice| ATTRIBUTES.iter().position(|name| *name == it.attribute.name()).unwrap();
    choices.iter().map(|it| ((rank(it), it.name.clone()), it.unlisted)).collect()
}

fn find<'m>(model: &'m Model, identity: &str) -> Option<&'m Workload> {
    model.workloads.iter().find(|it| format!("{}/{:?}/{:?}", it.kind, it.name, it.environment) == identity)
}

fn by_workload(diff: &Diff) -> BTreeMap<String, &Group> {
    let all = diff.groups.iter().flat_map(|group| {
        let name = |it: &bpol::answers::diff::Moved| {
            format!("{}/{:?}/{:?}", it.kind.name(), it.name, it.environment)
        };
        group.workloads.iter().filter(|it| it.was.is_none()).map(move |it| (name(it), group))
    });
    all.collect()
}

/// The second model with some of what the first one says.
fn mixed(one: &Model, mut other: Model, dice: u8) -> Model {
    if dice & 1 == 0 {
        other.base = one.base;
        other.codes.clone_from(&one.codes);
        other.added.clone_from(&one.added);
        other.groups.clone_from(&one.groups);
        other.guards.clone_from(&one.guards);
        other.policies.clone_from(&one.policies);
        other.limits.clone_from(&one.limits);
        let names: Vec<&String> =
            one.policies.iter().map(|it| &it.name).chain(one.limits.iter().map(|it| &it.name)).collect();
        for it in &mut other.environments {
            it.attach.retain(|name| names.contains(&name));
        }
        for it in &mut other.workloads {
            it.attach.retain(|name| names.contains(&name));
        }
        other.guards.clear();
    }
    other
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn what_is_gained_and_lost_is_so_place_by_place(
        one in random::model(), other in random::model(), dice in any::<u8>(),
    ) {
        let other = mixed(&one, other, dice);
        let rendered = [&one, &other].map(|it| it.render(0));
        let analyses = rendered.each_ref().map(|it| it.analyse(Configuration::default()));
        if analyses.iter().all(|it| it.provisional().is_ok()) {
            let found = compared(&analyses[0], &analyses[1]);
            let groups = by_workload(&found);
            let naive = [Naive::new(&one), Naive::new(&other)];
            for workload in &other.workloads {
                let name = format!("{}/{:?}/{:?}", workload.kind, workload.name, workload.environment);
                let Some(was) = find(&one, &name) else { continue };
                let group = groups.get(&name);
                for of in Type::ALL {
                    let [old, new] = [naive[0].set(was, of), naive[1].set(workload, of)];
                    let gained = outside((&naive[1], &new), (&naive[0], &old));
                    let lost = outside((&naive[0], &old), (&naive[1], &new));
                    let list = |it: &bpol::answers::words::Changed| match of {
                        Type::Location => written(&it.location),
                        Type::Flavor => written(&it.flavor),
                    };
                    prop_assert_eq!(group.map_or_else(Vec::new, |it| list(&it.gained)), gained);
                    prop_assert_eq!(group.map_or_else(Vec::new, |it| list(&it.lost)), lost);
                }
            }
            let total: usize = bpol::answers::diff::Class::ALL.into_iter().map(|it| found.counts.of(it)).sum();
            let moved = found.groups.iter().flat_map(|it| &it.workloads).filter(|it| it.was.is_some());
            let both = other.workloads.iter().filter(|it| {
                find(&one, &format!("{}/{:?}/{:?}", it.kind, it.name, it.environment)).is_some()
            });
            prop_assert!(total <= one.workloads.len() + other.workloads.len() - both.count());
            prop_assert!(moved.count() <= total);

            // The other way round it is the mirror image.
            let back = compared(&analyses[1], &analyses[0]);
            let mut mirrored: Vec<_> = back.groups.iter().map(|it| (&it.lost, &it.gained, &it.closed, &it.opened)).collect();
            let mut groups: Vec<_> = found.groups.iter().map(|it| (&it.gained, &it.lost, &it.opened, &it.closed)).collect();
            mirrored.sort();
            mirrored.dedup();
            groups.sort();
            groups.dedup();
            prop_assert_eq!(mirrored, groups);
        }
        for analysis in &analyses {
            if analysis.provisional().is_ok() {
                prop_assert_eq!(compared(analysis, analysis).groups, []);
            }
        }
    }
}

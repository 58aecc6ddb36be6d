//! Causes against the same edits made by name, of which everything is counted anew.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use bpol::Configuration;
use bpol::answers::diff::{Cause, Diff, EditKind, Moved};
use bpol::answers::words::PointName;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::diff::{compared, of_texts};
use super::worlds::{Edit, World};
use crate::dice::Dice;
use crate::model::{CONTINENT, COUNTRY, Code, GPU, KINDS, LOCATION, Model, Policy, Workload};
use crate::properties::cases;
use crate::random;

/// The model with edits of some kinds: `dice` says which.
fn changed(one: &Model, seed: u64) -> Model {
    let mut dice = Dice::new(seed);
    let mut other = one.clone();
    let mut happens = || dice.once_in(2);
    let [policies, lists, groups, table, renames, declares] = [(); 6].map(|()| happens());
    if policies || !(lists || groups || table || renames || declares) {
        edit_policies(&mut other, &mut dice);
    }
    if lists {
        edit_lists(&mut other, &mut dice);
    }
    if groups && !one.groups.is_empty() {
        let from = one.groups[dice.below(one.groups.len())].options.clone();
        // One that names no group makes no circle.
        if from.groups().next().is_none() {
            let index = dice.below(one.groups.len());
            other.groups[index].options = from;
        }
    }
    if table {
        edit_table(&mut other, &mut dice);
    }
    if declares {
        declare(&mut other, &mut dice);
    }
    if renames {
        rename(&mut other, &mut dice);
    }
    random::sound(other)
}

fn edit_policies(other: &mut Model, dice: &mut Dice) {
    let one = other.clone();
    for policy in &mut other.policies {
        if dice.once_in(4) {
            policy.options.clone_from(&one.policies[dice.below(one.policies.len())].options);
        }
        if dice.once_in(5) {
            policy.target = (!dice.once_in(3)).then(|| vec![KINDS[dice.below(KINDS.len())]]);
        }
    }
}

fn edit_lists(other: &mut Model, dice: &mut Dice) {
    let names: Vec<String> = other.policies.iter().map(|it| it.name.clone()).collect();
    let environments: Vec<String> = other.environments.iter().map(|it| it.name.clone()).collect();
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
            move_to(other, index, environment);
        }
        if dice.once_in(3) && !names.is_empty() {
            other.workloads[index].attach.retain(|_| !dice.once_in(2));
            other.workloads[index].attach.push(names[dice.below(names.len())].clone());
        }
    }
}

fn move_to(model: &mut Model, index: usize, environment: Option<String>) {
    let own = &model.workloads[index];
    let is_it = |it: &Workload| (it.kind, &it.name, &it.environment) == (own.kind, &own.name, &environment);
    if !model.workloads.iter().any(is_it) {
        model.workloads[index].environment = environment;
    }
}

/// Countries, locations and what these offer, without a name that is used being lost.
fn edit_table(other: &mut Model, dice: &mut Dice) {
    let continents: Vec<String> = named(other, CONTINENT);
    let countries: Vec<String> = named(other, COUNTRY);
    let flavors: Vec<String> = named(other, GPU);
    let some = |names: &[String], dice: &mut Dice| {
        (!names.is_empty() && !dice.once_in(3)).then(|| names[dice.below(names.len())].clone())
    };
    for code in &mut other.codes {
        match code.attribute {
            COUNTRY if dice.once_in(5) => code.parent = some(&continents, dice),
            LOCATION if dice.once_in(4) => code.parent = some(&countries, dice),
            LOCATION if dice.once_in(3) => code.offers = some(&flavors, dice).map(|it| vec![it]),
            _ => {}
        }
    }
    if dice.once_in(2) {
        let parent = some(&continents, dice);
        other.codes.push(Code { parent, ..Code::new(COUNTRY, "one more country") });
    }
    let is_known = !named(other, LOCATION).is_empty();
    if dice.once_in(2) && (is_known || dice.once_in(4)) {
        let (parent, offers) = (some(&countries, dice), some(&flavors, dice).map(|it| vec![it]));
        other.codes.push(Code { parent, offers, ..Code::new(LOCATION, "one more location") });
    }
    if dice.once_in(4) {
        other.codes.push(Code::new(GPU, "one more gpu"));
    }
    let used: BTreeSet<String> = {
        let options =
            other.policies.iter().map(|it| &it.options).chain(other.groups.iter().map(|it| &it.options));
        let options = options.chain(other.guards.iter().flat_map(|it| &it.sides));
        options.flat_map(super::super::model::Options::words).map(|(_, name)| name.clone()).collect()
    };
    other.codes.retain(|it| it.attribute != LOCATION || used.contains(&it.name) || !dice.once_in(4));
}

fn named(model: &Model, attribute: &str) -> Vec<String> {
    model.codes.iter().filter(|it| it.attribute == attribute).map(|it| it.name.clone()).collect()
}

/// A policy and an environment more, and a policy less.
fn declare(other: &mut Model, dice: &mut Dice) {
    if let Some(from) = other.policies.first().cloned() {
        let name = "one more policy".to_owned();
        let at = dice.below(other.policies.len());
        other.policies.push(Policy { name: name.clone(), ..other.policies[at].clone() });
        for workload in &mut other.workloads {
            if dice.once_in(2) {
                workload.attach.push(name.clone());
            }
        }
        if dice.once_in(2) {
            other.policies.retain(|it| it.name != from.name);
            let lists = other.environments.iter_mut().map(|it| &mut it.attach);
            for list in lists.chain(other.workloads.iter_mut().map(|it| &mut it.attach)) {
                list.retain(|it| *it != from.name);
            }
        }
    }
    if let Some(from) = other.environments.first().cloned() {
        let name = "one more environment".to_owned();
        let parent = dice.once_in(2).then(|| from.name.clone());
        other.environments.push(crate::model::Environment { name: name.clone(), parent, ..from });
        if !other.workloads.is_empty() {
            let index = dice.below(other.workloads.len());
            move_to(other, index, Some(name));
        }
    }
}

/// Some policies by another name, wherever that stands.
fn rename(other: &mut Model, dice: &mut Dice) {
    for index in 0..other.policies.len() {
        if dice.once_in(3) {
            let was = other.policies[index].name.clone();
            let is = format!("{was} renamed");
            other.policies[index].name.clone_from(&is);
            let lists = other.environments.iter_mut().map(|it| &mut it.attach);
            let lists = lists.chain(other.workloads.iter_mut().map(|it| &mut it.attach));
            lists.flatten().filter(|it| **it == was).for_each(|it| it.clone_from(&is));
        }
    }
}

fn find<'m>(model: &'m Model, moved: &Moved, environment: Option<&str>) -> Option<&'m Workload> {
    let is = |it: &&Workload| {
        it.kind == moved.kind.name() && it.name == moved.name && it.environment.as_deref() == environment
    };
    model.workloads.iter().find(is)
}

fn key(cause: &Cause) -> Edit {
    let environment = match &cause.point {
        Some(PointName::Environment(name)) => Some(name.clone()),
        _ => None,
    };
    (cause.edit, cause.name.clone(), environment)
}

/// The causes of a change, and whether they are jointly with others only.
fn expected(old: &World, new: &World) -> Vec<(Edit, bool)> {
    let edits = old.edits(new);
    let (old, new) = (old.with(new), new.with(old));
    let sides = [&old, &new];
    let alone = |edit: &Edit| {
        let edit = std::slice::from_ref(edit);
        [(&new, new.edited(&old, edit)), (&old, old.edited(&new, edit))]
    };
    let is_cause =
        |edit: &Edit| alone(edit).iter().any(|(of, it)| it.as_ref().is_some_and(|it| of.differs(it)));
    let mut rest = old.items(&new);
    for (of, world) in edits.iter().flat_map(alone) {
        if let Some(world) = world {
            rest.retain(|item| world.state(item, sides) == of.state(item, sides));
        }
    }
    let gives = |edits: &[Edit]| {
        old.edited(&new, edits)
            .is_some_and(|it| rest.iter().all(|item| it.state(item, sides) == new.state(item, sides)))
    };
    let mut joint = if rest.is_empty() { Vec::new() } else { edits.clone() };
    if gives(&joint) {
        for edit in &edits {
            let without: Vec<Edit> = joint.iter().filter(|it| *it != edit).cloned().collect();
            if gives(&without) {
                joint = without;
            }
        }
    } else {
        joint.clear();
    }
    let all = edits.into_iter().map(|edit| (is_cause(&edit), joint.contains(&edit), edit));
    all.filter(|(alone, jointly, _)| *alone || *jointly).map(|(alone, _, edit)| (edit, !alone)).collect()
}

/// Who changed, with the causes as they are listed.
fn listed(diff: &Diff) -> Vec<(&Moved, Vec<(Edit, bool)>)> {
    let all = diff.groups.iter().flat_map(|group| {
        let causes = group.causes.iter().map(|it| (key(it), it.jointly));
        group.workloads.iter().map(move |it| (it, causes.clone().collect()))
    });
    all.collect()
}

/// What an edit is the other way round.
fn mirrored((edit, name, environment): Edit) -> Edit {
    let edit = match edit {
        EditKind::Attached => EditKind::Detached,
        EditKind::Detached => EditKind::Attached,
        EditKind::WorkloadAdded => EditKind::WorkloadRemoved,
        EditKind::WorkloadRemoved => EditKind::WorkloadAdded,
        edit => edit,
    };
    (edit, name, environment)
}

/// Looks at every cause of a change, and gives the edits that came up, and whether jointly.
pub(super) fn check(one: &Model, other: &Model) -> Result<Vec<(EditKind, bool)>, TestCaseError> {
    let mut seen = Vec::new();
    let analyses = [one, other].map(|it| it.render(0).analyse(Configuration::default()));
    if analyses.iter().any(|it| it.provisional().is_err()) {
        return Ok(seen);
    }
    let found = compared(&analyses[0], &analyses[1]);
    let back = compared(&analyses[1], &analyses[0]);
    let returning = listed(&back);
    for (moved, causes) in listed(&found) {
        let was = moved.was.clone().unwrap_or_else(|| moved.environment.clone());
        seen.extend(causes.iter().map(|((edit, ..), jointly)| (*edit, *jointly)));
        let old = find(one, moved, was.as_deref());
        let (Some(old), Some(new)) = (old, find(other, moved, moved.environment.as_deref())) else {
            let whole = if old.is_none() { EditKind::WorkloadAdded } else { EditKind::WorkloadRemoved };
            prop_assert_eq!(causes, [((whole, None, None), false)]);
            continue;
        };
        let (old, new) = (World::new(one, old), World::new(other, new));
        prop_assert_eq!(&causes, &expected(&old, &new), "{:?}", moved);

        // The other way round each edit does the same, but for what many do together.
        let is_it = |it: &Moved| (it.kind, &it.name, &it.environment) == (moved.kind, &moved.name, &was);
        let (_, returned) = returning.iter().find(|(it, _)| is_it(it)).unwrap();
        let alone = |all: &[(Edit, bool)], mirror: fn(Edit) -> Edit| -> BTreeSet<Edit> {
            all.iter().filter(|(_, jointly)| !jointly).map(|(edit, _)| mirror(edit.clone())).collect()
        };
        prop_assert_eq!(alone(&causes, mirrored), alone(returned, |it| it), "{:?}", moved);
    }
    Ok(seen)
}

#[test]
fn each_cause_is_one_and_none_is_missing() {
    let seen = RefCell::new(BTreeMap::new());
    let pairs = (random::model(), any::<u64>());
    let looked_at = TestRunner::new(cases(96)).run(&pairs, |(one, seed)| {
        for it in check(&one, &changed(&one, seed))? {
            *seen.borrow_mut().entry(it).or_insert(0) += 1;
        }
        Ok(())
    });
    looked_at.unwrap();
    eprintln!("{:#?}", seen.borrow());
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

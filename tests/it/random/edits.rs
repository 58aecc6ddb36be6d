//! A workspace after somebody has edited it: a model and a seed come in, another model goes out in which every name is
//! still of something.

use std::collections::BTreeSet;

use super::sound;
use crate::dice::Dice;
use crate::model::{
    CONTINENT, COUNTRY, Code, Environment, GPU, KINDS, LOCATION, Model, Options, Policy, Workload,
};

/// The model with edits of some kinds: `dice` says which.
pub(crate) fn edited(one: &Model, seed: u64) -> Model {
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
    sound(other)
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
        options.flat_map(Options::words).map(|(_, name)| name.clone()).collect()
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
        other.environments.push(Environment { name: name.clone(), parent, ..from });
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

//! Changes in which many edits do one thing together: every place is let in, or kept out, by several policies.

use std::cell::RefCell;
use std::collections::BTreeMap;

use bpol::answers::diff::EditKind;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::causes::check;
use crate::dice::Dice;
use crate::model::{
    COUNTRY, Code, Environment, GPU, GROUP, Group, LOCATION, Model, Options, Policy, Workload,
};
use crate::properties::cases;

const COUNTRIES: [&str; 3] = ["fr", "us", "de"];

const POLICIES: usize = 6;

/// Some of the countries, at least one.
fn some(dice: &mut Dice) -> Vec<String> {
    let mut names: Vec<String> = COUNTRIES.map(str::to_owned).to_vec();
    dice.shuffle(&mut names);
    names.truncate(1 + dice.below(2));
    names
}

/// What most policies have in common, or something else.
fn rules(dice: &mut Dice, common: &[String]) -> Options {
    let rule = if dice.once_in(4) {
        (GROUP, vec![["g", "h"][dice.below(2)].to_owned()])
    } else {
        (COUNTRY, if dice.once_in(4) { some(dice) } else { common.to_vec() })
    };
    Options { rules: vec![rule], exceptions: Vec::new() }
}

/// Two to four policies.
fn list(dice: &mut Dice) -> Vec<String> {
    let mut names: Vec<String> = (0..POLICIES).map(|it| format!("p{it}")).collect();
    dice.shuffle(&mut names);
    names.truncate(2 + dice.below(3));
    names
}

/// A workload in an environment in an environment, each with a union of policies.
fn dense(dice: &mut Dice) -> Model {
    let mut codes: Vec<Code> = COUNTRIES.map(|it| Code::new(COUNTRY, it)).to_vec();
    codes.push(Code::new(GPU, "t4"));
    if dice.once_in(2) {
        let at = |(name, parent): (&str, &str)| Code {
            parent: Some(parent.to_owned()),
            offers: Some(vec!["t4".to_owned()]),
            ..Code::new(LOCATION, name)
        };
        codes.extend([("lab", "fr"), ("west", "us"), ("east", "us"), ("main", "de")].map(at));
    }
    let common = some(dice);
    let group = |name: &str| Group {
        name: name.to_owned(),
        label: None,
        options: Options { rules: vec![(COUNTRY, common.clone())], exceptions: Vec::new() },
        in_table: false,
    };
    let groups = ["g", "h"].map(group).to_vec();
    let policy = |index: usize| Policy {
        name: format!("p{index}"),
        label: None,
        options: rules(dice, &common),
        target: None,
    };
    let policies = (0..POLICIES).map(policy).collect();
    let environment = |name: &str, parent: Option<&str>, dice: &mut Dice| Environment {
        name: name.to_owned(),
        label: None,
        parent: parent.map(str::to_owned),
        attach: list(dice),
    };
    let environments = vec![environment("outer", None, dice), environment("inner", Some("outer"), dice)];
    let workload = Workload {
        kind: "model",
        name: "a".to_owned(),
        label: None,
        environment: Some("inner".to_owned()),
        attach: list(dice),
    };
    Model { codes, groups, policies, environments, workloads: vec![workload], ..Model::default() }
}

/// The same with most of it edited, mostly in one direction.
fn edited(one: &Model, dice: &mut Dice) -> Model {
    let mut other = one.clone();
    let common = some(dice);
    let lists_only = dice.once_in(2);
    for policy in other.policies.iter_mut().filter(|_| !lists_only) {
        policy.options = rules(dice, &common);
    }
    for group in other.groups.iter_mut().filter(|_| !lists_only) {
        group.options = Options { rules: vec![(COUNTRY, common.clone())], exceptions: Vec::new() };
    }
    let lists = other.environments.iter_mut().map(|it| &mut it.attach);
    for own in lists.chain(other.workloads.iter_mut().map(|it| &mut it.attach)) {
        if lists_only || dice.once_in(6) {
            *own = list(dice);
        }
    }
    if dice.once_in(8) {
        other.environments[1].parent = None;
    }
    other
}

#[test]
fn what_many_do_together_is_the_smallest_set_of_them() {
    let seen = RefCell::new(BTreeMap::new());
    let looked_at = TestRunner::new(cases(160)).run(&any::<u64>(), |seed| {
        let dice = &mut Dice::new(seed);
        let one = dense(dice);
        for it in check(&one, &edited(&one, dice))? {
            *seen.borrow_mut().entry(it).or_insert(0_usize) += 1;
        }
        Ok(())
    });
    looked_at.unwrap();
    let seen = seen.into_inner();
    let jointly = |edit| seen.get(&(edit, true)).copied().unwrap_or(0);
    let kinds = [EditKind::PolicyEdited, EditKind::Attached, EditKind::Detached, EditKind::GroupEdited];
    assert!(kinds.iter().all(|&it| jointly(it) > 0), "{seen:#?}");
    assert!(jointly(EditKind::PolicyEdited) > 20, "{seen:#?}");
}

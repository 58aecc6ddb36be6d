//! Small random workspaces whose groups and environments may name one another in a circle.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use super::{NAMES, choose};
use crate::model::{Base, COUNTRY, Environment, GROUP, Group, Model, Options, Workload};

/// Groups of some countries and of one another, environments in one another, and a workload in one of them.
pub(crate) fn circles() -> impl Strategy<Value = Model> {
    let words = |most: usize| vec(any::<Index>(), 0..most);
    let group = (words(3), words(2), any::<bool>());
    let environment = prop::option::weighted(0.8, any::<Index>());
    let groups = (subsequence(&NAMES[..], 0..=6), vec(group, 6));
    let environments = (subsequence(&NAMES[..], 0..=6), vec(environment, 6));
    (groups, environments, any::<Index>()).prop_map(|(groups, environments, index)| {
        let mut model = Model { base: Base::Official, ..Model::default() };
        let all: Vec<String> = groups.0.iter().map(|&name| name.to_owned()).collect();
        for (name, (rules, exceptions, has_country)) in all.iter().zip(groups.1) {
            let named = |indices: Vec<Index>| -> Vec<String> {
                indices.into_iter().filter_map(|index| choose(index, &all)).collect()
            };
            let (rules, exceptions) = (named(rules), named(exceptions));
            let mut options = Options::default();
            if has_country || rules.is_empty() {
                options.rules.push((COUNTRY, vec!["fr".to_owned()]));
            }
            options.rules.extend((!rules.is_empty()).then_some((GROUP, rules)));
            options.exceptions.extend((!exceptions.is_empty()).then_some((GROUP, exceptions)));
            model.groups.push(Group { name: name.clone(), label: None, options, in_table: false });
        }
        let all: Vec<String> = environments.0.iter().map(|&name| name.to_owned()).collect();
        for (name, parent) in all.iter().zip(environments.1) {
            let parent = parent.and_then(|index| choose(index, &all));
            let (name, attach) = (name.clone(), Vec::new());
            model.environments.push(Environment { name, label: None, parent, attach });
        }
        model.workloads.push(Workload {
            kind: "model",
            name: "m".to_owned(),
            label: None,
            environment: choose(index, &all),
            attach: Vec::new(),
        });
        model
    })
}

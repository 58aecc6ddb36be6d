//! Collisions name every policy on both sides, each where it is attached first.

use std::collections::BTreeSet;

use bpol::Configuration;
use proptest::prelude::*;

use super::{Spots, cases, identify};
use crate::model::{Model, Part, Spot};
use crate::naive::{Finding, Naive, Point, Type};
use crate::random;

/// Where the policies that leave nothing of a type are attached.
fn attached(model: &Model, finding: &Finding) -> BTreeSet<Spot> {
    let naive = Naive::new(model);
    let (_, (keyword, name, parent, _), clash) = finding;
    let (of, in_environment) = clash.as_ref().unwrap();
    let of = Type::ALL.into_iter().find(|it| it.name() == *of).unwrap();
    let is_it =
        |it: &&crate::model::Workload| it.kind == *keyword && it.name == *name && it.environment == *parent;
    let (kind, points) = match in_environment {
        Some((kind, _)) => (*kind, naive.upwards(name)),
        None => (*keyword, naive.points(model.workloads.iter().find(is_it).unwrap())),
    };
    let mut spots = BTreeSet::new();
    for Point { environment, list } in points {
        let statement =
            match environment.map(|name| model.environments.iter().find(|it| it.name == name).unwrap()) {
                Some(it) => ("environment", it.name.clone(), it.parent.clone()),
                None => (*keyword, name.clone(), parent.clone()),
            };
        for policy in naive.taking_part(list, kind, of) {
            let item = list.iter().position(|name| *name == policy.name).unwrap();
            spots.insert((statement.0, statement.1.clone(), statement.2.clone(), Part::Item(item)));
        }
    }
    spots
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn collisions_name_the_policies_of_both_sides(model in random::model(), layout in random::layout()) {
        let model = random::sound(model);
        let rendered = model.render(layout);
        let analysis = rendered.analyse(Configuration::default());
        let spots = Spots::new(&analysis, &rendered);
        for finding in analysis.errors().iter().filter(|it| it.check.name == "collision") {
            let related: BTreeSet<Spot> = finding.related.iter().map(|span| spots.at(*span)).collect();
            let wanted = attached(&model, &identify(finding, &spots));
            // So many are named of each side.
            let is_short = wanted.len() <= 10;
            let is_right = if is_short { related == wanted } else { related.is_subset(&wanted) };
            prop_assert!(is_right && !related.is_empty(), "{:?}: {:?} in {:#?}", finding, wanted, rendered);
        }
    }
}

//! Groups and environments that lie in one another, against plain reachability.

use std::collections::BTreeSet;

use bpol::Configuration;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::{Spots, cases, compile};
use crate::model::{GROUP, Model, Part, Rendered, Spot};
use crate::naive::{Finding, Naive, circles};
use crate::random;

/// The errors of a model that may have circles: those, and exceptions that leave nothing in what leads into none.
fn errors(model: &Model, rendered: &Rendered) -> Vec<Finding> {
    let [groups, environments] = circles(model);
    let order = rendered.in_order();
    // The first of each, by path and position.
    let first = |circle: &BTreeSet<String>, keyword: &str| {
        let it = order.iter().find(|it| it.keyword == keyword && circle.contains(&it.name)).unwrap();
        (it.keyword, it.name.clone(), it.parent.clone(), Part::Name)
    };
    let of_groups = groups.iter().map(|it| ("group-cycle", first(it, "group"), None));
    let of_environments = environments.iter().map(|it| ("environment-cycle", first(it, "environment"), None));
    let mut errors: Vec<Finding> = of_groups.chain(of_environments).collect();

    let mut rest = Model { environments: Vec::new(), workloads: Vec::new(), ..model.clone() };
    let circular: BTreeSet<&String> = groups.iter().flatten().collect();
    rest.groups.retain(|it| !circular.contains(&it.name));
    loop {
        let known: BTreeSet<String> = rest.groups.iter().map(|it| it.name.clone()).collect();
        rest.groups.retain(|it| it.options.groups().all(|name| known.contains(name)));
        if rest.groups.len() == known.len() {
            break;
        }
    }
    errors.extend(Naive::new(&rest).errors());
    errors.sort();
    errors
}

/// The words by which the statements of a circle name one another.
fn references(model: &Model) -> BTreeSet<Spot> {
    let [groups, environments] = circles(model);
    let mut spots = BTreeSet::new();
    for circle in &groups {
        for group in model.groups.iter().filter(|it| circle.contains(&it.name)) {
            let named = group.options.words().enumerate();
            let inside = named.filter(|(_, (attribute, name))| *attribute == GROUP && circle.contains(*name));
            spots.extend(inside.map(|(item, _)| ("group", group.name.clone(), None, Part::Item(item))));
        }
    }
    for it in
        model.environments.iter().filter(|it| environments.iter().any(|circle| circle.contains(&it.name)))
    {
        spots.insert(("environment", it.name.clone(), it.parent.clone(), Part::Parent));
    }
    spots
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn circles_are_those_of_the_naive_reading(model in random::circles(), layout in random::layout()) {
        let rendered = model.render(layout);
        prop_assert_eq!(compile(&rendered).err().unwrap_or_default(), errors(&model, &rendered), "{:#?}", rendered);
        let analysis = rendered.analyse(Configuration::default());
        let of_circles = analysis.errors().iter().filter(|it| it.check.name.ends_with("-cycle"));
        let related = of_circles.flat_map(|finding| &finding.related);
        let spots = Spots::new(&analysis, &rendered);
        let related: BTreeSet<Spot> = related.map(|span| spots.at(*span)).collect();
        prop_assert_eq!(related, references(&model), "{:#?}", rendered);
    }
}

/// Workspaces without a circle would be read alike by anyone.
#[test]
fn random_circles_are_varied() {
    let mut runner = TestRunner::deterministic();
    let strategy = random::circles();
    let mut seen = BTreeSet::new();
    for _ in 0..300 {
        let model = strategy.new_tree(&mut runner).unwrap().current();
        for (what, circles) in ["groups", "environments"].into_iter().zip(circles(&model)) {
            seen.insert((
                what,
                circles.len().min(2),
                circles.iter().map(BTreeSet::len).max().unwrap_or(0).min(3),
            ));
        }
        let errors = errors(&model, &model.render(0));
        let is_nothing = errors.iter().any(|error| error.0 == "allows-nothing");
        seen.extend(is_nothing.then_some(("exceptions that leave nothing", 0, 0)));
    }
    // None, one or more circles, the largest of them of one, two, or more members.
    assert_eq!(seen.len(), 2 * (1 + 2 * 3) + 1, "{seen:?}");
}

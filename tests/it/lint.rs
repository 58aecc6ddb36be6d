//! The lints against a second, naive reading of their definitions, on random workspaces.

mod kinds;
mod naive_lints;

use std::collections::BTreeSet;

use bpol::Configuration;
use bpol::catalogue;
use bpol::diagnostic::Level;
use bpol::lint::{Change, Levels, Selection};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::model::Rendered;
use crate::properties::{Spots, cases, possible};
use crate::random;
use naive_lints::Finding;

/// What has tests of its own.
const LEFT_OUT: [&str; 2] = ["confusable-name", "other-name"];

/// Every lint's findings, sorted: the lint, and the part of a statement that its finding lies on.
fn found(rendered: &Rendered) -> Vec<Finding> {
    let levels = Levels::new(&[Change { selection: Selection::All, level: Level::Warn }]);
    let analysis = rendered.analyse(Configuration::with_levels(levels));
    assert!(analysis.errors().is_empty(), "{:?} in {rendered:#?}", analysis.errors());
    let findings = analysis.findings();
    let spots = Spots::new(&analysis, rendered);
    let all = findings.iter().map(|finding| (finding.check.name, spots.at(finding.span)));
    let mut found: Vec<Finding> = all.filter(|(lint, _)| !LEFT_OUT.contains(lint)).collect();
    found.sort();
    found
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn the_lints_find_what_their_definitions_say(model in random::model(), layout in random::layout()) {
        let model = possible(&model);
        let rendered = model.render(layout);
        let order: Vec<String> = order(&rendered);
        prop_assert_eq!(found(&rendered), naive_lints::findings(&model, &order), "{:#?}", rendered);
    }
}

/// The names of the policies by path and position.
fn order(rendered: &Rendered) -> Vec<String> {
    let policies = rendered.in_order().into_iter().filter(|it| it.keyword == "policy");
    policies.map(|it| it.name.clone()).collect()
}

/// Lints that never find anything would agree with anyone.
#[test]
fn random_workspaces_show_every_lint() {
    let mut runner = TestRunner::deterministic();
    let strategy = random::model();
    let mut seen = BTreeSet::new();
    for _ in 0..400 {
        let model = possible(&strategy.new_tree(&mut runner).unwrap().current());
        seen.extend(found(&model.render(0)).into_iter().map(|(lint, spot)| (lint, spot.0)));
    }
    // The texts have no suppressions; those have fixtures of their own.
    let lints = catalogue::all().filter(|check| !check.level.is_error()).map(|check| check.name);
    let all = lints.filter(|name| *name != "unused-suppression" && !LEFT_OUT.contains(name));
    assert_eq!(seen.iter().map(|(lint, _)| *lint).collect::<BTreeSet<_>>(), all.collect());
    for lint in ["redundant-code", "idle-exception", "undocumented-policy"] {
        for keyword in ["group", "policy", "guard"] {
            assert!(seen.contains(&(lint, keyword)), "no {lint} on a {keyword}");
        }
    }
    for lint in ["no-effect", "cut-off", "exception-undone", "overlapping-policies"] {
        for keyword in ["environment", "model"] {
            assert!(seen.contains(&(lint, keyword)), "no {lint} on a {keyword}");
        }
    }
}

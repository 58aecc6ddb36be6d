//! The lints against a second, naive reading of their definitions, on random workspaces.

mod naive_lints;

use std::collections::BTreeSet;

use bpol::Configuration;
use bpol::catalogue;
use bpol::diagnostic::Level;
use bpol::lint::{Change, Levels, Selection};
use bpol::syntax::ast::Statement;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::model::Rendered;
use crate::properties::{cases, possible};
use crate::random;
use naive_lints::Finding;

/// Every lint's findings in the plainest layout, where each statement stands on a line of its own: lint, the line, and
/// the place on it among what the finding may lie on.
fn found(rendered: &Rendered) -> Vec<Finding> {
    let levels = Levels::new(&[Change { selection: Selection::All, level: Level::Warn }]);
    let analysis = rendered.analyse(Configuration::with_levels(levels));
    let files = analysis.files().iter().filter(|file| !file.source().is_table());
    let statements: Vec<Statement<'_>> = files.flat_map(|file| file.statements()).collect();
    let mut found: Vec<Finding> = analysis
        .findings()
        .iter()
        .map(|finding| {
            let covers = |statement: &&Statement<'_>| statement.span().contains(finding.span);
            let statement = statements.iter().find(covers).unwrap();
            let rules = statement.rules();
            let codes = rules.iter().flat_map(|rules| rules.iter()).flat_map(|rule| rule.codes().iter());
            let items: Vec<_> = statement.list().iter().chain(codes).map(|name| name.span().key()).collect();
            let item = items.iter().position(|key| *key == finding.span.key());
            if item.is_none() {
                assert_eq!(finding.span.key(), statement.name().span().key());
            }
            Finding {
                lint: finding.check.name,
                statement: (statement.keyword().name(), statement.name().value().into_owned()),
                environment: statement.parent().map(|parent| parent.value().into_owned()),
                item,
            }
        })
        .collect();
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
        prop_assert_eq!(found(&rendered), naive_lints::findings(&model, &order));
    }
}

/// The names of the policies by path and position.
fn order(rendered: &Rendered) -> Vec<String> {
    let analysis = rendered.analyse(Configuration::default());
    let statements = analysis.files().iter().flat_map(|file| file.statements());
    let policies = statements.filter(|it| it.rules().is_some());
    policies.map(|it| it.name().value().into_owned()).collect()
}

/// Lints that never find anything would agree with anyone.
#[test]
fn random_workspaces_show_every_lint() {
    let mut runner = TestRunner::deterministic();
    let strategy = random::model();
    let mut seen = BTreeSet::new();
    for _ in 0..400 {
        let model = possible(&strategy.new_tree(&mut runner).unwrap().current());
        seen.extend(found(&model.render(0)).into_iter().map(|finding| finding.lint));
    }
    // The texts have no suppressions; those have fixtures of their own.
    let lints = catalogue::all().filter(|check| check.level != Level::Error).map(|check| check.name);
    let all = lints.filter(|name| *name != "unused-suppression");
    assert_eq!(seen, all.collect());
}

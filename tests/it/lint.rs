//! The lint rules against a second, naive reading of their definitions, on random workspaces.

mod naive_rules;

use std::collections::BTreeSet;

use bpol::diagnostic::Level;
use bpol::lint::{Change, Levels, RULES, Selection};
use bpol::syntax::ast::{File, Statement};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::model::Rendered;
use crate::properties::{cases, possible};
use crate::random;
use naive_rules::Finding;

/// Every rule's findings in the plainest layout, where each statement stands on a line of its own: rule, the line, and
/// the place on it among what the finding may lie on.
fn found(rendered: &Rendered) -> Vec<Finding> {
    let (_, sources) = rendered.load();
    let (files, findings) = bpol::syntax::parse(&sources);
    let levels = Levels::new(&[Change { selection: Selection::All, level: Level::Warn }]);
    let findings = bpol::check(&sources, &files, findings, &levels);
    let statements: Vec<&Statement<'_>> =
        files.iter().filter(|file| !sources[file.id].is_table()).flat_map(File::statements).collect();
    let mut found: Vec<Finding> = findings
        .iter()
        .map(|finding| {
            let covers = |statement: &&&Statement<'_>| {
                let own = statement.span;
                own.file == finding.span.file
                    && own.start <= finding.span.start
                    && finding.span.end <= own.end
            };
            let statement = statements.iter().find(covers).unwrap();
            let codes =
                statement.policy_body().into_iter().flat_map(|body| &body.rules).flat_map(|it| &it.codes);
            let items: Vec<_> = statement.list().iter().chain(codes).map(|name| name.span().key()).collect();
            let item = items.iter().position(|key| *key == finding.span.key());
            if item.is_none() {
                assert_eq!(finding.span.key(), statement.name.span().key());
            }
            Finding {
                rule: finding.rule.name,
                statement: (statement.keyword.name(), statement.name.value().into_owned()),
                environment: statement.parent.map(|parent| parent.value().into_owned()),
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
    fn the_rules_find_what_their_definitions_say(model in random::model(), layout in random::layout()) {
        let model = possible(&model);
        let rendered = model.render(layout);
        let order: Vec<String> = order(&rendered);
        prop_assert_eq!(found(&rendered), naive_rules::findings(&model, &order));
    }
}

/// The names of the policies by path and position.
fn order(rendered: &Rendered) -> Vec<String> {
    let (_, sources) = rendered.load();
    let (files, _) = bpol::syntax::parse(&sources);
    let statements = files.iter().flat_map(File::statements).filter(|it| it.policy_body().is_some());
    statements.map(|it| it.name.value().into_owned()).collect()
}

/// Rules that never find anything would agree with anyone.
#[test]
fn random_workspaces_show_every_rule() {
    let mut runner = TestRunner::deterministic();
    let strategy = random::model();
    let mut seen = BTreeSet::new();
    for _ in 0..400 {
        let model = possible(&strategy.new_tree(&mut runner).unwrap().current());
        seen.extend(found(&model.render(0)).into_iter().map(|finding| finding.rule));
    }
    // The texts have no suppressions; those have fixtures of their own.
    let all = RULES.iter().map(|lint| lint.rule.name).filter(|name| *name != "unused-suppression");
    assert_eq!(seen, all.collect());
}

//! Laws that hold for every workspace: the compiler against the naive reading of the language, and against itself.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use bpol::emit::{SCHEMA, placement};
use bpol::placement::Fault;
use bpol::syntax::Files;
use bpol::syntax::ast::{Name, Statement};
use bpol::syntax::keyword::Keyword;
use bpol::{Analysis, Configuration, Diagnostic, Resolved};
use jsonschema::Validator;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::model::{Model, Policy, Rendered, Workload};
use crate::naive::{Impossible, Naive};
use crate::random;

/// So many random workspaces, or `PROPTEST_CASES`.
pub(crate) fn cases(number: u32) -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = number;
    }
    config
}

/// A workload that can run nowhere: code, kind, name, environment and, where one is at fault, the type.
type Finding = (&'static str, &'static str, String, Option<String>, Option<&'static str>);

/// The document, or the findings in order of their text.
fn compile(rendered: &Rendered) -> Result<String, Vec<Finding>> {
    let analysis = rendered.analyse(Configuration::default());
    match analysis.resolved() {
        Ok(resolved) => Ok(document(resolved)),
        Err(rejected) => {
            let mut found: Vec<Finding> =
                rejected.errors().iter().map(|finding| identify(finding, analysis.files())).collect();
            found.sort();
            Err(found)
        }
    }
}

/// What `bpol compile` writes.
pub(crate) fn document(resolved: &Resolved) -> String {
    let mut out = Vec::new();
    placement::document(resolved, resolved.workspace().workloads(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The set of each workload of a workspace without errors.
pub(crate) fn placement_sets(analysis: &Analysis) -> BTreeMap<String, Value> {
    sets(&document(analysis.resolved().unwrap()))
}

/// Which workload a finding is about.
fn identify(finding: &Diagnostic, files: &Files) -> Finding {
    let is_there = |statement: &Statement<'_>| statement.name().span().key() == finding.span.key();
    let statement = files
        .iter()
        .flat_map(|file| file.statements())
        .find(is_there)
        .unwrap_or_else(|| panic!("{finding:?} at {:?}", files.slice(finding.span)));
    let Keyword::Workload(kind) = statement.keyword() else { panic!("no workload: {finding:?}") };
    let fact: &dyn Any = &*finding.fact;
    let of_type = match fact.downcast_ref() {
        Some(Fault::Collision { policy_type, .. }) => Some(policy_type.name()),
        _ => None,
    };
    if let Some(of_type) = of_type {
        assert!(finding.fact.words().message.contains(&format!("leave no {of_type} ")), "{finding:?}");
    }
    let name = |name: Name<'_>| name.value().into_owned();
    (finding.check.name, kind.name(), name(statement.name()), statement.parent().map(name), of_type)
}

/// The findings that the naive reading of a model leads to.
fn expected(model: &Model) -> Vec<Finding> {
    let naive = Naive::new(model);
    let mut findings = Vec::new();
    for workload in &model.workloads {
        let finding =
            |code, it| (code, workload.kind, workload.name.clone(), workload.environment.clone(), it);
        match naive.place(workload) {
            Ok(_) => {}
            Err(Impossible::NoPlacement) => findings.push(finding("no-placement", None)),
            Err(Impossible::Collision(types)) => {
                findings.extend(types.into_iter().map(|it| finding("collision", Some(it.name()))));
            }
        }
    }
    findings.sort();
    findings
}

/// The same model without the workloads that can run nowhere.
pub(crate) fn possible(model: &Model) -> Model {
    let naive = Naive::new(model);
    let workloads = model.workloads.iter().filter(|it| naive.place(it).is_ok()).cloned().collect();
    Model { workloads, ..model.clone() }
}

/// What a document says of each workload, its set spelled out.
fn sets(document: &str) -> BTreeMap<String, Value> {
    let document: Value = serde_json::from_str(document).unwrap();
    let sets = document["placementSets"].as_array().unwrap();
    let workloads = document["workloads"].as_array().unwrap().iter();
    workloads
        .map(|workload| {
            let set = sets.iter().find(|set| set["id"] == workload["placementSet"]).unwrap();
            let identity = ["kind", "name", "environment"].map(|key| workload[key].to_string());
            (identity.join(" "), set.clone())
        })
        .collect()
}

/// The models' lists of policies, each changed by `change`.
fn with_lists(model: &Model, change: impl Fn(&mut Vec<String>)) -> Model {
    let mut changed = model.clone();
    changed.environments.iter_mut().for_each(|it| change(&mut it.attach));
    changed.workloads.iter_mut().for_each(|it| change(&mut it.attach));
    changed
}

/// Laws over workspaces in which nothing happens would hold too.
#[test]
fn random_workspaces_are_varied() {
    let mut runner = TestRunner::deterministic();
    let strategy = random::model();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..300 {
        let model = strategy.new_tree(&mut runner).unwrap().current();
        let naive = Naive::new(&model);
        for workload in &model.workloads {
            let what = match naive.place(workload) {
                Err(Impossible::Collision(_)) => "collision",
                Err(Impossible::NoPlacement) => "no placement",
                Ok(set) if set.restricts.is_empty() => "unrestricted",
                Ok(set) if set.locations.len() > 1 && set.placements.is_some() => "fleet, several codes",
                Ok(set) if set.locations.len() > 1 => "several codes",
                Ok(set) if set.placements.is_some() => "fleet, one code",
                Ok(_) => "one code",
            };
            *seen.entry(what).or_default() += 1;
        }
    }
    assert_eq!(seen.len(), 7, "{seen:?}");
    assert!(seen.values().all(|times| *times >= 3), "{seen:?}");
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn findings_are_those_of_the_naive_reading(model in random::model(), layout in random::layout()) {
        let rendered = model.render(layout);
        let findings = compile(&rendered).err().unwrap_or_default();
        prop_assert_eq!(findings, expected(&model), "{:#?}", rendered);
    }

    #[test]
    fn output_is_that_of_the_naive_reading(model in random::model(), layout in random::layout()) {
        let model = possible(&model);
        let rendered = model.render(layout);
        let document = compile(&rendered);
        let wanted = Naive::new(&model).document(&rendered.reference());
        prop_assert_eq!(document, Ok(wanted), "{:#?}", rendered);
    }

    #[test]
    fn output_is_valid_by_its_schema(model in random::model()) {
        static VALIDATOR: LazyLock<Validator> =
            LazyLock::new(|| jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap());
        let document = compile(&possible(&model).render(0)).unwrap();
        let errors: Vec<String> = VALIDATOR
            .iter_errors(&serde_json::from_str(&document).unwrap())
            .map(|error| error.to_string())
            .collect();
        prop_assert!(errors.is_empty(), "{:?} in {}", errors, document);
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_order_of_files_and_statements_never_matters(
        model in random::model(),
        layouts in [random::layout(), random::layout()],
    ) {
        for model in [&possible(&model), &model] {
            let [first, second] = layouts.map(|layout| model.render(layout));
            // The digest is that of the table's text.
            let second = Rendered { table: first.table.clone(), ..second };
            prop_assert_eq!(compile(&first), compile(&second), "{:#?}\n{:#?}", first, second);
        }
    }

    #[test]
    fn attaching_a_policy_twice_changes_nothing(model in random::model()) {
        let model = possible(&model);
        let twice = with_lists(&model, |list| list.extend(list.clone().into_iter().rev()));
        prop_assert_eq!(compile(&model.render(0)), compile(&twice.render(0)));
    }

    #[test]
    fn attaching_a_copy_of_a_policy_changes_no_set(model in random::model()) {
        let model = possible(&model);
        let copy = |name: &str| format!("copy of {name}");
        let mut copied = with_lists(&model, |list| {
            let copies: Vec<String> = list.iter().map(|name| copy(name)).collect();
            list.extend(copies);
        });
        let copies = model.policies.iter().map(|it| Policy { name: copy(&it.name), ..it.clone() });
        copied.policies.extend(copies);
        let (model, copied) = (compile(&model.render(0)).unwrap(), compile(&copied.render(0)).unwrap());
        prop_assert_eq!(sets(&model), sets(&copied));
    }

    #[test]
    fn a_workload_never_widens_what_its_environment_allows(model in random::model()) {
        // Each workload beside one of the same kind and environment that attaches nothing.
        let mut model = model;
        let twins: Vec<Workload> = model
            .workloads
            .iter()
            .filter(|it| it.environment.is_some())
            .map(|it| Workload { name: format!("{} alone", it.name), attach: Vec::new(), ..it.clone() })
            .collect();
        model.workloads.extend(twins);
        let model = possible(&model);
        let naive = Naive::new(&model);
        let sets = sets(&compile(&model.render(0)).unwrap());
        let keys = |set: &Value, list: &str| -> Vec<(usize, String)> {
            let rank = |it: &Value| crate::model::ATTRIBUTES.iter().position(|name| it == name).unwrap();
            let codes = set[list].as_array().unwrap().iter();
            codes.map(|code| (rank(&code["type"]), code["name"].as_str().unwrap().to_owned())).collect()
        };
        for workload in &model.workloads {
            let identity = |name: &str| {
                let environment = workload.environment.as_deref().map_or(Value::Null, Value::from);
                format!("{} {} {environment}", Value::from(workload.kind), Value::from(name))
            };
            let alone = sets.get(&identity(&format!("{} alone", workload.name)));
            let own = &sets[&identity(&workload.name)];
            for list in ["locations", "flavors"] {
                let is_narrower = alone.is_none_or(|alone| naive.covers(&keys(alone, list), &keys(own, list)));
                prop_assert!(is_narrower, "{list} of {}: {own} in {alone:?}", workload.name);
            }
        }
    }
}

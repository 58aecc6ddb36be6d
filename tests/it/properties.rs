//! Laws that hold for every workspace: the compiler against the naive reading of the language, and against itself.

mod circles;
mod collisions;
mod digest;
mod metamorphic;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use bpol::emit::{SCHEMA, placement};
use bpol::placement::Fault;
use bpol::render::{Context, Format, Style, render};
use bpol::text::Span;
use bpol::{Analysis, Configuration, Diagnostic, Resolved};
use jsonschema::Validator;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::model::{Form, Model, Rendered, Spot};
use crate::naive::{Finding, Impossible, Naive};
use crate::random;

/// So many random workspaces, or `PROPTEST_CASES`.
pub(crate) fn cases(number: u32) -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = number;
    }
    config
}

/// The document, or the errors in the order of the naive reading.
pub(crate) fn compile(rendered: &Rendered) -> Result<String, Vec<Finding>> {
    let analysis = rendered.analyse(Configuration::default());
    if analysis.errors().is_empty() {
        return Ok(document(analysis.resolved().unwrap()));
    }
    let spots = Spots::new(&analysis, rendered);
    let mut found: Vec<Finding> = analysis.errors().iter().map(|finding| identify(finding, &spots)).collect();
    found.sort();
    Err(found)
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

/// Where findings lie.
pub(crate) struct Spots<'a> {
    analysis: &'a Analysis,
    rendered: &'a Rendered,
    all: BTreeMap<(&'a str, usize, usize), Spot>,
}

impl<'a> Spots<'a> {
    pub(crate) fn new(analysis: &'a Analysis, rendered: &'a Rendered) -> Self {
        Self { analysis, rendered, all: rendered.spots() }
    }

    /// The part of a statement that a finding, or what is related to it, lies on.
    pub(crate) fn at(&self, span: Span) -> Spot {
        let path = self.analysis.files().source(span.file).name();
        let std::ops::Range { start, end } = span.range();
        let spot = self.all.get(&(path, start, end)).cloned();
        spot.unwrap_or_else(|| panic!("{path}:{start} is no part of a statement of {:#?}", self.rendered))
    }
}

/// What an error is about.
fn identify(finding: &Diagnostic, spots: &Spots<'_>) -> Finding {
    let fact: &dyn Any = &*finding.fact;
    let clash = match fact.downcast_ref() {
        Some(Fault::Collision { policy_type, .. }) => Some((policy_type.name(), None)),
        Some(Fault::EnvironmentCollision { policy_type, kind, workloads, .. }) => {
            Some((policy_type.name(), Some((kind.name(), *workloads))))
        }
        _ => None,
    };
    if let Some((name, _)) = clash {
        let message = finding.fact.words().message;
        let says = [format!("leave no {name} "), format!("no {name} is left: ")];
        assert!(says.iter().any(|words| message.contains(words)), "{finding:?}");
    }
    (finding.check.name, spots.at(finding.span), clash)
}

/// The document of findings, as JSON.
pub(crate) fn diagnostics(analysis: &Analysis) -> Vec<Value> {
    let checks: Vec<_> = bpol::catalogue::all().collect();
    let context = Context { style: Style::default(), checks: &checks, base: None, fix: "--fix" };
    let mut out = Vec::new();
    render(&analysis.findings(), analysis.files(), Format::Json, &context, &mut out).unwrap();
    let mut document: Value = serde_json::from_slice(&out).unwrap();
    document["diagnostics"].as_array_mut().unwrap().drain(..).collect()
}

/// The model without exceptions that leave nothing, and without the workloads that can run nowhere.
pub(crate) fn placed(model: &Model) -> Model {
    let model = random::sound(model.clone());
    let naive = Naive::new(&model);
    let workloads = model.workloads.iter().filter(|it| naive.place(it).is_ok()).cloned().collect();
    Model { workloads, ..model }
}

/// The model without any error: also without the guards that are violated.
pub(crate) fn possible(model: &Model) -> Model {
    let model = placed(model);
    let naive = Naive::new(&model);
    let guards = model.guards.iter().filter(|it| naive.holds(it)).cloned().collect();
    Model { guards, ..model }
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

/// The digest of the table in force, as a document has it.
pub(crate) fn table_digest(document: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap();
    document["reference"]["table"].as_str().unwrap_or_default().to_owned()
}

/// Laws over workspaces in which nothing happens would hold too.
#[test]
fn random_workspaces_are_varied() {
    let mut runner = TestRunner::deterministic();
    let strategy = random::model();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..400 {
        let model = strategy.new_tree(&mut runner).unwrap().current();
        let mut see = |what: &str| *seen.entry(what.to_owned()).or_default() += 1;
        let naive = Naive::new(&model);
        let errors = naive.errors();
        for (code, spot, _) in errors.iter().filter(|(code, ..)| *code == "allows-nothing") {
            see(&format!("{code} of a {}", spot.0));
        }
        outcomes(&placed(&model), &mut see);
        if !errors.iter().any(|(code, ..)| *code == "allows-nothing") {
            for workload in &model.workloads {
                match naive.place(workload) {
                    Err(Impossible::Collision(types)) if types.iter().any(|(_, at)| at.is_some()) => {
                        see("collision of environments");
                    }
                    Err(Impossible::Collision(_)) => see("collision"),
                    Err(Impossible::NoPlacement) => see("no placement"),
                    Ok(_) => {}
                }
            }
        }
    }
    assert_eq!(seen.len(), 24, "{seen:#?}");
    assert!(seen.values().all(|times| *times >= 3), "{seen:#?}");
}

/// What becomes of the workloads and guards of a model in which every workload can run somewhere.
fn outcomes(model: &Model, see: &mut impl FnMut(&str)) {
    let naive = Naive::new(model);
    for workload in &model.workloads {
        let set = naive.place(workload).unwrap();
        see(match (set.locations.len() > 1, &set.placements) {
            _ if set.restricts.is_empty() => "unrestricted",
            (true, Some(_)) => "fleet, several codes",
            (true, None) => "several codes",
            (false, Some(_)) => "fleet, one code",
            (false, None) => "one code",
        });
        if naive.points(workload).len() > 3 {
            see("three environments");
        }
    }
    for guard in &model.guards {
        let verdict = match (naive.covered(guard).is_empty(), naive.holds(guard)) {
            (true, _) => {
                see("a guard that covers nothing");
                continue;
            }
            (false, true) => "held",
            (false, false) => "violated",
        };
        let by = match guard.form {
            Form::Allows if naive.is_let_down_by_fleet(guard) => ", by the fleet",
            Form::Joint if naive.has_fleet() => ", with a fleet",
            _ => "",
        };
        see(&format!("{} {verdict}{by}", guard.form.name()));
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn findings_are_those_of_the_naive_reading(model in random::model(), layout in random::layout()) {
        let rendered = model.render(layout);
        let findings = compile(&rendered).err().unwrap_or_default();
        prop_assert_eq!(findings, Naive::new(&model).errors(), "{:#?}", rendered);
    }

    #[test]
    fn output_is_that_of_the_naive_reading(model in random::model(), layout in random::layout()) {
        let model = possible(&model);
        let rendered = model.render(layout);
        let document = compile(&rendered);
        let table = document.as_ref().map(|it| table_digest(it)).unwrap_or_default();
        let wanted = Naive::new(&model).document(&rendered.reference(), &table);
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

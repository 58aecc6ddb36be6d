//! Small workspaces, all of them. What may be said is finite where lists are short, so that nothing is left to luck:
//!
//! * *Options* here are one rule or none and one exception or none, not both none, each of one code or group.
//! * Every table of up to two continents and up to three countries in them, or of up to three countries alone; in it two
//!   groups, of which the second may name the first, and a policy that may name both. All of them are options.
//! * Two policies that are options of codes, attached in every way to an environment, to another one in it, and to a
//!   workload in the inner one, in the outer one, or in none.
//! * Guards of every form whose sides are options with a rule, over workloads with a policy that is options, with a fleet
//!   and without.
//!
//! Workspaces that cannot touch each other are compiled as one: what stands in one of them has names of its own.

mod guards;
mod points;

use std::collections::BTreeSet;

use bpol::Configuration;
use serde_json::{Value, json};

use crate::model::{
    ATTRIBUTES, CONTINENT, COUNTRY, CPU, Code, GPU, GROUP, Group, Model, Options, Policy, Workload,
};
use crate::naive::Naive;
use crate::properties::{compile, placement_sets};

/// An attribute, and a code or group.
type Element = (&'static str, String);

/// All options of some elements.
fn options(elements: &[Element]) -> Vec<Options> {
    let none_or_one = || std::iter::once(None).chain(elements.iter().map(Some));
    let mut all = Vec::new();
    for rule in none_or_one() {
        for exception in none_or_one().filter(|exception| rule.or(*exception).is_some()) {
            let rules = |it: Option<&Element>| it.map(|(attribute, name)| (*attribute, vec![name.clone()]));
            all.push(Options {
                rules: rules(rule).into_iter().collect(),
                exceptions: rules(exception).into_iter().collect(),
            });
        }
    }
    all
}

fn code(attribute: &'static str, name: &str, parent: Option<&str>) -> Code {
    Code { parent: parent.map(str::to_owned), ..Code::new(attribute, name) }
}

/// A table, with a flavor.
fn table(codes: Vec<Code>) -> Model {
    let codes = codes.into_iter().chain([code(CPU, "c", None)]);
    Model { codes: codes.collect(), ..Model::default() }
}

/// The places of a table.
fn places(table: &Model) -> Vec<Element> {
    let codes = table.codes.iter().filter(|it| it.attribute != CPU && it.attribute != GPU);
    codes.map(|code| (code.attribute, code.name.clone())).collect()
}

fn policy(name: String, options: &Options) -> Policy {
    Policy { name, label: None, options: options.clone(), target: None }
}

fn workload(name: String, environment: Option<String>, attach: Vec<String>) -> Workload {
    Workload { kind: "model", name, label: None, environment, attach }
}

/// Every table of up to two continents and up to three countries in them, or of up to three countries alone. Continents
/// are alike, and so are the countries of one.
fn tables() -> Vec<Model> {
    let mut tables = Vec::new();
    for continents in 0..=2 {
        for (first, second) in [(0, 0), (1, 0), (2, 0), (3, 0), (1, 1), (2, 1)] {
            let has_too_many = second > 0 && continents < 2;
            if has_too_many || continents + first == 0 {
                continue;
            }
            let names = &["a", "b"][..continents];
            let mut codes: Vec<Code> = names.iter().map(|name| code(CONTINENT, name, None)).collect();
            let parents = std::iter::repeat_n(0, first).chain(std::iter::repeat_n(1, second));
            let countries = ["x", "y", "z"].into_iter().zip(parents);
            codes.extend(countries.map(|(name, parent)| code(COUNTRY, name, names.get(parent).copied())));
            tables.push(table(codes));
        }
    }
    tables
}

#[test]
fn every_group_and_policy_means_its_places() {
    let tables = tables();
    assert_eq!(tables.len(), 3 + 4 + 6);
    let mut number = 0;
    for table in &tables {
        let mut broken = table.clone();
        for (index, first) in options(&places(table)).into_iter().enumerate() {
            let mut model = grouped(table, index, first);
            number += model.policies.len();
            take_broken(&mut model, &mut broken);
            assert_means_its_places(model);
        }
        let errors = Naive::new(&broken).errors();
        assert_eq!(compile(&broken.render(0)).err().unwrap_or_default(), errors, "{:?}", table.codes);
    }
    assert!(number > 60_000, "{number}");
}

/// A first group, every second one beside it, and every policy that may name both.
fn grouped(table: &Model, index: usize, first: Options) -> Model {
    let group = |name, options| Group { name, label: None, options, in_table: false };
    let mut model = table.clone();
    let name = format!("g{index}");
    model.groups.push(group(name.clone(), first));
    let with_first = [places(table), vec![(GROUP, name.clone())]].concat();
    let mut all = options(&with_first);
    // Of two groups that do not name each other, either may be called the second.
    let mut seen = 0..=index;
    all.retain(|options| options.groups().next().is_some() || seen.next().is_some());
    for (second, of_group) in all.into_iter().enumerate() {
        let other = format!("h{index}-{second}");
        model.groups.push(group(other.clone(), of_group));
        let with_both = [&with_first[..], &[(GROUP, other.clone())]].concat();
        for (third, options) in options(&with_both).iter().enumerate() {
            // What does not name the second group is the same beside each.
            if second == 0 || options.groups().any(|name| *name == other) {
                model.policies.push(policy(format!("{index}-{second}-{third}"), options));
            }
        }
    }
    model
}

/// Moves the policies and groups that mean nothing to another model, with all groups that those may name.
fn take_broken(model: &mut Model, broken: &mut Model) {
    let naive = Naive::new(model);
    let is_nothing: BTreeSet<String> = model
        .policies
        .iter()
        .filter(|it| naive.is_nothing(&it.options))
        .map(|it| it.name.clone())
        .chain(model.groups.iter().filter(|it| naive.is_nothing(&it.options)).map(|it| it.name.clone()))
        .collect();
    broken.groups.extend(model.groups.iter().cloned());
    broken.policies.extend(model.policies.iter().filter(|it| is_nothing.contains(&it.name)).cloned());
    model.groups.retain(|it| !is_nothing.contains(&it.name));
    model.policies.retain(|it| !is_nothing.contains(&it.name));
}

/// Asks for the set of every policy of a model, by a workload for each.
fn assert_means_its_places(mut model: Model) {
    let one = |it: &Policy| workload(it.name.clone(), None, vec![it.name.clone()]);
    model.workloads = model.policies.iter().map(one).collect();
    let naive = Naive::new(&model);
    let analysis = model.render(0).analyse(Configuration::default());
    assert!(analysis.errors().is_empty(), "{:?} {:?}", analysis.errors(), model.groups);
    let sets = placement_sets(&analysis);
    for it in &model.policies {
        let set = &sets[&format!("\"model\" \"{}\" null", it.name)];
        let wanted = naive.shortest(&naive.options(&it.options)).into_iter();
        let wanted: Vec<Value> =
            wanted.map(|(rank, name)| json!({"type": ATTRIBUTES[rank], "name": name})).collect();
        assert_eq!(set["locations"], Value::Array(wanted), "{it:?}: {:?} {:?}", model.codes, model.groups);
    }
}

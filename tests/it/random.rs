//! Random workspaces that are free of errors, but for workloads that can run nowhere: `proptest` strategies of
//! [`Model`]s, which shrink to few and plain statements.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use crate::model::{
    ATTRIBUTES, Base, CONTINENT, COUNTRY, CPU, Code, Environment, GPU, KINDS, LOCATION, Model, Policy,
    Workload, official,
};

/// Names of everything: words, keywords, and what must be quoted. Continents, countries and locations share them, so
/// that one code is at several levels.
const NAMES: [&str; 20] = [
    "a",
    "b",
    "eu",
    "us",
    "na",
    "fr",
    "in",
    "or",
    "target",
    "models",
    "policy",
    "country",
    "7b",
    "a.b-c",
    "a b",
    "é",
    "北京",
    "q\"\\",
    "#1]>",
    "👩\u{200d}💻\tx",
];

/// Names of flavors and their aliases.
const FLAVORS: [&str; 12] =
    ["x86", "t4", "a", "b", "CPU x86", "h100", "gpu", "cpu", "alias", "a100-80gb", "é", "\\"];

/// A workspace.
pub(crate) fn model() -> impl Strategy<Value = Model> {
    let base = prop_oneof![1 => Just(Base::None), 2 => Just(Base::Official), 2 => Just(Base::Own)];
    (base, table(), policies(), environments(), workloads()).prop_map(
        |(base, table, policies, environments, workloads)| {
            let mut model = Model {
                base,
                codes: Vec::new(),
                policies: Vec::new(),
                environments: Vec::new(),
                workloads: Vec::new(),
            };
            table.build(&mut model);
            for policy in policies {
                policy.build(&mut model);
            }
            let names: Vec<String> = model.policies.iter().map(|policy| policy.name.clone()).collect();
            let attach = |indices: &[Index]| indices.iter().filter_map(|it| choose(*it, &names)).collect();
            model.environments.extend(environments.into_iter().map(|(name, label, indices)| Environment {
                name: name.to_owned(),
                label,
                attach: attach(&indices),
            }));
            let names: Vec<String> = model.environments.iter().map(|it| it.name.clone()).collect();
            let mut identities = BTreeSet::new();
            for (kind, name, label, environment, indices) in workloads {
                let environment = environment.and_then(|index| choose(index, &names));
                if identities.insert((kind, name, environment.clone())) {
                    let name = name.to_owned();
                    model.workloads.push(Workload {
                        kind,
                        name,
                        label,
                        environment,
                        attach: attach(&indices),
                    });
                }
            }
            model
        },
    )
}

/// A seed of a layout; 0, the plainest, where that is enough to fail.
pub(crate) fn layout() -> impl Strategy<Value = u64> {
    prop_oneof![1 => Just(0), 4 => 1..u64::MAX]
}

fn label() -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(
        0.2,
        prop::sample::select(&["", "A label", "in \"é\" \\"][..]).prop_map(str::to_owned),
    )
}

#[derive(Clone, Debug)]
struct RawCode {
    label: Option<String>,
    parent: Option<Index>,
    list: Option<Vec<Index>>,
    is_cpu: bool,
    in_table: bool,
}

fn codes(names: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<(&'static str, RawCode)>> {
    let code = (
        label(),
        prop::option::weighted(0.8, any::<Index>()),
        prop::option::weighted(0.6, vec(any::<Index>(), 1..4)),
        any::<bool>(),
        any::<bool>(),
    );
    let code = code.prop_map(|(label, parent, list, is_cpu, in_table)| RawCode {
        label,
        parent,
        list,
        is_cpu,
        in_table,
    });
    (subsequence(names, 0..=most), vec(code, most))
        .prop_map(|(names, codes)| names.into_iter().zip(codes).collect())
}

#[derive(Clone, Debug)]
struct RawTable {
    continents: Vec<(&'static str, RawCode)>,
    countries: Vec<(&'static str, RawCode)>,
    locations: Vec<(&'static str, RawCode)>,
    flavors: Vec<(&'static str, RawCode)>,
    aliases: Vec<(&'static str, RawCode)>,
}

fn table() -> impl Strategy<Value = RawTable> {
    let locations = prop_oneof![Just(Vec::new()), codes(&NAMES, 6)];
    (codes(&NAMES, 4), codes(&NAMES, 6), locations, codes(&FLAVORS, 6), codes(&FLAVORS, 3)).prop_map(
        |(continents, countries, locations, flavors, aliases)| RawTable {
            continents,
            countries,
            locations,
            flavors,
            aliases,
        },
    )
}

impl RawTable {
    fn build(self, model: &mut Model) {
        let taken = if model.base == Base::Official { official() } else { Vec::new() };
        let is_free = |attribute: &str, name: &str| {
            let is_flavor = |attribute| matches!(attribute, CPU | GPU);
            !taken.iter().any(|code| {
                (code.attribute == attribute || (is_flavor(code.attribute) && is_flavor(attribute)))
                    && (code.name == name || code.aliases.iter().any(|alias| alias == name))
            })
        };
        let mut flavors = BTreeSet::new();
        for (name, raw) in self.flavors {
            let attribute = if raw.is_cpu { CPU } else { GPU };
            if is_free(attribute, name) {
                flavors.insert(name);
                model.codes.push(Code {
                    label: raw.label,
                    in_table: raw.in_table,
                    ..Code::new(attribute, name)
                });
            }
        }
        let declared = model.codes.len();
        for (alias, raw) in self.aliases {
            if declared > 0 && is_free(CPU, alias) && flavors.insert(alias) {
                let index = raw.parent.map_or(0, |index| index.index(declared));
                model.codes[index].aliases.push(alias.to_owned());
            }
        }
        let offered: Vec<String> = [CPU, GPU].iter().flat_map(|attribute| names(model, attribute)).collect();
        let levels = [(CONTINENT, self.continents), (COUNTRY, self.countries), (LOCATION, self.locations)];
        let mut parents: Vec<String> = Vec::new();
        for (attribute, codes) in levels {
            for (name, raw) in codes.into_iter().filter(|(name, _)| is_free(attribute, name)) {
                let offers = raw.list.filter(|_| attribute == LOCATION && !offered.is_empty());
                model.codes.push(Code {
                    label: raw.label,
                    parent: raw.parent.and_then(|index| choose(index, &parents)),
                    offers: offers.map(|list| list.iter().filter_map(|it| choose(*it, &offered)).collect()),
                    in_table: raw.in_table,
                    ..Code::new(attribute, name)
                });
            }
            parents = names(model, attribute);
        }
    }
}

/// The names under which a rule of `attribute` may name a code.
fn names(model: &Model, attribute: &str) -> Vec<String> {
    let base = if model.base == Base::Official { official() } else { Vec::new() };
    let codes = base.iter().chain(&model.codes).filter(|code| code.attribute == attribute);
    codes.flat_map(|code| std::iter::once(&code.name).chain(&code.aliases)).cloned().collect()
}

#[derive(Clone, Debug)]
struct RawPolicy {
    name: &'static str,
    label: Option<String>,
    is_flavor: bool,
    rules: Vec<(Index, Vec<Index>)>,
    target: Option<Vec<&'static str>>,
}

fn policies() -> impl Strategy<Value = Vec<RawPolicy>> {
    let rules = |codes, rules| vec((any::<Index>(), vec(any::<Index>(), codes)), rules);
    let policy = (
        label(),
        any::<bool>(),
        // Narrow ones, so that some of them have nothing in common.
        prop_oneof![3 => rules(1..2, 1..2), 2 => rules(1..4, 1..3)],
        prop::option::weighted(0.2, vec(prop::sample::select(&KINDS[..]), 1..4)),
    );
    (subsequence(&NAMES[..], 0..=10), vec(policy, 10)).prop_map(|(names, policies)| {
        let named = names.into_iter().zip(policies);
        named
            .map(|(name, (label, is_flavor, rules, target))| RawPolicy {
                name,
                label,
                is_flavor,
                rules,
                target,
            })
            .collect()
    })
}

impl RawPolicy {
    /// Adds the policy, unless the table has nothing that it could name.
    fn build(self, model: &mut Model) {
        let attributes = if self.is_flavor { &ATTRIBUTES[3..] } else { &ATTRIBUTES[..3] };
        let mut known: Vec<(&'static str, Vec<String>)> =
            attributes.iter().map(|attribute| (*attribute, names(model, attribute))).collect();
        known.retain(|(_, names)| !names.is_empty());
        if known.is_empty() {
            return;
        }
        let rules = self.rules.iter().map(|(attribute, codes)| {
            let (attribute, names) = attribute.get(&known);
            (*attribute, codes.iter().filter_map(|code| choose(*code, names)).collect())
        });
        let rules = rules.collect();
        model.policies.push(Policy {
            name: self.name.to_owned(),
            label: self.label,
            rules,
            target: self.target,
        });
    }
}

fn attach() -> impl Strategy<Value = Vec<Index>> {
    prop_oneof![1 => Just(Vec::new()), 5 => vec(any::<Index>(), 1..4)]
}

type RawEnvironment = (&'static str, Option<String>, Vec<Index>);

fn environments() -> impl Strategy<Value = Vec<RawEnvironment>> {
    (subsequence(&NAMES[..], 0..=3), vec((label(), attach()), 3)).prop_map(|(names, rest)| {
        names.into_iter().zip(rest).map(|(name, (label, attach))| (name, label, attach)).collect()
    })
}

type RawWorkload = (&'static str, &'static str, Option<String>, Option<Index>, Vec<Index>);

fn workloads() -> impl Strategy<Value = Vec<RawWorkload>> {
    let workload = (
        prop::sample::select(&KINDS[..]),
        prop::sample::select(&NAMES[..]),
        label(),
        prop::option::weighted(0.9, any::<Index>()),
        attach(),
    );
    vec(workload, 0..10)
}

fn choose(index: Index, from: &[String]) -> Option<String> {
    (!from.is_empty()).then(|| index.get(from).clone())
}

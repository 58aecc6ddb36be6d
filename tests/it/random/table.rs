//! Random tables.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use super::{NAMES, choose, label};
use crate::model::{Added, Base, CONTINENT, COUNTRY, CPU, Code, GPU, LOCATION, Model, official};

/// Names of flavors and their aliases.
const FLAVORS: [&str; 12] =
    ["x86", "t4", "a", "b", "CPU x86", "h100", "gpu", "cpu", "alias", "a100-80gb", "é", "\\"];

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
pub(super) struct RawTable {
    continents: Vec<(&'static str, RawCode)>,
    countries: Vec<(&'static str, RawCode)>,
    locations: Vec<(&'static str, RawCode)>,
    flavors: Vec<(&'static str, RawCode)>,
    aliases: Vec<(&'static str, RawCode)>,
}

pub(super) fn table() -> impl Strategy<Value = RawTable> {
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
    pub(super) fn build(self, model: &mut Model) {
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
                let code = Code { label: raw.label, in_table: raw.in_table, ..Code::new(attribute, name) };
                model.codes.push(code);
            }
        }
        for (alias, raw) in self.aliases {
            if is_free(CPU, alias) && flavors.insert(alias) {
                add_alias(model, alias, &raw);
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

/// Gives a flavor one more alias: in its own statement, or, where that stands in the chosen table, in another one.
fn add_alias(model: &mut Model, alias: &str, raw: &RawCode) {
    let base = if model.base == Base::Official { official() } else { Vec::new() };
    let is_flavor = |code: &&Code| matches!(code.attribute, CPU | GPU);
    let chosen: Vec<Code> = base.iter().filter(is_flavor).cloned().collect();
    let all: Vec<&Code> = chosen.iter().chain(&model.codes).collect();
    if all.is_empty() {
        return;
    }
    let index = raw.parent.map_or(0, |index| index.index(all.len()));
    let (attribute, name) = (all[index].attribute, all[index].name.clone());
    let own = index.checked_sub(chosen.len());
    let adds = own.is_none_or(|own| model.base == Base::Own && model.codes[own].in_table && raw.is_cpu);
    match own.filter(|_| !adds) {
        Some(own) => model.codes[own].aliases.push(alias.to_owned()),
        None => model.added.push(Added { attribute, name, aliases: vec![alias.to_owned()] }),
    }
}

/// The names under which a rule of `attribute` may name a code.
pub(super) fn names(model: &Model, attribute: &str) -> Vec<String> {
    let base = if model.base == Base::Official { official() } else { Vec::new() };
    let codes = base.iter().chain(&model.codes).filter(|code| code.attribute == attribute);
    let names = codes.flat_map(|code| std::iter::once(&code.name).chain(&code.aliases));
    let added = model.added.iter().filter(|added| added.attribute == attribute).flat_map(|it| &it.aliases);
    names.chain(added).cloned().collect()
}

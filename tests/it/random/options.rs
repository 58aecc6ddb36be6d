//! Rules, exceptions and groups: indices come in, names of what the table and the groups before have go out.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use super::table::names;
use super::{NAMES, choose, label};
use crate::model::{ATTRIBUTES, GROUP, Group, Model, Options, Rule};
use crate::naive::{Naive, Type};

type RawRules = Vec<(Index, Vec<Index>)>;

#[derive(Clone, Debug)]
pub(super) struct RawOptions {
    rules: RawRules,
    exceptions: RawRules,
    /// Whether the exceptions stand alone, where there are any.
    is_leading: bool,
}

pub(super) fn options() -> impl Strategy<Value = RawOptions> {
    let rules = |codes, rules| vec((any::<Index>(), vec(any::<Index>(), codes)), rules);
    // Narrow ones, so that some of them have nothing in common.
    let some = move || prop_oneof![3 => rules(1..2, 1..2), 2 => rules(1..4, 1..3)];
    let exceptions = prop_oneof![3 => Just(Vec::new()), 2 => some()];
    (some(), exceptions, prop::bool::weighted(0.3)).prop_map(|(rules, exceptions, is_leading)| RawOptions {
        rules,
        exceptions,
        is_leading,
    })
}

impl RawOptions {
    /// The same ones with rules.
    pub(super) fn with_rules(self) -> Self {
        Self { is_leading: false, ..self }
    }

    /// The options, unless there is nothing that they could name.
    pub(super) fn build(self, model: &Model, is_flavor: bool) -> Option<Options> {
        let attributes = if is_flavor { &ATTRIBUTES[3..] } else { &ATTRIBUTES[..3] };
        let mut known: Vec<(&'static str, Vec<String>)> =
            attributes.iter().map(|attribute| (*attribute, names(model, attribute))).collect();
        let naive = Naive::new(model);
        let is_of_type = |it: &&Group| (naive.type_of(&it.options) == Type::Flavor) == is_flavor;
        let groups = model.groups.iter().filter(is_of_type).map(|group| group.name.clone());
        known.push((GROUP, groups.collect()));
        known.retain(|(_, names)| !names.is_empty());
        if known.is_empty() {
            return None;
        }
        let rule = |(attribute, codes): &(Index, Vec<Index>)| -> Rule {
            let (attribute, names) = attribute.get(&known);
            (*attribute, codes.iter().filter_map(|code| choose(*code, names)).collect())
        };
        let is_without = self.is_leading && !self.exceptions.is_empty();
        let rules = if is_without { Vec::new() } else { self.rules.iter().map(rule).collect() };
        Some(Options { rules, exceptions: self.exceptions.iter().map(rule).collect() })
    }
}

#[derive(Clone, Debug)]
pub(super) struct RawGroup {
    name: &'static str,
    label: Option<String>,
    is_flavor: bool,
    options: RawOptions,
    in_table: bool,
}

pub(super) fn groups() -> impl Strategy<Value = Vec<RawGroup>> {
    let group = (label(), prop::bool::weighted(0.3), options(), any::<bool>());
    let names = subsequence(&NAMES[..], 0..=4).prop_shuffle();
    (names, vec(group, 4)).prop_map(|(names, groups)| {
        names
            .into_iter()
            .zip(groups)
            .map(|(name, (label, is_flavor, options, in_table))| RawGroup {
                name,
                label,
                is_flavor,
                options,
                in_table,
            })
            .collect()
    })
}

impl RawGroup {
    /// Adds the group, which names only groups that are there, so that there is no circle.
    pub(super) fn build(self, model: &mut Model) {
        let Some(options) = self.options.build(model, self.is_flavor) else { return };
        let name = self.name.to_owned();
        model.groups.push(Group { name, label: self.label, options, in_table: self.in_table });
    }
}

//! Random workspaces whose names are all right: `proptest` strategies of [`Model`]s, which shrink to few and plain
//! statements.

mod circles;
mod edits;
mod options;
mod table;

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use crate::model::{Base, Environment, Form, Guard, KINDS, Limit, Model, Options, Policy, Workload};
use crate::naive::Naive;
pub(crate) use circles::circles;
pub(crate) use edits::edited;
use options::{RawOptions, groups, options};
use table::table;

/// Names of everything: words, keywords, and what must be quoted. Continents, countries and locations share them, so
/// that one code is at several levels.
const NAMES: [&str; 23] = [
    "a",
    "b",
    "eu",
    "us",
    "na",
    "fr",
    "in",
    "or",
    "and",
    "except",
    "within",
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

/// A workspace. In a few of them, exceptions leave nothing of something.
pub(crate) fn model() -> impl Strategy<Value = Model> {
    let base = prop_oneof![1 => Just(Base::None), 2 => Just(Base::Official), 2 => Just(Base::Own)];
    let statements = (groups(), policies(), limits(), environments(), workloads(), guards());
    let is_sound = prop::bool::weighted(0.85);
    (base, table(), statements, is_sound).prop_map(
        |(base, table, (groups, policies, limits, environments, workloads, guards), is_sound)| {
            let mut model = Model { base, ..Model::default() };
            table.build(&mut model);
            for group in groups {
                group.build(&mut model);
            }
            for policy in policies {
                policy.build(&mut model);
            }
            model.limits.extend(limits);
            let limits = model.limits.iter().map(|limit| limit.name.clone());
            let names: Vec<String> =
                model.policies.iter().map(|policy| policy.name.clone()).chain(limits).collect();
            let attach = |indices: &[Index]| indices.iter().filter_map(|it| choose(*it, &names)).collect();
            for (name, label, parent, indices) in environments {
                // What an environment is in comes before it here, so that there is no circle.
                let before: Vec<String> = model.environments.iter().map(|it| it.name.clone()).collect();
                let parent = parent.and_then(|index| choose(index, &before));
                let (name, attach) = (name.to_owned(), attach(&indices));
                model.environments.push(Environment { name, label, parent, attach });
            }
            let names: Vec<String> = model.environments.iter().map(|it| it.name.clone()).collect();
            let mut identities = BTreeSet::new();
            for (kind, name, label, environment, indices) in workloads {
                let environment = environment.and_then(|index| choose(index, &names));
                if identities.insert((kind, name, environment.clone())) {
                    let (name, attach) = (name.to_owned(), attach(&indices));
                    model.workloads.push(Workload { kind, name, label, environment, attach });
                }
            }
            for guard in guards {
                guard.build(&mut model, &names);
            }
            if is_sound { sound(model) } else { model }
        },
    )
}

/// A seed of a layout; 0, the plainest, where that is enough to fail.
pub(crate) fn layout() -> impl Strategy<Value = u64> {
    prop_oneof![1 => Just(0), 4 => 1..u64::MAX]
}

/// The model without exceptions that leave nothing.
pub(crate) fn sound(mut model: Model) -> Model {
    loop {
        let naive = Naive::new(&model);
        let broken: Vec<bool> = all_options(&model).map(|it| naive.is_nothing(it)).collect();
        if !broken.contains(&true) {
            return model;
        }
        let groups = model.groups.iter_mut().map(|it| &mut it.options);
        let policies = model.policies.iter_mut().map(|it| &mut it.options);
        let guards = model.guards.iter_mut().flat_map(|it| &mut it.sides);
        for (options, _) in groups.chain(policies).chain(guards).zip(broken).filter(|(_, broken)| *broken) {
            let exceptions = std::mem::take(&mut options.exceptions);
            if options.rules.is_empty() {
                options.rules = exceptions;
            }
        }
    }
}

/// The options of every group, policy and side of a guard.
fn all_options(model: &Model) -> impl Iterator<Item = &Options> {
    let groups = model.groups.iter().map(|it| &it.options);
    let policies = model.policies.iter().map(|it| &it.options);
    groups.chain(policies).chain(model.guards.iter().flat_map(|it| &it.sides))
}

fn label() -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(
        0.2,
        prop::sample::select(&["", "A label", "in \"é\" \\"][..]).prop_map(str::to_owned),
    )
}

fn target() -> impl Strategy<Value = Option<Vec<&'static str>>> {
    prop::option::weighted(0.2, vec(prop::sample::select(&KINDS[..]), 1..4))
}

#[derive(Clone, Debug)]
struct RawPolicy {
    name: &'static str,
    label: Option<String>,
    is_flavor: bool,
    options: RawOptions,
    target: Option<Vec<&'static str>>,
}

fn policies() -> impl Strategy<Value = Vec<RawPolicy>> {
    let policy = (label(), any::<bool>(), options(), target());
    (subsequence(&NAMES[..], 0..=10), vec(policy, 10)).prop_map(|(names, policies)| {
        let named = names.into_iter().zip(policies);
        named
            .map(|(name, (label, is_flavor, options, target))| RawPolicy {
                name,
                label,
                is_flavor,
                options,
                target,
            })
            .collect()
    })
}

impl RawPolicy {
    /// Adds the policy, unless the table has nothing that it could name.
    fn build(self, model: &mut Model) {
        let Some(options) = self.options.build(model, self.is_flavor) else { return };
        let name = self.name.to_owned();
        model.policies.push(Policy { name, label: self.label, options, target: self.target });
    }
}

/// Policies about tokens, in half of the workspaces; few numbers, so that some cover others.
fn limits() -> impl Strategy<Value = Vec<Limit>> {
    let number = || prop::option::of(1..4_u64);
    let numbers = [number(), number(), number()].prop_map(|[input, output, total]| match (input, output) {
        (None, None) => [None, None, Some(total.unwrap_or((1 << 53) - 1))],
        _ => [input, output, total],
    });
    let time = (prop::sample::select(&["minute", "hour", "day", "month"][..]), 1..3_u64);
    let limit = (label(), numbers, time, prop::option::weighted(0.2, 1..3_u64), target());
    let names = subsequence(&LIMITS[..], 0..=LIMITS.len());
    let all = (names, vec(limit, LIMITS.len())).prop_map(|(names, limits)| {
        let limit = |(name, (label, numbers, time, ratio, target)): (&str, _)| Limit {
            name: name.to_owned(),
            label,
            numbers,
            time,
            ratio,
            target,
        };
        names.into_iter().zip(limits).map(limit).collect()
    });
    prop_oneof![1 => Just(Vec::new()), 1 => all]
}

/// Names of policies about tokens, none of which another policy has.
const LIMITS: [&str; 6] = ["tokens", "per", "ratio", "input", "a limit", "zz"];

#[derive(Clone, Debug)]
struct RawGuard {
    name: &'static str,
    label: Option<String>,
    environment: Option<Index>,
    form: Form,
    is_flavor: bool,
    sides: [RawOptions; 2],
    target: Option<Vec<&'static str>>,
}

fn guards() -> impl Strategy<Value = Vec<RawGuard>> {
    let form = prop_oneof![
        3 => Just(Form::Within),
        2 => Just(Form::Excludes),
        3 => Just(Form::Allows),
        2 => Just(Form::Joint),
    ];
    let environment = prop::option::weighted(0.5, any::<Index>());
    let guard = (label(), environment, form, any::<bool>(), [options(), options()], target());
    (subsequence(&NAMES[..], 0..=4), vec(guard, 4)).prop_map(|(names, guards)| {
        let named = names.into_iter().zip(guards);
        named
            .map(|(name, (label, environment, form, is_flavor, sides, target))| RawGuard {
                name,
                label,
                environment,
                form,
                is_flavor,
                sides,
                target,
            })
            .collect()
    })
}

impl RawGuard {
    /// Adds the guard, unless the table has nothing that it could name.
    fn build(self, model: &mut Model, environments: &[String]) {
        let [first, second] = self.sides.map(RawOptions::with_rules);
        let mut sides = vec![first.build(model, self.is_flavor)];
        if self.form == Form::Joint {
            sides.push(second.build(model, !self.is_flavor));
        }
        let Some(sides) = sides.into_iter().collect() else { return };
        model.guards.push(Guard {
            name: self.name.to_owned(),
            label: self.label,
            environment: self.environment.and_then(|index| choose(index, environments)),
            form: self.form,
            sides,
            target: self.target,
        });
    }
}

fn attach() -> impl Strategy<Value = Vec<Index>> {
    prop_oneof![1 => Just(Vec::new()), 5 => vec(any::<Index>(), 1..4)]
}

type RawEnvironment = (&'static str, Option<String>, Option<Index>, Vec<Index>);

fn environments() -> impl Strategy<Value = Vec<RawEnvironment>> {
    let rest = (label(), prop::option::weighted(0.6, any::<Index>()), attach());
    let names = subsequence(&NAMES[..], 0..=4).prop_shuffle();
    (names, vec(rest, 4)).prop_map(|(names, rest)| {
        let all = names.into_iter().zip(rest);
        all.map(|(name, (label, parent, attach))| (name, label, parent, attach)).collect()
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

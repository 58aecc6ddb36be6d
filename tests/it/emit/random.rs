//! Random workspaces with a fleet, whose names every tool takes: some have no policy of a type, some no offers.

use std::fmt::Write as _;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// The flavors that locations offer, all of them in the table `world`.
pub(crate) const FLAVORS: [&str; 6] = ["a100", "arm64", "h100", "l4", "t4", "x86"];
/// The locations that there may be, and where they lie.
pub(crate) const LOCATIONS: [(&str, &str); 6] = [
    ("ap-tyo-1", "jp"),
    ("eu-fra-1", "de"),
    ("eu-par-1", "fr"),
    ("us-pdx-1", "us"),
    ("us-was-1", "us"),
    ("xx-lab-1", ""),
];
const KINDS: [&str; 5] = ["agent", "function", "job", "model", "sandbox"];

/// The text of a workspace for `reference = "world"`. It always compiles: every workload is allowed the
/// location `eu-fra-1` with `x86` at least.
pub(crate) fn workspace() -> impl Strategy<Value = String> {
    let offers = prop_oneof![
        1 => Just(None),
        4 => subsequence(FLAVORS.to_vec(), 1..=6).prop_map(Some),
    ];
    let locations = (btree_set(0..LOCATIONS.len(), 1..=6), vec(offers, 6));
    let policy = (any::<bool>(), subsequence(FLAVORS.to_vec(), 0..=4), btree_set(0..LOCATIONS.len(), 0..=3));
    let policies = vec((policy, subsequence(KINDS.to_vec(), 0..=2)), 0..=6);
    let attached = || btree_set(0..6_usize, 0..=3);
    let environments = vec((any::<bool>(), attached()), 1..=3);
    let workloads = vec((select(KINDS.to_vec()), 0..4_usize, attached()), 1..=8);
    (locations, policies, environments, workloads).prop_map(text)
}

type Policy = ((bool, Vec<&'static str>, std::collections::BTreeSet<usize>), Vec<&'static str>);
type Attached = std::collections::BTreeSet<usize>;

fn text(
    ((chosen, offers), policies, environments, workloads): (
        (Attached, Vec<Option<Vec<&'static str>>>),
        Vec<Policy>,
        Vec<(bool, Attached)>,
        Vec<(&'static str, usize, Attached)>,
    ),
) -> String {
    let mut text = String::new();
    let chosen: Attached = chosen.into_iter().chain([1]).collect();
    for (index, (name, country)) in LOCATIONS.iter().enumerate().filter(|(index, _)| chosen.contains(index)) {
        let country = if country.is_empty() { String::new() } else { format!(" in {country}") };
        let offers = offers[index].as_ref().map(|flavors| {
            let mut flavors = flavors.clone();
            if index == 1 && !flavors.contains(&"x86") {
                flavors.push("x86");
            }
            format!(" < offers [{}] >", flavors.join(", "))
        });
        let _ = writeln!(text, "location {name}{country}{}", offers.unwrap_or_default());
    }
    for (index, ((is_flavor, flavors, places), target)) in policies.iter().enumerate() {
        let rules = if *is_flavor {
            let (cpus, gpus): (Vec<&str>, Vec<&str>) =
                flavors.iter().filter(|it| **it != "x86").partition(|it| **it == "arm64");
            let cpus: Vec<&str> = cpus.into_iter().chain(["x86"]).collect();
            let gpus =
                if gpus.is_empty() { String::new() } else { format!(" or gpu in [{}]", gpus.join(", ")) };
            format!("cpu in [{}]{gpus}", cpus.join(", "))
        } else {
            let is_there = |index: &&usize| chosen.contains(index) && **index != 1;
            let names: Vec<&str> = places.iter().filter(is_there).map(|&index| LOCATIONS[index].0).collect();
            let others = if names.is_empty() {
                String::new()
            } else {
                format!(" or location in [{}]", names.join(", "))
            };
            format!("country in [de]{others}")
        };
        let target = if target.is_empty() {
            String::new()
        } else {
            format!(" target [{}]", plurals(target).join(", "))
        };
        let _ = writeln!(text, "policy p{index} < {rules}{target} >");
    }
    let attach = |indices: &Attached| {
        let names: Vec<String> = indices
            .iter()
            .filter(|index| **index < policies.len())
            .map(|index| format!("p{index}"))
            .collect();
        if names.is_empty() { String::new() } else { format!(" < attach [{}] >", names.join(", ")) }
    };
    for (index, (is_nested, attached)) in environments.iter().enumerate() {
        let parent = if *is_nested && index > 0 { format!(" in e{}", index - 1) } else { String::new() };
        let _ = writeln!(text, "environment e{index}{parent}{}", attach(attached));
    }
    for (index, (kind, environment, attached)) in workloads.iter().enumerate() {
        let environment =
            if *environment < environments.len() { format!(" in e{environment}") } else { String::new() };
        let _ = writeln!(text, "{kind} w{index}{environment}{}", attach(attached));
    }
    text
}

fn plurals(kinds: &[&str]) -> Vec<String> {
    kinds
        .iter()
        .map(|kind| if *kind == "sandbox" { "sandboxes".to_owned() } else { format!("{kind}s") })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn they_compile(text in workspace()) {
        let project = super::project(&text, "reference = \"world\"\n");
        prop_assert!(!super::placements(&project).is_empty());
    }
}

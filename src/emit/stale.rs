//! How two results of `bpol compile` differ: the one of before and the one of now come in; what became of
//! each workload goes out.

use std::collections::BTreeMap;
use std::hash::Hash;

use super::document::{Code, Document, Limit, PlacementSet, Reference, Workload, WorkloadLine};
use crate::syntax::Identity;

/// How two results differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Differences {
    /// The members of the head that differ.
    pub head: Vec<Member>,
    /// The workloads that are there now only.
    pub new: Vec<Identity>,
    /// The workloads that were there before only.
    pub gone: Vec<Identity>,
    /// The workloads that differ, those together that differ by the same.
    pub changed: Vec<(Changed, Vec<Identity>)>,
}

/// A member of the head of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Member {
    /// The version of bpol.
    Compiler,
    /// The name of the reference table.
    ReferenceName,
    /// The text of the reference table that was chosen.
    ReferenceText,
    /// What the table in force has: a code, parent, alias, offer, label or group.
    Table,
}

/// By what a workload differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Changed {
    /// The codes of its places.
    pub locations: Change,
    /// The codes of its flavors.
    pub flavors: Change,
    /// The types that policies restrict.
    pub restricts: Change,
    /// The locations of its placements; also those that offer it other flavors, as removed and added.
    pub placements: Change,
    /// The policies that limit its tokens; also those that do so in another way, as removed and added.
    pub limits: Change,
    /// The policies that apply to it.
    pub policies: Change,
}

/// What came and what went: codes as `country us`, everything else by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Change {
    /// What is there now only.
    pub added: Vec<(Option<&'static str>, String)>,
    /// What was there before only.
    pub removed: Vec<(Option<&'static str>, String)>,
}

/// How two documents differ.
#[must_use]
pub fn documents(before: &Document, now: &Document) -> Differences {
    let mut differences = workloads(&in_document(before), &in_document(now));
    if before.compiler != now.compiler {
        differences.head.push(Member::Compiler);
    }
    differences.head.extend(tables(&before.reference, &now.reference));
    differences
}

/// How two results of a line a workload differ.
#[must_use]
pub fn lines(before: &[WorkloadLine], now: &[WorkloadLine]) -> Differences {
    workloads(&in_lines(before), &in_lines(now))
}

fn tables(before: &Reference, now: &Reference) -> impl Iterator<Item = Member> {
    let members = [
        (Member::ReferenceName, before.name != now.name),
        (Member::ReferenceText, before.digest != now.digest),
        (Member::Table, before.table != now.table),
    ];
    members.into_iter().filter(|(_, differs)| *differs).map(|(member, _)| member)
}

/// What is compared of a workload; no set where a document lacks it.
struct View<'d> {
    set: Option<&'d PlacementSet>,
    limits: &'d [Limit],
    policies: Vec<&'d str>,
}

fn in_document(document: &Document) -> BTreeMap<Identity, View<'_>> {
    let sets: BTreeMap<&str, &PlacementSet> =
        document.placement_sets.iter().map(|set| (set.id.as_str(), set)).collect();
    let view = |it| view(it, |id: &String| sets.get(id.as_str()).copied());
    document.workloads.iter().map(view).collect()
}

fn in_lines(lines: &[WorkloadLine]) -> BTreeMap<Identity, View<'_>> {
    lines.iter().map(|line| view(&line.workload, Some)).collect()
}

fn view<'d, Set>(
    workload: &'d Workload<Set>,
    set: impl FnOnce(&'d Set) -> Option<&'d PlacementSet>,
) -> (Identity, View<'d>) {
    let Workload { kind, name, environment, placement_set, limits, policies } = workload;
    let identity = Identity { environment: environment.clone(), kind: *kind, name: name.clone() };
    let policies = policies.environment.iter().chain(&policies.workload).map(String::as_str);
    (identity, View { set: set(placement_set), limits, policies: policies.collect() })
}

fn workloads(before: &BTreeMap<Identity, View<'_>>, now: &BTreeMap<Identity, View<'_>>) -> Differences {
    let only = |of: &BTreeMap<Identity, View<'_>>, other: &BTreeMap<Identity, View<'_>>| -> Vec<Identity> {
        of.keys().filter(|identity| !other.contains_key(identity)).cloned().collect()
    };
    let mut changed: BTreeMap<Changed, Vec<Identity>> = BTreeMap::new();
    for (identity, view) in now {
        let Some(old) = before.get(identity) else { continue };
        let change = changes(old, view);
        if change != Changed::default() {
            changed.entry(change).or_default().push(identity.clone());
        }
    }
    let mut changed: Vec<_> = changed.into_iter().collect();
    changed.sort_by(|(_, a), (_, b)| a.cmp(b));
    Differences { head: Vec::new(), new: only(now, before), gone: only(before, now), changed }
}

fn changes(old: &View<'_>, new: &View<'_>) -> Changed {
    let (before, now) = (old.set, new.set);
    let codes = |set: Option<&PlacementSet>, of: fn(&PlacementSet) -> &[Code]| -> Vec<_> {
        let codes = set.into_iter().flat_map(of);
        codes.map(|code| (Some(code.attribute.name()), code.name.clone())).collect()
    };
    let restricts = |set: Option<&PlacementSet>| -> Vec<_> {
        let types = set.into_iter().flat_map(|set| &set.restricts);
        types.map(|policy_type| (None, policy_type.name().to_owned())).collect()
    };
    let placements = |set: Option<&PlacementSet>| -> Vec<_> {
        let all = set.and_then(|set| set.placements.as_deref()).into_iter().flatten();
        all.map(|placement| (placement.location.clone(), placement.flavors.clone())).collect()
    };
    let named = |names: &[&str]| -> Vec<_> { names.iter().map(|&name| (None, name.to_owned())).collect() };
    let limits = |view: &View<'_>| -> Vec<_> {
        view.limits.iter().map(|limit| (limit.policy.clone(), limit.clone())).collect()
    };
    Changed {
        locations: Change::between(&codes(before, |set| &set.locations), &codes(now, |set| &set.locations)),
        flavors: Change::between(&codes(before, |set| &set.flavors), &codes(now, |set| &set.flavors)),
        restricts: Change::between(&restricts(before), &restricts(now)),
        placements: Change::within(&placements(before), &placements(now)),
        limits: Change::within(&limits(old), &limits(new)),
        policies: Change::between(&named(&old.policies), &named(&new.policies)),
    }
}

impl Change {
    fn between(before: &[(Option<&'static str>, String)], now: &[(Option<&'static str>, String)]) -> Self {
        let only = |all: &[(Option<&'static str>, String)], other: &[(Option<&'static str>, String)]| {
            let other: std::collections::HashSet<_> = other.iter().collect();
            all.iter().filter(|it| !other.contains(it)).cloned().collect()
        };
        Self { added: only(now, before), removed: only(before, now) }
    }

    /// The names of those that differ in any way.
    fn within<T: Eq + Hash>(before: &[(String, T)], now: &[(String, T)]) -> Self {
        let only = |all: &[(String, T)], other: &[(String, T)]| {
            let other: std::collections::HashSet<_> = other.iter().collect();
            let all = all.iter().filter(|it| !other.contains(it));
            all.map(|(name, _)| (None, name.clone())).collect()
        };
        Self { added: only(now, before), removed: only(before, now) }
    }
}

impl Differences {
    /// Whether there is none: the two results say the same, however they are laid out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

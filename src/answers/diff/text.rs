//! For terminals: the summary and a row a group, or every workload with all that it gains and loses.

use std::collections::HashMap;
use std::fmt::Write;
use std::hash::Hash;

use super::document::{Cause, Diff, Group, Moved};
use super::summary::summary;
use crate::answers::text::{Looks, table};
use crate::answers::words::{Changed, Choice, PointName};
use crate::syntax::Identity;
use crate::syntax::keyword::{PolicyType, RuleAttribute};
use crate::syntax::quoted;
use crate::text::hidden::one_line;

/// How many of a list are named before the rest is counted.
pub(super) const SHOWN: usize = 5;

/// The counts, and a row a group, the most dangerous first.
#[must_use]
pub fn text(diff: &Diff, looks: Looks) -> String {
    let mut out = heading(diff);
    if !diff.groups.is_empty() {
        let head = ["change", "workloads", "gains", "loses", "because"].map(str::to_owned).to_vec();
        let rows = diff.groups.iter().zip(alike(diff)).map(|(group, is_alike)| {
            vec![
                group.class.name().to_owned(),
                workloads(group, looks),
                gains(group, looks, is_alike),
                loses(group, looks, is_alike),
                because(diff, group),
            ]
        });
        let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
        out.push('\n');
        out.push_str(&table(&rows, looks.width));
    }
    out
}

/// Of each group, whether another one differs from it in workloads and placements alone: their rows would
/// read the same without the placements.
pub(super) fn alike(diff: &Diff) -> Vec<bool> {
    let mut numbers: HashMap<_, usize> = HashMap::new();
    for group in &diff.groups {
        *numbers.entry(besides_placements(group)).or_default() += 1;
    }
    let is_alike = |group| numbers.get(&besides_placements(group)).is_some_and(|&number| number > 1);
    diff.groups.iter().map(is_alike).collect()
}

fn besides_placements(group: &Group) -> impl Eq + Hash {
    let Group { class, gained, lost, opened, closed, causes, .. } = group;
    (class, &gained.location, &gained.flavor, &lost.location, &lost.flavor, opened, closed, causes)
}

/// Every workload, and all that it gains and loses.
#[must_use]
pub fn full(diff: &Diff, looks: Looks) -> String {
    let looks = Looks { full: true, ..looks };
    let mut out = heading(diff);
    for group in &diff.groups {
        let _ = writeln!(out, "\n{}", group.class.name());
        for workload in &group.workloads {
            let _ = writeln!(out, "  {}", moved(workload));
        }
        for (word, words) in [("gains", gains(group, looks, true)), ("loses", loses(group, looks, true))] {
            if !words.is_empty() {
                let _ = writeln!(out, "  {word}: {words}");
            }
        }
        for cause in &group.causes {
            let _ = writeln!(out, "  because: {}", cause_in_words(cause));
        }
    }
    out
}

fn heading(diff: &Diff) -> String {
    let mut out = summary(diff);
    out.push('\n');
    if !(diff.old.sources && diff.new.sources) {
        out.push_str("what was compiled has no sources, so no causes are named\n");
    }
    let shown = diff.limits.iter().map(|it| one_line(&it.workload.identity().to_string()));
    for name in shown {
        let _ = writeln!(out, "other limits: {name}");
    }
    out
}

/// A workload, with where it was.
pub(super) fn moved(workload: &Moved) -> String {
    let name = one_line(&workload.workload().identity().to_string());
    match &workload.was {
        None => name,
        Some(was) => {
            let was = Identity { environment: was.clone(), ..workload.workload().identity() };
            format!("{name} (was {})", one_line(&was.to_string()))
        }
    }
}

fn workloads(group: &Group, looks: Looks) -> String {
    shortened(group.workloads.iter().map(moved).collect(), looks.full)
}

/// The first of some words and how many more there are.
pub(super) fn shortened(words: Vec<String>, is_full: bool) -> String {
    let more = words.len().saturating_sub(SHOWN);
    if is_full || more == 0 {
        return words.join(", ");
    }
    let first: Vec<String> = words.into_iter().take(SHOWN).collect();
    format!("{} and {more} more", first.join(", "))
}

fn gains(group: &Group, looks: Looks, has_placements: bool) -> String {
    changed(&group.gained, &group.opened, "no longer restricted", looks, has_placements)
}

fn loses(group: &Group, looks: Looks, has_placements: bool) -> String {
    changed(&group.lost, &group.closed, "now restricted", looks, has_placements)
}

fn changed(
    changed: &Changed,
    types: &[PolicyType],
    of_types: &str,
    looks: Looks,
    has_placements: bool,
) -> String {
    let mut parts = Vec::new();
    for list in [&changed.location, &changed.flavor] {
        if !list.is_empty() {
            parts.push(shortened(choices(list), looks.full));
        }
    }
    if !changed.placements.is_empty() && (parts.is_empty() || has_placements) {
        parts.push(format!("at {}", shortened(placements(changed), looks.full)));
    }
    for policy_type in types {
        parts.push(format!("({} {of_types})", type_name(*policy_type)));
    }
    parts.join("; ")
}

pub(super) fn type_name(policy_type: PolicyType) -> &'static str {
    match policy_type {
        PolicyType::Location => "location",
        PolicyType::Flavor => "flavor",
    }
}

/// Each location with the flavors there.
pub(super) fn placements(changed: &Changed) -> Vec<String> {
    let named = changed.placements.iter().map(|it| {
        let flavors: Vec<String> = it.flavors.iter().map(|it| quoted(&it.name)).collect();
        one_line(&format!("{} ({})", quoted(&it.location), flavors.join(", ")))
    });
    named.collect()
}

/// The codes, with what they are before the first of each kind; what is unlisted only where nothing else is.
pub(super) fn choices(list: &[Choice]) -> Vec<String> {
    let is_only_unlisted = list.iter().all(|it| it.unlisted);
    let mut before: Option<RuleAttribute> = None;
    let shown = list.iter().filter(|it| is_only_unlisted || !it.unlisted);
    let words = shown.map(|it| {
        let kind = if before.replace(it.attribute) == Some(it.attribute) {
            String::new()
        } else {
            format!("{} ", it.attribute.name())
        };
        let behind = if it.unlisted { " (unlisted)" } else { "" };
        one_line(&format!("{kind}{}{behind}", quoted(&it.name)))
    });
    words.collect()
}

fn because(diff: &Diff, group: &Group) -> String {
    if group.causes.is_empty() && !(diff.old.sources && diff.new.sources) {
        return "no sources".to_owned();
    }
    shortened(group.causes.iter().map(cause_in_words).collect(), false)
}

/// What was done to what, and where: `policy edited: eu (a.bpol:3)`.
pub(super) fn cause_in_words(cause: &Cause) -> String {
    let mut words = cause.edit.name().replace('-', " ");
    if let Some(name) = &cause.name {
        words.push(' ');
        words.push_str(&one_line(&quoted(name)));
    }
    if let Some(point) = &cause.point {
        let _ = write!(words, " at {}", point_in_words(point));
    }
    if let Some(place) = &cause.place {
        let _ = write!(words, " ({}:{})", one_line(&place.path), place.line);
    }
    if cause.jointly {
        words.push_str(", jointly");
    }
    words
}

pub(super) fn point_in_words(point: &PointName) -> String {
    match point {
        PointName::Workload(name) => one_line(&name.identity().to_string()),
        PointName::Environment(name) => format!("environment {}", one_line(&quoted(name))),
        PointName::Location(name) => format!("location {}", one_line(&quoted(name))),
    }
}

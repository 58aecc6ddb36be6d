//! For terminals: the summary and a row a group, or every workload with all that it gains and loses.

use std::fmt::Write;
use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::document::{Cause, Diff, Group, Moved};
use super::limits;
use super::summary::summary;
use crate::answers::text::{Looks, choices, table};
use crate::answers::words::{Changed, PointName};
use crate::syntax::Identity;
use crate::syntax::keyword::PolicyType;
use crate::syntax::quoted;
use crate::text::hidden::one_line;
use crate::workspace::Workspace;

/// How many of a list are named before the rest is counted.
pub(super) const SHOWN: usize = 5;

/// The workspaces in whose tables the two sides are read, as [`tables`](super::tables) gives them.
type Tables<'w> = [&'w Workspace; 2];

/// Words of a group.
type Words = fn(&Group, Tables<'_>, Looks, bool) -> String;

/// The counts, and a row a group, the most dangerous first; then those whose limits differ.
#[must_use]
pub fn text(diff: &Diff, tables: Tables<'_>, looks: Looks) -> String {
    let mut out = heading(diff);
    if !diff.groups.is_empty() {
        let head = ["change", "workloads", "gains", "loses", "because"].map(str::to_owned).to_vec();
        // Many groups may differ in their causes alone.
        let mut known: FxHashMap<_, String> = FxHashMap::default();
        let rows = diff.groups.iter().zip(alike(diff)).map(|(group, is_alike)| {
            let mut cell = |changed: &Arc<Changed>, words: Words| {
                let words = || words(group, tables, looks, is_alike);
                known.entry((Arc::as_ptr(changed), is_alike)).or_insert_with(words).clone()
            };
            vec![
                group.class.name().to_owned(),
                workloads(group, looks),
                cell(&group.gained, gains),
                cell(&group.lost, loses),
                because(diff, group),
            ]
        });
        let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
        out.push('\n');
        out.push_str(&table(&rows, looks.width));
    }
    if !diff.limits.is_empty() {
        let head = ["limits of", "were", "are"].map(str::to_owned).to_vec();
        let rows = limits::alike(&diff.limits).into_iter().map(|alike| {
            let [were, are] = alike.words();
            vec![shortened(alike.workloads, false), were.join("; "), are.join("; ")]
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
    let mut numbers: FxHashMap<_, usize> = FxHashMap::default();
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
pub fn full(diff: &Diff, tables: Tables<'_>, looks: Looks) -> String {
    let looks = Looks { full: true, ..looks };
    let mut out = heading(diff);
    for group in &diff.groups {
        let _ = writeln!(out, "\n{}", group.class.name());
        for workload in &group.workloads {
            let _ = writeln!(out, "  {}", moved(workload));
        }
        let both = [gains(group, tables, looks, true), loses(group, tables, looks, true)];
        for (word, words) in ["gains", "loses"].into_iter().zip(both) {
            if !words.is_empty() {
                let _ = writeln!(out, "  {word}: {words}");
            }
        }
        for cause in &group.causes {
            let _ = writeln!(out, "  because: {}", cause_in_words(cause));
        }
    }
    for alike in limits::alike(&diff.limits) {
        out.push_str("\nlimits\n");
        for workload in &alike.workloads {
            let _ = writeln!(out, "  {workload}");
        }
        let [were, are] = alike.words();
        for (word, limit) in were.iter().map(|it| ("was", it)).chain(are.iter().map(|it| ("is", it))) {
            let _ = writeln!(out, "  {word}: {limit}");
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

fn gains(group: &Group, [_, new]: Tables<'_>, looks: Looks, has_placements: bool) -> String {
    changed(new, &group.gained, &group.opened, "no longer restricted", looks, has_placements)
}

fn loses(group: &Group, [old, _]: Tables<'_>, looks: Looks, has_placements: bool) -> String {
    changed(old, &group.lost, &group.closed, "now restricted", looks, has_placements)
}

fn changed(
    workspace: &Workspace,
    changed: &Changed,
    types: &[PolicyType],
    of_types: &str,
    looks: Looks,
    has_placements: bool,
) -> String {
    let lists = [&changed.location, &changed.flavor].into_iter().filter(|it| !it.is_empty());
    let mut parts: Vec<String> = lists.map(|list| choices(workspace, list, looks)).collect();
    if !changed.placements.is_empty() && (parts.is_empty() || has_placements) {
        parts.push(format!("at {}", shortened(placements(workspace, changed, looks), looks.full)));
    }
    for policy_type in types {
        parts.push(format!("({} {of_types})", policy_type.name()));
    }
    parts.join("; ")
}

/// Each location with the flavors there.
pub(super) fn placements(workspace: &Workspace, changed: &Changed, looks: Looks) -> Vec<String> {
    let named = changed.placements.iter().map(|it| {
        format!("{} ({})", one_line(&quoted(&it.location)), choices(workspace, &it.flavors, looks))
    });
    named.collect()
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

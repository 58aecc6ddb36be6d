//! For terminals: the summary and a row a group, or every workload with all that it gains and loses.

use std::fmt::Write;
use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::document::{Cause, Class, Diff, Group, Moved};
use super::limits;
use super::summary::summary;
use crate::answers::cell::{Cell, Tone};
use crate::answers::rows::rows;
use crate::answers::text::{Looks, choices};
use crate::answers::words::{Changed, Choice, PointName};
use crate::syntax::Identity;
use crate::syntax::keyword::PolicyType;
use crate::syntax::quoted;
use crate::text::hidden::one_line;
use crate::workspace::Workspace;

/// How many of a list are named before the rest is counted.
pub(super) const SHOWN: usize = 5;

/// The workspaces in whose tables the two sides are read, as [`tables`](super::tables) gives them.
type Tables<'w> = [&'w Workspace; 2];

/// The counts, and a row a group, the most dangerous first; then those whose limits differ.
#[must_use]
pub fn text(diff: &Diff, tables: Tables<'_>, looks: Looks) -> String {
    let mut out = heading(diff, looks);
    if !diff.groups.is_empty() {
        let head = ["change", "workloads", "gains", "loses", "because"].map(Cell::from).to_vec();
        let [old, new] = tables;
        // Many groups may differ in their causes alone.
        let mut known: FxHashMap<_, String> = FxHashMap::default();
        let mut words = |workspace: &Workspace, of: &Arc<Changed>, is_alike: bool| {
            let words = || changed(workspace, of, looks, is_alike);
            let key = (std::ptr::from_ref(workspace), Arc::as_ptr(of), is_alike);
            known.entry(key).or_insert_with(words).clone()
        };
        let groups = diff.groups.iter().zip(alike(diff)).map(|(group, is_alike)| {
            vec![
                class(group.class),
                workloads(group, looks).into(),
                gains(group, words(new, &group.gained, is_alike)),
                loses(group, words(old, &group.lost, is_alike)),
                because(diff, group),
            ]
        });
        let table: Vec<Vec<Cell>> = std::iter::once(head).chain(groups).collect();
        out.push('\n');
        out.push_str(&rows(&table, 1, looks));
    }
    if !diff.limits.is_empty() {
        let head = ["limits of", "were", "are"].map(Cell::from).to_vec();
        let limits = limits::alike(&diff.limits).into_iter().map(|alike| {
            let [were, are] = alike.words();
            let cells = [shortened(alike.workloads, false), were.join("; "), are.join("; ")];
            cells.map(Cell::from).to_vec()
        });
        let table: Vec<Vec<Cell>> = std::iter::once(head).chain(limits).collect();
        out.push('\n');
        out.push_str(&rows(&table, 1, looks));
    }
    out.push_str(&sides(diff, looks));
    out
}

/// What was compared: of a name that may be that of a revision, a folder, a file or a table, which was taken.
fn sides(diff: &Diff, looks: Looks) -> String {
    let [old, new] = [&diff.old, &diff.new].map(|side| {
        let sort = match (&side.revision, side.sources) {
            (Some(_), _) => "revision",
            (None, true) if diff.of_tables => "table",
            (None, true) => "folder",
            (None, false) => "file",
        };
        format!("{sort} {}", one_line(&side.name))
    });
    let mut out = String::from("\n");
    Cell::toned(format!("from {old} to {new}"), Tone::Faint).wrap(looks.width, [0, 2], looks.color, &mut out);
    out
}

/// How a workload changed, and how dangerous that is.
fn class(class: Class) -> Cell {
    let tone = match class {
        Class::Unrestricted | Class::Broken => Some(Tone::Bad),
        Class::Widened | Class::Moved | Class::Added => Some(Tone::Warning),
        Class::Narrowed | Class::Repaired => Some(Tone::Good),
        Class::Removed | Class::Unchanged => None,
    };
    Cell::with(class.name(), tone)
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
    let mut out = heading(diff, looks);
    let line = |out: &mut String, indent: usize, words: Cell| {
        words.wrap(looks.width, [indent, indent + 2], looks.color, out);
    };
    for group in &diff.groups {
        out.push('\n');
        line(&mut out, 0, class(group.class));
        for workload in &group.workloads {
            line(&mut out, 2, moved(workload).into());
        }
        let [old, new] = tables;
        let both = [
            gains(group, changed(new, &group.gained, looks, true)),
            loses(group, changed(old, &group.lost, looks, true)),
        ];
        for (word, words) in ["gains", "loses"].into_iter().zip(both) {
            if !words.is_empty() {
                line(&mut out, 2, Cell::from(format!("{word}: ")).and(words));
            }
        }
        for cause in &group.causes {
            line(&mut out, 2, Cell::from("because: ").and(cause_toned(cause)));
        }
    }
    for alike in limits::alike(&diff.limits) {
        out.push_str("\nlimits\n");
        for workload in &alike.workloads {
            line(&mut out, 2, workload.as_str().into());
        }
        let [were, are] = alike.words();
        for (word, limit) in were.iter().map(|it| ("was", it)).chain(are.iter().map(|it| ("is", it))) {
            line(&mut out, 2, format!("{word}: {limit}").into());
        }
    }
    out.push_str(&sides(diff, looks));
    out
}

fn heading(diff: &Diff, looks: Looks) -> String {
    let mut out = String::new();
    let tone = diff.groups.is_empty().then_some(Tone::Good);
    Cell::with(summary(diff), tone).wrap(looks.width, [0, 2], looks.color, &mut out);
    if !(diff.old.sources && diff.new.sources) {
        let words = Cell::from("what was compiled has no sources, so no causes are named");
        words.wrap(looks.width, [0, 2], looks.color, &mut out);
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

/// What is said of types that nothing restricts any more.
pub(super) const OPENED: &str = "no longer restricted";

/// What is said of types that something restricts now.
pub(super) const CLOSED: &str = "now restricted";

fn gains(group: &Group, gained: String) -> Cell {
    with_types(gained, &group.opened, OPENED, Tone::Bad)
}

fn loses(group: &Group, lost: String) -> Cell {
    with_types(lost, &group.closed, CLOSED, Tone::Good)
}

/// The lists of what changed that have anything in them, and whether the placements are told behind them:
/// always where there is no list, else where they are asked for.
pub(super) fn told(changed: &Changed, has_placements: bool) -> (Vec<&[Choice]>, bool) {
    let lists = [&*changed.location, &*changed.flavor].into_iter().filter(|it| !it.is_empty());
    let lists: Vec<&[Choice]> = lists.collect();
    let has_placements = !changed.placements.is_empty() && (lists.is_empty() || has_placements);
    (lists, has_placements)
}

fn changed(workspace: &Workspace, changed: &Changed, looks: Looks, has_placements: bool) -> String {
    let (lists, has_placements) = told(changed, has_placements);
    let mut parts: Vec<String> = lists.into_iter().map(|list| choices(workspace, list, looks)).collect();
    if has_placements {
        parts.push(format!("at {}", shortened(placements(workspace, changed, looks), looks.full)));
    }
    parts.join("; ")
}

/// What is gained or lost, and what became of the restriction of types.
fn with_types(changed: String, types: &[PolicyType], became: &str, tone: Tone) -> Cell {
    let types = types.iter().map(|it| Cell::toned(format!("({} {became})", it.name()), tone));
    let changed = (!changed.is_empty()).then(|| changed.into());
    Cell::joined(changed.into_iter().chain(types), "; ")
}

/// Each location with the flavors there.
pub(super) fn placements(workspace: &Workspace, changed: &Changed, looks: Looks) -> Vec<String> {
    let named = changed.placements.iter().map(|it| {
        format!("{} ({})", one_line(&quoted(&it.location)), choices(workspace, &it.flavors, looks))
    });
    named.collect()
}

fn because(diff: &Diff, group: &Group) -> Cell {
    if group.causes.is_empty() && !(diff.old.sources && diff.new.sources) {
        return "no sources".into();
    }
    let shown = group.causes.iter().take(SHOWN).map(cause_toned);
    let causes = Cell::joined(shown, ", ");
    match group.causes.len().saturating_sub(SHOWN) {
        0 => causes,
        more => causes.and(format!(" and {more} more")),
    }
}

/// What was done to what, and where: `policy edited: eu (a.bpol:3)`.
pub(super) fn cause_in_words(cause: &Cause) -> String {
    let [what, place, how] = cause_apart(cause);
    format!("{what}{place}{how}")
}

fn cause_toned(cause: &Cause) -> Cell {
    let [what, place, how] = cause_apart(cause);
    Cell::from(what).and(Cell::toned(place, Tone::Faint)).and(how)
}

/// The words for a cause: what was done, where, and whether it did so alone.
fn cause_apart(cause: &Cause) -> [String; 3] {
    let words = edit_in_words(cause, one_line);
    let place = cause.place.as_ref();
    let place = place.map_or_else(String::new, |it| format!(" ({}:{})", one_line(&it.path), it.line));
    [words, place, if cause.jointly { ", jointly".to_owned() } else { String::new() }]
}

/// What was done to what, and at which point; `written` is how names are written.
pub(super) fn edit_in_words(cause: &Cause, written: impl Fn(&str) -> String) -> String {
    let mut words = cause.edit.name().replace('-', " ");
    if let Some(name) = &cause.name {
        let _ = write!(words, " {}", written(&quoted(name)));
    }
    if let Some(point) = &cause.point {
        let _ = write!(words, " at {}", written(&point_in_words(point)));
    }
    words
}

fn point_in_words(point: &PointName) -> String {
    match point {
        PointName::Workload(name) => one_line(&name.identity().to_string()),
        PointName::Environment(name) => format!("environment {}", one_line(&quoted(name))),
        PointName::Location(name) => format!("location {}", one_line(&quoted(name))),
    }
}

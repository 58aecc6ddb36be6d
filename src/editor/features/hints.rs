//! What stands behind a statement: a view and a range come in, the set of each workload and the ceiling of
//! each environment go out, where they are sound.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::compared;
use super::facts::facts;
use super::lines::Line;
use super::marks::{self, Ceiling};
use crate::diagnostic::count;
use crate::editor::since::Change;
use crate::editor::view::{Meaning, View};
use crate::placement::{PlacementSetId, Provisional, Status};
use crate::syntax::ast::Statement;
use crate::syntax::keyword::Keyword;
use crate::workspace::EnvironmentId;

/// How many ceilings of an environment are shown.
const CEILINGS: usize = 2;

/// A hint behind a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::editor) struct Hint {
    /// Where it stands: behind the last token of its statement.
    pub(in crate::editor) at: usize,
    /// What it says.
    pub(in crate::editor) label: String,
    /// What is said where one points at it: the facts of the hover.
    pub(in crate::editor) tooltip: Vec<Line>,
    /// What the text changes since the last commit, and that in full.
    pub(in crate::editor) since: Option<(String, Line)>,
}

/// The hints that stand in a range, in the order of the text.
pub(in crate::editor) fn hints(view: &View<'_>, range: Range<usize>) -> Vec<Hint> {
    let Some(meaning) = &view.meaning else { return Vec::new() };
    let Some(provisional) = meaning.sound().provisional() else { return Vec::new() };
    let hint = |Said { statement, label, change }: Said<'_>| {
        let since =
            change.map(|change| (compared::mark(change), compared::line(provisional.workspace(), change)));
        let since = since.filter(|(mark, _)| !mark.is_empty());
        Hint { at: end(statement), label, tooltip: facts(meaning, statement), since }
    };
    said(view, range).into_iter().map(hint).collect()
}

/// What all hints of a document say where they stand, in the order of the text.
pub(in crate::editor) fn labels(view: &View<'_>) -> Vec<(usize, String)> {
    let whole = 0..view.text().len();
    let label =
        |it: Said<'_>| (end(it.statement), it.label + &it.change.map_or_else(String::new, compared::mark));
    said(view, whole).into_iter().map(label).collect()
}

/// What the hint behind a statement says.
struct Said<'v> {
    statement: Statement<'v>,
    label: String,
    /// What the text changes since the last commit.
    change: Option<&'v Change>,
}

fn end(statement: Statement<'_>) -> usize {
    statement.span().range().end
}

fn said<'v>(view: &'v View<'_>, range: Range<usize>) -> Vec<Said<'v>> {
    let Some(meaning) = &view.meaning else { return Vec::new() };
    let sound = meaning.sound();
    let Some(provisional) = sound.provisional() else { return Vec::new() };
    let settings = view.settings;
    let inside = view.parsed.statements().filter(|&it| range.contains(&end(it)) || range.end == end(it));
    // Few sets are of one workload alone.
    let mut labels: FxHashMap<PlacementSetId, String> = FxHashMap::default();
    let shown = inside.filter(|it| sound.has(it.span())).filter_map(|statement| {
        let label = match statement.keyword() {
            Keyword::Workload(_) if settings.hints_of_workloads => {
                let set = provisional.set_id(Meaning::workload(provisional, statement)?);
                labels.entry(set).or_insert_with(|| workload(provisional, set)).clone()
            }
            Keyword::Environment if settings.hints_of_environments => {
                let id = provisional.workspace().environment(&statement.name().value())?;
                ceiling(meaning, provisional, id)
            }
            _ => return None,
        };
        Some(Said { statement, label, change: compared::change(meaning, statement) })
    });
    shown.collect()
}

fn workload(provisional: &Provisional, id: PlacementSetId) -> String {
    if provisional.status(id) != Status::Placed {
        return "→ nowhere".to_owned();
    }
    let set = &provisional.sets()[id];
    let marks = marks::set(provisional, set);
    match provisional.number_of_placements(set) {
        Some(number) => format!("→ {marks} ({})", count(number, "location", "locations")),
        None => format!("→ {marks}"),
    }
}

/// The ceiling of an environment.
pub(super) fn ceiling(
    meaning: &Meaning<'_>,
    provisional: &Provisional,
    environment: EnvironmentId,
) -> String {
    let kinds = provisional.workspace().matching(environment);
    let ceilings = marks::ceilings(meaning, provisional, environment, kinds);
    if let [Ceiling { set, .. }] = ceilings.as_slice() {
        return format!("≤ {}", marks::set(provisional, set));
    }
    let shown = ceilings.iter().take(CEILINGS);
    let shown = shown.map(|it| format!("{}: {}", marks::plurals(it.kinds), marks::set(provisional, it.set)));
    let more = if ceilings.len() > CEILINGS { "; …" } else { "" };
    format!("≤ {}{more}", shown.collect::<Vec<_>>().join("; "))
}

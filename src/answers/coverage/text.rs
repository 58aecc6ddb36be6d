//! Coverage for people: how much of each kind of edit and of each policy the guards catch, then what they do
//! not.

use std::cmp::Reverse;

use super::document::{Counted, Coverage, Edit, Sum};
use super::words::{EditCounts, EditKind, Outcome};
use crate::answers::cell::{Cell, Tone};
use crate::answers::rows::{blocks, rows};
use crate::answers::text::Looks;
use crate::diagnostic::count;
use crate::syntax::quoted;
use crate::text::hidden::one_line;

impl Coverage {
    /// The text for people.
    #[must_use]
    pub fn text(&self, looks: Looks) -> String {
        let (all, widening) = (self.count(Counted::Sum(Sum::All)), self.widening());
        let summary =
            Cell::from(format!("guards catch {} a placement set", of(&widening, "widens", "widen")))
                .and(percent(&widening))
                .and(format!(", and {} one", of(&all, "changes", "change")))
                .and(percent(&all));
        let mut text = String::new();
        paragraph(&mut text, &summary, 0, looks);
        let kinds = EditKind::ALL.into_iter().map(|kind| (kind.name().to_owned(), Counted::Kind(kind)));
        let sums = [("all", Sum::All), ("widening", Sum::Widening)];
        let sums = sums.into_iter().map(|(name, sum)| (name.to_owned(), Counted::Sum(sum)));
        let kinds = kinds.chain(sums).map(|(name, counted)| (name, self.count(counted)));
        part(&mut text, "edit", kinds, looks);
        let policies = self.policies.iter();
        let policies = policies.map(|(name, counts)| (one_line(&quoted(name)), *counts));
        part(&mut text, "policy", policies, looks);
        let is_open = |edit: &&Edit| edit.outcome == Outcome::Uncaught && edit.widens;
        let mut open: Vec<&Edit> = self.edits.iter().filter(is_open).collect();
        open.sort_by_key(|edit| Reverse(edit.changes));
        if !open.is_empty() {
            text.push('\n');
            paragraph(&mut text, &Cell::toned("not caught, and widens", Tone::Warning), 0, looks);
        }
        for edit in open {
            let place = format!("{}:{}", one_line(&edit.place.path), edit.place.line);
            let changes = format!("  {}", count(edit.changes, "workload", "workloads"));
            text.push_str(&blocks(
                &[vec![changes.into(), edit.words().into(), Cell::toned(place, Tone::Faint)]],
                looks,
            ));
            let guard = match &edit.suggestion {
                Some(guard) => one_line(guard),
                None => "no `within` for one kind in one environment would catch it".to_owned(),
            };
            paragraph(&mut text, &guard.into(), 4, looks);
        }
        text
    }

    fn count(&self, counted: Counted) -> EditCounts {
        self.counts.get(&counted).copied().unwrap_or_default()
    }
}

/// Adds a paragraph, indented, no wider than the terminal.
fn paragraph(text: &mut String, words: &Cell, indent: usize, looks: Looks) {
    words.wrap(looks.width, [indent, indent + 2], looks.color, text);
}

/// `3 of 4 edits that widen`, of those that are caught or not.
fn of(counts: &EditCounts, does: &str, do_so: &str) -> String {
    let edits = count(counts.caught + counts.uncaught, "edit", "edits");
    let verb = if counts.caught + counts.uncaught == 1 { does } else { do_so };
    format!("{} of {edits} that {verb}", counts.caught)
}

/// ` (75 %)`, if there is one.
fn percent(counts: &EditCounts) -> Cell {
    let percent = counts.percent.map(|it| Cell::from(" (").and(share(it)).and(")"));
    percent.unwrap_or_default()
}

fn share(percent: usize) -> Cell {
    Cell::toned(format!("{percent} %"), if percent == 100 { Tone::Good } else { Tone::Warning })
}

fn part(text: &mut String, what: &str, counts: impl Iterator<Item = (String, EditCounts)>, looks: Looks) {
    let mut table = vec![[what, "caught", "uncaught", "refused", "idle", ""].map(Cell::from).to_vec()];
    for (name, counts) in counts {
        let EditCounts { caught, uncaught, refused, idle, percent } = counts;
        if [caught, uncaught, refused, idle].iter().all(|&number| number == 0) {
            continue;
        }
        let mut row: Vec<Cell> = vec![name.into()];
        row.extend([caught, uncaught, refused, idle].map(|number| Cell::from(number.to_string())));
        row.push(percent.map_or_else(Cell::default, share));
        table.push(row);
    }
    if table.len() > 1 {
        text.push('\n');
        text.push_str(&rows(&table, 1, looks));
    }
}

impl Edit {
    /// What it does.
    fn words(&self) -> String {
        let name = one_line(&self.subject);
        let word = one_line(&self.word);
        match self.edit {
            EditKind::Detach => format!("detach `{word}` from {name}"),
            EditKind::RemoveCode => format!("remove `{word}` from {name}"),
            EditKind::RemoveRule => format!("remove a rule, `{word} in …`, from {name}"),
            EditKind::RemoveException => format!("remove the exception `{word}` from {name}"),
            EditKind::RemoveTarget => format!("remove the target of {name}"),
            EditKind::RemoveKind => format!("remove `{word}` from the target of {name}"),
            EditKind::LeaveEnvironment => format!("take {name} out of its environment"),
            EditKind::LeaveParent => format!("take {name} out of what it is in"),
        }
    }
}

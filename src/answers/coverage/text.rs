//! Coverage for people: how much of each kind of edit and of each policy the guards catch, then what they do
//! not.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::document::{Counted, Coverage, Edit, Sum};
use super::words::{EditCounts, EditKind, Outcome};
use crate::answers::text::{Looks, table};
use crate::diagnostic::count;
use crate::syntax::quoted;
use crate::text::hidden::one_line;

impl Coverage {
    /// The text for people.
    #[must_use]
    pub fn text(&self, looks: Looks) -> String {
        let (all, widening) = (self.count(Counted::Sum(Sum::All)), self.widening());
        let summary = format!(
            "guards catch {} a placement set{}, and {} one{}",
            of(&widening, "widens", "widen"),
            percent(&widening),
            of(&all, "changes", "change"),
            percent(&all)
        );
        let mut text = wrapped(&summary, "", looks);
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
            text.push_str("\nnot caught, and widens\n");
        }
        for edit in open {
            let rows = [vec![
                format!("  {}", count(edit.changes, "workload", "workloads")),
                edit.words(),
                format!("{}:{}", one_line(&edit.place.path), edit.place.line),
            ]];
            text.push_str(&table(&rows, looks.width));
            let guard = match &edit.suggestion {
                Some(guard) => one_line(guard),
                None => "no `within` for one kind in one environment would catch it".to_owned(),
            };
            text.push_str(&wrapped(&guard, "    ", looks));
        }
        text
    }

    fn count(&self, counted: Counted) -> EditCounts {
        self.counts.get(&counted).copied().unwrap_or_default()
    }
}

/// A paragraph, indented, no wider than the terminal.
fn wrapped(words: &str, indent: &str, looks: Looks) -> String {
    let further = format!("{indent}  ");
    let options = textwrap::Options::new(looks.width.unwrap_or(usize::MAX));
    let options = options.initial_indent(indent).subsequent_indent(&further).break_words(false);
    format!("{}\n", textwrap::fill(words, options))
}

/// `3 of 4 edits that widen`, of those that are caught or not.
fn of(counts: &EditCounts, does: &str, do_so: &str) -> String {
    let edits = count(counts.caught + counts.uncaught, "edit", "edits");
    let verb = if counts.caught + counts.uncaught == 1 { does } else { do_so };
    format!("{} of {edits} that {verb}", counts.caught)
}

fn percent(counts: &EditCounts) -> String {
    counts.percent.map_or_else(String::new, |percent| format!(" ({percent} %)"))
}

fn part(text: &mut String, what: &str, counts: impl Iterator<Item = (String, EditCounts)>, looks: Looks) {
    let mut rows = vec![[what, "caught", "uncaught", "refused", "idle", ""].map(str::to_owned).to_vec()];
    for (name, counts) in counts {
        let EditCounts { caught, uncaught, refused, idle, percent } = counts;
        if [caught, uncaught, refused, idle].iter().all(|&number| number == 0) {
            continue;
        }
        let numbers = [caught, uncaught, refused, idle].map(|number| number.to_string());
        let percent = percent.map_or_else(String::new, |percent| format!("{percent} %"));
        rows.push([vec![name], numbers.to_vec(), vec![percent]].concat());
    }
    if rows.len() > 1 {
        let _ = write!(text, "\n{}", table(&rows, looks.width));
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

//! Workflow commands: an annotation at each cause.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::document::{Cause, Class, Diff};
use super::summary::summary;
use super::text::cause_in_words;
use crate::text::hidden::one_line;

/// A command a cause, the most dangerous change first, and the summary at last. `path` gives the path of a
/// place as GitHub knows it, from the root of the repository.
#[must_use]
pub fn github(diff: &Diff, path: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut causes: Vec<(&Cause, Class)> = Vec::new();
    let mut numbers: FxHashMap<(&Cause, Class), usize> = FxHashMap::default();
    for group in &diff.groups {
        for cause in &group.causes {
            let number = numbers.entry((cause, group.class)).or_insert_with(|| {
                causes.push((cause, group.class));
                0
            });
            *number += group.workloads.len();
        }
    }
    for (cause, class) in causes {
        let number = numbers.get(&(cause, class)).copied().unwrap_or(0);
        let level = match class {
            Class::Unrestricted | Class::Broken | Class::Widened | Class::Moved => "warning",
            _ => "notice",
        };
        let workloads = if number == 1 { "1 workload".to_owned() } else { format!("{number} workloads") };
        let text = data(&format!("{workloads} {}: {}", class.name(), cause_in_words(cause)));
        let title = property(&format!("bpol({})", class.name()));
        let _ = match &cause.place {
            Some(place) => writeln!(
                out,
                "::{level} file={},line={},col={},title={title}::{text}",
                property(&one_line(&path(&place.path))),
                place.line,
                place.column
            ),
            None => writeln!(out, "::{level} title={title}::{text}"),
        };
    }
    let _ = writeln!(out, "::notice title=bpol::{}", data(&summary(diff)));
    out
}

/// A text behind the second `::` of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

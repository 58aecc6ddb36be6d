//! Workflow commands: an annotation at each cause.

use std::fmt::Write;

use super::document::{Cause, Class, Diff};
use super::summary::summary;
use super::text::cause_in_words;
use crate::text::hidden::one_line;

/// A command a cause, the most dangerous change first, and the summary at last.
#[must_use]
pub fn github(diff: &Diff) -> String {
    let mut out = String::new();
    let mut causes: Vec<(&Cause, Class, usize)> = Vec::new();
    for group in &diff.groups {
        for cause in &group.causes {
            match causes.iter_mut().find(|(known, class, _)| (*known, *class) == (cause, group.class)) {
                Some((.., number)) => *number += group.workloads.len(),
                None => causes.push((cause, group.class, group.workloads.len())),
            }
        }
    }
    for (cause, class, number) in causes {
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
                property(&one_line(&place.path)),
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

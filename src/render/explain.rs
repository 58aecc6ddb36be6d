//! The last line of findings in full: findings come in, the command that says more about them goes out.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use super::shown::Findings;
use crate::diagnostic::listed;

/// So many checks are named.
const MOST: usize = 3;

/// Names the pages of the checks that have findings, in the order in which they come up; none for none.
pub(super) fn explain(findings: Findings<'_>) -> String {
    let mut names: Vec<&str> = findings.counts().iter().map(|counted| counted.check.name).collect();
    // A check may have errors and warnings.
    let mut known = FxHashSet::default();
    names.retain(|name| known.insert(*name));
    let first: Vec<&str> = names.iter().copied().take(MOST).collect();
    match (names.as_slice(), names.len() - first.len()) {
        ([], _) => String::new(),
        ([name], _) => format!("`bpol explain {name}` says more\n"),
        (_, 0) => format!("`bpol explain RULE` says more about {}\n", listed(&first, "and")),
        (_, more) => {
            let mut text = "`bpol explain RULE` says more about ".to_owned();
            for name in first {
                let _ = write!(text, "`{name}`, ");
            }
            format!("{} and {more} more\n", text.trim_end_matches(", "))
        }
    }
}

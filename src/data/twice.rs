//! Keys that stand twice: the entries of a map come in, a finding for each later one goes out.

use rustc_hash::FxHashMap;

use super::fault::Fault;
use super::node::Entry;
use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// A finding for each key that stands twice in a map.
pub(super) fn twice(entries: &[Entry]) -> Vec<Diagnostic> {
    const FEW: usize = 12;
    let finding = |entry: &Entry, first: Span| {
        let fault = Fault::DuplicateKey(entry.key.as_str().into());
        Diagnostic::new(fault, entry.key_span).with_related(first)
    };
    if entries.len() <= FEW {
        let first = |(index, entry): (usize, &Entry)| {
            let earlier = entries.iter().take(index).find(|it| it.key == entry.key)?;
            Some(finding(entry, earlier.key_span))
        };
        return entries.iter().enumerate().filter_map(first).collect();
    }
    let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
    let mut findings = Vec::new();
    for entry in entries {
        match seen.get(entry.key.as_str()) {
            Some(first) => findings.push(finding(entry, *first)),
            None => drop(seen.insert(&entry.key, entry.key_span)),
        }
    }
    findings
}

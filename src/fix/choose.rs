//! Which fixes are tried next: findings come in, and the parts of the texts that their fixes would change go
//! out.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::frozen::{Frozen, comment_of};
use super::meaning::Subject;
use super::offer::{Key, Offer, edits_of};
use super::unit::Unit;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::syntax::Files;
use crate::syntax::ast::Parsed;
use crate::text::FileId;

/// How many characters tell a stretch that is no statement, or a comment, from others.
const BEGINNING: usize = 200;

/// The parts of the texts that the fixes of `findings` would change, in the order in which they stand, each
/// with its fixes, the safe ones first. No two of the edits overlap. What is `rejected` or `frozen` is left
/// out.
pub(super) fn choose<'f>(
    findings: impl IntoIterator<Item = &'f Diagnostic>,
    files: &Files,
    with_unsafe: bool,
    rejected: &FxHashSet<Key>,
    frozen: &Frozen,
) -> Vec<Unit> {
    let protected = frozen.protected(files);
    let mut found: Vec<(Applicability, bool, Offer, Range<usize>, Subject)> = Vec::new();
    for finding in findings {
        let Some(Fix { applicability, .. }) = finding.fix else { continue };
        let Some(edits) = edits_of(finding, files, with_unsafe) else { continue };
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else { continue };
        let file = &files[first.span.file];
        let (range, subject) = place_of(file, first.span.range().start..last.span.range().end);
        let is_of_error = finding.check.level.is_error();
        if !is_of_error && frozen.has(finding, &subject, file, &protected) {
            continue;
        }
        let mut texts: Vec<String> = edits.iter().map(|edit| edit.text.clone()).collect();
        if subject == Subject::Other {
            // What has no name is known by its beginning.
            let start = file.source().slice(range.clone());
            texts.push(start.chars().take(BEGINNING).collect());
        }
        let key = Key { file: file.id(), fact: Arc::clone(&finding.fact), texts, subject: subject.clone() };
        if !rejected.contains(&key) {
            let mends = applicability == Applicability::Unsafe && comment_of(finding, file).is_some();
            let offer = Offer { applicability, is_of_error, edits, keys: vec![key] };
            found.push((applicability, mends, offer, range, subject));
        }
    }
    // A suppression that is mended may be about what the other fixes would repair.
    if found.iter().any(|(_, mends, ..)| *mends) {
        found.retain(|(_, mends, ..)| *mends);
    }
    found.sort_by_key(|(applicability, ..)| *applicability);
    let mut places: FxHashMap<(FileId, usize), usize> = FxHashMap::default();
    let mut units: Vec<Unit> = Vec::new();
    for (_, _, offer, range, subject) in found {
        let Some(file) = offer.edits.first().map(|edit| edit.span.file) else { continue };
        let index = *places.entry((file, range.start)).or_insert_with(|| {
            units.push(Unit::new(file, range.clone(), subject));
            units.len() - 1
        });
        if let Some(unit) = units.get_mut(index) {
            unit.offer(offer, range.end);
        }
    }
    for unit in &mut units {
        unit.write(&files[unit.file()]);
    }
    units.retain(|unit| !unit.is_empty());
    units.sort_by_key(Unit::place);
    let mut end = (None, 0);
    units.retain(|unit| {
        let (file, range) = (unit.file(), unit.range());
        let is_free = end.0 != Some(file) || end.1 <= range.start;
        if is_free {
            end = (Some(file), range.end);
        }
        is_free
    });
    units
}

/// The part of a file that edits in `edited` belong to: the statement, or the edits alone.
fn place_of(file: &Parsed, edited: Range<usize>) -> (Range<usize>, Subject) {
    match file.item_at(edited.start) {
        Some(item) => {
            let own = item.span().range();
            let subject = item.statement().map_or(Subject::Other, Subject::of);
            (own.start..own.end.max(edited.end), subject)
        }
        None => (edited, Subject::Other),
    }
}

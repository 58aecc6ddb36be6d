//! A part of a text that is fixed as one: offers come in, and the text that they make of it goes out.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::meaning::Subject;
use super::offer::Offer;
use crate::analysis::Input;
use crate::diagnostic::{Applicability, Edit};
use crate::syntax;
use crate::syntax::ast::Parsed;
use crate::text::FileId;

/// A statement, a stretch that is none, or a comment, and the fixes that are tried on it.
#[derive(Debug)]
pub(super) struct Unit {
    file: FileId,
    /// Its bytes before all of them.
    range: Range<usize>,
    pub(super) subject: Subject,
    offers: Vec<Offer>,
    /// Its text after them.
    text: String,
    /// What was applied to that for errors that they brought, one after another.
    further: Vec<Applicability>,
    /// How often something was.
    depth: usize,
}

/// Fixes for what others brought about: how sure each is, and its edits in their order.
pub(super) type Further = Vec<(Applicability, Vec<Edit>)>;

/// How many fixes in a row may reveal further errors.
const DEEPEST: usize = 16;

impl Unit {
    pub(super) fn new(file: FileId, range: Range<usize>, subject: Subject) -> Self {
        Self { file, range, subject, offers: Vec::new(), text: String::new(), further: Vec::new(), depth: 0 }
    }

    pub(super) fn file(&self) -> FileId {
        self.file
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What to order units by.
    pub(super) fn place(&self) -> (FileId, usize) {
        (self.file, self.range.start)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.offers.is_empty()
    }

    /// The fixes that are tried on it.
    pub(super) fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// Whether any of them is that of an error.
    pub(super) fn repairs_errors(&self) -> bool {
        self.offers.iter().any(|offer| offer.is_of_error)
    }

    /// Every fix that its text is made of.
    pub(super) fn applied(&self) -> impl Iterator<Item = Applicability> {
        let offered = self.offers.iter().flat_map(|it| std::iter::repeat_n(it.applicability, it.keys.len()));
        offered.chain(self.further.iter().copied())
    }

    /// Adds an offer whose edits end by `end`; one that overlaps an earlier one has to wait.
    pub(super) fn offer(&mut self, offer: Offer, end: usize) {
        // All edits of an offer lie near each other, and offers mostly come in order.
        let place = self.offers.partition_point(|other| first(&other.edits) < first(&offer.edits));
        if let Some(same) = self.offers.get_mut(place).filter(|other| are_equal(&other.edits, &offer.edits)) {
            same.keys.extend(offer.keys);
            return;
        }
        let is_before = |other: &Offer| behind(&other.edits) <= first(&offer.edits);
        let is_behind = |other: &Offer| behind(&offer.edits) <= first(&other.edits);
        let fits_before =
            place.checked_sub(1).and_then(|before| self.offers.get(before)).is_none_or(is_before);
        let fits_behind = self.offers.get(place).is_none_or(is_behind);
        if fits_before && fits_behind {
            self.offers.insert(place, offer);
            self.range.end = self.range.end.max(end);
        }
    }

    /// Makes the text of the offers.
    pub(super) fn write(&mut self, file: &Parsed) {
        let edits = self.offers.iter().flat_map(|offer| &offer.edits);
        let within = edits.map(|edit| (edit.span.range(), edit.text.as_str()));
        self.text = edited(file.source().text(), self.range.clone(), within);
        self.further.clear();
        self.depth = 0;
    }

    /// Leaves half of the offers out, and gives the only one that there was.
    pub(super) fn shrink(&mut self, file: &Parsed) -> Option<Offer> {
        if self.offers.len() == 1 {
            return self.offers.pop();
        }
        self.offers.truncate(self.offers.len() / 2);
        self.write(file);
        None
    }

    /// Applies the edits of further fixes to the text, which begins at byte `start` by now; none that
    /// overlaps an earlier one. Whether there was room for any.
    pub(super) fn extend(&mut self, start: usize, mut fixes: Further) -> bool {
        if self.depth == DEEPEST {
            return false;
        }
        self.depth += 1;
        let own = start..start + self.text.len();
        fixes.sort_by_key(|(_, edits)| first(edits));
        let mut done = start;
        let mut taken: Vec<Edit> = Vec::new();
        for (applicability, edits) in fixes {
            if done <= first(&edits) && behind(&edits) <= own.end {
                done = behind(&edits);
                taken.extend(edits);
                self.further.push(applicability);
            }
        }
        let shifted = taken.iter().map(|edit| {
            let range = edit.span.range();
            (range.start - start..range.end - start, edit.text.as_str())
        });
        self.text = edited(&self.text, 0..self.text.len(), shifted);
        !taken.is_empty()
    }
}

/// The first byte of edits, which are in order.
fn first(edits: &[Edit]) -> usize {
    edits.first().map_or(0, |edit| edit.span.range().start)
}

/// The byte behind the last one of edits, which are in order.
fn behind(edits: &[Edit]) -> usize {
    edits.last().map_or(0, |edit| edit.span.range().end)
}

fn are_equal(own: &[Edit], other: &[Edit]) -> bool {
    let is_same = |(own, other): (&Edit, &Edit)| own.span.key() == other.span.key() && own.text == other.text;
    own.len() == other.len() && own.iter().zip(other).all(is_same)
}

/// A part of a text after edits in it, which are in order and do not overlap.
#[expect(clippy::string_slice, reason = "an edit that is not in the text must not cost any of it")]
fn edited<'e>(
    text: &str,
    part: Range<usize>,
    edits: impl Iterator<Item = (Range<usize>, &'e str)>,
) -> String {
    let mut result = String::with_capacity(part.len());
    let mut done = part.start;
    for (range, new) in edits {
        result.push_str(&text[done..range.start]);
        result.push_str(new);
        done = range.end;
    }
    result.push_str(&text[done..part.end]);
    result
}

/// Where units stand after they were fixed.
pub(super) struct Places(FxHashMap<FileId, Vec<(Range<usize>, usize)>>);

impl Places {
    /// The unit that holds a byte, or ends at it; and its first byte.
    pub(super) fn at(&self, file: FileId, byte: usize) -> Option<(usize, usize)> {
        let places = self.0.get(&file)?;
        let index = places.partition_point(|(range, _)| range.start <= byte).checked_sub(1)?;
        let (range, unit) = places.get(index)?;
        (byte <= range.end).then_some((*unit, range.start))
    }

    /// Where the units of a file stand, in order, and which they are.
    pub(super) fn of(&self, file: FileId) -> &[(Range<usize>, usize)] {
        self.0.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The files that have a unit.
    pub(super) fn files(&self) -> impl Iterator<Item = FileId> {
        self.0.keys().copied()
    }
}

/// The input with the texts of `units`, which are in order. Only files that have any are read again.
#[expect(clippy::string_slice, reason = "a unit that is not in the text must not cost any of it")]
pub(super) fn apply(input: &Input, units: &[Unit]) -> (Input, Places) {
    let mut of_files: FxHashMap<FileId, Vec<(usize, &Unit)>> = FxHashMap::default();
    for (index, unit) in units.iter().enumerate() {
        of_files.entry(unit.file).or_default().push((index, unit));
    }
    let mut places = FxHashMap::default();
    let files = input.files.iter().map(|file| {
        let Some(units) = of_files.get(&file.id()) else { return Arc::clone(file) };
        let text = file.source().text();
        let mut result = String::with_capacity(text.len());
        let mut done = 0;
        let mut own = Vec::with_capacity(units.len());
        for &(index, unit) in units {
            result.push_str(&text[done..unit.range.start]);
            let start = result.len();
            result.push_str(&unit.text);
            own.push((start..result.len(), index));
            done = unit.range.end;
        }
        result.push_str(&text[done..]);
        places.insert(file.id(), own);
        Arc::new(syntax::parse(file.source().with_text(result)))
    });
    (Input { files: files.collect(), ..input.clone() }, Places(places))
}

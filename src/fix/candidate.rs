//! The fixes of one round: at most one a statement, so that none depends on another.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::meaning::Subject;
use crate::analysis::Input;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fact};
use crate::syntax::ast::{Item, Parsed, Statement};
use crate::syntax::{self, Files};
use crate::text::FileId;

/// A fix that is to be tried.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) applicability: Applicability,
    /// The edits, in the order in which they stand.
    pub(super) edits: Vec<Edit>,
    /// What it is known by in a later round.
    pub(super) key: Key,
}

/// What a fix is known by, whatever has moved since.
#[derive(Clone, Debug)]
pub(super) struct Key {
    file: FileId,
    /// What it repairs.
    pub(super) fact: Arc<dyn Fact>,
    /// What it writes.
    texts: Vec<String>,
    /// What it changes the text of.
    pub(super) subject: Subject,
}

impl Key {
    fn parts(&self) -> (FileId, &dyn Fact, &[String], &Subject) {
        (self.file, &*self.fact, &self.texts, &self.subject)
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}
impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

/// The fixes to try next: the safe ones first, at most one for each statement and none that was `rejected`
/// before.
pub(super) fn choose(
    findings: &[Diagnostic],
    files: &Files,
    with_unsafe: bool,
    rejected: &FxHashSet<Key>,
) -> Vec<Candidate> {
    let mut taken = FxHashSet::default();
    let mut chosen = Vec::new();
    let wanted: &[Applicability] =
        if with_unsafe { &[Applicability::Safe, Applicability::Unsafe] } else { &[Applicability::Safe] };
    for &applicability in wanted {
        for finding in findings {
            let Some(fix) = finding.fix.as_ref().filter(|fix| fix.applicability == applicability) else {
                continue;
            };
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| edit.span.key());
            let Some(first) = edits.first() else { continue };
            let (place, subject) = place_of(first, files);
            let texts = edits.iter().map(|edit| edit.text.clone()).collect();
            let key = Key { file: finding.span.file, fact: Arc::clone(&finding.fact), texts, subject };
            let is_writable = edits.iter().all(|edit| is_writable(&files[edit.span.file]));
            if is_writable && !rejected.contains(&key) && taken.insert(place) {
                chosen.push(Candidate { applicability, edits, key });
            }
        }
    }
    chosen
}

fn is_writable(file: &Parsed) -> bool {
    !file.source().is_table() && file.is_readable()
}

/// What no two fixes of a round may share: a statement, by its first byte, or a place outside of all.
type Place = (FileId, u32);

fn place_of(edit: &Edit, files: &Files) -> (Place, Subject) {
    let file = edit.span.file;
    match files[file].item_at(edit.span.start as usize).and_then(Item::statement) {
        Some(statement) => ((file, statement.span().start), subject(statement)),
        None => ((file, edit.span.start), Subject::Other),
    }
}

fn subject(statement: Statement<'_>) -> Subject {
    Subject::Statement {
        keyword: statement.keyword(),
        name: statement.name().value().into_owned(),
        parent: statement.parent().map(|parent| parent.value().into_owned()),
    }
}

/// The input with the edits of all of `candidates`; one that overlaps an earlier one is left out. Only files
/// with edits are read again.
pub(super) fn apply<'c>(input: &Input, candidates: impl IntoIterator<Item = &'c Candidate>) -> Input {
    let mut edits: FxHashMap<FileId, Vec<&Edit>> = FxHashMap::default();
    for edit in candidates.into_iter().flat_map(|candidate| &candidate.edits) {
        edits.entry(edit.span.file).or_default().push(edit);
    }
    let files = input.files.iter().map(|file| match edits.get_mut(&file.id()) {
        Some(edits) => {
            let source = file.source();
            Arc::new(syntax::parse(source.with_text(edited(source.text(), edits))))
        }
        None => Arc::clone(file),
    });
    Input { files: files.collect(), ..input.clone() }
}

/// `text` with edits that stand in it.
#[expect(clippy::string_slice, reason = "an edit that is not in the text must not cost any of it")]
fn edited(text: &str, edits: &mut [&Edit]) -> String {
    edits.sort_by_key(|edit| edit.span.key());
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start >= done {
            result.push_str(&text[done..range.start]);
            result.push_str(&edit.text);
            done = range.end;
        }
    }
    result.push_str(&text[done..]);
    result
}

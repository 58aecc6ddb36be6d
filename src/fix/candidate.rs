//! The fixes of one round: at most one a statement, so that none depends on another.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::source::{FileId, Source, Sources};
use crate::syntax::ast::{File, Statement};
use crate::syntax::keyword::Keyword;

use super::meaning::{self, Subject};

/// A fix that is to be tried.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) applicability: Applicability,
    /// The edits, in the order of their places.
    pub(super) edits: Vec<Edit>,
    /// The finding that it repairs, for its error to be counted: name and message.
    pub(super) finding: (&'static str, String),
    /// What it changes the text of.
    pub(super) subject: Subject,
    /// What it is known by in a later round.
    pub(super) key: Key,
}

/// What a fix is known by, whatever has moved since: file, rule, message, new texts and what it changes.
pub(super) type Key = (FileId, &'static str, String, Vec<String>, Subject);

/// The fixes to try next: the safe ones first, at most one for each statement and none that was `rejected` before.
pub(super) fn choose(
    findings: &[Diagnostic],
    files: &[File<'_>],
    sources: &Sources,
    with_unsafe: bool,
    rejected: &FxHashSet<Key>,
) -> Vec<Candidate> {
    let places = Places::new(files);
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
            let (place, subject) = places.of(first);
            let texts = edits.iter().map(|edit| edit.text.clone()).collect();
            let (rule, message) = (finding.rule.name, finding.message.clone());
            let key = (finding.span.file, rule, message, texts, subject.clone());
            let is_writable = edits.iter().all(|edit| is_writable(&sources[edit.span.file]));
            if is_writable && !rejected.contains(&key) && taken.insert(place) {
                let finding = (finding.rule.name, finding.message.clone());
                chosen.push(Candidate { applicability, edits, finding, subject, key });
            }
        }
    }
    chosen
}

fn is_writable(source: &Source) -> bool {
    !source.is_table() && source.unreadable().is_none()
}

/// Where the statements of each file begin and end.
struct Places<'f> {
    statements: FxHashMap<FileId, Vec<&'f Statement<'f>>>,
}

/// What no two fixes of a round may share: a statement, by its first byte, or a place outside of all.
type Place = (FileId, u32);

impl<'f> Places<'f> {
    fn new(files: &'f [File<'f>]) -> Self {
        Self { statements: files.iter().map(|file| (file.id, file.statements().collect())).collect() }
    }

    fn of(&self, edit: &Edit) -> (Place, Subject) {
        let file = edit.span.file;
        let statements = self.statements.get(&file).map_or(&[][..], Vec::as_slice);
        let behind = statements.partition_point(|statement| statement.span.start <= edit.span.start);
        let before = behind.checked_sub(1).and_then(|index| statements.get(index));
        match before.filter(|statement| edit.span.start < statement.span.end) {
            Some(statement) => ((file, statement.span.start), subject(statement)),
            None => ((file, edit.span.start), Subject::Other),
        }
    }
}

fn subject(statement: &Statement<'_>) -> Subject {
    let name = statement.name.value();
    match statement.keyword {
        Keyword::Policy => Subject::Policy(name.into_owned()),
        Keyword::Environment => Subject::Environment(name.into_owned()),
        Keyword::Workload(kind) => {
            let environment = statement.parent.map(|parent| parent.value());
            Subject::Workload(meaning::identity(environment.as_deref(), kind, &name))
        }
        Keyword::Code(_) => Subject::Other,
    }
}

/// The sources with the edits of all of `candidates`; one that overlaps an earlier one is left out.
pub(super) fn apply<'c>(sources: &Sources, candidates: impl IntoIterator<Item = &'c Candidate>) -> Sources {
    let mut edits: FxHashMap<FileId, Vec<&Edit>> = FxHashMap::default();
    for edit in candidates.into_iter().flat_map(|candidate| &candidate.edits) {
        edits.entry(edit.span.file).or_default().push(edit);
    }
    let changed = sources.iter().map(|(id, source)| match edits.get_mut(&id) {
        Some(edits) => source.with_text(edited(source.text(), edits)),
        None => source.with_text(source.text().to_owned()),
    });
    Sources::new(changed.collect())
}

fn edited(text: &str, edits: &mut [&Edit]) -> String {
    edits.sort_by_key(|edit| edit.span.key());
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start >= done {
            result.push_str(text.get(done..range.start).unwrap_or_default());
            result.push_str(&edit.text);
            done = range.end;
        }
    }
    result.push_str(text.get(done..).unwrap_or_default());
    result
}

//! A fix as it is offered: the edits of a finding come in, and go out with what they are known by, whatever
//! has moved since.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::meaning::Subject;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fact};
use crate::syntax::Files;
use crate::syntax::ast::Parsed;
use crate::text::FileId;

/// Edits that one finding asks for, or several that all ask for the same.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) applicability: Applicability,
    /// Whether errors of the language ask for it.
    pub(super) is_of_error: bool,
    /// The edits, in the order in which they stand.
    pub(super) edits: Vec<Edit>,
    /// What it is known by in a later round: a key for each finding.
    pub(super) keys: Vec<Key>,
}

/// What a fix is known by, whatever has moved since.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) file: FileId,
    /// What it repairs.
    pub(super) fact: Arc<dyn Fact>,
    /// What it writes, and the beginning of what it changes where that has no name.
    pub(super) texts: Vec<String>,
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

/// The edits of a finding's fix in their order; none where a file of theirs must not be changed.
pub(super) fn edits_of(finding: &Diagnostic, files: &Files, with_unsafe: bool) -> Option<Vec<Edit>> {
    let fix = finding.fix.as_ref()?;
    if fix.applicability == Applicability::Unsafe && !with_unsafe {
        return None;
    }
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| edit.span.key());
    let file = edits.first()?.span.file;
    let is_writable = |file: &Parsed| !file.source().is_table() && file.is_readable();
    (is_writable(&files[file]) && edits.iter().all(|edit| edit.span.file == file)).then_some(edits)
}

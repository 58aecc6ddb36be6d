//! Whether a workspace means the same under another name: what is known of it and the edits come in, and what
//! would be different, if anything would, goes out.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Analysis, Input, analyse};
use crate::diagnostic::Diagnostic;
use crate::placement::{PlacementSetId, Provisional};
use crate::syntax::keyword::PolicyType;
use crate::syntax::{self, Identity, Parsed, Role, Word};
use crate::table::{CodeId, Namespace};
use crate::text::hidden::one_line;
use crate::text::{FileId, Span};
use crate::workspace::{Entity, Workload};

/// What would be different under another name.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Change {
    /// There would be an error that there is not; what it says.
    Error(String),
    /// An error would no longer be there; what it says, and where.
    NoError(String, Span),
    /// A workload would have another set.
    Set(Identity),
    /// A word would mean something else.
    Word(Span),
}

impl Change {
    /// What, in one sentence; `place` shows people where something is.
    pub(super) fn words(&self, place: impl Fn(Span) -> String) -> String {
        match self {
            Self::Error(message) => format!("there would be a new error: {}", one_line(message)),
            Self::NoError(message, at) => {
                format!("an error would no longer be found: {} ({})", one_line(message), place(*at))
            }
            Self::Set(identity) => {
                format!("the set of `{}` would be another one", one_line(&identity.to_string()))
            }
            Self::Word(at) => format!("something would mean something else: {}", place(*at)),
        }
    }
}

/// Fails unless `edits`, which are in the order of the files, change nothing but that `entity` is called
/// `new`: every word means what it meant, every error is where it was, and every workload has the set that it
/// had.
pub(super) fn prove(
    before: &Analysis,
    entity: &Entity,
    new: &str,
    edits: &[(Span, String)],
) -> Result<(), Change> {
    let after = analyse(edited(before, entity, new, edits));
    let proof = Proof { before, after: &after, entity, new, edits: Edits::new(edits) };
    proof.errors()?;
    proof.words()?;
    proof.sets()
}

/// The workspace after edits.
fn edited(before: &Analysis, entity: &Entity, new: &str, edits: &[(Span, String)]) -> Input {
    let file = |file: &Arc<Parsed>| {
        let mut text = file.source().text().to_owned();
        let mut its_edits = edits.iter().filter(|(span, _)| span.file == file.id()).rev().peekable();
        if its_edits.peek().is_none() {
            return Arc::clone(file);
        }
        for (span, new) in its_edits {
            text.replace_range(span.range(), new);
        }
        Arc::new(syntax::parse(file.source().with_text(text)))
    };
    let mut input = before.input_with(file);
    if let Entity::Named(Namespace::Guard, old) = entity {
        input.configuration.guards = input.configuration.guards.renamed(old, new);
    }
    input
}

/// Where bytes are after edits.
struct Edits {
    /// The edits of each file, in order: from where to where the old text goes, and the new one's length.
    of_files: FxHashMap<FileId, Vec<(usize, usize, usize)>>,
}

impl Edits {
    fn new(edits: &[(Span, String)]) -> Self {
        let mut of_files: FxHashMap<FileId, Vec<(usize, usize, usize)>> = FxHashMap::default();
        for (span, text) in edits {
            let range = span.range();
            of_files.entry(span.file).or_default().push((range.start, range.end, text.len()));
        }
        Self { of_files }
    }

    /// Where a byte is then; one inside of what goes is at its end.
    fn moved(&self, file: FileId, byte: usize) -> usize {
        let (mut removed, mut added) = (0, 0);
        for &(start, end, length) in self.of_files.get(&file).into_iter().flatten() {
            if byte <= start {
                break;
            }
            removed += end - start;
            added += length;
            if byte < end {
                return end + added - removed;
            }
        }
        byte + added - removed
    }

    fn span(&self, span: Span) -> (FileId, usize, usize) {
        let range = span.range();
        (span.file, self.moved(span.file, range.start), self.moved(span.file, range.end))
    }
}

struct Proof<'a> {
    before: &'a Analysis,
    after: &'a Analysis,
    entity: &'a Entity,
    new: &'a str,
    edits: Edits,
}

/// What tells a finding from others: its name, and every place of it.
type Key = (&'static str, Vec<(FileId, usize, usize)>);

impl Proof<'_> {
    /// Every error is where it was, and there is no other.
    fn errors(&self) -> Result<(), Change> {
        let key = |finding: &Diagnostic, place: &dyn Fn(Span) -> (FileId, usize, usize)| -> Key {
            let spans = std::iter::once(&finding.span).chain(&finding.related);
            (finding.check.name, spans.map(|span| place(*span)).collect())
        };
        let now = |span: Span| (span.file, span.range().start, span.range().end);
        let mut left: FxHashMap<Key, Vec<&Diagnostic>> = FxHashMap::default();
        for finding in self.before.errors() {
            left.entry(key(finding, &|span| self.edits.span(span))).or_default().push(finding);
        }
        for finding in self.after.errors() {
            let known = left.get_mut(&key(finding, &now)).and_then(Vec::pop);
            known.ok_or_else(|| Change::Error(finding.fact.words().message))?;
        }
        match left.into_values().flatten().min_by_key(|finding| finding.span.key()) {
            Some(gone) => Err(Change::NoError(gone.fact.words().message, gone.span)),
            None => Ok(()),
        }
    }

    /// Every word means what it meant.
    fn words(&self) -> Result<(), Change> {
        for before in self.before.files().iter().filter(|file| !file.source().is_table()) {
            let Some(after) = self.after.files().tree(before.id()) else { continue };
            let (own, others) = (before.words(), after.words());
            let mut others = others.iter();
            for word in &own {
                let other = others.next().filter(|other| self.agree(word, other));
                other.ok_or_else(|| Change::Word(word.span()))?;
            }
        }
        Ok(())
    }

    /// Whether a word and what stands there afterwards mean the same.
    fn agree(&self, word: &Word<'_>, other: &Word<'_>) -> bool {
        let (before, after) = (self.before.workspace(), self.after.workspace());
        let renamed = before.denoted(word).map(|(own, does)| (own.after(self.entity, self.new), does));
        let is_named = renamed.is_some() || matches!(word.role(), Role::Name(None));
        word.role() == other.role()
            && renamed == after.denoted(other)
            && (is_named || word.text() == other.text())
    }

    /// Every workload has the set that it had, where sets are known.
    fn sets(&self) -> Result<(), Change> {
        let (Ok(before), Ok(after)) = (self.before.provisional(), self.after.provisional()) else {
            return Ok(());
        };
        let place = |provisional: &Provisional, it: &Workload| provisional.workspace().name_of(it).span();
        let others = after.workspace().workloads().iter();
        let others: FxHashMap<(FileId, usize), &Workload> = others
            .map(|it| (place(after, it), it))
            .map(|(span, it)| ((span.file, span.range().start), it))
            .collect();
        let mut known: FxHashMap<(PlacementSetId, PlacementSetId), bool> = FxHashMap::default();
        for workload in before.workspace().workloads() {
            let (file, start, _) = self.edits.span(place(before, workload));
            let is_same = others.get(&(file, start)).is_some_and(|other| {
                let ids = (before.set_id(workload), after.set_id(other));
                *known.entry(ids).or_insert_with(|| self.are_same(before, after, ids))
            });
            if !is_same {
                return Err(Change::Set(before.workspace().identity(workload)));
            }
        }
        Ok(())
    }

    /// Whether two sets have the same codes, but for the name.
    fn are_same(
        &self,
        before: &Provisional,
        after: &Provisional,
        (own, other): (PlacementSetId, PlacementSetId),
    ) -> bool {
        let entity = |provisional: &Provisional, code: CodeId| {
            let code = &provisional.workspace().table()[code];
            Entity::Named(Namespace::of(code.attribute()), code.name().to_owned())
        };
        let (own, other) = (&before.sets()[own], &after.sets()[other]);
        PolicyType::ALL.into_iter().all(|policy_type| {
            let codes = before.codes(own, policy_type).into_iter();
            let codes: FxHashSet<Entity> =
                codes.map(|code| entity(before, code).after(self.entity, self.new)).collect();
            let others = after.codes(other, policy_type).into_iter();
            let others: FxHashSet<Entity> = others.map(|code| entity(after, code)).collect();
            codes == others && own.of(policy_type).is_restricted() == other.of(policy_type).is_restricted()
        })
    }
}

//! The trees of a workspace in one order, found by their ids.

use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::ast::{Parsed, Statement, StatementId};
use crate::diagnostic::{self, Diagnostic};
use crate::text::{FileId, Source, Span};

/// Trees in the order in which their statements count: the reference table first, then the workspace's files
/// by name, and those of one name by text. It is the same whatever order they come in.
#[derive(Clone, Debug, Default)]
pub struct Files {
    all: Vec<Arc<Parsed>>,
    /// That of a file of which a tree was made is the one of the tree.
    indices: FxHashMap<FileId, usize>,
    /// Texts beside the trees, which findings may be about.
    texts: FxHashMap<FileId, Source>,
}

/// The index of a tree among [`Files`], for those who keep very many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileIndex(u32);

impl Files {
    /// The trees in their order.
    ///
    /// # Panics
    /// If two of them are of one source: places in it would mean either.
    #[must_use]
    pub fn new(mut all: Vec<Arc<Parsed>>) -> Self {
        all.sort_by(|a, b| key(a).cmp(&key(b)));
        let mut indices: FxHashMap<FileId, usize> =
            all.iter().enumerate().map(|(index, file)| (file.id(), index)).collect();
        assert_eq!(indices.len(), all.len(), "each source stands in a workspace once");
        let mut texts = FxHashMap::default();
        for (index, file) in all.iter().enumerate() {
            if let Some(origin) = file.origin() {
                indices.insert(origin.source().id(), index);
                texts.insert(origin.source().id(), origin.source().clone());
            }
        }
        Self { all, indices, texts }
    }

    /// No trees, but texts that findings are about.
    #[must_use]
    pub fn of_texts(texts: impl IntoIterator<Item = Source>) -> Self {
        let texts = texts.into_iter().map(|source| (source.id(), source)).collect();
        Self { texts, ..Self::default() }
    }

    /// Puts a tree in the place of another one of the same file, and gives where that stood.
    #[cfg(feature = "editor")]
    pub(crate) fn replace(&mut self, tree: Arc<Parsed>) -> Option<FileIndex> {
        let index = *self.indices.get(&tree.id())?;
        *self.all.get_mut(index)? = tree;
        Some(FileIndex(crate::text::offset(index)))
    }

    /// Where people find what is at a span: in the file that its text was made of, or where it stands.
    #[must_use]
    pub fn shown(&self, span: Span) -> Span {
        let origin = self.tree(span.file).and_then(|tree| tree.origin());
        origin.map_or(span, |origin| origin.place(span.range()))
    }

    /// The tree of a file, if it was read as one.
    #[must_use]
    pub fn tree(&self, file: FileId) -> Option<&Arc<Parsed>> {
        let tree = self.indices.get(&file).and_then(|&index| self.all.get(index))?;
        (tree.id() == file).then_some(tree)
    }

    /// Whether any text was made of another file.
    #[must_use]
    pub(crate) fn have_origins(&self) -> bool {
        self.all.iter().any(|file| file.origin().is_some())
    }

    /// Every tree, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Parsed>> + DoubleEndedIterator {
        self.all.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many bytes of text there are.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.all.iter().map(|file| file.source().text().len()).sum()
    }

    /// The tree of an index.
    #[must_use]
    pub(crate) fn at(&self, index: FileIndex) -> &Parsed {
        #[expect(clippy::indexing_slicing, reason = "another file in its place would be a wrong answer")]
        &self.all[index.0 as usize]
    }

    /// Every tree with its index, in order.
    pub(crate) fn indexed(&self) -> impl Iterator<Item = (FileIndex, &Parsed)> {
        (0..).map(FileIndex).zip(self.all.iter().map(|file| &**file))
    }

    /// The text of a file.
    #[must_use]
    pub fn source(&self, file: FileId) -> &Source {
        self.texts.get(&file).unwrap_or_else(|| self[file].source())
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.source(span.file).slice(span.range())
    }

    /// The statement of an id.
    #[must_use]
    pub fn statement(&self, id: StatementId) -> Statement<'_> {
        self[id.file].statement(id)
    }

    /// What to order spans by: file by file, then by byte.
    ///
    /// # Panics
    /// If the span is of none of these files.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "a span of another workspace has no place in this order")]
    pub fn order(&self, span: Span) -> (usize, u32, u32) {
        (self.indices[&span.file], span.start, span.end)
    }

    /// Which of two findings is reported first.
    #[must_use]
    pub(crate) fn compare(&self, a: &Diagnostic, b: &Diagnostic) -> Ordering {
        diagnostic::compare(a, b, |file| self.source(file).order())
    }

    /// Puts findings in the order in which they are reported.
    pub fn sort(&self, findings: &mut [Diagnostic]) {
        diagnostic::sort(findings, |file| self.source(file).order());
    }
}

/// What trees are ordered by.
fn key(file: &Parsed) -> (bool, &[u8], &str) {
    let source = file.source();
    (!source.is_table(), source.order(), source.text())
}

impl std::ops::Index<FileId> for Files {
    type Output = Parsed;

    /// # Panics
    /// If the file is none of these: a span of it belongs to another workspace.
    #[expect(clippy::indexing_slicing, reason = "another file in its place would be a wrong answer")]
    fn index(&self, file: FileId) -> &Parsed {
        &self.all[self.indices[&file]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    #[test]
    fn the_order_of_files_is_the_same_whatever_order_they_come_in() {
        let table = Source::new("z", "continent x".into()).into_table();
        let others = [("b", "model a"), ("a", "model c"), ("a", "model b")];
        let others = others.map(|(name, text)| Source::new(name, text.into()));
        let mut trees: Vec<Arc<Parsed>> =
            others.into_iter().chain([table]).map(|source| Arc::new(parse(source))).collect();
        for _ in 0..trees.len() {
            trees.rotate_left(1);
            let files = Files::new(trees.clone());
            let texts: Vec<&str> = files.iter().map(|file| file.text()).collect();
            assert_eq!(texts, ["continent x", "model b", "model c", "model a"]);
        }
    }
}

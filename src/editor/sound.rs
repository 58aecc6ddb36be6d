//! The sound part of a workspace: an analysis comes in; what no error bears on goes out, as an analysis of
//! its own whose statements stand at the same bytes.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::uses::Uses;
use crate::analysis::{Analysis, analyse_after};
use crate::diagnostic::Diagnostic;
use crate::placement::Provisional;
use crate::syntax::ast::{Item, Name, Parsed};
use crate::syntax::keyword::Keyword;
use crate::table::Namespace;
use crate::text::{FileId, Span};
use crate::workspace::Workspace;

/// The part of a workspace that no error bears on. What is said of it is exact for the texts as they are.
#[derive(Debug)]
pub(crate) struct Sound {
    analysis: Option<Arc<Analysis>>,
    /// The statements that are not part of it, by where they begin, and the first error that bears on each.
    unsound: FxHashMap<FileId, BTreeMap<usize, usize>>,
    /// The first error, where one bears on everything.
    everywhere: Option<usize>,
}

impl Sound {
    /// The sound part of what was analysed, with the uses in it, once anybody has asked for them. Collisions,
    /// missing placements and broken guards are facts of it.
    pub(crate) fn of(analysis: &Arc<Analysis>, uses: &OnceCell<Uses>) -> Self {
        let Err(rejected) = analysis.provisional() else {
            let analysis = Some(Arc::clone(analysis));
            return Self { analysis, unsound: FxHashMap::default(), everywhere: None };
        };
        let mut sound = Self { analysis: None, unsound: FxHashMap::default(), everywhere: None };
        let workspace = rejected.workspace();
        for (index, error) in rejected.errors().iter().enumerate() {
            sound.take(workspace, error, index);
        }
        if sound.everywhere.is_none() {
            sound.spread(workspace, uses);
            sound.analysis = sound.rest(analysis).map(Arc::new);
        }
        sound
    }

    /// The sets of what is sound.
    pub(crate) fn provisional(&self) -> Option<&Provisional> {
        self.analysis.as_ref()?.provisional().ok()
    }

    /// Whether no error bears on anything.
    pub(crate) fn is_whole(&self) -> bool {
        self.unsound.is_empty() && self.everywhere.is_none()
    }

    /// Whether no error bears on the statement at a span.
    pub(crate) fn has(&self, statement: Span) -> bool {
        self.analysis.is_some() && self.error(statement).is_none()
    }

    /// Which error of the analysis is the first that bears on the statement at a span.
    pub(crate) fn error(&self, statement: Span) -> Option<usize> {
        let own = self.unsound.get(&statement.file).and_then(|it| it.get(&statement.range().start));
        own.copied().into_iter().chain(self.everywhere).min()
    }

    /// Takes an error: its statement is not sound, and what may make another table of it makes nothing sound.
    fn take(&mut self, workspace: &Workspace, error: &Diagnostic, index: usize) {
        let mut spans = vec![error.span];
        // Both of two statements of one name are meant by it.
        if error.check.name == "duplicate-name" {
            spans.extend(&error.related);
        }
        for span in spans {
            let of_table = |item: Item<'_>| keyword(item).is_some_and(|it| matches!(it, Keyword::Code(_)));
            let file = workspace.files().tree(span.file).filter(|file| file.is_readable());
            let is_own = !workspace.reference().files().any(|file| file.id() == span.file);
            match file.map(|file| item_of(file, span)) {
                Some(Some(item)) if is_own && !of_table(item) => {
                    self.mark(item.span(), index);
                }
                // No statement holds it, so that none depends on it.
                Some(None) if is_own => {}
                _ => self.everywhere = Some(self.everywhere.map_or(index, |first| first.min(index))),
            }
        }
    }

    /// Marks a statement; whether that is news.
    fn mark(&mut self, statement: Span, error: usize) -> bool {
        let own = self.unsound.entry(statement.file).or_default();
        let first = own.entry(statement.range().start).or_insert(usize::MAX);
        let is_news = error < *first;
        *first = error.min(*first);
        is_news
    }

    /// Marks all that depends on what is marked. A statement that several errors bear on is marked with the
    /// first of them, so that they come in order.
    fn spread(&mut self, workspace: &Workspace, uses: &OnceCell<Uses>) {
        let marked = self.unsound.iter().flat_map(|(&file, own)| own.iter().map(move |it| (file, it)));
        let mut marked: Vec<(usize, FileId, usize)> =
            marked.map(|(file, (&start, &error))| (error, file, start)).collect();
        marked.sort_unstable_by_key(|(error, ..)| *error);
        for (error, file, start) in marked {
            let mut waiting: Vec<Item<'_>> =
                workspace.files().tree(file).and_then(|file| file.item_at(start)).into_iter().collect();
            while let Some(item) = waiting.pop() {
                let Some((namespace, name)) = declares(item) else { continue };
                let uses = uses.get_or_init(|| Uses::of(workspace));
                for span in uses.places(namespace, &name.value()) {
                    let file = workspace.files().tree(span.file);
                    let by = file.and_then(|file| file.item_at(span.range().start));
                    let by = by.filter(|it| matches!(it, Item::Statement(_)));
                    waiting.extend(by.filter(|it| self.mark(it.span(), error)));
                }
            }
        }
    }

    /// The sound statements, analysed where they stand; `None` where they have errors even so.
    fn rest(&self, analysis: &Analysis) -> Option<Analysis> {
        // Of several errors at one place not all are told.
        let is_broken = |item: Item<'_>| matches!(item, Item::Broken(_)) && self.has_no_error(item.span());
        let is_kept = |file: &Parsed, error: &Diagnostic| {
            item_of(file, error.span).is_some_and(|item| self.has_no_error(item.span()))
        };
        let has_errors = |file: &Parsed| {
            file.items().any(is_broken) || file.findings().iter().any(|error| is_kept(file, error))
        };
        if analysis.files().iter().any(|file| !file.findings().is_empty() && has_errors(file)) {
            return None;
        }
        let rest = analyse_after(Some(analysis), analysis.input_with(|file| self.part(file)));
        rest.provisional().is_ok().then_some(rest)
    }

    /// A file without what is not sound.
    fn part(&self, file: &Arc<Parsed>) -> Arc<Parsed> {
        if file.findings().is_empty() && !self.unsound.contains_key(&file.id()) {
            return Arc::clone(file);
        }
        Arc::new(file.only(|statement| self.has_no_error(statement)))
    }

    fn has_no_error(&self, statement: Span) -> bool {
        self.error(statement).is_none()
    }
}

/// The item that a span stands in, or that it ends.
fn item_of(file: &Parsed, span: Span) -> Option<Item<'_>> {
    let start = span.range().start;
    file.item_at(start).or_else(|| file.last_item_from(start).filter(|item| item.span().range().end == start))
}

fn keyword(item: Item<'_>) -> Option<Keyword> {
    match item {
        Item::Statement(statement) => Some(statement.keyword()),
        Item::Broken(broken) => broken.keyword(),
    }
}

/// What a statement declares that others depend on.
fn declares(item: Item<'_>) -> Option<(Namespace, Name<'_>)> {
    let namespace = Namespace::of_keyword(keyword(item)?)?;
    if !matches!(namespace, Namespace::Policy | Namespace::Environment | Namespace::Group) {
        return None;
    }
    let name = match item {
        Item::Statement(statement) => statement.name(),
        Item::Broken(broken) => broken.name()?,
    };
    Some((namespace, name))
}

//! The sound part of a workspace: an analysis comes in; what no error bears on goes out, as an analysis of
//! its own whose statements stand at the same bytes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, analyse};
use crate::diagnostic::Diagnostic;
use crate::placement::Provisional;
use crate::syntax;
use crate::syntax::ast::{Body, Item, Name, Parsed};
use crate::syntax::keyword::{Keyword, RuleAttribute};
use crate::text::{FileId, Span};
use crate::workspace::Workspace;

/// What can be named and be unsound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Space {
    Policy,
    Environment,
    Group,
}

/// A name, which all statements that declare it share.
type Named = (Space, String);

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
    /// The sound part of what was analysed. Collisions, missing placements and broken guards are facts of it.
    pub(crate) fn of(analysis: &Arc<Analysis>) -> Self {
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
            sound.spread(workspace);
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

    /// Marks all that depends on what is marked.
    fn spread(&mut self, workspace: &Workspace) {
        let mut bad: FxHashMap<Named, usize> = FxHashMap::default();
        loop {
            let mut is_new = false;
            for file in workspace.files().iter() {
                for item in file.items() {
                    let needed = needs(item);
                    let worst = needed.iter().filter_map(|it| bad.get(it)).copied().min();
                    if let Some(error) = worst {
                        is_new |= self.mark(item.span(), error);
                    }
                    let (Some(error), Some(name)) = (self.error(item.span()), declares(item)) else {
                        continue;
                    };
                    let known = bad.entry(name).or_insert(usize::MAX);
                    is_new |= error < *known;
                    *known = error.min(*known);
                }
            }
            if !is_new {
                return;
            }
        }
    }

    /// The sound statements, analysed where they stand; `None` where they have errors even so.
    fn rest(&self, analysis: &Analysis) -> Option<Analysis> {
        let rest = analyse(analysis.input_with(|file| self.part(file)));
        rest.provisional().is_ok().then_some(rest)
    }

    /// A file without what is not sound, and what is at the same bytes.
    fn part(&self, file: &Arc<Parsed>) -> Arc<Parsed> {
        if file.findings().is_empty() && !self.unsound.contains_key(&file.id()) {
            return Arc::clone(file);
        }
        let text = file.text();
        let mut part = String::with_capacity(text.len());
        let blank = |part: &mut String, range: Range<usize>| {
            let bytes = text.get(range).unwrap_or_default().bytes();
            part.extend(bytes.map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        };
        let mut end = 0;
        for item in file.items().filter(|item| self.has_no_error(item.span())) {
            let range = item.span().range();
            blank(&mut part, end..range.start);
            part.push_str(text.get(range.clone()).unwrap_or_default());
            end = range.end;
        }
        blank(&mut part, end..text.len());
        Arc::new(syntax::parse(file.source().with_text(part)))
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
fn declares(item: Item<'_>) -> Option<Named> {
    let space = match keyword(item)? {
        Keyword::Policy => Space::Policy,
        Keyword::Environment => Space::Environment,
        Keyword::Group => Space::Group,
        _ => return None,
    };
    let name = match item {
        Item::Statement(statement) => statement.name(),
        Item::Broken(broken) => broken.name()?,
    };
    Some((space, name.value().into_owned()))
}

/// What a statement depends on.
fn needs(item: Item<'_>) -> Vec<Named> {
    let Item::Statement(statement) = item else { return Vec::new() };
    let named = |space: Space| move |name: Name<'_>| (space, name.value().into_owned());
    let mut needs = Vec::new();
    if !matches!(statement.keyword(), Keyword::Code(_)) {
        needs.extend(statement.parent().map(named(Space::Environment)));
        needs.extend(statement.list().iter().map(named(Space::Policy)));
    }
    for side in statement.body().into_iter().flat_map(Body::sides) {
        let codes = side.rules().codes().chain(side.exceptions().codes());
        let groups = codes.filter(|(attribute, _)| *attribute == RuleAttribute::Group);
        needs.extend(groups.map(|(_, name)| named(Space::Group)(name)));
    }
    needs
}

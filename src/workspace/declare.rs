//! Who declares what: the statements of each namespace by name, and whatever is declared twice.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::messages::Fault;
use crate::diagnostic::Diagnostic;
use crate::syntax::Files;
use crate::syntax::ast::{Item, Name, Statement};
use crate::syntax::shape::{BodyShape, Clause};
use crate::table::Namespace;

/// A statement and its name.
pub(super) type Named<'f> = (Cow<'f, str>, Statement<'f>);

/// The statements that declare a name, the first one of each name where there are several.
#[derive(Debug, Default)]
pub(super) struct Declared<'f> {
    /// The statement and the place that declare each name first, alias or not.
    names: FxHashMap<(Namespace, Cow<'f, str>), (Statement<'f>, Name<'f>)>,
    /// Names that a broken statement would declare, so that no reference to them is unknown.
    broken: FxHashSet<(Namespace, Cow<'f, str>)>,
    /// The statements of each namespace that declare a name first, by name.
    statements: FxHashMap<Namespace, Vec<Named<'f>>>,
    /// The statements whose name another one has declared.
    later: Vec<Statement<'f>>,
    /// The statements that only add aliases to a flavor of the chosen table.
    extensions: Vec<Statement<'f>>,
    /// The groups by what [`stem`] leaves of their names; none where it leaves the same of several. They are
    /// only put in order where somebody asks.
    stems: OnceLock<FxHashMap<String, Option<usize>>>,
}

impl<'f> Declared<'f> {
    /// The statement that declares `name`, as its name or as an alias.
    pub(super) fn get(&self, namespace: Namespace, name: &str) -> Option<Statement<'f>> {
        self.names.get(&(namespace, Cow::Borrowed(name))).map(|(statement, _)| *statement)
    }

    /// Whether a statement that could not be read would declare `name`.
    pub(super) fn is_broken(&self, namespace: Namespace, name: &Name<'f>) -> bool {
        !self.broken.is_empty() && self.broken.contains(&(namespace, name.value()))
    }

    /// Whether every statement that would declare a name could be read, and none declares one again.
    pub(super) fn is_whole(&self) -> bool {
        self.broken.is_empty() && self.later.is_empty()
    }

    /// The statements of a namespace with their names, in name order.
    pub(super) fn of(&self, namespace: Namespace) -> &[Named<'f>] {
        self.statements.get(&namespace).map_or(&[], Vec::as_slice)
    }

    /// The one group whose name is `word`, or that and a size or a year behind it.
    pub(super) fn group_of(&self, word: &str) -> Option<&str> {
        let groups = self.of(Namespace::Group);
        let stems = self.stems.get_or_init(|| {
            let mut stems = FxHashMap::default();
            for (index, (name, _)) in groups.iter().enumerate() {
                let its = stems.entry(stem(name)).or_insert(Some(index));
                *its = its.filter(|first| *first == index);
            }
            stems
        });
        let index = stems.get(&stem(word)).copied().flatten()?;
        groups.get(index).map(|(name, _)| &**name)
    }

    /// The statements that declare nothing, because an earlier one has their name. What they refer to is
    /// checked all the same.
    pub(super) fn later(&self) -> impl Iterator<Item = Statement<'f>> {
        self.later.iter().copied()
    }

    /// The statements that only add aliases to a flavor of the chosen table, in the order of the files.
    pub(super) fn extensions(&self) -> impl Iterator<Item = Statement<'f>> {
        self.extensions.iter().copied()
    }

    /// Whether a statement only adds aliases to a flavor that the chosen table declares.
    fn is_extension(&self, namespace: Namespace, statement: Statement<'f>) -> bool {
        let first = || self.get(namespace, &statement.name().value());
        namespace == Namespace::Flavor && first().is_some_and(|first| only_adds_aliases(statement, first))
    }

    /// Whether the chosen table declares the same as a statement of the workspace.
    fn is_of_table(&self, namespace: Namespace, statement: Statement<'f>) -> bool {
        self.get(namespace, &statement.name().value()).is_some_and(|first| is_of_table(statement, first))
    }

    /// Declares a name; where an earlier statement has done so, gives the place where.
    fn declare(
        &mut self,
        namespace: Namespace,
        name: Name<'f>,
        statement: Statement<'f>,
    ) -> Result<(), Name<'f>> {
        match self.names.entry((namespace, name.value())) {
            Entry::Occupied(first) => Err(first.get().1),
            Entry::Vacant(place) => {
                place.insert((statement, name));
                Ok(())
            }
        }
    }

    /// Declares the name of a statement and its aliases. One finding says that any of them is declared
    /// already.
    fn statement(&mut self, namespace: Namespace, statement: Statement<'f>, findings: &mut Vec<Diagnostic>) {
        let mut duplicate = None;
        let mut is_of_table = false;
        let name = statement.name();
        if self.is_extension(namespace, statement) {
            self.extensions.push(statement);
        } else {
            match self.declare(namespace, name, statement) {
                Ok(()) => {
                    self.statements.entry(namespace).or_default().push((name.value(), statement));
                }
                Err(first) => {
                    self.later.push(statement);
                    // Whoever uses them has no second error.
                    self.broken.extend(aliases_of(statement).map(|alias| (namespace, alias.value())));
                    duplicate = Some((name, first));
                    is_of_table = self.is_of_table(namespace, statement);
                }
            }
        }
        let mut own = FxHashSet::default();
        for alias in aliases_of(statement) {
            // The same word twice in one list is no error.
            if alias != name
                && own.insert(alias.value())
                && let Err(first) = self.declare(namespace, alias, statement)
            {
                duplicate = duplicate.or(Some((alias, first)));
            }
        }
        if let Some((name, first)) = duplicate
            && !statement.file().are_in_conflict(name.span(), first.span())
        {
            let identity = name.value().into_owned();
            findings.push(duplicate_name(name, first, Fault::DuplicateName { identity, is_of_table }));
        }
    }
}

/// Whether a statement of the workspace only adds aliases to the flavor that `first`, which has its name or
/// alias, declares in the chosen table.
pub(super) fn only_adds_aliases(statement: Statement<'_>, first: Statement<'_>) -> bool {
    statement.has_body() && statement.label().is_none() && is_of_table(statement, first)
}

/// Whether `first`, which has the name of a statement of the workspace, declares the same in the chosen
/// table.
fn is_of_table(statement: Statement<'_>, first: Statement<'_>) -> bool {
    !statement.file().source().is_table()
        && first.file().source().is_table()
        && first.keyword() == statement.keyword()
        && first.name() == statement.name()
}

/// The aliases that a statement declares.
pub(super) fn aliases_of(statement: Statement<'_>) -> impl Iterator<Item = Name<'_>> {
    let has_any = statement.keyword().shape().body == BodyShape::List(Clause::Alias);
    statement.list().iter().filter(move |_| has_any)
}

/// A name in small letters without what tells its size or year, and of one or many: `nordics5` and `Nordic`
/// have the same.
fn stem(name: &str) -> String {
    let is_of_size = |character: char| character.is_ascii_digit() || matches!(character, '-' | '_');
    let lower = name.to_lowercase();
    let stem = lower.trim_end_matches(is_of_size);
    stem.strip_suffix('s').unwrap_or(stem).to_owned()
}

/// The finding that `name` declares what `first` has declared.
fn duplicate_name(name: Name<'_>, first: Name<'_>, fault: Fault) -> Diagnostic {
    Diagnostic::new(fault, name.span()).with_related(first.span())
}

/// The finding that `name` is that of a workload, whose identity `first` has.
pub(super) fn duplicate_workload(name: Name<'_>, first: Name<'_>, identity: String) -> Diagnostic {
    duplicate_name(name, first, Fault::DuplicateName { identity, is_of_table: false })
}

/// Collects the declarations of all files but the workloads', in the order of files and positions.
pub(super) fn declare<'f>(files: &'f Files, findings: &mut Vec<Diagnostic>) -> Declared<'f> {
    let mut declared = Declared::default();
    for item in files.iter().flat_map(|file| file.declarations()) {
        match item {
            Item::Statement(statement) => {
                if let Some(namespace) = Namespace::of_keyword(statement.keyword()) {
                    declared.statement(namespace, statement, findings);
                }
            }
            Item::Broken(broken) => {
                declared.broken.extend(broken.aliases().map(|alias| (Namespace::Flavor, alias.value())));
                let Some(name) = broken.name() else { continue };
                match broken.keyword() {
                    Some(keyword) => {
                        declared.broken.extend(Namespace::of_keyword(keyword).map(|own| (own, name.value())));
                    }
                    None => declared.broken.extend(Namespace::ALL.map(|any| (any, name.value()))),
                }
            }
        }
    }
    for statements in declared.statements.values_mut() {
        statements.sort_by(|a, b| a.0.cmp(&b.0));
    }
    declared
}

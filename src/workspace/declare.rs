//! Who declares what: the statements of each namespace by name, and whatever is declared twice.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::messages;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{File, Item, Name, Statement};
use crate::syntax::keyword::{Attribute, BodyShape, Clause, Keyword};

/// A namespace of names; workloads are looked up by nobody and have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Namespace {
    Policy,
    Environment,
    Continent,
    Country,
    Location,
    /// `cpu` and `gpu` share one, with their aliases.
    Flavor,
}

impl Namespace {
    const ALL: [Self; 6] =
        [Self::Policy, Self::Environment, Self::Continent, Self::Country, Self::Location, Self::Flavor];

    pub(super) fn of(attribute: Attribute) -> Self {
        match attribute {
            Attribute::Continent => Self::Continent,
            Attribute::Country => Self::Country,
            Attribute::Location => Self::Location,
            Attribute::Cpu | Attribute::Gpu => Self::Flavor,
        }
    }

    fn of_keyword(keyword: Keyword) -> Option<Self> {
        match keyword {
            Keyword::Policy => Some(Self::Policy),
            Keyword::Environment => Some(Self::Environment),
            Keyword::Workload(_) => None,
            Keyword::Code(attribute) => Some(Self::of(attribute)),
        }
    }
}

/// The statements that declare a name, the first one of each name where there are several.
#[derive(Debug, Default)]
pub(super) struct Declared<'a> {
    names: FxHashMap<(Namespace, Cow<'a, str>), &'a Statement<'a>>,
    /// The first place of each name, alias or not.
    places: FxHashMap<(Namespace, Cow<'a, str>), Name<'a>>,
    /// Names that a broken statement would declare, so that no reference to them is unknown.
    broken: FxHashSet<(Namespace, Cow<'a, str>)>,
    /// The statements of each namespace that declare a name first, by name.
    statements: FxHashMap<Namespace, Vec<(Cow<'a, str>, &'a Statement<'a>)>>,
    /// The statements whose name another one has declared.
    later: Vec<&'a Statement<'a>>,
}

impl<'a> Declared<'a> {
    /// The statement that declares `name`, as its name or as an alias.
    pub(super) fn get(&self, namespace: Namespace, name: &Name<'a>) -> Option<&'a Statement<'a>> {
        self.names.get(&(namespace, name.value())).copied()
    }

    /// Whether a statement that could not be read would declare `name`.
    pub(super) fn is_broken(&self, namespace: Namespace, name: &Name<'a>) -> bool {
        self.broken.contains(&(namespace, name.value()))
    }

    /// The statements of a namespace with their names, in name order.
    pub(super) fn of(&self, namespace: Namespace) -> &[(Cow<'a, str>, &'a Statement<'a>)] {
        self.statements.get(&namespace).map_or(&[], Vec::as_slice)
    }

    /// The statements that declare nothing, because an earlier one has their name. What they refer to is checked all
    /// the same.
    pub(super) fn later(&self) -> impl Iterator<Item = &'a Statement<'a>> {
        self.later.iter().copied()
    }

    /// Declares a name; where an earlier statement has done so, gives the place where.
    fn declare(
        &mut self,
        namespace: Namespace,
        name: Name<'a>,
        statement: &'a Statement<'a>,
    ) -> Result<(), Name<'a>> {
        let key = (namespace, name.value());
        if let Some(first) = self.places.get(&key) {
            return Err(*first);
        }
        self.places.insert(key.clone(), name);
        self.names.insert(key, statement);
        Ok(())
    }

    /// Declares the name of a statement and its aliases. One finding says that any of them is declared already.
    fn statement(
        &mut self,
        namespace: Namespace,
        statement: &'a Statement<'a>,
        findings: &mut Vec<Diagnostic>,
    ) {
        let mut duplicate = None;
        match self.declare(namespace, statement.name, statement) {
            Ok(()) => {
                let entry = (statement.name.value(), statement);
                self.statements.entry(namespace).or_default().push(entry);
            }
            Err(first) => {
                self.later.push(statement);
                duplicate = Some((statement.name, first));
            }
        }
        if statement.keyword.shape().body == BodyShape::List(Clause::Alias) {
            let mut own = FxHashSet::from_iter([statement.name.value()]);
            for &alias in statement.list() {
                // The same word twice in one list is no error.
                if own.insert(alias.value())
                    && let Err(first) = self.declare(namespace, alias, statement)
                {
                    duplicate = duplicate.or(Some((alias, first)));
                }
            }
        }
        if let Some((name, first)) = duplicate {
            findings.push(messages::duplicate_name(&name, &first, &name.value()));
        }
    }
}

/// Collects the declarations of all files but the workloads', in the order of files and positions.
pub(super) fn declare<'a>(files: &'a [File<'a>], findings: &mut Vec<Diagnostic>) -> Declared<'a> {
    let mut declared = Declared::default();
    let parts = files.iter().flat_map(|file| &file.parts).filter(|part| !part.only_workloads);
    for item in parts.flat_map(|part| &part.items) {
        match item {
            Item::Statement(statement) => {
                if let Some(namespace) = Namespace::of_keyword(statement.keyword) {
                    declared.statement(namespace, statement, findings);
                }
            }
            Item::Broken(broken) => {
                let Some(name) = broken.name else { continue };
                match broken.keyword {
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

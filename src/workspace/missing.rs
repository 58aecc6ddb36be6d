//! References to nothing, as they are found. What may be meant by them is looked for once every name is
//! known.

use super::declare::Declared;
use super::messages::{Fault, Repair};
use crate::diagnostic::{Diagnostic, Hint};
use crate::syntax::ast::Name;
use crate::syntax::keyword::{Attribute, RuleAttribute};
use crate::table::{Namespace, Table};

/// A word that names nothing of what it must be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Missing<'f> {
    pub(super) name: Name<'f>,
    pub(super) wanted: Wanted,
}

/// What a word must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Wanted {
    Policy,
    Environment,
    Group,
    /// A code under an attribute.
    Code(Attribute),
    /// A cpu or a gpu.
    Flavor,
    /// What a code lies in, of this level.
    Parent(Attribute),
}

/// What references are wrong.
#[derive(Default)]
pub(super) struct Unknown<'f> {
    /// References to what exists and does not belong there.
    pub(super) misplaced: Vec<Diagnostic>,
    /// References to what lies at another level. Where a file could not be read, it may declare what they
    /// name.
    pub(super) elsewhere: Vec<Diagnostic>,
    /// References to nothing, likewise.
    pub(super) missing: Vec<Missing<'f>>,
    /// Whether nobody asks for any of them.
    pub(super) is_ignored: bool,
}

impl<'f> Unknown<'f> {
    /// What is wrong is of no matter.
    pub(super) fn ignored() -> Self {
        Self { is_ignored: true, ..Self::default() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.misplaced.len() + self.elsewhere.len() + self.missing.len()
    }

    /// `name` is nothing that it must be.
    pub(super) fn missing(&mut self, name: Name<'f>, wanted: Wanted) {
        if !self.is_ignored {
            self.missing.push(Missing { name, wanted });
        }
    }

    /// `name` is no code of `level`, where a statement of an attribute has its parent.
    pub(super) fn parent(
        &mut self,
        declared: &Declared<'_>,
        of: Attribute,
        level: Attribute,
        name: Name<'f>,
    ) {
        let value = name.value();
        let mut places = [Attribute::Continent, Attribute::Country, Attribute::Location].into_iter();
        let is_it =
            |&place: &Attribute| place != level && declared.get(Namespace::of(place), &value).is_some();
        match places.find(is_it) {
            None => self.missing(name, Wanted::Parent(level)),
            Some(is) => {
                let fault = Fault::ParentElsewhere { name: value.into_owned(), is, level, of };
                self.elsewhere.push(Diagnostic::new(fault, name.span()));
            }
        }
    }

    /// `name` is no flavor, where a location offers it.
    pub(super) fn flavor(&mut self, table: &Table, name: Name<'f>) {
        let is: Vec<RuleAttribute> = attributes_of(table, &name.value()).map(RuleAttribute::Code).collect();
        if is.is_empty() {
            self.missing(name, Wanted::Flavor);
        } else {
            let fault = Fault::WrongAttribute {
                name: name.value().into_owned(),
                is,
                under: None,
                repair: Hint(Repair::Offers),
                region: Hint(None),
            };
            self.misplaced.push(Diagnostic::new(fault, name.span()));
        }
    }
}

/// What a code is, if it is one at all.
pub(super) fn attributes_of(table: &Table, value: &str) -> impl Iterator<Item = Attribute> {
    Attribute::ALL.into_iter().filter(move |&attribute| table.find(attribute, value).is_some())
}

//! The reference table in force: the chosen table's statements and the workspace's, as one tree of codes.

use rustc_hash::FxHashMap;

use super::namespace::Namespace;
use crate::arena::{Arena, Id};
use crate::syntax::ast::StatementId;
use crate::syntax::keyword::{Attribute, PolicyType};

/// The id of a code in its table; ids are ordered by attribute and name.
pub type CodeId = Id<Code>;

/// A place or a flavor that policies can name.
#[derive(Debug)]
pub struct Code {
    pub(crate) attribute: Attribute,
    pub(crate) name: Box<str>,
    pub(crate) statement: StatementId,
    pub(crate) parent: Option<CodeId>,
    pub(crate) offers: Option<Vec<CodeId>>,
    pub(crate) aliases: Vec<Box<str>>,
}

impl Code {
    /// What it is.
    #[must_use]
    pub fn attribute(&self) -> Attribute {
        self.attribute
    }

    /// What policies call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is declared.
    #[must_use]
    pub fn statement(&self) -> StatementId {
        self.statement
    }

    /// The continent of a country, the country of a location.
    #[must_use]
    pub fn parent(&self) -> Option<CodeId> {
        self.parent
    }

    /// The flavors that a location offers, in order; `None` for every one.
    #[must_use]
    pub fn offers(&self) -> Option<&[CodeId]> {
        self.offers.as_deref()
    }

    /// What a flavor may be called besides its name, as its statement lists it.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.aliases.iter().map(|alias| &**alias)
    }
}

/// Every code in force, ordered by attribute and name.
#[derive(Debug, Default)]
pub struct Table {
    pub(crate) codes: Arena<Code>,
    /// The codes by name, those of each namespace apart.
    by_name: FxHashMap<Namespace, FxHashMap<Box<str>, CodeId>>,
}

impl Table {
    /// Every code, ordered by attribute and name.
    #[must_use]
    pub fn codes(&self) -> &Arena<Code> {
        &self.codes
    }

    /// Every code with its id, ordered by attribute and name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (CodeId, &Code)> + DoubleEndedIterator {
        self.codes.iter()
    }

    /// The codes of one attribute, by name.
    pub fn of(&self, attribute: Attribute) -> impl ExactSizeIterator<Item = (CodeId, &Code)> {
        let codes = self.codes.values();
        let start = codes.partition_point(|code| code.attribute < attribute);
        let end = codes.partition_point(|code| code.attribute <= attribute);
        self.iter().skip(start).take(end - start)
    }

    /// Whether the table has any location, so that placements are concrete.
    #[must_use]
    pub fn has_fleet(&self) -> bool {
        self.of(Attribute::Location).len() > 0
    }

    /// Whether the table has any code of a type.
    #[must_use]
    pub fn has_type(&self, policy_type: PolicyType) -> bool {
        let mut attributes = Attribute::ALL.into_iter().filter(|it| it.policy_type() == policy_type);
        attributes.any(|attribute| self.of(attribute).len() > 0)
    }

    /// The code that `name` is under `attribute`: its own name, or an alias of it.
    #[must_use]
    pub fn find(&self, attribute: Attribute, name: &str) -> Option<CodeId> {
        let id = *self.by_name.get(&Namespace::of(attribute))?.get(name)?;
        (self.codes[id].attribute == attribute).then_some(id)
    }

    /// The flavor that `name` is, whether cpu or gpu.
    #[must_use]
    pub fn find_flavor(&self, name: &str) -> Option<CodeId> {
        self.by_name.get(&Namespace::Flavor)?.get(name).copied()
    }

    /// Makes `name` a name of a code.
    pub(crate) fn declare(&mut self, namespace: Namespace, name: Box<str>, code: CodeId) {
        self.by_name.entry(namespace).or_default().insert(name, code);
    }
}

impl std::ops::Index<CodeId> for Table {
    type Output = Code;

    fn index(&self, id: CodeId) -> &Code {
        &self.codes[id]
    }
}

//! The reference table in force: the chosen table's statements and the workspace's, as one tree of codes.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::declare::{Declared, Namespace};
use super::messages;
use crate::diagnostic::Diagnostic;
use crate::ids::{Arena, Id};
use crate::syntax::ast::{Name, Statement};
use crate::syntax::keyword::{Attribute, Keyword, PolicyType};

/// Marks the ids of codes.
#[derive(Debug)]
pub enum CodeMark {}

/// The place of a code in its table.
pub type CodeId = Id<CodeMark>;

/// A place or a flavor that policies can name.
#[derive(Debug)]
pub struct Code<'a> {
    /// What it is.
    pub attribute: Attribute,
    /// What policies call it.
    pub name: Cow<'a, str>,
    /// Where it is declared.
    pub statement: &'a Statement<'a>,
    /// The continent of a country, the country of a location.
    pub parent: Option<CodeId>,
    /// The flavors that a location offers, in order; `None` for every one.
    pub offers: Option<Vec<CodeId>>,
}

/// Every code in force, ordered by attribute and name.
#[derive(Debug, Default)]
pub struct Table<'a> {
    codes: Arena<CodeMark, Code<'a>>,
    by_name: FxHashMap<(Namespace, Cow<'a, str>), CodeId>,
}

impl<'a> Code<'a> {
    /// What a flavor may be called besides its name.
    pub fn aliases(&self) -> impl Iterator<Item = Cow<'a, str>> {
        let is_flavor = self.attribute.policy_type() == PolicyType::Flavor;
        let list = if is_flavor { self.statement.list() } else { &[] };
        list.iter().map(Name::value).filter(|alias| *alias != self.name)
    }
}

impl<'a> Table<'a> {
    /// Every code with its id, ordered by attribute and name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (CodeId, &Code<'a>)> + DoubleEndedIterator {
        self.codes.iter()
    }

    /// The codes of one attribute, by name.
    pub fn of(&self, attribute: Attribute) -> impl Iterator<Item = (CodeId, &Code<'a>)> {
        self.iter().filter(move |(_, code)| code.attribute == attribute)
    }

    /// The codes of one attribute whose place is at most `distance` from where `name` would stand, by name.
    pub(super) fn around(
        &self,
        attribute: Attribute,
        name: &str,
        distance: usize,
    ) -> impl Iterator<Item = &Code<'a>> {
        let codes = self.codes.values();
        let place = codes.partition_point(|code| (code.attribute, &*code.name) < (attribute, name));
        let range = place.saturating_sub(distance)..(place + distance).min(codes.len());
        codes.get(range).unwrap_or_default().iter().filter(move |code| code.attribute == attribute)
    }

    /// Whether the table has any location, so that placements are concrete.
    #[must_use]
    pub fn has_fleet(&self) -> bool {
        self.of(Attribute::Location).next().is_some()
    }

    /// Whether the table has any code of a type.
    #[must_use]
    pub fn has_type(&self, policy_type: PolicyType) -> bool {
        self.iter().any(|(_, code)| code.attribute.policy_type() == policy_type)
    }

    /// The code that `name` is under `attribute`: its own name, or an alias of it.
    #[must_use]
    pub fn find(&self, attribute: Attribute, name: &str) -> Option<CodeId> {
        let id = *self.by_name.get(&(Namespace::of(attribute), Cow::Borrowed(name)))?;
        (self.codes[id].attribute == attribute).then_some(id)
    }

    /// The flavor that `name` is, whether cpu or gpu.
    #[must_use]
    pub fn find_flavor(&self, name: &str) -> Option<CodeId> {
        self.by_name.get(&(Namespace::Flavor, Cow::Borrowed(name))).copied()
    }
}

impl<'a> std::ops::Index<CodeId> for Table<'a> {
    type Output = Code<'a>;

    fn index(&self, id: CodeId) -> &Code<'a> {
        &self.codes[id]
    }
}

/// The table of what is declared. Parents and offers that are unknown go to `unknown` and are left out.
pub(super) fn build<'a>(
    declared: &Declared<'a>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Vec<Diagnostic>,
) -> Table<'a> {
    let mut table = Table::default();
    for attribute in Attribute::ALL {
        let own = |statement: &Statement<'_>| statement.keyword == Keyword::Code(attribute);
        for (name, statement) in declared.of(Namespace::of(attribute)).iter().filter(|(_, it)| own(it)) {
            let parent = parent(&table, declared, attribute, statement, unknown);
            let code = Code { attribute, name: name.clone(), statement, parent, offers: None };
            let id = table.codes.push(code);
            table.by_name.insert((Namespace::of(attribute), name.clone()), id);
            if attribute.policy_type() == PolicyType::Flavor {
                for alias in statement.list() {
                    let is_own =
                        declared.get(Namespace::Flavor, alias).is_some_and(|it| std::ptr::eq(it, *statement));
                    if is_own {
                        table.by_name.insert((Namespace::Flavor, alias.value()), id);
                    }
                }
            }
        }
    }
    let locations: Vec<CodeId> = table.of(Attribute::Location).map(|(id, _)| id).collect();
    for id in locations {
        let statement = table[id].statement;
        if statement.body.is_some() {
            table.codes[id].offers = Some(offers(&table, declared, statement, findings, unknown));
        }
    }
    for statement in declared.later() {
        if let Keyword::Code(attribute) = statement.keyword {
            parent(&table, declared, attribute, statement, unknown);
            if attribute == Attribute::Location {
                offers(&table, declared, statement, findings, unknown);
            }
        }
    }
    table
}

/// What a statement's code lies in.
fn parent(
    table: &Table<'_>,
    declared: &Declared<'_>,
    attribute: Attribute,
    statement: &Statement<'_>,
    unknown: &mut Vec<Diagnostic>,
) -> Option<CodeId> {
    let parent = statement.parent?;
    let level = parent_of(attribute)?;
    let found = table.find(level, &parent.value());
    if found.is_none() && !declared.is_broken(Namespace::of(level), &parent) {
        unknown.push(messages::unknown_parent(table, declared, attribute, level, &parent));
    }
    found
}

/// The flavors that a location's statement lists, in order.
fn offers(
    table: &Table<'_>,
    declared: &Declared<'_>,
    statement: &Statement<'_>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Vec<Diagnostic>,
) -> Vec<CodeId> {
    let mut offers = Vec::new();
    for name in statement.list() {
        match table.find_flavor(&name.value()) {
            Some(flavor) => offers.push(flavor),
            None => offers_unknown(table, declared, name, findings, unknown),
        }
    }
    offers.sort_unstable();
    offers.dedup();
    offers
}

fn offers_unknown(
    table: &Table<'_>,
    declared: &Declared<'_>,
    name: &Name<'_>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Vec<Diagnostic>,
) {
    if declared.is_broken(Namespace::Flavor, name) {
        return;
    }
    match messages::wrong_attribute(table, None, &[], name) {
        Some(finding) => findings.push(finding),
        None => unknown.push(messages::unknown_code(table, None, name)),
    }
}

fn parent_of(attribute: Attribute) -> Option<Attribute> {
    match attribute {
        Attribute::Country => Some(Attribute::Continent),
        Attribute::Location => Some(Attribute::Country),
        Attribute::Continent | Attribute::Cpu | Attribute::Gpu => None,
    }
}

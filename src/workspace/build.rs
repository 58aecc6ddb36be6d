//! From declarations to the reference table in force.

use super::declare::Declared;
use super::missing::Unknown;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Attribute, Keyword, PolicyType};
use crate::table::{Code, CodeId, Namespace, Table};

/// The table of what is declared. Parents and offers that are unknown are reported and left out.
pub(super) fn table<'f>(declared: &Declared<'f>, unknown: &mut Unknown<'f>) -> Table {
    let mut table = Table::default();
    // What a code lies in is of an earlier attribute.
    for attribute in Attribute::ALL {
        for (_, statement) in declared.of(Namespace::of(attribute)) {
            if statement.keyword() == Keyword::Code(attribute) {
                code(&mut table, declared, attribute, *statement, unknown);
            }
        }
    }
    for extension in declared.extensions() {
        more_aliases(&mut table, declared, extension);
    }
    // Flavors come behind the locations that offer them. Locations are in the order of their statements.
    let ids: Vec<CodeId> = table.of(Attribute::Location).map(|(id, _)| id).collect();
    for (id, (_, statement)) in ids.into_iter().zip(declared.of(Namespace::Location)) {
        if statement.has_body() {
            table.codes[id].offers = Some(offers(&table, declared, *statement, unknown));
        }
    }
    for statement in declared.later() {
        if let Keyword::Code(attribute) = statement.keyword() {
            parent(&table, declared, attribute, statement, unknown);
            if attribute == Attribute::Location {
                offers(&table, declared, statement, unknown);
            }
        }
    }
    table
}

/// Puts the code of a statement into the table, with those of its aliases that no other statement has.
fn code<'f>(
    table: &mut Table,
    declared: &Declared<'f>,
    attribute: Attribute,
    statement: Statement<'f>,
    unknown: &mut Unknown<'f>,
) {
    let namespace = Namespace::of(attribute);
    let name = statement.name().value();
    let is_flavor = attribute.policy_type() == PolicyType::Flavor;
    let aliases: Vec<_> = statement.list().iter().filter(|_| is_flavor).map(|alias| alias.value()).collect();
    let id = table.codes.push(Code {
        attribute,
        name: (*name).into(),
        statement: statement.id(),
        parent: parent(table, declared, attribute, statement, unknown),
        offers: None,
        aliases: aliases.iter().filter(|alias| **alias != name).map(|alias| (**alias).into()).collect(),
    });
    table.declare(namespace, (*name).into(), id);
    for alias in aliases {
        if declared.get(namespace, &alias).is_some_and(|it| it.id() == statement.id()) {
            table.declare(namespace, (*alias).into(), id);
        }
    }
}

/// Gives a flavor the aliases of a statement that only adds them.
fn more_aliases(table: &mut Table, declared: &Declared<'_>, extension: Statement<'_>) {
    let Some(id) = table.find_flavor(&extension.name().value()) else { return };
    for alias in extension.list().iter().map(|alias| alias.value()) {
        let is_own = declared.get(Namespace::Flavor, &alias).is_some_and(|it| it.id() == extension.id());
        if is_own && table.find_flavor(&alias).is_none() {
            table.codes[id].aliases.push((*alias).into());
            table.declare(Namespace::Flavor, (*alias).into(), id);
        }
    }
}

/// What a statement's code lies in.
fn parent<'f>(
    table: &Table,
    declared: &Declared<'f>,
    attribute: Attribute,
    statement: Statement<'f>,
    unknown: &mut Unknown<'f>,
) -> Option<CodeId> {
    let parent = statement.parent()?;
    let level = parent_of(attribute)?;
    let found = table.find(level, &parent.value());
    if found.is_none() && !declared.is_broken(Namespace::of(level), &parent) {
        unknown.parent(declared, attribute, level, parent);
    }
    found
}

/// The flavors that a location's statement lists, in order.
fn offers<'f>(
    table: &Table,
    declared: &Declared<'f>,
    statement: Statement<'f>,
    unknown: &mut Unknown<'f>,
) -> Vec<CodeId> {
    let mut offers = Vec::with_capacity(statement.list().len());
    for name in statement.list().iter() {
        match table.find_flavor(&name.value()) {
            Some(flavor) => offers.push(flavor),
            None if declared.is_broken(Namespace::Flavor, &name) => {}
            None => unknown.flavor(table, name),
        }
    }
    offers.sort_unstable();
    offers.dedup();
    offers
}

/// What codes of an attribute lie in.
fn parent_of(attribute: Attribute) -> Option<Attribute> {
    match attribute {
        Attribute::Country => Some(Attribute::Continent),
        Attribute::Location => Some(Attribute::Country),
        Attribute::Continent | Attribute::Cpu | Attribute::Gpu => None,
    }
}

//! The codes of both sides in one numbering: a code has one number wherever it is, by its attribute and name.

use fixedbitset::FixedBitSet;

use super::numbers::{NEW, Numbers, OLD};
use super::side::{Content, Side};
use crate::emit::document::Document;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::{CodeId, Table};
use crate::workspace::Workspace;

/// Codes by number.
pub(super) type Bits = FixedBitSet;

/// What a side says of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodeFact {
    pub(super) parent: Option<usize>,
    /// The flavors that a location offers, in order; `None` for every one.
    pub(super) offers: Option<Vec<usize>>,
}

/// The codes of the tables of both sides, and those that only a compiled file names.
#[derive(Debug)]
pub(super) struct Codes<'a> {
    pub(super) all: Numbers<(Attribute, &'a str), CodeFact>,
    tables: [&'a Table; 2],
    /// The number of each code of each table.
    numbers: [Vec<usize>; 2],
}

impl<'a> Codes<'a> {
    /// The codes of two sides, each of which is read in its own table.
    pub(super) fn new(sides: [&Side<'a>; 2], tables: [&'a Workspace; 2]) -> Self {
        let tables = tables.map(Workspace::table);
        let further = [OLD, NEW].map(|side| match (sides.get(side), tables.get(side)) {
            (Some(Side { content: Content::Compiled(document), .. }), Some(table)) => {
                further(document, table)
            }
            _ => Vec::new(),
        });
        let listed = tables.iter().flat_map(|it| it.iter()).map(|(_, code)| (code.attribute(), code.name()));
        let all = Numbers::new(listed.chain(further.iter().flatten().copied()));
        let mut codes = Self { all, tables, numbers: [Vec::new(), Vec::new()] };
        for (side, (table, further)) in tables.into_iter().zip(&further).enumerate() {
            codes.read(side, table);
            for &key in further {
                if let Some(number) = codes.all.number(key) {
                    codes.all.say(side, number, CodeFact { parent: None, offers: None });
                }
            }
        }
        codes
    }

    fn read(&mut self, side: usize, table: &'a Table) {
        let all = table.iter().filter_map(|(_, code)| self.all.number((code.attribute(), code.name())));
        let numbers: Vec<usize> = all.collect();
        if let Some(own) = self.numbers.get_mut(side) {
            *own = numbers;
        }
        for (id, code) in table.iter() {
            let fact = CodeFact {
                parent: code.parent().and_then(|it| self.of(side, it)),
                offers: code.offers().map(|all| all.iter().filter_map(|&it| self.of(side, it)).collect()),
            };
            if let Some(number) = self.of(side, id) {
                self.all.say(side, number, fact);
            }
        }
    }

    /// The number of a code of a side's table.
    pub(super) fn of(&self, side: usize, code: CodeId) -> Option<usize> {
        self.numbers.get(side)?.get(code.index()).copied()
    }

    /// The number of what a compiled file of a side names.
    pub(super) fn find(&self, side: usize, attribute: Attribute, name: &'a str) -> Option<usize> {
        match self.tables.get(side)?.find(attribute, name) {
            Some(code) => self.of(side, code),
            None => self.all.number((attribute, name)),
        }
    }

    pub(super) fn attribute(&self, number: usize) -> Option<Attribute> {
        self.all.name(number).map(|(attribute, _)| attribute)
    }

    pub(super) fn policy_type(&self, number: usize) -> Option<PolicyType> {
        self.attribute(number).map(Attribute::policy_type)
    }

    /// None of them.
    pub(super) fn nothing(&self) -> Bits {
        Bits::with_capacity(self.all.len())
    }
}

/// The codes of a compiled file that a table does not have.
fn further<'a>(document: &'a Document, table: &Table) -> Vec<(Attribute, &'a str)> {
    let codes = document.placement_sets.iter().flat_map(|set| {
        let placed = set.placements.iter().flatten();
        let at = placed.clone().map(|it| (Attribute::Location, it.location.as_str()));
        let listed = set.locations.iter().chain(&set.flavors).chain(placed.flat_map(|it| &it.flavors));
        listed.map(|code| (code.attribute, code.name.as_str())).chain(at)
    });
    codes.filter(|&(attribute, name)| table.find(attribute, name).is_none()).collect()
}

//! The space that placement sets lie in: every code of the table as a run of consecutive numbers.
//!
//! Locations are numbered in pre-order of the tree continent > country > location. The number of a code itself
//! stands for the places in it that the table does not list, so that all countries of a continent are not the
//! continent. Flavors have one number each.

use std::ops::Range;

use super::bits::Bits;
use crate::ids::Id;
use crate::syntax::keyword::PolicyType;
use crate::workspace::{CodeId, Table};

/// The numbering of a table's codes.
#[derive(Debug)]
pub struct Space {
    /// The numbers of each code, by code.
    runs: Vec<Range<usize>>,
    /// The code of each number, by type and number.
    codes: [Vec<CodeId>; 2],
}

impl Space {
    /// Numbers the codes of `table`.
    #[must_use]
    pub fn new(table: &Table<'_>) -> Self {
        let mut children: Vec<Vec<CodeId>> = vec![Vec::new(); table.iter().len()];
        let mut roots = Vec::new();
        for (id, code) in table.iter() {
            match code.parent.and_then(|parent| children.get_mut(parent.index())) {
                Some(siblings) => siblings.push(id),
                None => roots.push(id),
            }
        }
        let mut space = Self { runs: vec![0..0; children.len()], codes: [Vec::new(), Vec::new()] };
        for root in roots {
            // Parents lie one level up, so this goes three levels deep at most.
            space.number(root, table, &children);
        }
        space
    }

    fn number(&mut self, id: CodeId, table: &Table<'_>, children: &[Vec<CodeId>]) {
        let policy_type = table[id].attribute.policy_type();
        let start = self.codes_of(policy_type).len();
        self.codes_of_mut(policy_type).push(id);
        for &child in children.get(id.index()).into_iter().flatten() {
            self.number(child, table, children);
        }
        let end = self.codes_of(policy_type).len();
        if let Some(run) = self.runs.get_mut(id.index()) {
            *run = start..end;
        }
    }

    /// The numbers of a code and of all below it.
    #[must_use]
    pub fn run(&self, id: CodeId) -> Range<usize> {
        self.runs.get(id.index()).cloned().unwrap_or_default()
    }

    /// The empty set of a type.
    #[must_use]
    pub fn none(&self, policy_type: PolicyType) -> Bits {
        Bits::none(self.codes_of(policy_type).len())
    }

    /// The set of everything of a type.
    #[must_use]
    pub fn all(&self, policy_type: PolicyType) -> Bits {
        let mut all = self.none(policy_type);
        all.insert(0..self.codes_of(policy_type).len());
        all
    }

    /// The set that `codes` stand for together.
    #[must_use]
    pub fn set_of(&self, policy_type: PolicyType, codes: impl IntoIterator<Item = CodeId>) -> Bits {
        let mut set = self.none(policy_type);
        for code in codes {
            set.insert(self.run(code));
        }
        set
    }

    /// The shortest list of codes that stands for `set`, ordered as the table is.
    #[must_use]
    pub fn shortest(&self, policy_type: PolicyType, set: &Bits) -> Vec<CodeId> {
        let mut shortest = Vec::new();
        let mut from = 0;
        // Sets are unions and intersections of runs, so where a code's own number is in, all of its run is.
        while let Some(number) = set.next(from) {
            let id = self.codes_of(policy_type).get(number).copied().unwrap_or(Id::new(0));
            shortest.push(id);
            from = self.run(id).end.max(number + 1);
        }
        shortest.sort_unstable();
        shortest
    }

    fn codes_of(&self, policy_type: PolicyType) -> &[CodeId] {
        let [locations, flavors] = &self.codes;
        match policy_type {
            PolicyType::Location => locations,
            PolicyType::Flavor => flavors,
        }
    }

    fn codes_of_mut(&mut self, policy_type: PolicyType) -> &mut Vec<CodeId> {
        let [locations, flavors] = &mut self.codes;
        match policy_type {
            PolicyType::Location => locations,
            PolicyType::Flavor => flavors,
        }
    }
}

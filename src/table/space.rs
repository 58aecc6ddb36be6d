//! The space that placement sets lie in: every code of the table as a run of consecutive numbers.
//!
//! Locations are numbered in pre-order of the tree continent > country > location. The number of a code
//! itself stands for the places in it that the table does not list, so that all countries of a continent are
//! not the continent. Flavors have one number each.

use super::codes::{Code, CodeId, Table};
use super::set::{Difference, Part, Run, Set, joined, subtract};
use crate::arena::IdMap;
use crate::syntax::keyword::PolicyType;
use crate::text::offset;

/// The numbering of a table's codes.
#[derive(Debug)]
pub struct Space {
    /// The numbers of each code and of all below it.
    runs: IdMap<Code, Run>,
    /// What each code lies in.
    parents: IdMap<Code, Option<CodeId>>,
    /// The codes of places in the order of their numbers.
    locations: Vec<CodeId>,
    /// The flavors in the order of their numbers.
    flavors: Vec<CodeId>,
}

impl Space {
    /// Numbers the codes of `table`.
    #[must_use]
    pub fn new(table: &Table) -> Self {
        let mut children: IdMap<Code, Vec<CodeId>> = table.codes().map(|_| Vec::new());
        for (id, code) in table.iter() {
            if let Some(parent) = code.parent() {
                children[parent].push(id);
            }
        }
        let mut space = Self {
            runs: table.codes().map(|_| Run { start: 0, end: 0 }),
            parents: table.codes().map(|(_, code)| code.parent()),
            locations: Vec::new(),
            flavors: Vec::new(),
        };
        for (root, code) in table.iter().filter(|(_, code)| code.parent().is_none()) {
            // Parents lie one level up, so this goes three levels deep at most.
            space.number(root, code.attribute().policy_type(), &children);
        }
        space
    }

    /// Numbers a code and all below it.
    fn number(&mut self, id: CodeId, policy_type: PolicyType, children: &IdMap<Code, Vec<CodeId>>) {
        let codes = match policy_type {
            PolicyType::Location => &mut self.locations,
            PolicyType::Flavor => &mut self.flavors,
        };
        let start = offset(codes.len());
        codes.push(id);
        for &child in &children[id] {
            self.number(child, policy_type, children);
        }
        self.runs[id] = Run { start, end: offset(self.codes(policy_type).len()) };
    }

    /// The set of everything of a type; `None` where the table has nothing of it.
    #[must_use]
    pub fn all(&self, policy_type: PolicyType) -> Option<Set> {
        let end = offset(self.codes(policy_type).len());
        Set::of(policy_type, if end == 0 { Vec::new() } else { vec![Run { start: 0, end }] })
    }

    /// The set that `codes` of a type stand for together; `None` where there is none.
    ///
    /// # Panics
    /// If a code is of the other type.
    #[must_use]
    pub fn set(&self, policy_type: PolicyType, codes: impl IntoIterator<Item = CodeId>) -> Option<Set> {
        let run = |code| {
            assert!(self.is_of(code, policy_type), "places and flavors have nothing in common");
            self.runs[code]
        };
        Set::of(policy_type, codes.into_iter().map(run).collect())
    }

    /// The set that one code stands for.
    #[must_use]
    pub fn whole(&self, code: CodeId) -> Set {
        let is_place = self.is_of(code, PolicyType::Location);
        Set::one(if is_place { PolicyType::Location } else { PolicyType::Flavor }, self.runs[code])
    }

    /// What is left of `set` without `taken`, if anything is. What lies above anything that is taken no
    /// longer stands for what the table does not list, so that the rest is closed: the European Union without
    /// France is a list of countries.
    ///
    /// # Panics
    /// If they are of different types.
    #[must_use]
    pub fn except(&self, set: &Set, taken: &Set) -> Option<Set> {
        set.assert_like(taken);
        let mut away = taken.runs().to_vec();
        for code in self.shortest(taken) {
            let above = std::iter::successors(self.parents[code], |&above| self.parents[above]);
            away.extend(above.map(|above| self.own(above)));
        }
        Set::of(set.policy_type(), subtract(set.runs(), &joined(away)))
    }

    /// Whether a set has all of a code.
    #[must_use]
    pub fn has(&self, set: &Set, code: CodeId) -> bool {
        self.is_of(code, set.policy_type()) && set.has(self.runs[code].start)
    }

    /// Whether a code is a place or a flavor, as the type says.
    fn is_of(&self, code: CodeId, policy_type: PolicyType) -> bool {
        self.codes(policy_type).get(self.runs[code].start as usize) == Some(&code)
    }

    /// The shortest list of codes that stands for `set`, ordered as the table is.
    #[must_use]
    pub fn shortest(&self, set: &Set) -> Vec<CodeId> {
        let mut shortest = Vec::new();
        for run in set.runs() {
            let mut rest = self.codes_of(set.policy_type(), *run);
            while let Some(&code) = rest.first() {
                shortest.push(code);
                #[expect(
                    clippy::indexing_slicing,
                    reason = "a set that has a code's own number has all of the code"
                )]
                let behind = &rest[self.length(code)..];
                rest = behind;
            }
        }
        shortest.sort_unstable();
        shortest
    }

    /// The codes that a set has whole and that have no other code in them, ordered as the table is.
    #[must_use]
    pub fn leaves(&self, set: &Set) -> Vec<CodeId> {
        let mut leaves: Vec<CodeId> = self.codes_in(set).filter(|&code| self.length(code) == 1).collect();
        leaves.sort_unstable();
        leaves
    }

    /// The parts that make up a difference, ordered as the table is: a code that is in it whole, and of a
    /// code that is not, what the table does not list, if that is in it.
    #[must_use]
    pub fn parts(&self, difference: &Difference) -> Vec<Part> {
        let mut parts = Vec::new();
        for run in difference.runs() {
            let mut rest = self.codes_of(difference.policy_type(), *run);
            while let Some((&code, behind)) = rest.split_first() {
                let behind_all = rest.get(self.length(code)..);
                parts.push(if behind_all.is_some() { Part::Whole(code) } else { Part::Unlisted(code) });
                rest = behind_all.unwrap_or(behind);
            }
        }
        parts.sort_unstable_by_key(|part| part.code());
        parts
    }

    /// The codes whose own numbers are in a set, in the order of the numbers.
    pub(crate) fn codes_in<'s>(&'s self, set: &'s Set) -> impl Iterator<Item = CodeId> + 's {
        set.runs().iter().flat_map(|run| self.codes_of(set.policy_type(), *run)).copied()
    }

    /// The number that stands for what the table does not list of a code.
    fn own(&self, code: CodeId) -> Run {
        let start = self.runs[code].start;
        Run { start, end: start + 1 }
    }

    /// How many numbers a code has.
    fn length(&self, code: CodeId) -> usize {
        let run = self.runs[code];
        (run.end - run.start) as usize
    }

    /// The codes of a type in the order of their numbers.
    fn codes(&self, policy_type: PolicyType) -> &[CodeId] {
        match policy_type {
            PolicyType::Location => &self.locations,
            PolicyType::Flavor => &self.flavors,
        }
    }

    /// The codes that a run of numbers is of.
    #[expect(clippy::indexing_slicing, reason = "a run of another space would be another set")]
    fn codes_of(&self, policy_type: PolicyType, run: Run) -> &[CodeId] {
        &self.codes(policy_type)[run.start as usize..run.end as usize]
    }
}

//! A table by numbers: which codes there are, what each is in and what locations offer. Sets come in, and
//! their differences, lists of codes, and placements go out.

use rustc_hash::FxHashMap;

use super::codes::{Bits, CodeFact, Codes};
use crate::answers::words::{Choice, Placed, Status};
use crate::syntax::keyword::{Attribute, PolicyType};

/// A location and a flavor there.
pub(super) type At = (usize, usize);

/// A table in the numbering of two sides, of which each code is as one of them says.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    codes: &'a Codes<'a>,
    facts: Vec<Option<&'a CodeFact>>,
    listed: Bits,
    /// Everything of each type.
    everything: [Bits; 2],
    locations: Bits,
    /// All of each code that others are in.
    wholes: FxHashMap<usize, Bits>,
}

impl<'a> Tree<'a> {
    /// The table of which each code is as the side says that `side` gives for it.
    pub(super) fn new(codes: &'a Codes<'a>, side: impl Fn(usize) -> usize) -> Self {
        let facts: Vec<Option<&CodeFact>> =
            (0..codes.all.len()).map(|number| codes.all.on(side(number), number)).collect();
        let nothing = codes.nothing();
        let mut tree = Self {
            codes,
            listed: nothing.clone(),
            everything: [nothing.clone(), nothing.clone()],
            locations: nothing,
            wholes: FxHashMap::default(),
            facts,
        };
        for number in 0..codes.all.len() {
            let Some(attribute) = tree.fact(number).and_then(|_| codes.attribute(number)) else { continue };
            tree.listed.insert(number);
            if attribute == Attribute::Location {
                tree.locations.insert(number);
            }
            let of_type = PolicyType::ALL.into_iter().zip(&mut tree.everything);
            for (_, everything) in of_type.filter(|(it, _)| *it == attribute.policy_type()) {
                everything.insert(number);
            }
        }
        let mut wholes: FxHashMap<usize, Bits> = FxHashMap::default();
        for number in tree.listed.ones() {
            for above in tree.above(number).skip(1) {
                let whole = wholes.entry(above).or_insert_with(|| codes.nothing());
                whole.insert(above);
                whole.insert(number);
            }
        }
        tree.wholes = wholes;
        tree
    }

    fn fact(&self, number: usize) -> Option<&'a CodeFact> {
        self.facts.get(number).copied().flatten()
    }

    /// The codes of which another table says something else.
    pub(super) fn changed(&self, other: &Self) -> Bits {
        let mut changed = self.codes.nothing();
        for code in (0..self.codes.all.len()).filter(|&code| self.fact(code) != other.fact(code)) {
            changed.insert(code);
        }
        changed
    }

    /// Whether a code is in this table.
    pub(super) fn lists(&self, code: usize) -> bool {
        self.listed.contains(code)
    }

    pub(super) fn has_fleet(&self) -> bool {
        !self.locations.is_clear()
    }

    /// Everything of a type.
    pub(super) fn everything(&self, policy_type: PolicyType) -> &Bits {
        let [locations, flavors] = &self.everything;
        match policy_type {
            PolicyType::Location => locations,
            PolicyType::Flavor => flavors,
        }
    }

    /// What a code is in, where that is in this table.
    fn parent(&self, code: usize) -> Option<usize> {
        self.fact(code)?.parent.filter(|&parent| self.lists(parent))
    }

    /// A code and all that it is in.
    fn above(&self, code: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(code), |&code| self.parent(code))
    }

    /// Adds all of a code; one that is not in this table stands for nothing.
    pub(super) fn add(&self, code: usize, set: &mut Bits) {
        match self.wholes.get(&code) {
            Some(whole) => set.union_with(whole),
            None if self.lists(code) => set.insert(code),
            None => {}
        }
    }

    /// Takes codes away; nothing that they are in stays whole.
    pub(super) fn take(&self, away: &Bits, set: &mut Bits) {
        for above in away.ones().flat_map(|code| self.above(code)) {
            set.set(above, false);
        }
    }

    /// Whether a set of this table has a code of another one: itself, else of a place what is nearest above
    /// it there.
    pub(super) fn has(&self, set: &Bits, code: usize, of: &Self) -> bool {
        let nearest = match self.codes.policy_type(code) {
            Some(PolicyType::Location) => of.above(code).find(|&it| self.lists(it)),
            _ => Some(code).filter(|&it| self.lists(it)),
        };
        nearest.is_some_and(|it| set.contains(it))
    }

    /// What a set of this table has and one of another table has not.
    pub(super) fn outside(&self, set: &Bits, other: &Self, others: &Bits) -> Bits {
        let mut outside = set.clone();
        outside.difference_with(others);
        let elsewhere = |&code: &usize| !other.lists(code) && other.has(others, code, self);
        let had: Vec<usize> = outside.ones().filter(elsewhere).collect();
        for code in had {
            outside.set(code, false);
        }
        outside
    }

    /// A set of a type as a walk down this table.
    pub(super) fn written(&self, set: &Bits, policy_type: PolicyType) -> Vec<Choice> {
        let is_whole = |code: usize| self.wholes.get(&code).is_none_or(|whole| whole.is_subset(set));
        let own = set.ones().filter(|&code| self.codes.policy_type(code) == Some(policy_type));
        let parts = own.filter(|&code| !self.parent(code).is_some_and(is_whole));
        let parts = parts.filter_map(|code| {
            let (attribute, name) = self.codes.all.name(code)?;
            Some(Choice { unlisted: !is_whole(code), ..Choice::new(attribute.into(), name) })
        });
        parts.collect()
    }

    /// Whether a location offers a flavor.
    pub(super) fn offers(&self, (location, flavor): At) -> bool {
        self.locations.contains(location)
            && self.lists(flavor)
            && self
                .fact(location)
                .is_some_and(|it| it.offers.as_ref().is_none_or(|all| all.binary_search(&flavor).is_ok()))
    }

    /// Where exactly a set is, in order, if the fleet is known.
    pub(super) fn placements(&self, set: &Bits) -> Option<Vec<At>> {
        if !self.has_fleet() {
            return None;
        }
        let flavors: Vec<usize> = set.intersection(self.everything(PolicyType::Flavor)).collect();
        let mut placements = Vec::new();
        for location in set.intersection(&self.locations) {
            match self.fact(location).and_then(|it| it.offers.as_ref()) {
                None => placements.extend(flavors.iter().map(|&flavor| (location, flavor))),
                Some(offers) => {
                    let offered = offers.iter().filter(|&&flavor| set.contains(flavor));
                    placements.extend(offered.map(|&flavor| (location, flavor)));
                }
            }
        }
        Some(placements)
    }

    /// Whether there is a place for a set.
    pub(super) fn status(&self, set: &Bits) -> Status {
        let is_lost = |all: &Bits| !all.is_clear() && all.is_disjoint(set);
        if self.everything.iter().any(is_lost) {
            return Status::Collision;
        }
        let is_open = self.everything.iter().all(|all| !all.is_clear());
        let is_placed = is_open && self.placements(set).is_none_or(|all| !all.is_empty());
        if is_placed { Status::Placed } else { Status::NoPlacement }
    }

    /// Placements, which are in order, by name.
    pub(super) fn placed(&self, placements: &[At]) -> Vec<Placed> {
        let by_location = placements.chunk_by(|(location, _), (other, _)| location == other);
        let placed = by_location.filter_map(|all| {
            let (location, _) = all.first()?;
            let flavor = |&(_, flavor): &At| {
                let (attribute, name) = self.codes.all.name(flavor)?;
                Some(Choice::new(attribute.into(), name))
            };
            let (_, name) = self.codes.all.name(*location)?;
            Some(Placed { location: name.to_owned(), flavors: all.iter().filter_map(flavor).collect() })
        });
        placed.collect()
    }
}

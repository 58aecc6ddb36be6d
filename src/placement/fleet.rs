//! Where exactly a set is: it comes in, and every declared location that it allows goes out with what it
//! offers.

use rustc_hash::FxHashMap;

use super::allowed::{Allowed, PlacementSet};
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::{CodeId, Space, Table};

/// A location and the flavors that it offers and the set allows.
///
/// Nobody else can make one:
///
/// ```compile_fail,E0451
/// # fn forge(location: bpol::table::CodeId) -> bpol::placement::Placement {
/// bpol::placement::Placement { location, flavors: Vec::new() }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    location: CodeId,
    flavors: Vec<CodeId>,
}

impl Placement {
    /// The location.
    #[must_use]
    pub fn location(&self) -> CodeId {
        self.location
    }

    /// The flavors, in order; never empty.
    #[must_use]
    pub fn flavors(&self) -> &[CodeId] {
        &self.flavors
    }
}

/// Which locations offer a flavor.
#[derive(Debug, Default)]
pub(crate) struct Offers {
    by_flavor: FxHashMap<CodeId, Vec<CodeId>>,
    /// The locations that offer every flavor.
    open: Vec<CodeId>,
    changed: ChangedOffers,
}

/// What some locations offer in the place of what the table says; `None` for every flavor.
pub(crate) type ChangedOffers = FxHashMap<CodeId, Option<Vec<CodeId>>>;

impl Offers {
    pub(crate) fn new(table: &Table, changed: ChangedOffers) -> Self {
        let mut offers = Self { by_flavor: FxHashMap::default(), open: Vec::new(), changed };
        let Self { by_flavor, open, changed } = &mut offers;
        for (id, location) in table.of(Attribute::Location) {
            match changed.get(&id).map_or(location.offers(), Option::as_deref) {
                None => open.push(id),
                Some(flavors) => {
                    for &flavor in flavors {
                        by_flavor.entry(flavor).or_default().push(id);
                    }
                }
            }
        }
        offers
    }

    /// The flavors that a location offers; `None` for every one.
    fn at<'o>(&'o self, table: &'o Table, location: CodeId) -> Option<&'o [CodeId]> {
        match self.changed.get(&location) {
            Some(changed) => changed.as_deref(),
            None => table[location].offers(),
        }
    }

    /// The locations that offer one of `flavors`, and perhaps some of them more than once.
    fn of<'o>(&'o self, flavors: &[CodeId]) -> impl Iterator<Item = &'o [CodeId]> {
        let listed = flavors.iter().filter_map(|flavor| self.by_flavor.get(flavor)).map(Vec::as_slice);
        listed.chain([self.open.as_slice()])
    }
}

/// The locations of a table, and what a set has of them.
#[derive(Clone, Copy)]
pub(crate) struct Fleet<'t> {
    pub(super) table: &'t Table,
    pub(super) space: &'t Space,
    pub(super) offers: &'t Offers,
}

impl<'t> Fleet<'t> {
    /// The concrete placements of a set, by location: every location that it allows with the allowed flavors
    /// that it offers.
    pub(super) fn placements(self, set: &PlacementSet) -> Vec<Placement> {
        let flavors = set.codes(self.space, PolicyType::Flavor);
        let mut locations = self.locations(set, &flavors);
        // Numbers are in the order of the tree, output in the order of names.
        locations.sort_unstable();
        locations.dedup();
        let with_flavors =
            |location| Placement { location, flavors: self.offered(set, &flavors, location).collect() };
        locations.into_iter().map(with_flavors).filter(|placement| !placement.flavors.is_empty()).collect()
    }

    /// How many placements a set has.
    pub(super) fn number_of_placements(self, set: &PlacementSet) -> usize {
        let flavors = set.codes(self.space, PolicyType::Flavor);
        let mut locations = self.locations(set, &flavors);
        locations.sort_unstable();
        locations.dedup();
        let is_placed = |&&location: &&CodeId| self.offered(set, &flavors, location).next().is_some();
        locations.iter().filter(is_placed).count()
    }

    /// Whether a set has any placement.
    pub(super) fn has_placement(self, set: &PlacementSet) -> bool {
        let flavors = set.codes(self.space, PolicyType::Flavor);
        self.any_location(set, &flavors, |location| self.offered(set, &flavors, location).next().is_some())
    }

    /// The locations that a set, which allows `flavors`, may have a placement at.
    fn locations(self, set: &PlacementSet, flavors: &[CodeId]) -> Vec<CodeId> {
        let mut locations = Vec::new();
        self.any_location(set, flavors, |location| {
            locations.push(location);
            false
        });
        locations
    }

    /// Whether `holds` for any location that a set, which allows `flavors`, may have a placement at: those
    /// that it allows are asked for, or those of them that offer a flavor, whichever are fewer to look at, up
    /// to the first for which it does.
    fn any_location(
        self,
        set: &PlacementSet,
        flavors: &[CodeId],
        mut holds: impl FnMut(CodeId) -> bool,
    ) -> bool {
        let mut all = self.table.of(Attribute::Location);
        let places = match set.of(PolicyType::Location) {
            Allowed::Everything => all.len(),
            Allowed::Only(set) => set.runs().iter().map(|run| (run.end - run.start) as usize).sum(),
            Allowed::Nothing => return false,
        };
        if self.offers.of(flavors).map(<[CodeId]>::len).sum::<usize>() < places {
            let mut offering = self.offers.of(flavors).flatten().copied();
            return offering.any(|id| set.of(PolicyType::Location).has(self.space, id) && holds(id));
        }
        match set.of(PolicyType::Location) {
            Allowed::Only(set) => {
                let is_location = |id: &CodeId| self.table[*id].attribute() == Attribute::Location;
                self.space.codes_in(set).filter(is_location).any(holds)
            }
            Allowed::Everything | Allowed::Nothing => all.any(|(id, _)| holds(id)),
        }
    }

    /// Those of `flavors`, which are the set's, that a location offers.
    fn offered<'f>(
        self,
        set: &'f PlacementSet,
        flavors: &'f [CodeId],
        location: CodeId,
    ) -> impl Iterator<Item = CodeId>
    where
        't: 'f,
    {
        let space = self.space;
        // A location lists few of many flavors, so its own are looked at where it lists any.
        let (listed, is_open) = match self.offers.at(self.table, location) {
            Some(offers) => (offers, false),
            None => (flavors, true),
        };
        let allowed = set.of(PolicyType::Flavor);
        let is_allowed = move |flavor: &CodeId| is_open || allowed.has(space, *flavor);
        listed.iter().copied().filter(is_allowed)
    }
}

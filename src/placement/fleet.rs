//! Where exactly a set is: it comes in, and every declared location that it allows goes out with what it
//! offers.

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

/// The locations of a table, and what a set has of them.
#[derive(Clone, Copy)]
pub(super) struct Fleet<'t> {
    pub(super) table: &'t Table,
    pub(super) space: &'t Space,
}

impl<'t> Fleet<'t> {
    /// The concrete placements of a set, by location: every location that it allows with the allowed flavors
    /// that it offers.
    pub(super) fn placements(self, set: &PlacementSet) -> Vec<Placement> {
        let flavors = set.codes(self.space, PolicyType::Flavor);
        let mut locations = self.locations(set);
        // Numbers are in the order of the tree, output in the order of names.
        locations.sort_unstable();
        let with_flavors =
            |location| Placement { location, flavors: self.offered(set, &flavors, location).collect() };
        locations.into_iter().map(with_flavors).filter(|placement| !placement.flavors.is_empty()).collect()
    }

    /// Whether a set has any placement.
    pub(super) fn has_placement(self, set: &PlacementSet) -> bool {
        let flavors = set.codes(self.space, PolicyType::Flavor);
        self.locations(set).into_iter().any(|location| self.offered(set, &flavors, location).next().is_some())
    }

    /// The locations that a set allows.
    fn locations(self, set: &PlacementSet) -> Vec<CodeId> {
        match set.of(PolicyType::Location) {
            Allowed::Everything => self.table.of(Attribute::Location).map(|(id, _)| id).collect(),
            Allowed::Only(set) => {
                let is_location = |id: &CodeId| self.table[*id].attribute() == Attribute::Location;
                self.space.codes_in(set).filter(is_location).collect()
            }
            Allowed::Nothing => Vec::new(),
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
        let (listed, is_open) = match self.table[location].offers() {
            Some(offers) => (offers, false),
            None => (flavors, true),
        };
        let allowed = set.of(PolicyType::Flavor);
        let is_allowed = move |flavor: &CodeId| is_open || allowed.has(space, *flavor);
        listed.iter().copied().filter(is_allowed)
    }
}

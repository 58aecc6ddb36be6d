//! What readers of tools that choose clusters share: which names of locations and flavors are taken comes in,
//! the machines of those clusters go out.

use rustc_hash::FxHashMap;

use super::selector::Taken;
use crate::emit::clusters::LOCATIONS_ONLY;
use crate::emit::codes::{NameMap, Names};
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::syntax::keyword::PolicyType;
use crate::table::CodeId;
use crate::verify::fleet::{Axis, Fleet, Mask};
use crate::verify::reader::{Admits, At, Foreign, Grant};

/// The clusters of a fleet, by the names of what they have.
#[derive(Debug)]
pub(super) struct Clusters<'r> {
    fleet: &'r Fleet,
    map: NameMap,
    places: FxHashMap<String, Vec<usize>>,
    flavors: FxHashMap<String, Vec<usize>>,
    /// Whether each cluster has one flavor, which can be told.
    tells_flavors: bool,
    /// Whether the project says that flavors are held elsewhere.
    ignores_flavors: bool,
}

impl<'r> Clusters<'r> {
    /// The clusters of `fleet`, as the settings of a request name them.
    pub(super) fn new(
        request: &Request<'r>,
        fleet: &'r Fleet,
        map: NameMap,
        tells_flavors: bool,
    ) -> Result<Self, Wrong> {
        let ignores_flavors = request.settings.is_set(LOCATIONS_ONLY.about.name)?;
        let places = backwards(fleet.places(), &map.locations);
        let flavors = backwards(fleet.flavors(), &map.flavors);
        Ok(Self { fleet, map, places, flavors, tells_flavors, ignores_flavors })
    }

    pub(super) fn fleet(&self) -> &'r Fleet {
        self.fleet
    }

    /// The places and flavors that the tool does not have.
    pub(super) fn gone(&self) -> (Mask, Mask) {
        let codes = |gone: &[(CodeId, String)]| gone.iter().map(|it| it.0).collect::<Vec<_>>();
        let places = self.fleet.places().of(codes(self.map.locations.gone()));
        (places, self.fleet.flavors().of(codes(self.map.flavors.gone())))
    }

    /// Whether only places are compared.
    pub(super) fn ignores_flavors(&self) -> bool {
        self.ignores_flavors
    }

    /// The machines of every cluster.
    pub(super) fn every(&self, at: &At) -> Vec<Grant> {
        self.grants(&Taken::anything(), &Taken::anything(), at)
    }

    /// The machines of the clusters whose location and flavor are taken. Where nothing tells flavors, a
    /// cluster in a declared location has what that offers, and one anywhere else may have anything.
    pub(super) fn grants(&self, location: &Taken<'_>, flavor: &Taken<'_>, at: &At) -> Vec<Grant> {
        let (places, flavors) = (self.fleet.places(), self.fleet.flavors());
        let (of_places, strange_places) =
            taken(places, &self.map.locations, &self.places, location, PolicyType::Location);
        let (of_flavors, strange_flavors) = if self.tells_flavors {
            taken(flavors, &self.map.flavors, &self.flavors, flavor, PolicyType::Flavor)
        } else {
            (flavors.of(flavors.codes().iter().copied()), Vec::new())
        };
        let mut declared = places.of(places.codes().iter().copied());
        declared.keep(&of_places);
        let mut grants = Vec::new();
        if !declared.is_empty() {
            let admits = Admits::Machines { places: declared, flavors: of_flavors.clone() };
            grants.push(Grant { admits, foreign: strange_flavors.clone(), at: at.clone() });
        }
        if of_places.has(places.star()) || !strange_places.is_empty() {
            let mut elsewhere = places.none();
            if of_places.has(places.star()) {
                elsewhere.add(places.star());
            }
            let mut foreign = [strange_places, strange_flavors].concat();
            let is_any = !self.tells_flavors || flavor.is_open();
            let of_flavors = if is_any { flavors.any() } else { of_flavors };
            foreign.extend(is_any.then(any_flavor));
            let admits = Admits::Machines { places: elsewhere, flavors: of_flavors };
            grants.push(Grant { admits, foreign, at: at.clone() });
        }
        grants
    }

    /// The machines of clusters of which nothing is known but their names.
    pub(super) fn strange<'d>(&self, names: impl Iterator<Item = &'d str>, at: &At) -> Grant {
        let name = |it: &str| Foreign { policy_type: PolicyType::Location, name: it.to_owned() };
        let admits =
            Admits::Machines { places: self.fleet.places().none(), flavors: self.fleet.flavors().any() };
        Grant { admits, foreign: names.map(name).chain([any_flavor()]).collect(), at: at.clone() }
    }
}

/// A flavor that nobody declared.
fn any_flavor() -> Foreign {
    Foreign { policy_type: PolicyType::Flavor, name: "*".to_owned() }
}

/// The numbers of each name.
fn backwards(axis: &Axis, names: &Names<String>) -> FxHashMap<String, Vec<usize>> {
    let mut numbers: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (code, names) in names.iter() {
        for name in names {
            numbers.entry(name.clone()).or_default().extend(axis.number(code));
        }
    }
    numbers
}

/// What is taken of an axis, and the names that the map does not know.
fn taken(
    axis: &Axis,
    names: &Names<String>,
    numbers: &FxHashMap<String, Vec<usize>>,
    taken: &Taken<'_>,
    policy_type: PolicyType,
) -> (Mask, Vec<Foreign>) {
    let (mut mask, mut foreign) = (axis.none(), Vec::new());
    if let Some(values) = taken.named() {
        for &value in values {
            match numbers.get(value) {
                Some(numbers) => numbers.iter().for_each(|&number| mask.add(number)),
                None => foreign.push(Foreign { policy_type, name: value.to_owned() }),
            }
        }
    } else {
        for (number, &code) in axis.codes().iter().enumerate() {
            if names.names(code).iter().any(|name| taken.takes(name)) {
                mask.add(number);
            }
        }
    }
    if taken.is_open() {
        mask.add(axis.star());
    }
    (mask, foreign)
}

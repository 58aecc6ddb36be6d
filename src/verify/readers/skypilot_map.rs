//! What SkyPilot's names are on the fleet: infrastructure and machines come in, masks go out.

use rustc_hash::FxHashMap;

use crate::emit::codes::NameMap;
use crate::emit::targets::skypilot::names::{Infra, Machine};
use crate::syntax::keyword::PolicyType;
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::Foreign;

/// What a machine may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Machines {
    /// Anything.
    Any,
    /// One without accelerator.
    Plain,
    /// One with an accelerator of one of these names.
    With(Vec<String>),
}

/// The names of a workspace.
pub(super) struct Map<'r> {
    fleet: &'r Fleet,
    places: Vec<(Infra, Mask)>,
    /// By the name in small letters.
    accelerators: FxHashMap<String, Mask>,
    plain: Mask,
    gone: (Mask, Mask),
}

impl<'r> Map<'r> {
    pub(super) fn new(fleet: &'r Fleet, map: &NameMap<Machine>) -> Self {
        let mut places = Vec::new();
        for (code, names) in map.locations.iter() {
            // What cannot be read cannot stand in a document either.
            let names = names.iter().filter_map(|name| Infra::read(name).ok());
            places.extend(names.map(|infra| (infra, fleet.places().of([code]))));
        }
        let mut accelerators: FxHashMap<String, Mask> = FxHashMap::default();
        let mut plain = fleet.flavors().none();
        for (code, machines) in map.flavors.iter() {
            let own = fleet.flavors().of([code]);
            for machine in machines {
                match machine {
                    Machine::Plain => plain.join(&own),
                    Machine::With(name) => {
                        let none = || fleet.flavors().none();
                        accelerators.entry(name.to_lowercase()).or_insert_with(none).join(&own);
                    }
                }
            }
        }
        let gone = (
            fleet.places().of(map.locations.gone().iter().map(|it| it.0)),
            fleet.flavors().of(map.flavors.gone().iter().map(|it| it.0)),
        );
        Self { fleet, places, accelerators, plain, gone }
    }

    pub(super) fn gone(&self) -> (Mask, Mask) {
        self.gone.clone()
    }

    /// The places of infrastructure, and its name where some of it is none of them.
    pub(super) fn places(&self, infra: &Infra) -> (Mask, Vec<Foreign>) {
        let mut mask = self.fleet.places().none();
        let mut is_known = false;
        for (name, place) in &self.places {
            if name.has(infra) {
                is_known = true;
                mask.join(place);
            } else if infra.has(name) {
                mask.join(place);
            }
        }
        if infra.cloud.is_none() || infra.region.is_none() {
            mask.add(self.fleet.places().star());
            return (mask, Vec::new());
        }
        let foreign = Foreign { policy_type: PolicyType::Location, name: infra.to_string() };
        (mask, if is_known { Vec::new() } else { vec![foreign] })
    }

    /// The flavors of machines, and the names of those that are none.
    pub(super) fn flavors(&self, machines: &Machines) -> (Mask, Vec<Foreign>) {
        let foreign = |name: &str| Foreign { policy_type: PolicyType::Flavor, name: name.to_owned() };
        match machines {
            Machines::Any => (self.fleet.flavors().any(), Vec::new()),
            Machines::Plain if self.plain.is_empty() => (self.plain.clone(), vec![foreign("no accelerator")]),
            Machines::Plain => (self.plain.clone(), Vec::new()),
            Machines::With(names) => {
                let (mut mask, mut strange) = (self.fleet.flavors().none(), Vec::new());
                for name in names {
                    match self.accelerators.get(&name.to_lowercase()) {
                        Some(own) => mask.join(own),
                        None => strange.push(foreign(name)),
                    }
                }
                (mask, strange)
            }
        }
    }
}

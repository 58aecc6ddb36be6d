//! What the readers of lists know of a workspace: names of workloads, places and flavors come in, what they
//! are goes out.

use rustc_hash::FxHashMap;

use crate::data::{Node, Path, Shape};
use crate::diagnostic::Diagnostic;
use crate::emit::codes::NameMap;
use crate::emit::target::Request;
use crate::placement::Allowed;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::{CodeId, Table};
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::{Admits, At, Foreign, Grant};

/// What is known of a workspace.
pub(super) struct Known<'r> {
    request: Request<'r>,
    fleet: &'r Fleet,
    workloads: FxHashMap<String, usize>,
    places: FxHashMap<String, Mask>,
    flavors: FxHashMap<String, Mask>,
    gone: (Mask, Mask),
    /// The machines that there are, and those that nobody declared.
    all: Vec<(Mask, Mask)>,
}

/// What a list of codes says.
#[derive(Clone, Debug, Default)]
pub(super) struct Listed {
    /// The codes of the table.
    pub(super) codes: Vec<CodeId>,
    /// Those that the table does not have.
    pub(super) foreign: Vec<Foreign>,
}

impl<'r> Known<'r> {
    /// What is known. `key` is what the tool calls a workload.
    pub(super) fn new(
        request: &Request<'r>,
        fleet: &'r Fleet,
        map: &NameMap,
        key: impl Fn(String) -> String,
    ) -> Self {
        let keys = request.identities.iter().map(|it| key(it.to_string()));
        let mut places: FxHashMap<String, Mask> = FxHashMap::default();
        for (code, names) in map.locations.iter() {
            for name in names {
                let mask = places.entry(name.clone()).or_insert_with(|| fleet.places().none());
                mask.join(&fleet.places().of([code]));
            }
        }
        let mut flavors: FxHashMap<String, Mask> = FxHashMap::default();
        for (code, names) in map.flavors.iter() {
            for name in names {
                let mask = flavors.entry(name.clone()).or_insert_with(|| fleet.flavors().none());
                mask.join(&fleet.flavors().of([code]));
            }
        }
        let gone = (
            fleet.places().of(map.locations.gone().iter().map(|it| it.0)),
            fleet.flavors().of(map.flavors.gone().iter().map(|it| it.0)),
        );
        Self {
            request: *request,
            fleet,
            workloads: keys.enumerate().map(|(index, key)| (key, index)).collect(),
            places,
            flavors,
            gone,
            all: all(request, fleet),
        }
    }

    pub(super) fn table(&self) -> &'r Table {
        self.request.resolved.workspace().table()
    }

    pub(super) fn gone(&self) -> (Mask, Mask) {
        self.gone.clone()
    }

    /// The workload of a key; the key itself where it is none's.
    pub(super) fn workload(&self, key: &str) -> Result<usize, String> {
        self.workloads.get(key).copied().ok_or_else(|| key.to_owned())
    }

    /// What a cell of a place that has flavors admits.
    pub(super) fn place(&self, place: &str, flavors: &[&str], at: At) -> Grant {
        let mut foreign = Vec::new();
        let places = self.places.get(place).cloned().unwrap_or_else(|| {
            foreign.push(Foreign { policy_type: PolicyType::Location, name: place.to_owned() });
            self.fleet.places().none()
        });
        let mut its = self.fleet.flavors().none();
        for &flavor in flavors {
            match self.flavors.get(flavor) {
                Some(mask) => its.join(mask),
                None => foreign.push(Foreign { policy_type: PolicyType::Flavor, name: flavor.to_owned() }),
            }
        }
        Grant { admits: Admits::Machines { places, flavors: its }, foreign, at }
    }

    /// What a place with any flavor admits.
    pub(super) fn open_place(&self, place: &str, at: &At) -> Vec<Grant> {
        match self.places.get(place) {
            Some(own) => self.open(at, |places| places.keep(own)),
            None => {
                let foreign = vec![Foreign { policy_type: PolicyType::Location, name: place.to_owned() }];
                let (places, flavors) = (self.fleet.places().none(), self.fleet.flavors().any());
                vec![Grant { admits: Admits::Machines { places, flavors }, foreign, at: at.clone() }]
            }
        }
    }

    /// What anything at all admits.
    pub(super) fn anything(&self, at: &At) -> Vec<Grant> {
        self.open(at, |_| ())
    }

    fn open(&self, at: &At, keep: impl Fn(&mut Mask)) -> Vec<Grant> {
        let mut grants = Vec::new();
        for (places, flavors) in &self.all {
            let mut places = places.clone();
            keep(&mut places);
            if !places.is_empty() {
                let admits = Admits::Machines { places, flavors: flavors.clone() };
                grants.push(Grant { admits, foreign: Vec::new(), at: at.clone() });
            }
        }
        grants
    }

    /// What names that no policy lists admit besides what places say: any flavor at them, or they anywhere.
    pub(super) fn beside(&self, foreign: Vec<Foreign>, at: At) -> Grant {
        let is_place = foreign.iter().any(|it| it.policy_type == PolicyType::Location);
        let (places, flavors) = (self.fleet.places(), self.fleet.flavors());
        // `*` is every name of the other type.
        let admits = if is_place {
            Admits::Machines { places: places.none(), flavors: flavors.any() }
        } else {
            Admits::Machines { places: star(places), flavors: flavors.none() }
        };
        Grant { admits, foreign, at }
    }

    /// The codes of a list of `{type, name}`. Items without both are what `strange` gives.
    pub(super) fn codes(
        &self,
        items: &[Node],
        policy_type: PolicyType,
        path: &Path<'_>,
    ) -> Result<Listed, Diagnostic> {
        let mut listed = Listed::default();
        for (index, item) in items.iter().enumerate() {
            let path = path.item(index);
            let text = |key: &'static str| match item.get(key) {
                Some(node) => node.text(&path.key(key)),
                None => Err(item.is_no(Shape::Map, &path)),
            };
            item.map(&path)?;
            let (attribute, name) = (text("type")?, text("name")?);
            let attribute = Attribute::from_name(attribute).filter(|it| it.policy_type() == policy_type);
            match attribute.and_then(|it| self.table().find(it, name)) {
                Some(code) => listed.codes.push(code),
                None => listed.foreign.push(Foreign { policy_type, name: name.to_owned() }),
            }
        }
        Ok(listed)
    }

    /// Whether a policy regulates a type of a workload; of one that nobody knows, each is taken to be.
    pub(super) fn restricts(&self, workload: usize, policy_type: PolicyType) -> bool {
        let resolved = self.request.resolved;
        let set = |it| resolved.sets()[resolved.set_id(it)].of(policy_type).is_restricted();
        self.request.workloads.get(workload).is_none_or(set)
    }

    /// Those of a list that the set of a workload does not have, as names.
    pub(super) fn excess(&self, workload: usize, policy_type: PolicyType, listed: &Listed) -> Vec<Foreign> {
        let mut foreign = listed.foreign.clone();
        let resolved = self.request.resolved;
        let Some(workload) = self.request.workloads.get(workload) else { return foreign };
        let its = &resolved.sets()[resolved.set_id(workload)];
        if *its.of(policy_type) == Allowed::Everything {
            return foreign;
        }
        let own = resolved.codes(its, policy_type);
        let is_own = |code: CodeId| {
            let mut above = Some(code);
            std::iter::from_fn(|| {
                let code = above?;
                above = self.table()[code].parent();
                Some(code)
            })
            .any(|code| own.contains(&code))
        };
        let strange = listed.codes.iter().filter(|&&code| !is_own(code));
        let name = |&code: &CodeId| Foreign { policy_type, name: self.table()[code].name().to_owned() };
        foreign.extend(strange.map(name));
        foreign
    }
}

/// The places of one number, `*`.
fn star(axis: &crate::verify::fleet::Axis) -> Mask {
    let mut mask = axis.none();
    mask.add(axis.star());
    mask
}

/// Every machine: places with the flavors that they offer and any that nobody declared, and a place that
/// nobody declared with any.
fn all(request: &Request<'_>, fleet: &Fleet) -> Vec<(Mask, Mask)> {
    let table = request.resolved.workspace().table();
    let mut all: Vec<(Mask, Mask)> = vec![(star(fleet.places()), fleet.flavors().any())];
    let mut by_offers: FxHashMap<Option<&[CodeId]>, Vec<CodeId>> = FxHashMap::default();
    for &code in fleet.places().codes() {
        by_offers.entry(table[code].offers()).or_default().push(code);
    }
    let mut same: Vec<_> = by_offers.into_iter().collect();
    same.sort_unstable_by_key(|it| it.1.first().copied());
    for (offers, codes) in same {
        let mut flavors = star(fleet.flavors());
        match offers {
            Some(offers) => flavors.join(&fleet.flavors().of(offers.iter().copied())),
            None => flavors = fleet.flavors().any(),
        }
        all.push((fleet.places().of(codes), flavors));
    }
    all
}

//! `blaxel`: what the platform makes of policies, of the workloads that name them, and of regions.

mod names;
mod policies;

use rustc_hash::FxHashMap;

use crate::data::{Node, Path};
use crate::emit::names::workload_names;
use crate::emit::refusal::Refusals;
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::emit::targets::blaxel::documents::{Said, looks_like_policy, name, objects, said};
use crate::emit::targets::blaxel::object::{Object, RULE};
use crate::emit::targets::blaxel::regions::Regions;
use crate::emit::targets::blaxel::{self};
use crate::placement::Allowed;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::CodeId;
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::{Admits, At, Document, Foreign, Found, Grant, Reader, Reading, Verifier};
use crate::verify::refused;
use names::Lookup;
use policies::{Aspect, Known, List, Policy};

/// `blaxel`.
pub static VERIFIER: Verifier = Verifier {
    target: &blaxel::TARGET,
    counts_unoffered: false,
    prepare: |request, fleet| Ok(Box::new(Blaxel::new(request, fleet)?)),
};

struct Blaxel<'r> {
    request: Request<'r>,
    fleet: &'r Fleet,
    lookup: Lookup,
    regions: Regions<'r>,
    /// The workloads of each kind and name, by their indices in the request.
    workloads: FxHashMap<(Object, String), Vec<usize>>,
    policies: FxHashMap<String, Vec<Policy>>,
}

/// What a workload's document says.
#[derive(Clone, Copy)]
struct Subject<'d, 'p> {
    node: &'d Node,
    path: &'p Path<'p>,
    object: Object,
    /// Its index in the request.
    workload: usize,
}

impl<'r> Blaxel<'r> {
    fn new(request: &Request<'r>, fleet: &'r Fleet) -> Result<Self, Wrong> {
        let regions = Regions::new(request)?;
        // A name that could not be written is that of no document.
        let names = workload_names(request, &RULE, &mut Refusals::new(request))?;
        let mut workloads: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        for (index, (identity, name)) in request.identities.iter().zip(names).enumerate() {
            workloads.entry((regions.object(identity), name)).or_default().push(index);
        }
        let lookup = Lookup::new(request)?;
        Ok(Self { request: *request, fleet, lookup, regions, workloads, policies: FxHashMap::default() })
    }

    fn known(&self) -> Known<'_> {
        Known { lookup: &self.lookup, space: self.request.resolved.space(), fleet: self.fleet }
    }

    /// What kinds an object may be of.
    fn kinds(&self, node: &Node) -> Vec<Object> {
        match said(node) {
            Said::Kind(object) => vec![object],
            Said::Other => Vec::new(),
            Said::Nothing if looks_like_policy(node) => vec![Object::Policy],
            Said::Nothing => {
                let is_known = |object: &Object| {
                    name(node).is_some_and(|name| self.workloads.contains_key(&(*object, name.to_owned())))
                };
                Object::WORKLOADS.into_iter().filter(is_known).collect()
            }
        }
    }

    fn subject(&self, subject: Subject<'_, '_>) -> Vec<Grant> {
        let Subject { node, path, object, .. } = subject;
        let at_spec = path.key("spec");
        let spec = node.get("spec");
        let member = |key: &str| spec.and_then(|spec| spec.get(key));
        let field = |key: &str| {
            let at = at_spec.key(key);
            let absent = || At::absent(spec.unwrap_or(node), &at);
            member(key).map_or_else(absent, |it| At::there(it, &at))
        };
        let region = member("region").and_then(Node::as_str).filter(|it| !it.is_empty());
        if !object.has_policies() {
            return self.placed(region, &field("region"));
        }
        let attached = field("policies");
        let mut sides: [Vec<&Aspect>; 2] = [Vec::new(), Vec::new()];
        let items = member("policies").and_then(Node::as_list).unwrap_or(&[]);
        for (index, item) in items.iter().enumerate() {
            let at_list = at_spec.key("policies");
            let at = At::there(item, &at_list.item(index));
            let Some(policies) = item.as_str().and_then(|name| self.policies.get(name)) else {
                // Nobody knows what it allows.
                return vec![self.everything(at)];
            };
            for policy in policies {
                match policy {
                    Policy::Of(PolicyType::Location, aspect) => sides[0].push(aspect),
                    Policy::Of(PolicyType::Flavor, aspect) => sides[1].push(aspect),
                    Policy::Tokens => {}
                    Policy::Strange(at) => return vec![self.everything(at.clone())],
                }
            }
        }
        let any = Aspect { list: None, at: attached.clone() };
        let auto = Aspect { list: None, at: field("region") };
        let region = region.filter(|_| object != Object::Model);
        let [mut locations, mut flavors] = sides;
        if region.is_some_and(is_auto) {
            locations = vec![&auto];
        }
        for side in [&mut locations, &mut flavors] {
            if side.is_empty() {
                side.push(&any);
            }
        }
        let region = region.filter(|it| !is_auto(it)).map(|it| self.lookup.find(Attribute::Location, it));
        let region = region.filter(|it| !it.is_empty());
        let mut grants = Vec::with_capacity(locations.len() * flavors.len());
        for places in &locations {
            for flavors in &flavors {
                grants.push(self.grant(subject.workload, places, flavors, region, &attached));
            }
        }
        grants
    }

    /// What a policy about places and one about flavors admit together, in a region if there is one.
    fn grant(
        &self,
        workload: usize,
        places: &Aspect,
        flavors: &Aspect,
        region: Option<&[CodeId]>,
        attached: &At,
    ) -> Grant {
        let at = match () {
            () if self.exceeds(workload, PolicyType::Location, places) => &places.at,
            () if self.exceeds(workload, PolicyType::Flavor, flavors) => &flavors.at,
            () => attached,
        };
        let mut foreign = Vec::new();
        for list in [&places.list, &flavors.list].into_iter().flatten() {
            // In a region that is known there is no place that is not.
            let counts = |it: &&Foreign| it.policy_type == PolicyType::Flavor || region.is_none();
            foreign.extend(list.foreign.iter().filter(counts).cloned());
        }
        let admits = if self.fleet.places().codes().is_empty() {
            let codes = |aspect: &Aspect| aspect.list.as_ref().map(|list| list.codes.clone());
            Admits::Codes { places: codes(places), flavors: codes(flavors) }
        } else {
            let mask = |aspect: &Aspect, any: Mask| aspect.list.as_ref().map_or(any, |it| it.mask.clone());
            let mut within = mask(places, self.fleet.places().any());
            if let Some(region) = region {
                within.keep(&self.fleet.places().of(region.iter().copied()));
            }
            Admits::Machines { places: within, flavors: mask(flavors, self.fleet.flavors().any()) }
        };
        Grant { admits, foreign, at: at.clone() }
    }

    /// What a sandbox or application gets: all the hardware of its region.
    fn placed(&self, region: Option<&str>, at: &At) -> Vec<Grant> {
        let Some(region) = region.filter(|it| !is_auto(it)) else { return vec![self.everything(at.clone())] };
        let found = self.lookup.find(Attribute::Location, region);
        if found.is_empty() {
            let foreign = vec![Foreign { policy_type: PolicyType::Location, name: region.to_owned() }];
            let admits = if self.fleet.places().codes().is_empty() {
                Admits::Codes { places: Some(Vec::new()), flavors: None }
            } else {
                Admits::Machines { places: self.fleet.places().none(), flavors: self.fleet.flavors().any() }
            };
            return vec![Grant { admits, foreign, at: at.clone() }];
        }
        let table = self.request.resolved.workspace().table();
        let all = self.fleet.flavors().codes();
        let grant = |&code: &CodeId| {
            let offered = table[code].offers().unwrap_or(all);
            let flavors = self.fleet.flavors().of(offered.iter().copied());
            let admits = Admits::Machines { places: self.fleet.places().of([code]), flavors };
            Grant { admits, foreign: Vec::new(), at: at.clone() }
        };
        found.iter().map(grant).collect()
    }

    fn everything(&self, at: At) -> Grant {
        let admits = if self.fleet.places().codes().is_empty() {
            Admits::Codes { places: None, flavors: None }
        } else {
            Admits::Machines { places: self.fleet.places().any(), flavors: self.fleet.flavors().any() }
        };
        Grant { admits, foreign: Vec::new(), at }
    }

    /// Whether a policy allows more than the set of a workload, so that it is the one to point at.
    fn exceeds(&self, workload: usize, policy_type: PolicyType, aspect: &Aspect) -> bool {
        let Some(workload) = self.request.workloads.get(workload) else { return false };
        let resolved = self.request.resolved;
        match (resolved.sets()[resolved.set_id(workload)].of(policy_type), &aspect.list) {
            (Allowed::Everything, _) => false,
            (Allowed::Only(set), Some(List { set: granted, foreign, .. })) => {
                !foreign.is_empty() || granted.as_ref().is_some_and(|granted| !set.covers(granted))
            }
            (Allowed::Only(_) | Allowed::Nothing, _) => true,
        }
    }
}

/// Whether the platform takes the region nearest to whoever calls.
fn is_auto(region: &str) -> bool {
    region.eq_ignore_ascii_case("auto")
}

impl Reader for Blaxel<'_> {
    fn needs_all(&self) -> bool {
        true
    }

    fn look(&mut self, documents: &[Document<'_>]) {
        let mut policies: FxHashMap<String, Vec<Policy>> = FxHashMap::default();
        for document in documents {
            objects(document.root, &mut |node, path| {
                if let (Some(name), [Object::Policy]) = (name(node), self.kinds(node).as_slice()) {
                    let policy = Policy::read(self.known(), node, path);
                    policies.entry(name.to_owned()).or_default().push(policy);
                }
            });
        }
        self.policies = policies;
    }

    fn read(&self, document: &Document<'_>) -> Reading {
        let (mut found, mut broken, mut is_known) = (Vec::new(), Vec::new(), false);
        objects(document.root, &mut |node, path| {
            let kinds = self.kinds(node);
            is_known |= !kinds.is_empty();
            let at_metadata = path.key("metadata");
            let at_name = at_metadata.key("name");
            let named = node.get("metadata").and_then(|it| it.get("name"));
            let at = named.map_or_else(|| At::absent(node, &at_name), |it| At::there(it, &at_name));
            for &object in &kinds {
                let Some(name) = name(node) else {
                    let message =
                        format!("a document of the kind {} has no name that is a text", object.name());
                    broken.push(refused(
                        &at,
                        message,
                        "write `metadata.name`, in quotes if it looks like a number",
                    ));
                    continue;
                };
                if object == Object::Policy {
                    continue;
                }
                let indices = self.workloads.get(&(object, name.to_owned())).map_or(&[][..], Vec::as_slice);
                if indices.is_empty() {
                    let workload = Err(name.to_owned());
                    found.push(Found { workload, at: at.clone(), grants: Vec::new() });
                }
                for &workload in indices {
                    let grants = self.subject(Subject { node, path, object, workload });
                    found.push(Found { workload: Ok(workload), at: at.clone(), grants });
                }
            }
        });
        match (broken.is_empty(), is_known) {
            (false, _) => Reading::Broken(broken),
            (true, true) => Reading::Found(found),
            (true, false) => Reading::Passed,
        }
    }

    fn gone(&self) -> (Mask, Mask) {
        (self.fleet.places().none(), self.fleet.flavors().none())
    }

    fn may_be_left_out(&self, workload: usize) -> bool {
        let both = self.request.identities.get(workload).zip(self.request.workloads.get(workload));
        both.is_some_and(|(identity, workload)| {
            let object = self.regions.object(identity);
            self.regions.leaves_out(identity, object, workload)
        })
    }
}

//! Propagation policies of Karmada, those of a namespace and those of the control plane: clusters by name,
//! less those that are excluded; what asks for nothing chooses every cluster.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::clusters::Clusters;
use super::objects::{Object, Selected, Workloads, read};
use super::selector::{Selector, Taken};
use crate::diagnostic::Diagnostic;
use crate::emit::cluster_names::{Cell, ClusterNames};
use crate::emit::codes::{NameMap, itself};
use crate::emit::resource::Resource;
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::emit::targets::karmada::TARGET;
use crate::verify::field::Field;
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::{Admits, At, Document, Found, Grant, Reader, Reading, Verifier};
use crate::verify::refused;

/// `karmada`.
pub static VERIFIER: Verifier = Verifier { target: &TARGET, counts_unoffered: false, prepare };

/// What chooses for a namespace, and what chooses for all of them.
const KINDS: [&str; 2] = ["PropagationPolicy", "ClusterPropagationPolicy"];

struct Policies<'r> {
    workloads: Workloads,
    clusters: Clusters<'r>,
    /// The cells of each cluster that can be told.
    names: FxHashMap<String, Vec<Cell>>,
}

fn prepare<'r>(request: &Request<'r>, fleet: &'r Fleet) -> Result<Box<dyn Reader + 'r>, Wrong> {
    let settings = request.settings;
    let names = ClusterNames::new(settings)?;
    let map = NameMap::new(request, settings, itself, itself)?;
    let all = names.all(request.resolved.workspace().table(), &map).into_iter();
    let by_name = all.map(|(name, meanings)| (name, meanings.iter().map(|it| it.cell).collect()));
    Ok(Box::new(Policies {
        workloads: Workloads::new(request)?,
        names: by_name.collect(),
        clusters: Clusters::new(request, fleet, map, names.tell_flavors())?,
    }))
}

impl Reader for Policies<'_> {
    fn read(&self, document: &Document<'_>) -> Reading {
        read(document, |object| self.found(object))
    }

    fn gone(&self) -> (Mask, Mask) {
        self.clusters.gone()
    }

    fn ignores_flavors(&self) -> bool {
        self.clusters.ignores_flavors()
    }
}

impl Policies<'_> {
    fn found(&self, field: &Field<'_, '_>) -> Result<Option<Vec<Found>>, Diagnostic> {
        let Some(object) = Object::read(field, "policy.karmada.io", &KINDS)? else { return Ok(None) };
        let spec = field.key("spec")?;
        let workloads = self.selected(&spec, &object)?;
        let placement = spec.key("placement")?;
        let grants = self.grants(&placement)?;
        Ok(Some(object.found(&workloads, &grants)))
    }

    /// The workloads whose objects are propagated. A selector by labels is taken as one that holds.
    fn selected(&self, spec: &Field<'_, '_>, object: &Object<'_>) -> Result<Vec<usize>, Diagnostic> {
        let selectors = spec.key("resourceSelectors")?;
        let items = selectors.items()?;
        if items.is_empty() {
            return Err(refused(
                &selectors.at(),
                "nothing is selected",
                "name the resource that is propagated",
            ));
        }
        let mut workloads = Vec::new();
        for item in &items {
            let api_version = item.key("apiVersion")?.text()?.unwrap_or("");
            let kind = item.key("kind")?.text()?.unwrap_or("");
            let name = item.key("name")?.text()?.filter(|name| !name.is_empty());
            let namespace = item.key("namespace")?.text()?.filter(|name| !name.is_empty());
            let own = (object.kind == "PropagationPolicy").then_some(object.namespace);
            if own.zip(namespace).is_some_and(|(own, namespace)| own != namespace) {
                continue;
            }
            let is_of = |it: &Resource| it.kind == kind && it.api_version() == api_version;
            let selected = Selected { is_of: &is_of, name, namespace: own.or(namespace) };
            workloads.extend(self.workloads.selected(&selected));
        }
        Ok(workloads)
    }

    fn grants(&self, placement: &Field<'_, '_>) -> Result<Vec<Grant>, Diagnostic> {
        let (one, several) = (placement.key("clusterAffinity")?, placement.key("clusterAffinities")?);
        let items = several.items()?;
        if items.is_empty() {
            let mut grants = self.affinity(&one)?;
            let overflow = one.key("overflowAffinities")?;
            for item in overflow.items()? {
                grants.extend(self.affinity(&item)?);
            }
            return Ok(grants);
        }
        if one.is_there() {
            let message = "`clusterAffinity` and `clusterAffinities` do not go together";
            return Err(refused(&several.at(), message, "take one of them away"));
        }
        // Each of them is tried when the one before it cannot be had: any of them may come to hold.
        let mut grants = Vec::new();
        for item in &items {
            grants.extend(self.affinity(item)?);
        }
        Ok(grants)
    }

    /// The clusters of one affinity. A selector by labels, a provider and a zone are taken as ones that hold,
    /// and so is a region where clusters are named: nothing says that a cluster has the region it is named
    /// for.
    fn affinity(&self, affinity: &Field<'_, '_>) -> Result<Vec<Grant>, Diagnostic> {
        Selector::labels(&affinity.key("labelSelector")?)?;
        let fields = affinity.key("fieldSelector")?;
        let region = Selector::expressions(&fields)?.of("region");
        let (names, exclude) = (affinity.key("clusterNames")?, affinity.key("exclude")?);
        let (listed, excluded) = (names.texts()?, exclude.texts()?);
        if listed.is_empty() {
            let at = if fields.is_there() { fields.at() } else { names.at() };
            return Ok(self.unnamed(&region, &excluded.into_iter().collect(), &at));
        }
        let chosen = listed.into_iter().filter(|name| !excluded.contains(name));
        Ok(self.named(chosen, &names.at()))
    }

    /// The clusters of some names.
    fn named<'d>(&self, names: impl Iterator<Item = &'d str>, at: &At) -> Vec<Grant> {
        let fleet = self.clusters.fleet();
        let mut by_place: BTreeMap<usize, Mask> = BTreeMap::new();
        let mut foreign = Vec::new();
        for name in names {
            let Some(cells) = self.names.get(name) else {
                foreign.push(name);
                continue;
            };
            for &(location, flavor) in cells {
                let Some(place) = fleet.places().number(location) else { continue };
                let all = || fleet.flavors().codes().iter().copied();
                let flavors = flavor.map_or_else(|| fleet.flavors().of(all()), |it| fleet.flavors().of([it]));
                by_place.entry(place).or_insert_with(|| fleet.flavors().none()).join(&flavors);
            }
        }
        let grant = |(place, flavors): (usize, Mask)| {
            let mut places = fleet.places().none();
            places.add(place);
            Grant { admits: Admits::Machines { places, flavors }, foreign: Vec::new(), at: at.clone() }
        };
        let mut grants: Vec<Grant> = by_place.into_iter().map(grant).collect();
        if !foreign.is_empty() {
            grants.push(self.clusters.strange(foreign.into_iter(), at));
        }
        grants
    }

    /// The clusters in some regions, less some: a cell is out when all of its clusters are.
    fn unnamed(&self, region: &Taken<'_>, excluded: &BTreeSet<&str>, at: &At) -> Vec<Grant> {
        let grants = self.clusters.grants(region, &Taken::anything(), at);
        if excluded.is_empty() {
            return grants;
        }
        let mut is_left: FxHashMap<Cell, bool> = FxHashMap::default();
        for (name, cells) in &self.names {
            for &cell in cells {
                *is_left.entry(cell).or_insert(false) |= !excluded.contains(&**name);
            }
        }
        let is_out = |cell: &Cell| is_left.get(cell).is_some_and(|is_left| !is_left);
        grants.into_iter().flat_map(|grant| self.less(grant, &is_out)).collect()
    }

    /// A grant without some cells: one for each of its places.
    fn less(&self, grant: Grant, is_out: &impl Fn(&Cell) -> bool) -> Vec<Grant> {
        let fleet = self.clusters.fleet();
        let Admits::Machines { places, flavors } = &grant.admits else { return vec![grant] };
        if places.is_empty() {
            return vec![grant];
        }
        let part = |place: usize| {
            let location = fleet.places().codes().get(place);
            let is_kept = |&number: &usize| {
                let flavor = fleet.flavors().codes().get(number);
                let is_out = |flavor| location.is_some_and(|&it| is_out(&(it, flavor)));
                !is_out(None) && !flavor.is_some_and(|&it| is_out(Some(it)))
            };
            let (mut one, mut kept) = (fleet.places().none(), fleet.flavors().none());
            one.add(place);
            flavors.numbers().filter(is_kept).for_each(|number| kept.add(number));
            Grant { admits: Admits::Machines { places: one, flavors: kept }, ..grant.clone() }
        };
        places.numbers().map(part).collect()
    }
}

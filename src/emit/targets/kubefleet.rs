//! `kubefleet`: `ResourcePlacement`s of KubeFleet, which choose member clusters by their labels.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::emit::about::Shape;
use crate::emit::clusters::{CLUSTERS, Clusters, LOCATIONS_ONLY, Metadata, Selector, Telling, chosen};
use crate::emit::codes::{NameMap, itself};
use crate::emit::common::{FLAVORS, LOCATIONS, NAME, NAMES, NAMESPACE, NARROW, need_fleet};
use crate::emit::names::label_key;
use crate::emit::page;
use crate::emit::refusal::{Refusal, Refusals};
use crate::emit::resource::{RESOURCE, Resources};
use crate::emit::settings::{Settings, Wrong};
use crate::emit::target::{Emission, Key, Output, Request, Stopped, Target};
use crate::text::hidden::one_line;

/// So many terms are taken.
pub const MOST_TERMS: usize = 10;

/// `kubefleet`.
pub static TARGET: Target = Target {
    name: "kubefleet",
    description: "ResourcePlacements of KubeFleet (Azure Fleet), which choose clusters by labels",
    needs_fleet: true,
    holds_limits: false,
    output: Output::Stream,
    switched: None,
    endings: &[],
    keys: &[
        CLUSTERS,
        Key::new(
            "flavor",
            "The label that has the flavor of a cluster, where each of them has one",
            Shape::Text("example.com/flavor"),
            |it| label_key(it).map(drop),
        ),
        FLAVORS,
        Key::new(
            "location",
            "The label that has the location of a cluster",
            Shape::Text("example.com/location"),
            |it| label_key(it).map(drop),
        )
        .by_default("\"fleet.azure.com/location\""),
        LOCATIONS,
        LOCATIONS_ONLY,
        NAME,
        NAMES,
        NAMESPACE,
        NARROW,
        RESOURCE,
    ],
    others: None,
    emit,
};

/// The labels that tell clusters apart.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'s> {
    /// That of the location.
    pub location: &'s str,
    /// That of the flavor; `None` where nothing tells it.
    pub flavor: Option<&'s str>,
}

impl<'s> Labels<'s> {
    /// What `location` and `flavor` say.
    ///
    /// # Errors
    /// What is wrong with them, and where both are one label.
    pub fn new(settings: &'s Settings) -> Result<Self, Wrong> {
        let location = settings.get("location").map_or(Ok("fleet.azure.com/location"), label_key)?;
        let Some(setting) = settings.get("flavor") else { return Ok(Self { location, flavor: None }) };
        let flavor = label_key(setting)?;
        if flavor == location {
            let message = format!("`{}` tells the location already", one_line(flavor));
            return Err(Wrong::new(&setting.place, message, "name the label that has the flavor".to_owned()));
        }
        Ok(Self { location, flavor: Some(flavor) })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourcePlacement<'r> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata<'r>,
    spec: Spec<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec<'r> {
    resource_selectors: [ResourceSelector<'r>; 1],
    policy: &'r RawValue,
}

#[derive(Serialize)]
struct ResourceSelector<'r> {
    group: &'r str,
    version: &'r str,
    kind: &'r str,
    name: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Policy<'s> {
    placement_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_of_clusters: Option<u32>,
    affinity: Affinity<'s>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Affinity<'s> {
    cluster_affinity: ClusterAffinity<'s>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClusterAffinity<'s> {
    required_during_scheduling_ignored_during_execution: Required<'s>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Required<'s> {
    cluster_selector_terms: Vec<Term<'s>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Term<'s> {
    label_selector: Selector<'s>,
}

fn emit(request: &Request<'_>) -> Result<Emission, Stopped> {
    need_fleet(request)?;
    let settings = request.settings;
    let labels = Labels::new(settings)?;
    let resources = Resources::new(settings)?;
    let number_of_clusters = chosen(settings)?;
    let map = NameMap::new(request, settings, itself, itself)?;
    let (mut refusals, mut notes) = (Refusals::new(request), Vec::new());
    let telling = Telling { tells: labels.flavor.is_some(), line: "flavor = \"…\"" };
    let clusters = Clusters::new(request, &map, telling, &mut refusals, &mut notes)?;
    clusters.refuse_values(&map, &mut refusals);
    refuse_many(request, &clusters, &mut refusals);
    refusals.stop()?;
    let shared = clusters.shared(|plan| {
        let terms = clusters.alternatives(plan).into_iter().map(|it| {
            let location = (labels.location, map.locations.all(&it.locations));
            let flavor = labels.flavor.zip(it.flavors.map(|it| map.flavors.all(&it)));
            Term { label_selector: Selector::new([location].into_iter().chain(flavor)) }
        });
        let required = Required { cluster_selector_terms: terms.collect() };
        let cluster_affinity =
            ClusterAffinity { required_during_scheduling_ignored_during_execution: required };
        Policy {
            placement_type: if number_of_clusters.is_some() { "PickN" } else { "PickAll" },
            number_of_clusters,
            affinity: Affinity { cluster_affinity },
        }
    });
    let items = clusters.items(&shared);
    let documents = page::lines(&items, |it| {
        let resource = resources.of(it.identity.kind);
        let selector = ResourceSelector {
            group: &resource.group,
            version: &resource.version,
            kind: &resource.kind,
            name: it.name,
        };
        ResourcePlacement {
            api_version: "placement.kubernetes-fleet.io/v1beta1",
            kind: "ResourcePlacement",
            metadata: it.metadata(),
            spec: Spec { resource_selectors: [selector], policy: &it.shared.part },
        }
    });
    Ok(Emission::one(page::stream(TARGET.name, documents), notes))
}

/// Refuses every workload that would need more terms than the tool takes.
fn refuse_many(request: &Request<'_>, clusters: &Clusters<'_>, refusals: &mut Refusals<'_>) {
    let counts = clusters.plans.map(|plan| clusters.alternatives(plan).len());
    for index in 0..request.workloads.len() {
        let count = clusters.plans.set(index).and_then(|set| counts.get(&set));
        let Some(&count) = count.filter(|&&count| count > MOST_TERMS) else { continue };
        let repair = "each term is the locations that have the same flavors: allow flavors that more \
                      locations share, split the workload, or write the locations alone with \
                      `--locations-only`";
        let refusal = Refusal::Limit { what: "terms", limit: MOST_TERMS, count, repair: repair.to_owned() };
        refusals.add(index, refusal);
    }
}

//! `karmada`: `PropagationPolicy` objects of Karmada, which name the clusters.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::emit::cluster_names::{CLUSTER, ClusterNames};
use crate::emit::clusters::{CLUSTERS, Clusters, LOCATIONS_ONLY, Metadata, Telling, chosen};
use crate::emit::codes::{NameMap, itself};
use crate::emit::common::{FLAVORS, LOCATIONS, NAME, NAMES, NAMESPACE, NARROW, need_fleet};
use crate::emit::page;
use crate::emit::refusal::Refusals;
use crate::emit::resource::{RESOURCE, Resources};
use crate::emit::target::{Emission, Output, Request, Stopped, Target};

/// `karmada`.
pub static TARGET: Target = Target {
    name: "karmada",
    description: "PropagationPolicies of Karmada, which name the clusters",
    needs_fleet: true,
    holds_limits: false,
    output: Output::Stream,
    switched: None,
    endings: &[],
    keys: &[CLUSTER, CLUSTERS, FLAVORS, LOCATIONS, LOCATIONS_ONLY, NAME, NAMES, NAMESPACE, NARROW, RESOURCE],
    others: None,
    emit,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PropagationPolicy<'r> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata<'r>,
    spec: Spec<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec<'r> {
    resource_selectors: [ResourceSelector<'r>; 1],
    placement: &'r RawValue,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourceSelector<'r> {
    api_version: String,
    kind: &'r str,
    name: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Placement {
    cluster_affinity: ClusterAffinity,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread_constraints: Option<[Constraint; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClusterAffinity {
    cluster_names: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Constraint {
    spread_by_field: &'static str,
    min_groups: u32,
    max_groups: u32,
}

fn emit(request: &Request<'_>) -> Result<Emission, Stopped> {
    need_fleet(request)?;
    let settings = request.settings;
    let names = ClusterNames::new(settings)?;
    let resources = Resources::new(settings)?;
    let number = chosen(settings)?;
    let map = NameMap::new(request, settings, itself, itself)?;
    let (mut refusals, mut notes) = (Refusals::new(request), Vec::new());
    let telling = Telling { tells: names.tell_flavors(), line: "cluster = \"{location}-{flavor}\"" };
    let clusters = Clusters::new(request, &map, telling, &mut refusals, &mut notes)?;
    names.refuse(request, &map, &clusters, &mut refusals);
    refusals.stop()?;
    let table = request.resolved.workspace().table();
    let shared = clusters.shared(|plan| Placement {
        cluster_affinity: ClusterAffinity { cluster_names: names.of(table, &map, &clusters, plan) },
        spread_constraints: number
            .map(|it| [Constraint { spread_by_field: "cluster", min_groups: it, max_groups: it }]),
    });
    let items = clusters.items(&shared);
    let documents = page::lines(&items, |it| {
        let resource = resources.of(it.identity.kind);
        let selector =
            ResourceSelector { api_version: resource.api_version(), kind: &resource.kind, name: it.name };
        PropagationPolicy {
            api_version: "policy.karmada.io/v1alpha1",
            kind: "PropagationPolicy",
            metadata: it.metadata(),
            spec: Spec { resource_selectors: [selector], placement: &it.shared.part },
        }
    });
    Ok(Emission::one(page::stream(TARGET.name, documents), notes))
}

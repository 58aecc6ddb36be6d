//! `karmada`, read as Karmada does.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Cluster, Tool, field, items, selected, selects, settings, text, texts, without_labels};

pub(super) const TOOL: Tool = Tool { name: "karmada", telling, chooses, object: selected };

fn telling() -> bpol::emit::settings::Settings {
    settings(&[("cluster", text("{location}-{flavor}"))])
}

/// No affinity is every cluster; several are tried one after the other, so each may come to hold.
fn chooses(document: &Value, cluster: &Cluster) -> Option<bool> {
    let empty = Value::Null;
    let spec = field(document, "spec").unwrap_or(&empty);
    if items(spec, "resourceSelectors")?.is_empty() {
        return None;
    }
    let placement = field(spec, "placement").unwrap_or(&empty);
    let (one, several) = (field(placement, "clusterAffinity"), items(placement, "clusterAffinities")?);
    if one.is_some() && !several.is_empty() {
        return None;
    }
    let one = one.unwrap_or(&empty);
    let mut all = if several.is_empty() { vec![one] } else { several };
    all.extend(items(one, "overflowAffinities")?);
    let mut chosen = false;
    for affinity in all {
        chosen |= matches(affinity, cluster)?;
    }
    Some(chosen)
}

/// Everything that an affinity says must hold; an empty list of names says nothing. What is said of a region
/// beside names is not counted on, nor are labels, providers and zones.
fn matches(affinity: &Value, cluster: &Cluster) -> Option<bool> {
    let names = texts(affinity, "clusterNames")?;
    selects(field(affinity, "labelSelector"), &cluster.labels, &[])?;
    let region = Some(cluster.region.clone()).filter(|it| !it.is_empty());
    let fields: BTreeMap<&str, String> = region.into_iter().map(|it| ("region", it)).collect();
    let known: &[&str] = if names.is_empty() { &["region"] } else { &[] };
    let in_fields = selects(without_labels(field(affinity, "fieldSelector")).as_ref(), &fields, known)?;
    let is_named = names.is_empty() || names.contains(&&*cluster.name);
    Some(in_fields && is_named && !texts(affinity, "exclude")?.contains(&&*cluster.name))
}

//! `ocm`, read as Open Cluster Management does.

use serde_json::Value;

use super::{Cluster, Given, Tool, field, items, selects, settings, text, without_labels};

pub(super) const TOOL: Tool = Tool { name: "ocm", telling, chooses, object };

fn telling() -> bpol::emit::settings::Settings {
    let claim = settings(&[("claim", text("flavor.example.com"))]);
    settings(&[("flavor", Given::Table(claim))])
}

fn object(document: &Value) -> (String, Option<String>) {
    (document["metadata"]["name"].as_str().unwrap().to_owned(), None)
}

/// Predicates are alternatives. No predicate, and a predicate that asks for nothing, is every cluster.
fn chooses(document: &Value, cluster: &Cluster) -> Option<bool> {
    let empty = Value::Null;
    let spec = field(document, "spec").unwrap_or(&empty);
    let predicates = items(spec, "predicates")?;
    let mut chosen = predicates.is_empty();
    for predicate in predicates {
        let required = field(predicate, "requiredClusterSelector").unwrap_or(&empty);
        let known = ["fleet.azure.com/location", "region.open-cluster-management.io", "flavor.example.com"];
        let labels = selects(field(required, "labelSelector"), &cluster.labels, &known[..1])?;
        let claims =
            selects(without_labels(field(required, "claimSelector")).as_ref(), &cluster.claims, &known[1..])?;
        chosen |= labels && claims;
    }
    Some(chosen)
}

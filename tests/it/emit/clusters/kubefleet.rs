//! `kubefleet`, read as KubeFleet does.

use serde_json::Value;

use super::{Cluster, Tool, field, items, selected, selects, settings, text, texts};

pub(super) const TOOL: Tool = Tool { name: "kubefleet", telling, chooses, object: selected };

fn telling() -> bpol::emit::settings::Settings {
    settings(&[("flavor", text("flavor"))])
}

/// No policy, no affinity, no term, and a term that asks for nothing, is every cluster.
fn chooses(document: &Value, cluster: &Cluster) -> Option<bool> {
    let empty = Value::Null;
    let spec = field(document, "spec").unwrap_or(&empty);
    if items(spec, "resourceSelectors")?.is_empty() {
        return None;
    }
    let policy = field(spec, "policy").unwrap_or(&empty);
    let has = |key: &str| field(policy, key).is_some();
    let (names, number) = (has("clusterNames"), has("numberOfClusters"));
    let (affinity, spread) = (has("affinity"), has("topologySpreadConstraints"));
    let is_taken = match field(policy, "placementType").map_or(Some("PickAll"), Value::as_str)? {
        "PickAll" => !names && !number && !spread,
        "PickN" => !names && number,
        "PickFixed" => {
            let names = texts(policy, "clusterNames")?;
            let is_taken = !names.is_empty() && !number && !affinity && !spread;
            // Nobody knows where a cluster of that name is.
            return is_taken.then_some(cluster.location == "*");
        }
        _ => false,
    };
    if !is_taken {
        return None;
    }
    let affinity = field(policy, "affinity").unwrap_or(&empty);
    let cluster_affinity = field(affinity, "clusterAffinity").unwrap_or(&empty);
    let required =
        field(cluster_affinity, "requiredDuringSchedulingIgnoredDuringExecution").unwrap_or(&empty);
    let terms = items(required, "clusterSelectorTerms")?;
    if terms.len() > 10 {
        return None;
    }
    let mut chosen = terms.is_empty();
    for term in terms {
        let known = ["fleet.azure.com/location", "flavor"];
        chosen |= selects(field(term, "labelSelector"), &cluster.labels, &known)?;
    }
    Some(chosen)
}

//! What the scheduler makes of an object, written a second time: nodes with labels, of which each is asked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::emit::Cells;

pub(super) const REGION: &str = "topology.kubernetes.io/region";
pub(super) const ARCH: &str = "kubernetes.io/arch";
pub(super) const NVIDIA: &str = "nvidia.com/gpu.product";
const AMD: &str = "amd.com/gpu.product-name";

/// The labels of flavors, as `gfd` and the kubelet write them.
pub(super) const LABELS: [(&str, &str, &[&str]); 7] = [
    ("x86", ARCH, &["amd64"]),
    ("arm64", ARCH, &["arm64"]),
    ("t4", NVIDIA, &["Tesla-T4"]),
    ("l4", NVIDIA, &["NVIDIA-L4"]),
    ("a100", NVIDIA, &["NVIDIA-A100-SXM4-40GB", "NVIDIA-A100-PCIE-40GB", "A100-SXM4-40GB", "A100-PCIE-40GB"]),
    ("h100", NVIDIA, &["NVIDIA-H100-80GB-HBM3", "NVIDIA-H100-PCIe"]),
    ("mi300x", AMD, &["AMD_Instinct_MI300X_OAM"]),
];

/// A machine and what it is; `*` where nobody declared it.
#[derive(Clone, Debug)]
struct Node {
    location: String,
    flavor: String,
    labels: BTreeMap<String, String>,
}

/// The locations of a workspace and the flavors that they offer, as its text says.
pub(super) fn fleet(text: &str) -> Vec<(String, Vec<String>)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("location "));
    lines
        .map(|line| {
            let name = line.split(' ').next().unwrap().to_owned();
            let offers = line.split_once("offers [").map(|it| it.1.split_once(']').unwrap().0);
            let all = || LABELS.iter().map(|it| it.0.to_owned()).collect();
            let offers = offers.map_or_else(all, |it| it.split(", ").map(str::to_owned).collect());
            (name, offers)
        })
        .collect()
}

/// Every node that there may be, for an object: those of the fleet, and others that nobody declared, with each value
/// that the object names among them.
fn nodes(fleet: &[(String, Vec<String>)], object: &Value) -> Vec<Node> {
    let mut named: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    values(object, &mut named);
    let of = |key: &str| named.get(key).into_iter().flatten().copied();
    let mut regions: Vec<(&str, Option<&str>)> =
        fleet.iter().map(|(name, _)| (name.as_str(), Some(name.as_str()))).collect();
    let known: Vec<&str> = fleet.iter().map(|it| it.0.as_str()).collect();
    let strange = of(REGION).chain(["nowhere"]).filter(|it| !known.contains(it));
    regions.extend(strange.map(|it| ("*", Some(it))));
    regions.push(("*", None));
    let mut flavors: Vec<(&str, BTreeMap<&str, &str>)> = Vec::new();
    let arches = || of(ARCH).chain(["amd64", "arm64", "riscv64"]).collect::<BTreeSet<_>>();
    let is_known = |key: &str, value: &str| LABELS.iter().any(|it| it.1 == key && it.2.contains(&value));
    for (flavor, key, values) in LABELS {
        for value in values {
            flavors.extend(machines(flavor, key, value, &arches()));
        }
    }
    for (key, other) in [(ARCH, "riscv64"), (NVIDIA, "NVIDIA-Unheard-Of")] {
        for value in of(key).chain([other]).filter(|value| !is_known(key, value)) {
            flavors.extend(machines("*", key, value, &arches()));
        }
    }
    let mut nodes = Vec::new();
    for (location, region) in regions {
        let offers = fleet.iter().find(|it| it.0 == location).map(|it| &it.1);
        let is_there =
            |flavor: &str| flavor == "*" || offers.is_none_or(|it| it.iter().any(|it| it == flavor));
        for (flavor, labels) in flavors.iter().filter(|it| is_there(it.0)) {
            let mut labels: BTreeMap<String, String> =
                labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            if let Some(region) = region {
                labels.insert(REGION.to_owned(), region.to_owned());
            }
            let (location, flavor) = (location.to_owned(), (*flavor).to_owned());
            nodes.push(Node { location, flavor, labels });
        }
    }
    nodes
}

/// The nodes that show a flavor: a gpu may be in one of any arch.
fn machines<'l>(
    flavor: &'l str,
    key: &'l str,
    value: &'l str,
    arches: &BTreeSet<&'l str>,
) -> Vec<(&'l str, BTreeMap<&'l str, &'l str>)> {
    if key == ARCH {
        return vec![(flavor, BTreeMap::from([(ARCH, value)]))];
    }
    arches.iter().map(|arch| (flavor, BTreeMap::from([(ARCH, *arch), (key, value)]))).collect()
}

/// The values of expressions, by key.
fn values<'v>(value: &'v Value, found: &mut BTreeMap<&'v str, BTreeSet<&'v str>>) {
    if let (Some(key), Some(list)) = (value["key"].as_str(), value["values"].as_array()) {
        found.entry(key).or_default().extend(list.iter().filter_map(Value::as_str));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|it| values(it, found)),
        Value::Object(map) => map.values().for_each(|it| values(it, found)),
        _ => {}
    }
}

/// What an object may run on, whose pod is behind `path`; none where the API server would refuse it.
pub(super) fn read(fleet: &[(String, Vec<String>)], object: &Value, path: &[&str]) -> Option<Cells> {
    let mut pod = object;
    for key in path {
        pod = pod.get(key).filter(|it| it.is_object())?;
    }
    let mut cells = Cells::new();
    for node in nodes(fleet, object) {
        if is_admitted(pod, &node.labels)? {
            cells.insert((node.location, node.flavor));
        }
    }
    Some(cells)
}

fn there<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    value.get(key).filter(|it| !it.is_null())
}

fn is_admitted(pod: &Value, labels: &BTreeMap<String, String>) -> Option<bool> {
    if let Some(name) = there(pod, "nodeName")
        && !name.as_str()?.is_empty()
    {
        return Some(true);
    }
    if let Some(selector) = there(pod, "nodeSelector") {
        for (key, value) in selector.as_object()? {
            if labels.get(key).map(String::as_str) != Some(value.as_str()?) {
                // What a label that is not known may be is not known.
                if [REGION, ARCH, NVIDIA, AMD].contains(&key.as_str()) {
                    return Some(false);
                }
            }
        }
    }
    let mut required = pod;
    for key in ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"] {
        let Some(next) = there(required, key) else { return Some(true) };
        next.as_object()?;
        required = next;
    }
    let terms = there(required, "nodeSelectorTerms")?.as_array().filter(|it| !it.is_empty())?;
    let mut is_any = false;
    for term in terms {
        term.as_object()?;
        let list = |key| there(term, key).map_or(Some(Vec::new()), |it| it.as_array().cloned());
        let (expressions, fields) = (list("matchExpressions")?, list("matchFields")?);
        let mut is_all = true;
        for expression in &expressions {
            is_all &= holds(expression, labels)?;
        }
        is_any |= is_all && !(expressions.is_empty() && fields.is_empty());
    }
    Some(is_any)
}

fn holds(expression: &Value, labels: &BTreeMap<String, String>) -> Option<bool> {
    let key = expression.get("key")?.as_str()?;
    let operator = expression.get("operator")?.as_str()?;
    let values: Vec<&str> = match there(expression, "values") {
        Some(list) => list.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?,
        None => Vec::new(),
    };
    let label = labels.get(key).map(String::as_str);
    let number = |text: &str| text.parse::<i64>().ok();
    let is_met = match operator {
        "In" | "NotIn" if values.is_empty() => return None,
        "In" => label.is_some_and(|it| values.contains(&it)),
        "NotIn" => label.is_none_or(|it| !values.contains(&it)),
        "Exists" | "DoesNotExist" if !values.is_empty() => return None,
        "Exists" => label.is_some(),
        "DoesNotExist" => label.is_none(),
        "Gt" | "Lt" if values.len() != 1 => return None,
        "Gt" => label.and_then(number).zip(number(values[0])).is_some_and(|(label, bound)| label > bound),
        "Lt" => label.and_then(number).zip(number(values[0])).is_some_and(|(label, bound)| label < bound),
        _ => return None,
    };
    Some(is_met || ![REGION, ARCH, NVIDIA, AMD].contains(&key))
}

/// How what is admitted compares with what is allowed. `restricts` are the types that a policy regulates.
pub(super) fn verdict(admitted: &Cells, allowed: &Cells, restricts: &[String]) -> &'static str {
    let restricts = |name: &str| restricts.iter().any(|it| it == name);
    let is_too_much = |(location, flavor): &(String, String)| match (&**location, &**flavor) {
        ("*", _) => restricts("location"),
        (_, "*") => restricts("flavor"),
        _ => !allowed.contains(&(location.clone(), flavor.clone())),
    };
    if admitted.iter().any(is_too_much) {
        "wider"
    } else if allowed.is_subset(admitted) {
        "equal"
    } else {
        "inside"
    }
}

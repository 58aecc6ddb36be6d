//! Nodes of Kubernetes: a node comes in, its place and its hardware go out, as its labels say.

use super::draft::Draft;
use super::fault::Fault;
use super::fields::name;
use super::parts::Place;
use super::statement::{Key, Named};
use crate::data::{Node, Path};
use crate::diagnostic::Diagnostic;
use crate::syntax::keyword::{Attribute, Keyword};

/// The label that says in which region a node is.
const REGION: [&str; 1] = ["topology.kubernetes.io/region"];

/// The labels that say what gpu a node has, and the one that says what cpu: a node counts as its gpu, or
/// without one as its cpu.
const GPU: [&str; 3] =
    ["nvidia.com/gpu.product", "cloud.google.com/gke-accelerator", "karpenter.k8s.aws/instance-gpu-name"];
const CPU: [&str; 1] = ["kubernetes.io/arch"];
const ANY: [&str; 4] = [
    "nvidia.com/gpu.product",
    "cloud.google.com/gke-accelerator",
    "karpenter.k8s.aws/instance-gpu-name",
    "kubernetes.io/arch",
];

/// Reads a node.
pub(super) fn node(node: &Node, path: Path<'_>, draft: &mut Draft<'_>) {
    if let Err(finding) = read(node, path, draft) {
        draft.findings.push(finding);
    }
}

fn read(node: &Node, path: Path<'_>, draft: &mut Draft<'_>) -> Result<(), Diagnostic> {
    let metadata_path = path.key("metadata");
    let labels_path = metadata_path.key("labels");
    let metadata = node.present("metadata").unwrap_or(node);
    let labels = metadata.present("labels").unwrap_or(metadata);
    let region = labelled(labels, &REGION, &labels_path)?.into_iter().next();
    let region = region.ok_or_else(|| Diagnostic::new(Fault::NoLabel(&REGION), labels.span))?;
    let gpus: Vec<Named> = labelled(labels, &GPU, &labels_path)?;
    let found: Vec<Named> = if gpus.is_empty() {
        let cpus = labelled(labels, &CPU, &labels_path)?;
        cpus.iter().map(|cpu| draft.code(Attribute::Cpu, cpu)).collect()
    } else {
        gpus.iter().map(|gpu| draft.code(Attribute::Gpu, gpu)).collect()
    };
    let Some(first) = found.first() else {
        return Err(Diagnostic::new(Fault::NoLabel(&ANY), labels.span));
    };
    if let Some(other) = found.iter().find(|other| *other != first) {
        let fault = Fault::Differs {
            what: "the gpu of the node".into(),
            other: first.text.as_str().into(),
            own: other.text.as_str().into(),
        };
        return Err(Diagnostic::new(fault, other.span).with_related(first.span));
    }
    add(region, first.clone(), draft);
    Ok(())
}

/// The values of those of some labels that a node has.
fn labelled(labels: &Node, keys: &[&str], path: &Path<'_>) -> Result<Vec<Named>, Diagnostic> {
    let found = keys.iter().filter_map(|key| Some((key, labels.present(key)?)));
    found.map(|(key, value)| name(value, &path.key(key))).collect()
}

/// Adds a flavor to a place; machines of one place come one by one.
fn add(region: Named, flavor: Named, draft: &mut Draft<'_>) {
    let code = region.text.to_lowercase();
    let code = draft.known.code(Attribute::Location, &region.text).map_or(code, str::to_owned);
    let place = draft.places.entry(code).or_insert_with(|| Place::new(region.clone(), region.span));
    if place.name == region {
        place.offer(flavor);
        return;
    }
    let fault = Fault::Differs {
        what: "the name of the location".into(),
        other: place.name.text.as_str().into(),
        own: region.text.as_str().into(),
    };
    let finding = Diagnostic::new(fault, region.span).with_related(place.name.span);
    draft.broken(Key::of(Keyword::Code(Attribute::Location), &region.text.to_lowercase()), vec![finding]);
}

//! Placements of KubeFleet, those of a namespace and those of the hub: terms are alternatives, and what asks
//! for nothing chooses every cluster.

use super::clusters::Clusters;
use super::objects::{Object, Selected, Workloads, read};
use super::selector::{Selector, Taken};
use crate::diagnostic::Diagnostic;
use crate::emit::codes::{NameMap, itself};
use crate::emit::resource::Resource;
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::emit::targets::kubefleet::{Labels, MOST_TERMS, TARGET};
use crate::text::hidden::one_line;
use crate::verify::field::Field;
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::{Document, Found, Grant, Reader, Reading, Verifier};
use crate::verify::refused;

/// `kubefleet`.
pub static VERIFIER: Verifier = Verifier { target: &TARGET, counts_unoffered: false, prepare };

/// What chooses for a namespace, and what chooses for whole namespaces.
const KINDS: [&str; 2] = ["ResourcePlacement", "ClusterResourcePlacement"];

struct Placements<'r> {
    workloads: Workloads,
    clusters: Clusters<'r>,
    labels: Labels<'r>,
}

fn prepare<'r>(request: &Request<'r>, fleet: &'r Fleet) -> Result<Box<dyn Reader + 'r>, Wrong> {
    let settings = request.settings;
    let labels = Labels::new(settings)?;
    let map = NameMap::new(request, settings, itself, itself)?;
    Ok(Box::new(Placements {
        workloads: Workloads::new(request)?,
        clusters: Clusters::new(request, fleet, map, labels.flavor.is_some())?,
        labels,
    }))
}

impl Reader for Placements<'_> {
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

impl Placements<'_> {
    fn found(&self, field: &Field<'_, '_>) -> Result<Option<Vec<Found>>, Diagnostic> {
        let Some(object) = Object::read(field, "placement.kubernetes-fleet.io", &KINDS)? else {
            return Ok(None);
        };
        let spec = field.key("spec")?;
        let workloads = self.selected(&spec, &object)?;
        let policy = spec.key("policy")?;
        let grants = self.grants(&policy)?;
        Ok(Some(object.found(&workloads, &grants)))
    }

    /// The workloads whose objects are placed. A selector by labels is taken as one that holds.
    fn selected(&self, spec: &Field<'_, '_>, object: &Object<'_>) -> Result<Vec<usize>, Diagnostic> {
        let selectors = spec.key("resourceSelectors")?;
        let items = selectors.items()?;
        if items.is_empty() {
            return Err(refused(&selectors.at(), "nothing is selected", "name the resource that is placed"));
        }
        let mut workloads = Vec::new();
        for item in &items {
            let group = item.key("group")?.text()?.unwrap_or("");
            let kind = item.key("kind")?.text()?.unwrap_or("");
            let name = item.key("name")?.text()?.filter(|name| !name.is_empty());
            let of_kind = |it: &Resource| it.group == group && it.kind == kind;
            if object.kind == "ResourcePlacement" {
                let selected = Selected { is_of: &of_kind, name, namespace: Some(object.namespace) };
                workloads.extend(self.workloads.selected(&selected));
            } else if group.is_empty() && kind == "Namespace" {
                // A namespace brings what is in it, unless it is asked for alone.
                if item.key("selectionScope")?.text()? != Some("NamespaceOnly") {
                    let selected = Selected { is_of: &|_| true, name: None, namespace: name };
                    workloads.extend(self.workloads.selected(&selected));
                }
            }
        }
        Ok(workloads)
    }

    fn grants(&self, policy: &Field<'_, '_>) -> Result<Vec<Grant>, Diagnostic> {
        let (kind_field, names, number) =
            (policy.key("placementType")?, policy.key("clusterNames")?, policy.key("numberOfClusters")?);
        let (affinity, spread) = (policy.key("affinity")?, policy.key("topologySpreadConstraints")?);
        let kind = kind_field.text()?.filter(|kind| !kind.is_empty()).unwrap_or("PickAll");
        let (allowed, needed): (&[&Field<'_, '_>], &[&Field<'_, '_>]) = match kind {
            "PickAll" => (&[&affinity], &[]),
            "PickN" => (&[&affinity, &number, &spread], &[&number]),
            "PickFixed" => (&[&names], &[&names]),
            other => {
                let message = format!("there is no type of placement `{}`", one_line(other));
                return Err(refused(&kind_field.at(), message, "write `PickAll`, `PickN` or `PickFixed`"));
            }
        };
        for field in [&names, &number, &affinity, &spread] {
            if field.is_there() && !allowed.iter().any(|it| std::ptr::eq(*it, field)) {
                return Err(refused(
                    &field.at(),
                    format!("`{kind}` does not take it"),
                    "take the field away",
                ));
            }
        }
        if let Some(field) = needed.iter().find(|field| !field.is_there()) {
            return Err(refused(&field.at(), format!("`{kind}` needs it"), "write the field"));
        }
        if kind == "PickFixed" {
            let listed = names.texts()?;
            if listed.is_empty() {
                return Err(refused(&names.at(), "`PickFixed` needs names", "name the clusters"));
            }
            // Nothing says where a cluster of that name is.
            return Ok(vec![self.clusters.strange(listed.into_iter(), &names.at())]);
        }
        let cluster_affinity = affinity.key("clusterAffinity")?;
        let required = cluster_affinity.key("requiredDuringSchedulingIgnoredDuringExecution")?;
        let terms = required.key("clusterSelectorTerms")?;
        let items = terms.items()?;
        if items.is_empty() {
            return Ok(self.clusters.every(&terms.at()));
        }
        if items.len() > MOST_TERMS {
            let message = format!("there are {} terms, and at most {MOST_TERMS} are taken", items.len());
            return Err(refused(&terms.at(), message, "write fewer terms"));
        }
        let grants: Result<Vec<_>, _> = items.iter().map(|term| self.term(term)).collect();
        Ok(grants?.concat())
    }

    /// The clusters of one term. A selector by properties is taken as one that holds.
    fn term(&self, term: &Field<'_, '_>) -> Result<Vec<Grant>, Diagnostic> {
        let field = term.key("labelSelector")?;
        let selector = Selector::labels(&field)?;
        let flavor = self.labels.flavor.map_or_else(Taken::anything, |key| selector.of(key));
        Ok(self.clusters.grants(&selector.of(self.labels.location), &flavor, &field.at()))
    }
}

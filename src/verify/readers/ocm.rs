//! Placements of Open Cluster Management: predicates are alternatives, and what asks for nothing chooses every
//! cluster.

use super::clusters::Clusters;
use super::objects::{Object, Workloads};
use super::selector::{Selector, Taken};
use crate::diagnostic::Diagnostic;
use crate::emit::clusters::LOCATIONS_ONLY;
use crate::emit::codes::{NameMap, itself};
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::emit::targets::ocm::{TARGET, Tellings, Told};
use crate::verify::field::Field;
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::{Document, Found, Grant, Reader, Reading, Verifier};

/// `ocm`.
pub static VERIFIER: Verifier = Verifier { target: &TARGET, counts_unoffered: false, prepare };

struct Placements<'r> {
    workloads: Workloads,
    clusters: Clusters<'r>,
    tellings: Tellings,
    ignores_flavors: bool,
}

fn prepare<'r>(request: &Request<'r>, fleet: &'r Fleet) -> Result<Box<dyn Reader + 'r>, Wrong> {
    let settings = request.settings;
    let tellings = Tellings::new(settings)?;
    let map = NameMap::new(request, settings, itself, itself)?;
    Ok(Box::new(Placements {
        workloads: Workloads::new(request)?,
        clusters: Clusters::new(fleet, map, tellings.flavor.is_some()),
        tellings,
        ignores_flavors: settings.is_set(LOCATIONS_ONLY.name)?,
    }))
}

impl Reader for Placements<'_> {
    fn read(&self, document: &Document<'_>) -> Reading {
        match self.found(document) {
            Ok(None) => Reading::Passed,
            Ok(Some(found)) => Reading::Found(found),
            Err(finding) => Reading::Broken(vec![finding]),
        }
    }

    fn gone(&self) -> (Mask, Mask) {
        self.clusters.gone()
    }

    fn ignores_flavors(&self) -> bool {
        self.ignores_flavors
    }
}

impl Placements<'_> {
    fn found(&self, document: &Document<'_>) -> Result<Option<Vec<Found>>, Diagnostic> {
        let group = "cluster.open-cluster-management.io";
        let Some(object) = Object::read(document, group, &["Placement"])? else { return Ok(None) };
        let grants = self.grants(document)?;
        Ok(Some(object.found(self.workloads.named(object.namespace, object.name), &grants)))
    }

    fn grants(&self, document: &Document<'_>) -> Result<Vec<Grant>, Diagnostic> {
        let root = Field::root(document.root);
        let spec = root.key("spec")?;
        let predicates = spec.key("predicates")?;
        let items = predicates.items()?;
        if items.is_empty() {
            return Ok(vec![self.clusters.every(predicates.at())]);
        }
        items.iter().map(|predicate| self.predicate(predicate)).collect()
    }

    /// The clusters of one predicate, whose selectors must all hold. An expression in CEL is taken as one that
    /// holds for every cluster.
    fn predicate(&self, predicate: &Field<'_, '_>) -> Result<Grant, Diagnostic> {
        let required = predicate.key("requiredClusterSelector")?;
        let labels = Selector::read(&required.key("labelSelector")?)?;
        let claims = Selector::read(&required.key("claimSelector")?)?;
        let of = |told: &Told| match told {
            Told::Label(key) => labels.of(key),
            Told::Claim(key) => claims.of(key),
        };
        let flavor = self.tellings.flavor.as_ref().map_or_else(Taken::anything, of);
        Ok(self.clusters.grant(&of(&self.tellings.location), &flavor, required.at()))
    }
}

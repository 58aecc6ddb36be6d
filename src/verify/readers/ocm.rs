//! Placements of Open Cluster Management: predicates are alternatives, and what asks for nothing chooses
//! every cluster.

use super::clusters::Clusters;
use super::objects::{Object, Workloads, read};
use super::selector::{Selector, Taken};
use crate::diagnostic::Diagnostic;
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
}

fn prepare<'r>(request: &Request<'r>, fleet: &'r Fleet) -> Result<Box<dyn Reader + 'r>, Wrong> {
    let settings = request.settings;
    let tellings = Tellings::new(settings)?;
    let map = NameMap::new(request, settings, itself, itself)?;
    Ok(Box::new(Placements {
        workloads: Workloads::new(request)?,
        clusters: Clusters::new(request, fleet, map, tellings.flavor.is_some())?,
        tellings,
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
        let group = "cluster.open-cluster-management.io";
        let Some(object) = Object::read(field, group, &["Placement"])? else { return Ok(None) };
        let grants = self.grants(field)?;
        Ok(Some(object.found(self.workloads.named(object.namespace, object.name), &grants)))
    }

    fn grants(&self, field: &Field<'_, '_>) -> Result<Vec<Grant>, Diagnostic> {
        let spec = field.key("spec")?;
        let predicates = spec.key("predicates")?;
        let items = predicates.items()?;
        if items.is_empty() {
            return Ok(self.clusters.every(&predicates.at()));
        }
        let grants: Result<Vec<_>, _> = items.iter().map(|predicate| self.predicate(predicate)).collect();
        Ok(grants?.concat())
    }

    /// The clusters of one predicate, whose selectors must all hold. An expression in CEL is taken as one
    /// that holds for every cluster.
    fn predicate(&self, predicate: &Field<'_, '_>) -> Result<Vec<Grant>, Diagnostic> {
        let required = predicate.key("requiredClusterSelector")?;
        let labels = Selector::labels(&required.key("labelSelector")?)?;
        let claims = Selector::expressions(&required.key("claimSelector")?)?;
        let of = |told: &Told| match told {
            Told::Label(key) => labels.of(key),
            Told::Claim(key) => claims.of(key),
        };
        let flavor = self.tellings.flavor.as_ref().map_or_else(Taken::anything, of);
        Ok(self.clusters.grants(&of(&self.tellings.location), &flavor, &required.at()))
    }
}

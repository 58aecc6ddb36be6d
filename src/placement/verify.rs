//! No empty set passes: every set comes in, and either all of them have a placement or every workload without one
//! is a finding.

use super::evaluate::{Evaluation, PlacementSet, PlacementSetId};
use super::fleet::{Placement, placements};
use super::messages;
use crate::diagnostic::{self, Diagnostic};
use crate::ids::Arena;
use crate::syntax::keyword::PolicyType;
use crate::workspace::{Checked, CodeId, Workload};

/// A workspace whose every workload can run somewhere.
#[derive(Debug)]
pub struct Resolved<'a> {
    /// The workspace.
    pub workspace: Checked<'a>,
    /// The distinct sets that workloads have.
    pub sets: Arena<PlacementSet, ResolvedSet>,
    /// The same sets in bits, and what every policy allows.
    pub evaluation: Evaluation,
}

/// A placement set as lists of codes. None of them is empty.
#[derive(Debug, PartialEq, Eq)]
pub struct ResolvedSet {
    /// The types that a policy regulates.
    pub restricts: Vec<PolicyType>,
    /// The shortest list of the allowed places.
    pub locations: Vec<CodeId>,
    /// The allowed flavors.
    pub flavors: Vec<CodeId>,
    /// Where exactly that is, if the fleet is known.
    pub placements: Option<Vec<Placement>>,
}

impl<'a> Resolved<'a> {
    /// The id of the set of a workload.
    #[must_use]
    pub fn set_id(&self, workload: &Workload<'a>) -> PlacementSetId {
        self.evaluation.set_of(workload.point)
    }
}

/// Turns sets into lists.
///
/// # Errors
/// `collision`, one a workload and type, for workloads whose policies leave nothing of a type; `no-placement` for
/// those whose set no declared location offers any of. In the order in which they are reported.
pub fn verify(checked: Checked<'_>, evaluation: Evaluation) -> Result<Resolved<'_>, Vec<Diagnostic>> {
    let space = &evaluation.space;
    let has_fleet = checked.table.has_fleet();
    let mut possible = Vec::with_capacity(evaluation.sets.len());
    let sets: Arena<PlacementSet, ResolvedSet> = evaluation
        .sets
        .values()
        .iter()
        .map(|set| {
            let list = |policy_type| match set.of(policy_type) {
                Some(bits) => space.shortest(policy_type, bits),
                None => space.shortest(policy_type, &space.all(policy_type)),
            };
            let resolved = ResolvedSet {
                restricts: PolicyType::ALL.into_iter().filter(|&it| set.of(it).is_some()).collect(),
                locations: list(PolicyType::Location),
                flavors: list(PolicyType::Flavor),
                placements: has_fleet.then(|| placements(&checked, &evaluation, set)),
            };
            let nowhere = resolved.placements.as_ref().is_some_and(Vec::is_empty);
            possible.push(!nowhere && !resolved.locations.is_empty() && !resolved.flavors.is_empty());
            resolved
        })
        .collect();
    let is_possible = |id: PlacementSetId| possible.get(id.index()).copied().unwrap_or_default();
    // There is no point without a workload.
    if evaluation.of_point.iter().copied().all(is_possible) {
        return Ok(Resolved { workspace: checked, sets, evaluation });
    }
    let mut findings = Vec::new();
    for workload in &checked.workloads {
        if !is_possible(evaluation.set_of(workload.point)) {
            messages::impossible(&checked, &evaluation, workload, &mut findings);
        }
    }
    diagnostic::sort(&mut findings, checked.sources);
    Err(findings)
}

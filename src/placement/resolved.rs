//! No empty set passes: every set comes in, and either all of them have a placement or every workload without
//! one is a finding.

use super::evaluate::{Allowed, Evaluation, PlacementSet, PlacementSetId, evaluate};
use super::fleet::{Fleet, Placement};
use super::impossible;
use super::set::Set;
use super::space::Space;
use crate::arena::Arena;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::workspace::{Checked, CodeId, PointId, PolicyId, Rejected, Workload};

/// A workspace whose every workload can run somewhere.
///
/// Nobody else can make one:
///
/// ```compile_fail,E0451
/// # fn forge(resolved: bpol::Resolved) -> bpol::Resolved {
/// bpol::Resolved { ..resolved }
/// # }
/// ```
#[derive(Debug)]
pub struct Resolved {
    workspace: Checked,
    evaluation: Evaluation,
}

impl Resolved {
    /// The workspace.
    #[must_use]
    pub fn workspace(&self) -> &Checked {
        &self.workspace
    }

    /// The numbering that sets are in.
    #[must_use]
    pub fn space(&self) -> &Space {
        &self.evaluation.space
    }

    /// The distinct sets that workloads have. No list of any is empty.
    #[must_use]
    pub fn sets(&self) -> &Arena<PlacementSet> {
        &self.evaluation.sets
    }

    /// The id of the set of a workload.
    #[must_use]
    pub fn set_id(&self, workload: &Workload) -> PlacementSetId {
        self.set_at(workload.point())
    }

    /// The id of the set of all workloads at a point.
    #[must_use]
    pub fn set_at(&self, point: PointId) -> PlacementSetId {
        self.evaluation.set_of(point)
    }

    /// What stands above the workloads at a point allows them: their environment.
    #[must_use]
    pub fn above(&self, point: PointId) -> &PlacementSet {
        self.evaluation.above(&self.workspace, &self.workspace.points()[point])
    }

    /// What a policy allows, whatever its target.
    #[must_use]
    pub fn policy(&self, policy: PolicyId) -> &Set {
        self.evaluation.policy(policy)
    }

    /// What the policies of one attachment point allow a kind: the union of those that apply.
    #[must_use]
    pub fn allowed(&self, policies: &[PolicyId], kind: Kind) -> PlacementSet {
        self.evaluation.allowed(&self.workspace, policies, kind)
    }

    /// The types of a set that a policy regulates, location first.
    pub fn restricts(&self, set: &PlacementSet) -> impl Iterator<Item = PolicyType> {
        PolicyType::ALL.into_iter().filter(|&it| set.of(it).is_restricted())
    }

    /// The shortest list of what a set allows of a type, ordered as the table is; never empty.
    #[must_use]
    pub fn codes(&self, set: &PlacementSet, policy_type: PolicyType) -> Vec<CodeId> {
        set.codes(self.space(), policy_type)
    }

    /// Where exactly a set is, by location, if the fleet is known; never empty.
    #[must_use]
    pub fn placements(&self, set: &PlacementSet) -> Option<Vec<Placement>> {
        let table = self.workspace.table();
        table.has_fleet().then(|| Fleet { table, space: self.space() }.placements(set))
    }
}

/// Gives every workload its placement set.
///
/// Only what was checked has any:
///
/// ```compile_fail,E0308
/// # fn skip(workspace: bpol::workspace::Workspace) {
/// bpol::placement::resolve(workspace);
/// # }
/// ```
///
/// # Errors
/// `collision`, one a workload and type, for workloads whose policies leave nothing of a type; `no-placement`
/// for those whose set no declared location offers any of.
pub fn resolve(checked: Checked) -> Result<Resolved, Box<Rejected>> {
    let evaluation = evaluate(&checked);
    let table = checked.table();
    let fleet = Fleet { table, space: &evaluation.space };
    let is_possible = |set: &PlacementSet| {
        let has = |policy_type| table.has_type(policy_type) && *set.of(policy_type) != Allowed::Nothing;
        PolicyType::ALL.into_iter().all(has) && (!table.has_fleet() || fleet.has_placement(set))
    };
    let possible = evaluation.sets.map(|(_, set)| is_possible(set));
    // There is no point without a workload.
    if possible.values().iter().all(|possible| *possible) {
        return Ok(Resolved { workspace: checked, evaluation });
    }
    let impossible = checked.workloads().iter().filter(|it| !possible[evaluation.set_of(it.point())]);
    let findings = impossible::report(&checked, &evaluation, impossible);
    Err(Box::new(Rejected::new(checked.into_workspace(), findings)))
}

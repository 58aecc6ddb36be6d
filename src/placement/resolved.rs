//! No empty set passes: every set comes in, and either all of them have a placement or every workload without
//! one is a finding.

use super::above::Environments;
use super::allowed::{Allowed, PlacementSet, PlacementSetId};
use super::evaluate::{Evaluation, evaluate};
use super::fleet::Placement;
use super::guard_levels::GuardLevels;
use super::guards::judge;
use super::impossible;
use super::limits::{self, Limit};
use super::point::union;
use super::violation::Violation;
use crate::arena::Arena;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Hint, Severity};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::{CodeId, Set, Space};
use crate::workspace::{Checked, EnvironmentId, GuardId, Kinds, PointId, PolicyId, Rejected, Workload};

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
    warnings: Vec<Diagnostic>,
    has_limits: bool,
}

impl Resolved {
    /// The workspace.
    #[must_use]
    pub fn workspace(&self) -> &Checked {
        &self.workspace
    }

    /// The guards that do not hold and are warnings for now, in the order in which they are reported.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The numbering that sets are in.
    #[must_use]
    pub fn space(&self) -> &Space {
        self.workspace.space()
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

    /// What stands above the workloads at a point allows them: their environment and all that it is in.
    #[must_use]
    pub fn above(&self, point: PointId) -> &PlacementSet {
        self.evaluation.above(&self.workspace.points()[point])
    }

    /// What every environment and all that it is in allow every kind, whether or not there are workloads of
    /// it. Of the policies of each environment only those count whose target has any of the kinds that
    /// `matching` gives.
    pub(crate) fn environments(&self, matching: impl Fn(EnvironmentId) -> Kinds) -> Environments {
        Environments::new(&self.workspace, |_| Kinds::ALL, matching)
    }

    /// The set of places or flavors that a policy allows, whatever its target; `None` where it is about
    /// tokens.
    #[must_use]
    pub fn policy(&self, policy: PolicyId) -> Option<&Set> {
        self.workspace.policies()[policy].set()
    }

    /// What the policies of one attachment point allow a kind: the union of those that apply.
    #[must_use]
    pub fn allowed(&self, policies: &[PolicyId], kind: Kind) -> PlacementSet {
        union(&self.workspace, policies, kind)
    }

    /// Whether any list attaches a policy about tokens. Where none does, no workload has a limit.
    #[must_use]
    pub fn has_limits(&self) -> bool {
        self.has_limits
    }

    /// How many tokens a workload may use. All of its limits hold, and none changes its set: those of the
    /// outermost environment come first, its own last, and those of one list by name.
    #[must_use]
    pub fn limits(&self, workload: &Workload) -> Vec<Limit<'_>> {
        self.limits_at(workload.point())
    }

    /// The limits of each of the workloads at a point.
    #[must_use]
    pub fn limits_at(&self, point: PointId) -> Vec<Limit<'_>> {
        if !self.has_limits {
            return Vec::new();
        }
        limits::at(&self.workspace, &self.workspace.points()[point])
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
        table.has_fleet().then(|| self.evaluation.fleet(&self.workspace).placements(set))
    }
}

/// Gives every workload its placement set.
///
/// Only what was checked has any:
///
/// ```compile_fail,E0308
/// # fn skip(workspace: bpol::workspace::Workspace) {
/// bpol::placement::resolve(workspace, &bpol::placement::GuardLevels::default(), None);
/// # }
/// ```
///
/// # Errors
/// `collision`, one a workload and type, for workloads whose policies leave nothing of a type; `no-placement`
/// for those whose set no declared location offers any of; where there is neither, `guard-violated` for
/// guards that do not hold, unless they are warnings on the day `today`.
pub fn resolve(
    checked: Checked,
    guards: &GuardLevels,
    today: Option<Date>,
) -> Result<Resolved, Box<Rejected>> {
    let evaluation = evaluate(&checked);
    let table = checked.table();
    let fleet = evaluation.fleet(&checked);
    let is_possible = |set: &PlacementSet| {
        let has = |policy_type| table.has_type(policy_type) && *set.of(policy_type) != Allowed::Nothing;
        PolicyType::ALL.into_iter().all(has) && (!table.has_fleet() || fleet.has_placement(set))
    };
    let possible = evaluation.sets.map(|(_, set)| is_possible(set));
    // There is no point without a workload.
    if possible.values().iter().any(|possible| !possible) {
        let impossible = checked.workloads().iter().filter(|it| !possible[evaluation.set_of(it.point())]);
        let findings = impossible::report(&checked, &evaluation, impossible);
        return Err(Box::new(Rejected::new(checked.into_workspace(), findings)));
    }
    let violations = judge(&checked, &evaluation).into_iter();
    let findings = violations.map(|(id, violation)| violated(&checked, id, violation, guards, today));
    let (errors, mut warnings): (Vec<_>, Vec<_>) =
        findings.partition(|finding| finding.severity == Severity::Error);
    if errors.is_empty() {
        checked.files().sort(&mut warnings);
        let has_limits = limits::are_attached(&checked);
        return Ok(Resolved { workspace: checked, evaluation, warnings, has_limits });
    }
    Err(Box::new(Rejected::new(checked.into_workspace(), [errors, warnings].concat())))
}

/// The finding that a guard does not hold.
fn violated(
    checked: &Checked,
    id: GuardId,
    mut violation: Violation,
    levels: &GuardLevels,
    today: Option<Date>,
) -> Diagnostic {
    let guard = &checked.guards()[id];
    let standing = levels.standing(guard.name(), today);
    violation.standing = Hint(standing);
    let related = violation.causes();
    let name = checked.statement(guard.statement()).name().span();
    let mut finding = Diagnostic::new(violation, name);
    finding.related = related;
    if !standing.is_error() {
        finding.severity = Severity::Warning;
    }
    finding
}

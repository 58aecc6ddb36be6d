//! No empty set passes: every set comes in, and either all of them have a placement or every workload without
//! one is a finding.

use super::above::Environments;
use super::allowed::{PlacementSet, PlacementSetId};
use super::evaluate::{Evaluation, Factor, FactorId, evaluate};
use super::fleet::Placement;
use super::ground::Ground;
use super::guard_levels::GuardLevels;
use super::guards::judge;
use super::impossible;
use super::limits::{self, Limit};
use super::point::union;
use super::status::Status;
use super::violation::Violation;
use crate::arena::{Arena, IdMap};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Hint, Severity};
use crate::parallel;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::{CodeId, Set, Space};
use crate::workspace::{Checked, EnvironmentId, GuardId, Kinds, PointId, PolicyId, Workload};
#[cfg(feature = "editor")]
use {crate::syntax::ast::Parsed, std::sync::Arc};

/// A workspace whose every policy says something, and what each of its workloads may run in; a set may be
/// empty, be offered nowhere, or break a guard. It is what questions are asked of.
///
/// Nobody else can make one:
///
/// ```compile_fail,E0451
/// # fn forge(provisional: bpol::placement::Provisional) -> bpol::placement::Provisional {
/// bpol::placement::Provisional { ..provisional }
/// # }
/// ```
#[derive(Debug)]
pub struct Provisional {
    workspace: Checked,
    evaluation: Evaluation,
    statuses: IdMap<PlacementSet, Status>,
    findings: Vec<Diagnostic>,
    has_limits: bool,
}

/// A workspace whose every workload can run somewhere, and whose every guard holds or is a warning for now:
/// no set of it is empty.
///
/// Nobody else can make one:
///
/// ```compile_fail,E0423
/// # fn forge(provisional: bpol::placement::Provisional) -> bpol::Resolved {
/// bpol::Resolved(provisional)
/// # }
/// ```
#[derive(Debug)]
pub struct Resolved(Provisional);

impl std::ops::Deref for Resolved {
    type Target = Provisional;

    fn deref(&self) -> &Provisional {
        &self.0
    }
}

#[cfg(feature = "editor")]
impl Resolved {
    /// Puts a tree in the place of one that declares the same.
    pub(crate) fn restate(&mut self, tree: &Arc<Parsed>, guards: &GuardLevels, today: Option<Date>) {
        self.0.restate(tree, guards, today);
    }
}

#[cfg(feature = "editor")]
impl Provisional {
    /// Puts a tree in the place of one that declares the same. The sets stay; what is found of them has
    /// places in it, and is looked for again.
    pub(crate) fn restate(&mut self, tree: &Arc<Parsed>, guards: &GuardLevels, today: Option<Date>) {
        self.workspace.restate(tree);
        if !self.findings.is_empty() {
            self.findings = findings(&self.workspace, &self.evaluation, &self.statuses, guards, today);
        }
    }
}

impl Resolved {
    /// The guards that do not hold and are warnings for now, in the order in which they are reported.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.0.findings
    }
}

impl Provisional {
    /// The workspace.
    #[must_use]
    pub fn workspace(&self) -> &Checked {
        &self.workspace
    }

    /// What is wrong with sets and guards, and the guards that do not hold and are warnings for now, in the
    /// order in which they are reported: `collision` and `no-placement`, or `guard-violated`.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// Whether there is a place for the workloads of a set.
    #[must_use]
    pub fn status(&self, set: PlacementSetId) -> Status {
        self.statuses[set]
    }

    /// The numbering that sets are in.
    #[must_use]
    pub fn space(&self) -> &Space {
        self.workspace.space()
    }

    /// The distinct sets that workloads have.
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

    /// What the types of the sets of all points follow from, each once.
    pub(crate) fn factors(&self) -> &Arena<Factor> {
        &self.evaluation.factors
    }

    /// What the two types of the sets at a point follow from, that of locations first.
    pub(crate) fn factors_at(&self, point: PointId) -> [FactorId; 2] {
        self.evaluation.factors_of(point)
    }

    /// What stands above the workloads at a point allows them: their environment and all that it is in.
    #[must_use]
    pub fn above(&self, point: PointId) -> &PlacementSet {
        self.evaluation.above(&self.workspace.points()[point])
    }

    /// What an environment that has workloads of a kind and all that it is in allow that kind.
    pub(crate) fn above_in(&self, environment: EnvironmentId, kind: Kind) -> &PlacementSet {
        self.evaluation.environments.allowed(Some(environment), kind)
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

    /// The limits of a workload of a point if it stood in that environment.
    pub(crate) fn limits_in(&self, environment: Option<EnvironmentId>, point: PointId) -> Vec<Limit<'_>> {
        if !self.has_limits {
            return Vec::new();
        }
        limits::at(&self.workspace, &self.workspace.points()[point].moved(environment))
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

    /// The shortest list of what a set allows of a type, ordered as the table is; empty where nothing is
    /// left.
    #[must_use]
    pub fn codes(&self, set: &PlacementSet, policy_type: PolicyType) -> Vec<CodeId> {
        set.codes(self.space(), policy_type)
    }

    /// Where exactly a set is, by location, if the fleet is known; empty where it is nowhere.
    #[must_use]
    pub fn placements(&self, set: &PlacementSet) -> Option<Vec<Placement>> {
        self.ground().placements(set)
    }

    /// How many [`placements`](Self::placements) a set has, if the fleet is known.
    #[must_use]
    pub fn number_of_placements(&self, set: &PlacementSet) -> Option<usize> {
        self.ground().number_of_placements(set)
    }

    /// What the sets are judged on.
    pub(crate) fn ground(&self) -> Ground<'_> {
        self.evaluation.ground(&self.workspace)
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
) -> Result<Resolved, Box<Provisional>> {
    let evaluation = evaluate(&checked);
    let ground = evaluation.ground(&checked);
    let statuses = parallel::map_ref(evaluation.sets.values(), |set| ground.status(set));
    let statuses = evaluation.sets.map_of(statuses);
    let findings = findings(&checked, &evaluation, &statuses, guards, today);
    let is_refused = findings.iter().any(|finding| finding.severity == Severity::Error);
    let has_limits = limits::are_attached(&checked);
    let provisional = Provisional { workspace: checked, evaluation, statuses, findings, has_limits };
    if is_refused { Err(Box::new(provisional)) } else { Ok(Resolved(provisional)) }
}

/// What is wrong with sets, or else with guards, in the order in which it is reported.
fn findings(
    checked: &Checked,
    evaluation: &Evaluation,
    statuses: &IdMap<PlacementSet, Status>,
    guards: &GuardLevels,
    today: Option<Date>,
) -> Vec<Diagnostic> {
    // There is no point without a workload.
    let mut findings = if statuses.values().iter().any(|&status| status != Status::Placed) {
        let is_impossible = |it: &&Workload| statuses[evaluation.set_of(it.point())] != Status::Placed;
        let impossible = checked.workloads().iter().filter(is_impossible);
        impossible::report(checked, evaluation, impossible)
    } else {
        let violations = judge(checked, evaluation).into_iter();
        violations.map(|(id, violation)| violated(checked, id, violation, guards, today)).collect()
    };
    checked.files().sort(&mut findings);
    findings
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

//! Workloads that can run nowhere come in; who allows what, and who can repair it, goes out. What all
//! workloads at a point have in common is worked out once.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::allowed::{Allowed, PlacementSetId};
use super::collisions::{Collision, Collisions};
use super::evaluate::Evaluation;
use super::lacking;
use super::locations::{Locations, Repairer};
use super::messages::{Fault, Side};
use crate::diagnostic::Diagnostic;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::text::Span;
use crate::workspace::{Checked, EnvironmentId, Point, PointId, PolicyId, Workload};

/// Reports workloads whose set is empty: a `collision` for each type that nothing is left of, otherwise a
/// `no-placement`. Where environments alone leave nothing, one `collision` says so for all of their workloads
/// of a kind.
pub(super) fn report<'w>(
    checked: &Checked,
    evaluation: &Evaluation,
    workloads: impl Iterator<Item = &'w Workload>,
) -> Vec<Diagnostic> {
    let mut causes: FxHashMap<PointId, Vec<Cause>> = FxHashMap::default();
    let mut environments: FxHashMap<(EnvironmentId, Kind, PolicyType), usize> = FxHashMap::default();
    let mut reporter = Reporter {
        checked,
        evaluation,
        collisions: Collisions::new(checked, evaluation),
        locations: FxHashMap::default(),
    };
    let mut findings = Vec::new();
    for workload in workloads {
        let causes = causes.entry(workload.point()).or_insert_with(|| reporter.causes(workload.point()));
        for cause in causes {
            match cause {
                Cause::Above(environment, kind, policy_type) => {
                    *environments.entry((*environment, *kind, *policy_type)).or_default() += 1;
                }
                Cause::Collision(collision) => findings.push(collision.finding(checked, workload)),
                Cause::NothingListed(missing) => {
                    let missing = missing.clone();
                    let fault = Fault::NothingListed { workload: checked.identity(workload), missing };
                    findings.push(Diagnostic::new(fault, checked.statement_of(workload).name().span()));
                }
                Cause::NoPlacement(none) => findings.push(none.finding(checked, workload)),
            }
        }
    }
    let collisions = environments.into_iter();
    findings.extend(collisions.map(|((id, kind, policy_type), number)| {
        reporter.collisions.of_environment(id, kind, policy_type, number)
    }));
    findings
}

/// Why all workloads at a point can run nowhere.
enum Cause {
    /// An environment and what it is in leave nothing of a type to a kind; it is the outermost such one.
    Above(EnvironmentId, Kind, PolicyType),
    Collision(Collision),
    NothingListed(Vec<PolicyType>),
    NoPlacement(NoPlacement),
}

/// Why no location has anything for the workloads at a point.
struct NoPlacement {
    locations: Arc<Locations>,
    repairer: Repairer,
    /// The policies that are named.
    policies: Arc<[String]>,
    /// Where those are declared.
    declared: Vec<Span>,
}

struct Reporter<'c> {
    checked: &'c Checked,
    evaluation: &'c Evaluation,
    collisions: Collisions<'c>,
    /// What the locations lack for each set.
    locations: FxHashMap<PlacementSetId, Arc<Locations>>,
}

impl Reporter<'_> {
    fn causes(&mut self, id: PointId) -> Vec<Cause> {
        let table = self.checked.table();
        let point = &self.checked.points()[id];
        let set = self.evaluation.set_of(id);
        let is_empty =
            |it: &PolicyType| *self.evaluation.sets[set].of(*it) == Allowed::Nothing && table.has_type(*it);
        let empty: Vec<PolicyType> = PolicyType::ALL.into_iter().filter(is_empty).collect();
        let collision = |policy_type| match self.outermost_empty(point, policy_type) {
            Some(environment) => Cause::Above(environment, point.kind(), policy_type),
            None => Cause::Collision(self.collisions.at(point, policy_type)),
        };
        let collisions: Vec<Cause> = empty.into_iter().map(collision).collect();
        if !collisions.is_empty() {
            return collisions;
        }
        let missing: Vec<PolicyType> =
            PolicyType::ALL.into_iter().filter(|&it| !table.has_type(it)).collect();
        vec![if missing.is_empty() {
            Cause::NoPlacement(self.no_placement(point, set))
        } else {
            Cause::NothingListed(missing)
        }]
    }

    /// The outermost environment above a point at which nothing of a type is left, if there is one.
    fn outermost_empty(&self, point: &Point, policy_type: PolicyType) -> Option<EnvironmentId> {
        let is_empty = |&id: &EnvironmentId| {
            let allowed = self.evaluation.environments.allowed(Some(id), point.kind());
            *allowed.of(policy_type) == Allowed::Nothing
        };
        self.checked.upwards(point.environment()).take_while(is_empty).last()
    }

    fn no_placement(&mut self, point: &Point, set: PlacementSetId) -> NoPlacement {
        let checked = self.checked;
        let fleet = self.evaluation.fleet(checked);
        let environment = point.environment().map(|id| checked.environments()[id].name().to_owned());
        let repairer = match environment {
            environment if fleet.has_placement(self.evaluation.above(point)) => {
                Repairer::Workload { environment }
            }
            Some(environment) => Repairer::Environment { environment },
            None => Repairer::Fleet,
        };
        let own = &checked.attachments()[point.attachments()];
        let above = checked.attached_above(point);
        // Tokens keep no workload from a place.
        let applies = |id: &PolicyId| {
            let policy = &checked.policies()[*id];
            policy.options().is_some() && policy.target().has(point.kind())
        };
        let policies: Vec<PolicyId> = above.iter().chain(&**own).copied().filter(applies).collect();
        let named = policies.iter().take(Side::NAMED).map(|&id| &checked.policies()[id]);
        let locations = self.locations.entry(set);
        let locations =
            locations.or_insert_with(|| Arc::new(lacking::find(checked, &self.evaluation.sets[set])));
        NoPlacement {
            locations: Arc::clone(locations),
            repairer,
            declared: named.clone().map(|it| checked.statement(it.statement()).name().span()).collect(),
            policies: named.map(|it| it.name().to_owned()).collect(),
        }
    }
}

impl NoPlacement {
    /// The finding about one of the workloads of the point.
    fn finding(&self, checked: &Checked, workload: &Workload) -> Diagnostic {
        let fault = Fault::NoPlacement {
            workload: checked.identity(workload),
            locations: Arc::clone(&self.locations),
            repairer: self.repairer.clone(),
            policies: Arc::clone(&self.policies),
        };
        let mut finding = Diagnostic::new(fault, checked.statement_of(workload).name().span());
        finding.related.clone_from(&self.declared);
        finding
    }
}

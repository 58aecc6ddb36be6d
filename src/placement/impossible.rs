//! Workloads that can run nowhere come in; who allows what, and who can repair it, goes out.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::evaluate::{Allowed, Evaluation, PlacementSet, applying};
use super::fleet::Fleet;
use super::messages::{Codes, Fault, Lacking, Locations, Reason, Repairer, Side, Sides};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{Statement, StatementId};
use crate::syntax::keyword::{Attribute, Kind, PolicyType};
use crate::text::Span;
use crate::workspace::{Checked, CodeId, Environment, Point, PointId, PolicyId, Workload};

/// Reports workloads whose set is empty: a `collision` for each type that nothing is left of, otherwise a
/// `no-placement`.
pub(super) fn report<'w>(
    checked: &Checked,
    evaluation: &Evaluation,
    workloads: impl Iterator<Item = &'w Workload>,
) -> Vec<Diagnostic> {
    let mut causes: FxHashMap<PointId, Vec<Cause>> = FxHashMap::default();
    let reporter = Reporter { checked, evaluation };
    let mut findings = Vec::new();
    for workload in workloads {
        let causes = causes.entry(workload.point()).or_insert_with(|| reporter.causes(workload.point()));
        findings.extend(causes.iter().map(|cause| reporter.finding(workload, cause)));
    }
    findings
}

/// Why all workloads at a point can run nowhere.
enum Cause {
    Collision {
        policy_type: PolicyType,
        environment: StatementId,
        sides: Arc<Sides>,
        policies: [Vec<PolicyId>; 2],
    },
    NothingListed(Vec<PolicyType>),
    NoPlacement {
        locations: Arc<Locations>,
        repairer: Repairer,
        policies: Vec<PolicyId>,
    },
}

#[derive(Clone, Copy)]
struct Reporter<'c> {
    checked: &'c Checked,
    evaluation: &'c Evaluation,
}

impl Reporter<'_> {
    fn causes(self, id: PointId) -> Vec<Cause> {
        let table = self.checked.table();
        let point = &self.checked.points()[id];
        let set = &self.evaluation.sets[self.evaluation.set_of(id)];
        let environment = point.environment().map(|id| &self.checked.environments()[id]);
        let is_empty = |it: &PolicyType| *set.of(*it) == Allowed::Nothing && table.has_type(*it);
        let collisions: Vec<Cause> = PolicyType::ALL
            .into_iter()
            .filter(is_empty)
            .filter_map(|policy_type| Some(self.collision(point, environment?, policy_type)))
            .collect();
        if !collisions.is_empty() {
            return collisions;
        }
        let missing: Vec<PolicyType> =
            PolicyType::ALL.into_iter().filter(|&it| !table.has_type(it)).collect();
        vec![if missing.is_empty() {
            self.no_placement(point, environment, set)
        } else {
            Cause::NothingListed(missing)
        }]
    }

    fn collision(self, point: &Point, environment: &Environment, policy_type: PolicyType) -> Cause {
        let applying = |policies| applying(self.checked, policies, policy_type, point.kind()).collect();
        let policies: [Vec<PolicyId>; 2] = [
            applying(self.checked.environment_attachments(point)),
            applying(&self.checked.attachments()[point.attachments()]),
        ];
        let side = |policies: &[PolicyId]| self.side(policies, point.kind(), policy_type);
        let [above, own] = &policies;
        let sides = Sides { environment: environment.name().to_owned(), above: side(above), own: side(own) };
        Cause::Collision {
            policy_type,
            environment: environment.statement(),
            sides: Arc::new(sides),
            policies,
        }
    }

    /// What `policies` at one attachment point allow a kind of a type, all of which apply.
    fn side(self, policies: &[PolicyId], kind: Kind, policy_type: PolicyType) -> Side {
        let spelled = |id| self.spell(&self.evaluation.space.shortest(self.evaluation.policy(id)));
        let allowed = self.evaluation.allowed(self.checked, policies, kind);
        Side {
            allowed: self.spell_set(allowed.of(policy_type)),
            policies: policies.iter().map(|&id| (self.name(id), spelled(id))).collect(),
        }
    }

    fn no_placement(self, point: &Point, environment: Option<&Environment>, set: &PlacementSet) -> Cause {
        let above = self.checked.environment_attachments(point);
        let has_alone = self.fleet().has_placement(self.evaluation.above(self.checked, point));
        let environment = environment.map(|environment| environment.name().to_owned());
        let repairer = match environment {
            environment if has_alone => Repairer::Workload { environment },
            Some(environment) => Repairer::Environment { environment },
            None => Repairer::Fleet,
        };
        let own = &self.checked.attachments()[point.attachments()];
        let applies = |id: &PolicyId| self.checked.policies()[*id].target().has(point.kind());
        let policies = above.iter().chain(&**own).copied().filter(applies).collect();
        Cause::NoPlacement { locations: Arc::new(self.lacking(set)), repairer, policies }
    }

    fn finding(self, workload: &Workload, cause: &Cause) -> Diagnostic {
        let identity = self.checked.identity(workload).to_string();
        let statement = self.checked.statement_of(workload);
        let span = statement.name().span();
        match cause {
            Cause::Collision { policy_type, environment, sides, policies: [above, own] } => {
                let fault = Fault::Collision {
                    workload: identity,
                    policy_type: *policy_type,
                    sides: Arc::clone(sides),
                };
                let mut finding = Diagnostic::new(fault, span);
                let environment = self.checked.statement(*environment);
                for (statement, policies) in [(environment, above), (statement, own)] {
                    finding.related.extend(self.attachments(statement, policies));
                }
                finding
            }
            Cause::NothingListed(missing) => {
                Diagnostic::new(Fault::NothingListed { workload: identity, missing: missing.clone() }, span)
            }
            Cause::NoPlacement { locations, repairer, policies } => {
                let fault = Fault::NoPlacement {
                    workload: identity,
                    locations: Arc::clone(locations),
                    repairer: repairer.clone(),
                    policies: policies.iter().map(|&id| self.name(id)).collect(),
                };
                let mut finding = Diagnostic::new(fault, span);
                let declared = |&id: &PolicyId| {
                    self.checked.statement(self.checked.policies()[id].statement()).name().span()
                };
                finding.related = policies.iter().map(declared).collect();
                finding
            }
        }
    }

    /// The first place at which a statement attaches each of `policies`.
    fn attachments(self, statement: Statement<'_>, policies: &[PolicyId]) -> Vec<Span> {
        let mut places = FxHashMap::default();
        for name in statement.list().iter() {
            places.entry(name.value()).or_insert(name.span());
        }
        let place = |id: &PolicyId| places.get(self.checked.policies()[*id].name()).copied();
        policies.iter().filter_map(place).collect()
    }

    /// What each declared location lacks, those that lack the same together.
    fn lacking(self, set: &PlacementSet) -> Locations {
        let mut groups: Vec<Lacking> = Vec::new();
        let mut known: FxHashMap<Reason, usize> = FxHashMap::default();
        let space = &self.evaluation.space;
        let all_flavors = self.spell(&PlacementSet::EVERYTHING.codes(space, PolicyType::Flavor));
        for (id, location) in self.checked.table().of(Attribute::Location) {
            let is_allowed = set.of(PolicyType::Location).has(space, id);
            let reason = match location.offers() {
                _ if !is_allowed => Reason::NotAllowed,
                Some(offers) => Reason::Offers(self.spell(offers)),
                None => Reason::Offers(all_flavors.clone()),
            };
            let index = *known.entry(reason).or_insert_with_key(|reason| {
                groups.push(Lacking { reason: reason.clone(), locations: Vec::new() });
                groups.len() - 1
            });
            #[expect(clippy::indexing_slicing, reason = "a reason is known with its group")]
            groups[index].locations.push(location.name().to_owned());
        }
        Locations {
            allowed: self.spell_set(set.of(PolicyType::Location)),
            flavors: set.of(PolicyType::Flavor).only().map(|_| self.spell_set(set.of(PolicyType::Flavor))),
            groups,
        }
    }

    fn fleet(&self) -> Fleet<'_> {
        Fleet { table: self.checked.table(), space: &self.evaluation.space }
    }

    fn name(self, policy: PolicyId) -> String {
        self.checked.policies()[policy].name().to_owned()
    }

    fn spell_set(self, allowed: &Allowed) -> Codes {
        self.spell(&allowed.only().map_or_else(Vec::new, |set| self.evaluation.space.shortest(set)))
    }

    /// The first of `codes`, and how many more there are.
    fn spell(self, codes: &[CodeId]) -> Codes {
        let named = codes.iter().take(Codes::SPELLED).map(|&id| {
            let code = &self.checked.table()[id];
            (code.attribute(), code.name().to_owned())
        });
        Codes { named: named.collect(), more: codes.len().saturating_sub(Codes::SPELLED) }
    }
}

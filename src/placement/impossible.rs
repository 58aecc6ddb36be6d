//! Workloads that can run nowhere come in; who allows what, and who can repair it, goes out.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::allowed::{Allowed, PlacementSet};
use super::evaluate::Evaluation;
use super::fleet::Fleet;
use super::messages::{Attached, Codes, Fault, Lacking, Locations, Reason, Repairer, Side, Sides};
use super::point::{applying, union};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Attribute, Kind, PolicyType};
use crate::table::CodeId;
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
    let reporter = Reporter { checked, evaluation };
    let mut findings = Vec::new();
    for workload in workloads {
        let causes = causes.entry(workload.point()).or_insert_with(|| reporter.causes(workload.point()));
        for cause in causes {
            match cause {
                Cause::Above(environment, kind, policy_type) => {
                    *environments.entry((*environment, *kind, *policy_type)).or_default() += 1;
                }
                cause => findings.extend(reporter.finding(workload, cause)),
            }
        }
    }
    let collisions = environments.into_iter();
    findings.extend(collisions.map(|((id, kind, policy_type), number)| {
        reporter.environment_collision(id, kind, policy_type, number)
    }));
    findings
}

/// Why all workloads at a point can run nowhere.
enum Cause {
    /// An environment and what it is in leave nothing of a type to a kind; it is the outermost such one.
    Above(EnvironmentId, Kind, PolicyType),
    Collision {
        policy_type: PolicyType,
        sides: Arc<Sides>,
        above: Vec<Span>,
        own: Vec<PolicyId>,
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
        let is_empty = |it: &PolicyType| *set.of(*it) == Allowed::Nothing && table.has_type(*it);
        let collision = |policy_type| match self.outermost_empty(point, policy_type) {
            Some(environment) => Cause::Above(environment, point.kind(), policy_type),
            None => self.collision(point, policy_type),
        };
        let collisions: Vec<Cause> = PolicyType::ALL.into_iter().filter(is_empty).map(collision).collect();
        if !collisions.is_empty() {
            return collisions;
        }
        let missing: Vec<PolicyType> =
            PolicyType::ALL.into_iter().filter(|&it| !table.has_type(it)).collect();
        vec![if missing.is_empty() { self.no_placement(point, set) } else { Cause::NothingListed(missing) }]
    }

    /// The outermost environment above a point at which nothing of a type is left, if there is one.
    fn outermost_empty(self, point: &Point, policy_type: PolicyType) -> Option<EnvironmentId> {
        let is_empty = |&id: &EnvironmentId| {
            let allowed = self.evaluation.environments.allowed(Some(id), point.kind());
            *allowed.of(policy_type) == Allowed::Nothing
        };
        self.checked.upwards(point.environment()).take_while(is_empty).last()
    }

    fn collision(self, point: &Point, policy_type: PolicyType) -> Cause {
        let own = &self.checked.attachments()[point.attachments()];
        let own: Vec<PolicyId> = applying(self.checked, own, policy_type, point.kind()).collect();
        let (above, places) = self.above(point.environment(), policy_type, point.kind());
        let own_side = Side {
            allowed: self.spell_set(union(self.checked, &own, point.kind()).of(policy_type)),
            policies: own.iter().map(|&id| self.attached(id, None)).collect(),
        };
        Cause::Collision { policy_type, sides: Arc::new(Sides { above, own: own_side }), above: places, own }
    }

    /// What an environment and all that it is in allow a kind of a type, and where their policies are
    /// attached.
    fn above(
        self,
        environment: Option<EnvironmentId>,
        policy_type: PolicyType,
        kind: Kind,
    ) -> (Side, Vec<Span>) {
        let (mut policies, mut places) = (Vec::new(), Vec::new());
        for id in self.checked.upwards(environment) {
            let (more, spans) = self.own(id, policy_type, kind);
            policies.extend(more);
            places.extend(spans);
        }
        let allowed = self.evaluation.environments.allowed(environment, kind);
        (Side { allowed: self.spell_set(allowed.of(policy_type)), policies }, places)
    }

    /// The policies of a type that an environment attaches and that apply to a kind, and where.
    fn own(self, id: EnvironmentId, policy_type: PolicyType, kind: Kind) -> (Vec<Attached>, Vec<Span>) {
        let environment = &self.checked.environments()[id];
        let list = &self.checked.attachments()[environment.attachments()];
        let applying: Vec<PolicyId> = applying(self.checked, list, policy_type, kind).collect();
        let places = self.attachments(self.checked.statement(environment.statement()), &applying);
        (applying.iter().map(|&policy| self.attached(policy, Some(id))).collect(), places)
    }

    fn attached(self, policy: PolicyId, environment: Option<EnvironmentId>) -> Attached {
        Attached {
            policy: self.name(policy),
            environment: environment.map(|id| self.environment_name(id)),
            allows: self
                .spell(&self.checked.space().shortest(self.checked.policies()[policy].options().set())),
        }
    }

    fn environment_collision(
        self,
        id: EnvironmentId,
        kind: Kind,
        policy_type: PolicyType,
        number: usize,
    ) -> Diagnostic {
        let environment = &self.checked.environments()[id];
        let (policies, own_places) = self.own(id, policy_type, kind);
        let list = &self.checked.attachments()[environment.attachments()];
        let allowed = union(self.checked, list, kind);
        let own = Side { allowed: self.spell_set(allowed.of(policy_type)), policies };
        let (above, places) = self.above(environment.parent(), policy_type, kind);
        let fault = Fault::EnvironmentCollision {
            environment: self.environment_name(id),
            kind,
            policy_type,
            sides: Arc::new(Sides { above, own }),
            workloads: number,
        };
        let name = self.checked.statement(environment.statement()).name().span();
        let mut finding = Diagnostic::new(fault, name);
        finding.related = [places, own_places].concat();
        finding
    }

    fn environment_name(self, id: EnvironmentId) -> String {
        self.checked.environments()[id].name().to_owned()
    }

    fn no_placement(self, point: &Point, set: &PlacementSet) -> Cause {
        let has_alone = self.fleet().has_placement(self.evaluation.above(point));
        let environment = point.environment().map(|id| self.environment_name(id));
        let repairer = match environment {
            environment if has_alone => Repairer::Workload { environment },
            Some(environment) => Repairer::Environment { environment },
            None => Repairer::Fleet,
        };
        let own = &self.checked.attachments()[point.attachments()];
        let above = self.checked.attached_above(point);
        let applies = |id: &PolicyId| self.checked.policies()[*id].target().has(point.kind());
        let policies = above.iter().chain(&**own).copied().filter(applies).collect();
        Cause::NoPlacement { locations: Arc::new(self.lacking(set)), repairer, policies }
    }

    fn finding(self, workload: &Workload, cause: &Cause) -> Option<Diagnostic> {
        let identity = self.checked.identity(workload).to_string();
        let statement = self.checked.statement_of(workload);
        let span = statement.name().span();
        Some(match cause {
            Cause::Above(..) => return None,
            Cause::Collision { policy_type, sides, above, own } => {
                let fault = Fault::Collision {
                    workload: identity,
                    policy_type: *policy_type,
                    sides: Arc::clone(sides),
                };
                let mut finding = Diagnostic::new(fault, span);
                finding.related = [above.as_slice(), &self.attachments(statement, own)].concat();
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
        })
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
        let space = self.checked.space();
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
        Fleet { table: self.checked.table(), space: self.checked.space() }
    }

    fn name(self, policy: PolicyId) -> String {
        self.checked.policies()[policy].name().to_owned()
    }

    fn spell_set(self, allowed: &Allowed) -> Codes {
        self.spell(&allowed.only().map_or_else(Vec::new, |set| self.checked.space().shortest(set)))
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

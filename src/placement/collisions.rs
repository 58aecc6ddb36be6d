//! What collides: an environment or a point that nothing of a type is left to comes in, what each side allows
//! and by which policies goes out. What stands above is looked at once, however much collides with it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::evaluate::Evaluation;
use super::messages::{Attached, Fault, Side, Sides};
use super::point::{applying, union};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::Set;
use crate::text::Span;
use crate::workspace::{Checked, Codes, EnvironmentId, Point, PolicyId};

/// Some environments and all that they are in, a kind and a type.
type Key = (EnvironmentId, Kind, PolicyType);

/// What environments attach, as far as it was asked for.
pub(super) struct Collisions<'c> {
    checked: &'c Checked,
    evaluation: &'c Evaluation,
    above: FxHashMap<Key, Arc<Above>>,
}

/// What an environment and all that it is in allow, and where their policies are attached.
#[derive(Clone)]
struct Above {
    side: Side,
    places: Vec<Span>,
}

/// What collides at a point.
pub(super) struct Collision {
    policy_type: PolicyType,
    sides: Arc<Sides>,
    /// Where the policies above are attached.
    above: Vec<Span>,
    /// The policies of the point, as many as are named.
    own: Vec<PolicyId>,
}

impl<'c> Collisions<'c> {
    pub(super) fn new(checked: &'c Checked, evaluation: &'c Evaluation) -> Self {
        Self { checked, evaluation, above: FxHashMap::default() }
    }

    /// What leaves nothing of a type to all workloads at a point.
    pub(super) fn at(&mut self, point: &Point, policy_type: PolicyType) -> Collision {
        let checked = self.checked;
        let list = &checked.attachments()[point.attachments()];
        let mut own: Vec<(PolicyId, &Set)> = applying(checked, list, policy_type, point.kind()).collect();
        let above = self.above(point.environment(), policy_type, point.kind());
        let allowed = union(checked, list, point.kind());
        let more = own.len().saturating_sub(Side::NAMED);
        own.truncate(Side::NAMED);
        let own_side = Side {
            allowed: checked.shorten_set(allowed.of(policy_type).only()),
            policies: own.iter().map(|policy| self.attached(*policy, None)).collect(),
            more,
            environments: Vec::new(),
            more_environments: 0,
        };
        let sides = Arc::new(Sides { above: above.side.clone(), own: own_side });
        let own = own.into_iter().map(|(id, _)| id).collect();
        Collision { policy_type, sides, above: above.places.clone(), own }
    }

    /// The finding that an environment and what it is in leave nothing of a type to so many workloads of a
    /// kind.
    pub(super) fn of_environment(
        &mut self,
        id: EnvironmentId,
        kind: Kind,
        policy_type: PolicyType,
        workloads: usize,
    ) -> Diagnostic {
        let environment = &self.checked.environments()[id];
        let own = self.own(id, policy_type, kind);
        let above = self.above(environment.parent(), policy_type, kind);
        let fault = Fault::EnvironmentCollision {
            environment: environment.name().to_owned(),
            kind,
            policy_type,
            sides: Arc::new(Sides { above: above.side.clone(), own: own.side }),
            workloads,
        };
        let name = self.checked.statement(environment.statement()).name().span();
        let mut finding = Diagnostic::new(fault, name);
        finding.related = [above.places.as_slice(), &own.places].concat();
        finding
    }

    /// What an environment and all that it is in allow a kind of a type.
    fn above(
        &mut self,
        environment: Option<EnvironmentId>,
        policy_type: PolicyType,
        kind: Kind,
    ) -> Arc<Above> {
        let checked = self.checked;
        let is_new = |id: &EnvironmentId| !self.above.contains_key(&(*id, kind, policy_type));
        let path: Vec<EnvironmentId> = checked.upwards(environment).take_while(is_new).collect();
        for &id in path.iter().rev() {
            let mut all = self.own(id, policy_type, kind);
            let parent = checked.environments()[id].parent();
            if let Some(parent) = parent.and_then(|parent| self.above.get(&(parent, kind, policy_type))) {
                all.add(parent);
            }
            let allowed = self.evaluation.environments.allowed(Some(id), kind);
            all.side.allowed = checked.shorten_set(allowed.of(policy_type).only());
            self.above.insert((id, kind, policy_type), Arc::new(all));
        }
        let known = environment.and_then(|id| self.above.get(&(id, kind, policy_type)));
        known.map_or_else(|| Arc::new(Above::nothing(checked.shorten(&[]))), Arc::clone)
    }

    /// What an environment alone allows a kind of a type.
    fn own(&self, id: EnvironmentId, policy_type: PolicyType, kind: Kind) -> Above {
        let environment = &self.checked.environments()[id];
        let list = &self.checked.attachments()[environment.attachments()];
        let applying: Vec<(PolicyId, &Set)> = applying(self.checked, list, policy_type, kind).collect();
        let (named, others) = applying.split_at(applying.len().min(Side::NAMED));
        let allowed = union(self.checked, list, kind);
        let name = environment.name().to_owned();
        let side = Side {
            allowed: self.checked.shorten_set(allowed.of(policy_type).only()),
            policies: named.iter().map(|policy| self.attached(*policy, Some(&name))).collect(),
            more: others.len(),
            environments: if applying.is_empty() { Vec::new() } else { vec![name] },
            more_environments: 0,
        };
        let statement = self.checked.statement(environment.statement());
        let named: Vec<PolicyId> = named.iter().map(|(id, _)| *id).collect();
        Above { side, places: attachments(self.checked, statement, &named) }
    }

    fn attached(&self, (policy, set): (PolicyId, &Set), environment: Option<&String>) -> Attached {
        Attached {
            policy: self.checked.policies()[policy].name().to_owned(),
            environment: environment.cloned(),
            allows: self.checked.shorten_set(Some(set)),
        }
    }
}

impl Above {
    fn nothing(allowed: Codes) -> Self {
        let side =
            Side { allowed, policies: Vec::new(), more: 0, environments: Vec::new(), more_environments: 0 };
        Self { side, places: Vec::new() }
    }

    /// Names what stands above it, too, as far as there is room.
    fn add(&mut self, above: &Self) {
        let own = self.side.policies.len();
        let room = Side::NAMED.saturating_sub(own).min(above.side.policies.len());
        self.side.policies.extend(above.side.policies.iter().take(room).cloned());
        self.side.more += above.side.more + above.side.policies.len() - room;
        self.places.extend(above.places.iter().take(room));
        let environments = &above.side.environments;
        let room = Side::NAMED.saturating_sub(self.side.environments.len()).min(environments.len());
        self.side.environments.extend(environments.iter().take(room).cloned());
        self.side.more_environments += above.side.more_environments + environments.len() - room;
    }
}

impl Collision {
    /// The finding about one of the workloads of the point.
    pub(super) fn finding(&self, checked: &Checked, workload: &crate::workspace::Workload) -> Diagnostic {
        let statement = checked.statement_of(workload);
        let fault = Fault::Collision {
            workload: checked.identity(workload),
            policy_type: self.policy_type,
            sides: Arc::clone(&self.sides),
        };
        let mut finding = Diagnostic::new(fault, statement.name().span());
        finding.related = [self.above.as_slice(), &attachments(checked, statement, &self.own)].concat();
        finding
    }
}

/// The first place at which a statement attaches each of `policies`.
fn attachments(checked: &Checked, statement: Statement<'_>, policies: &[PolicyId]) -> Vec<Span> {
    if policies.is_empty() {
        return Vec::new();
    }
    let mut places = FxHashMap::default();
    for name in statement.list().iter() {
        places.entry(name.value()).or_insert(name.span());
    }
    let place = |id: &PolicyId| places.get(checked.policies()[*id].name()).copied();
    policies.iter().filter_map(place).collect()
}

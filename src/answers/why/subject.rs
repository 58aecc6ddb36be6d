//! A workload with all that decides its set: its points from itself outwards, and what each of them allows.

use crate::answers::edit::{At, Basis, Edited, Edits, Node};
use crate::answers::words::{Place, PointName, WorkloadName};
use crate::placement::{Placement, PlacementSet, Provisional, Status};
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::Set;
use crate::workspace::{EnvironmentId, PointId, PolicyId, Workload};

/// A workload where it is looked at.
pub(super) struct Subject<'p> {
    pub(super) provisional: &'p Provisional,
    pub(super) basis: &'p Basis<'p>,
    /// Its index among the workloads.
    pub(super) index: usize,
    pub(super) point: PointId,
    pub(super) kind: Kind,
    pub(super) environment: Option<EnvironmentId>,
    /// What puts it there.
    pub(super) base: Edits,
    /// From the workload outwards.
    pub(super) spots: Vec<Spot<'p>>,
    pub(super) set: PlacementSet,
    pub(super) status: Status,
    pub(super) placements: Option<Vec<Placement>>,
}

/// A point.
pub(super) struct Spot<'p> {
    pub(super) at: At,
    pub(super) name: PointName,
    pub(super) policies: &'p [PolicyId],
    statement: Statement<'p>,
    allowed: PlacementSet,
}

impl<'p> Subject<'p> {
    pub(super) fn new(
        basis: &'p Basis<'p>,
        workload: &'p Workload,
        moved: Option<Option<EnvironmentId>>,
    ) -> Self {
        let provisional = basis.provisional();
        let workspace = provisional.workspace();
        let identity = workspace.identity(workload);
        let index = workspace.workloads().partition_point(|it| workspace.identity(it) < identity);
        let point = workload.point();
        let it = &workspace.points()[point];
        let environment = moved.unwrap_or_else(|| it.environment());
        let mut base = Edits::default();
        let set = match moved {
            None => provisional.sets()[provisional.set_id(workload)].clone(),
            Some(environment) => {
                base.set_environment(index, environment.map(Node::Declared));
                let own = provisional.allowed(&workspace.attachments()[it.attachments()], it.kind());
                workspace
                    .upwards(environment)
                    .map(|id| {
                        let list = workspace.environments()[id].attachments();
                        provisional.allowed(&workspace.attachments()[list], it.kind())
                    })
                    .fold(own, |set, above| set.intersection(&above))
            }
        };
        let spot = |at, name, list, statement| {
            let policies = &*workspace.attachments()[list];
            Spot { at, name, policies, statement, allowed: provisional.allowed(policies, it.kind()) }
        };
        let own = spot(
            At::Workload(index),
            PointName::Workload(WorkloadName::of(workspace, workload)),
            it.attachments(),
            workspace.statement_of(workload),
        );
        let above = workspace.upwards(environment).map(|id| {
            let environment = &workspace.environments()[id];
            spot(
                At::Environment(id),
                PointName::environment(workspace, id),
                environment.attachments(),
                workspace.statement(environment.statement()),
            )
        });
        let spots = std::iter::once(own).chain(above).collect();
        let status = provisional.ground().status(&set);
        let placements = provisional.placements(&set);
        Self {
            provisional,
            basis,
            index,
            point,
            kind: it.kind(),
            environment,
            base,
            spots,
            set,
            status,
            placements,
        }
    }

    /// What is left of a type.
    pub(super) fn result(&self, policy_type: PolicyType) -> Option<Set> {
        self.set.set(self.provisional.space(), policy_type)
    }

    /// The policies of a type that apply at a point, with what they allow.
    pub(super) fn applying(
        &self,
        spot: &Spot<'p>,
        policy_type: PolicyType,
    ) -> impl Iterator<Item = (PolicyId, &'p Set)> {
        let (policies, kind) = (self.provisional.workspace().policies(), self.kind);
        spot.policies.iter().filter_map(move |&id| {
            let set = policies[id].set().filter(|set| set.policy_type() == policy_type)?;
            policies[id].target().has(kind).then_some((id, set))
        })
    }

    /// The name of a policy.
    pub(super) fn name(&self, policy: PolicyId) -> &'p str {
        self.provisional.workspace().policies()[policy].name()
    }

    /// Where the list of a point has a policy first.
    pub(super) fn place(&self, spot: &Spot<'_>, policy: PolicyId) -> Option<Place> {
        let word = spot.statement.list().iter().find(|word| *word.value() == *self.name(policy))?;
        Some(Place::of(self.provisional.workspace(), word.span()))
    }

    /// The workspace with edits made; the workload stands where it is looked at.
    pub(super) fn edited<'e>(&'e self, edits: &'e Edits) -> Option<Edited<'e>> {
        Edited::new(self.basis, edits)
    }
}

impl Spot<'_> {
    /// What applies at the point allows together; `None` where nothing of the type does.
    pub(super) fn union(&self, policy_type: PolicyType) -> Option<&Set> {
        self.allowed.of(policy_type).only()
    }
}

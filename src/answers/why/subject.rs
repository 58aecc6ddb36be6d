//! A workload with all that decides its set: its points from itself outwards, and what each of them allows.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::answers::edit::At;
use crate::answers::words::{Place, PointName, WorkloadName};
use crate::placement::{Placement, PlacementSet, Provisional, Status};
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::Set;
use crate::workspace::{EnvironmentId, PointId, PolicyId, Workload};

/// A workload where it is looked at.
pub(super) struct Subject<'p> {
    pub(super) provisional: &'p Provisional,
    /// Its index among the workloads.
    pub(super) index: usize,
    pub(super) point: PointId,
    pub(super) kind: Kind,
    pub(super) environment: Option<EnvironmentId>,
    /// Whether it is looked at elsewhere than where it stands.
    pub(super) is_moved: bool,
    /// From the workload outwards.
    pub(super) spots: Vec<Spot<'p>>,
    pub(super) set: PlacementSet,
    pub(super) status: Status,
    placements: OnceCell<Option<Vec<Placement>>>,
}

/// A point.
pub(super) struct Spot<'p> {
    pub(super) at: At,
    pub(super) name: PointName,
    /// What is attached there, by name.
    pub(super) policies: &'p [PolicyId],
    statement: Statement<'p>,
    allowed: PlacementSet,
    places: OnceCell<FxHashMap<PolicyId, Place>>,
}

impl<'p> Subject<'p> {
    pub(super) fn new(
        provisional: &'p Provisional,
        workload: &'p Workload,
        moved: Option<Option<EnvironmentId>>,
    ) -> Self {
        let workspace = provisional.workspace();
        let identity = workspace.identity(workload);
        let index = workspace.workloads().partition_point(|it| workspace.identity(it) < identity);
        let it = &workspace.points()[workload.point()];
        let kind = it.kind();
        let environment = moved.unwrap_or_else(|| it.environment());
        let spot = |at, name, list, statement| {
            let policies = &*workspace.attachments()[list];
            let allowed = provisional.allowed(policies, kind);
            Spot { at, name, policies, statement, allowed, places: OnceCell::new() }
        };
        let own = spot(
            At::Workload(index),
            PointName::Workload(WorkloadName::from(identity)),
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
        let spots: Vec<Spot<'p>> = std::iter::once(own).chain(above).collect();
        let set = match moved {
            None => provisional.sets()[provisional.set_id(workload)].clone(),
            Some(_) => {
                spots.iter().fold(PlacementSet::EVERYTHING, |set, spot| set.intersection(&spot.allowed))
            }
        };
        Self {
            provisional,
            index,
            point: workload.point(),
            kind,
            environment,
            is_moved: moved.is_some(),
            spots,
            status: provisional.ground().status(&set),
            set,
            placements: OnceCell::new(),
        }
    }

    /// What is left of a type.
    pub(super) fn result(&self, policy_type: PolicyType) -> Option<Set> {
        self.set.set(self.provisional.space(), policy_type)
    }

    /// Where exactly it can run, if the fleet is known.
    pub(super) fn placements(&self) -> Option<&[Placement]> {
        self.placements.get_or_init(|| self.provisional.placements(&self.set)).as_deref()
    }

    /// The policies of a type that apply at a point, by name, with what they allow.
    pub(super) fn applying(
        &self,
        spot: &Spot<'p>,
        policy_type: PolicyType,
    ) -> impl Iterator<Item = (PolicyId, &'p Set)> + use<'p> {
        let (policies, kind) = (self.provisional.workspace().policies(), self.kind);
        let all: &'p [PolicyId] = spot.policies;
        all.iter().filter_map(move |&id| {
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
        let places = spot.places.get_or_init(|| {
            let workspace = self.provisional.workspace();
            let mut places = FxHashMap::default();
            for word in spot.statement.list().iter() {
                if let Some(id) = workspace.policy(&word.value()) {
                    places.entry(id).or_insert_with(|| Place::of(workspace, word.span()));
                }
            }
            places
        });
        places.get(&policy).cloned()
    }
}

impl Spot<'_> {
    /// What applies at the point allows together; `None` where nothing of the type does.
    pub(super) fn union(&self, policy_type: PolicyType) -> Option<&Set> {
        self.allowed.of(policy_type).only()
    }

    /// The same, of both types.
    pub(super) fn allowed(&self) -> &PlacementSet {
        &self.allowed
    }
}

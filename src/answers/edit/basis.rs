//! What edits are made in: a workspace comes in, with who would be touched by what.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::arena::IdMap;
use crate::placement::{Asks, PlacementSet, PointTree, Provisional};
use crate::workspace::{
    Attachments, AttachmentsId, EnvironmentId, Guard, GuardId, Point, PointId, Policy, PolicyId, Workspace,
};

/// A workspace and what touches its workloads. It is made once for any number of edits.
#[derive(Debug)]
pub struct Basis<'p> {
    pub(super) provisional: &'p Provisional,
    tree: OnceLock<PointTree>,
    attached: OnceLock<Attached>,
    /// The workloads at each point, by index.
    workloads: OnceLock<IdMap<Point, Vec<usize>>>,
    guards: OnceLock<FxHashMap<Option<EnvironmentId>, Vec<GuardId>>>,
    /// What each guard asks, where that was asked for.
    asks: IdMap<Guard, OnceLock<Asks>>,
    /// What the own list of each point allows, where that was asked for.
    own: IdMap<Point, OnceLock<PlacementSet>>,
}

/// Where policies are attached.
#[derive(Debug)]
struct Attached {
    /// The lists that each policy stands in.
    lists: IdMap<Policy, Vec<AttachmentsId>>,
    environments: IdMap<Attachments, Vec<EnvironmentId>>,
    points: IdMap<Attachments, Vec<PointId>>,
}

impl Attached {
    fn new(workspace: &Workspace) -> Self {
        let mut lists: IdMap<Policy, Vec<AttachmentsId>> = workspace.policies().map(|_| Vec::new());
        for (id, list) in workspace.attachments().iter() {
            for &policy in list.iter() {
                lists[policy].push(id);
            }
        }
        let mut environments: IdMap<Attachments, Vec<_>> = workspace.attachments().map(|_| Vec::new());
        for (id, environment) in workspace.environments().iter() {
            environments[environment.attachments()].push(id);
        }
        let mut points: IdMap<Attachments, Vec<_>> = workspace.attachments().map(|_| Vec::new());
        for (id, point) in workspace.points().iter() {
            points[point.attachments()].push(id);
        }
        Self { lists, environments, points }
    }
}

impl<'p> Basis<'p> {
    /// What edits of a workspace need. Nothing is worked out before it is asked for.
    #[must_use]
    pub fn new(provisional: &'p Provisional) -> Self {
        let workspace = provisional.workspace();
        Self {
            provisional,
            tree: OnceLock::new(),
            attached: OnceLock::new(),
            workloads: OnceLock::new(),
            guards: OnceLock::new(),
            asks: workspace.guards().map(|_| OnceLock::new()),
            own: workspace.points().map(|_| OnceLock::new()),
        }
    }

    /// The workspace as it is.
    #[must_use]
    pub fn provisional(&self) -> &'p Provisional {
        self.provisional
    }

    /// The indices of the workloads at a point.
    #[must_use]
    pub fn workloads_at(&self, point: PointId) -> &[usize] {
        let workloads = self.workloads.get_or_init(|| {
            let workspace = self.provisional.workspace();
            let mut workloads: IdMap<Point, Vec<_>> = workspace.points().map(|_| Vec::new());
            for (index, workload) in workspace.workloads().iter().enumerate() {
                workloads[workload.point()].push(index);
            }
            workloads
        });
        &workloads[point]
    }

    /// The points in an environment and in all that are in it, or in the workspace.
    pub(crate) fn points_in(&self, environment: Option<EnvironmentId>) -> &[PointId] {
        self.tree.get_or_init(|| PointTree::new(self.provisional.workspace())).within(environment)
    }

    fn attached(&self) -> &Attached {
        self.attached.get_or_init(|| Attached::new(self.provisional.workspace()))
    }

    /// The environments whose lists have a policy.
    pub(super) fn attaching(&self, policy: PolicyId) -> impl Iterator<Item = EnvironmentId> {
        let it = self.attached();
        it.lists[policy].iter().flat_map(|&list| it.environments[list].iter().copied())
    }

    /// The points whose own lists have a policy.
    pub(super) fn points_with(&self, policy: PolicyId) -> impl Iterator<Item = PointId> {
        let it = self.attached();
        it.lists[policy].iter().flat_map(|&list| it.points[list].iter().copied())
    }

    /// The guards that are of an environment, or of none.
    pub(super) fn guards_of(&self, environment: Option<EnvironmentId>) -> &[GuardId] {
        let guards = self.guards.get_or_init(|| {
            let mut guards: FxHashMap<_, Vec<_>> = FxHashMap::default();
            for (id, guard) in self.provisional.workspace().guards().iter() {
                guards.entry(guard.environment()).or_default().push(id);
            }
            guards
        });
        guards.get(&environment).map_or(&[], Vec::as_slice)
    }

    /// What a guard asks as it is.
    pub(super) fn asks(&self, guard: GuardId) -> &Asks {
        let workspace = self.provisional.workspace();
        self.asks[guard].get_or_init(|| Asks::of(workspace, &workspace.guards()[guard]))
    }

    /// What the own list of a point allows as it is.
    pub(super) fn own(&self, point: PointId) -> &PlacementSet {
        self.own[point].get_or_init(|| {
            let workspace = self.provisional.workspace();
            let it = &workspace.points()[point];
            self.provisional.allowed(&workspace.attachments()[it.attachments()], it.kind())
        })
    }
}

//! Everything that the statements of all files declare, with names as ids.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::definitions::{
    Attachments, AttachmentsId, Environment, EnvironmentId, Group, GroupId, Guard, GuardId, Policy, PolicyId,
};
use super::kinds::Kinds;
use crate::arena::{Arena, Id, IdMap};
use crate::diagnostic::Diagnostic;
use crate::reference::Reference;
use crate::syntax::ast::{Name, Statement, StatementId};
use crate::syntax::keyword::Kind;
use crate::syntax::{Extent, FileIndex, Files, Identity};
use crate::table::{Space, Table};

/// The id of a point in its workspace.
pub type PointId = Id<Point>;

/// Everything that the statements of all files declare, with names looked up.
///
/// Nobody else can make one:
///
/// ```compile_fail,E0451
/// # fn forge(workspace: bpol::workspace::Workspace) -> bpol::workspace::Workspace {
/// bpol::workspace::Workspace { ..workspace }
/// # }
/// ```
#[derive(Debug)]
pub struct Workspace {
    pub(super) files: Files,
    pub(super) reference: Reference,
    pub(super) table: Arc<Table>,
    pub(super) space: Arc<Space>,
    pub(super) groups: Arc<Arena<Group>>,
    /// Whether nothing is wrong with codes and groups.
    pub(super) are_codes_settled: bool,
    pub(super) policies: Arena<Policy>,
    pub(super) environments: Arena<Environment>,
    /// The kinds of the workloads in each environment and below it.
    pub(super) occurring: IdMap<Environment, Kinds>,
    pub(super) guards: Arena<Guard>,
    pub(super) attachments: Arena<Attachments>,
    pub(super) points: Arena<Point>,
    /// The points at which a workload may attach a policy twice.
    pub(super) repeating: FxHashSet<PointId>,
    pub(super) workloads: Vec<Workload>,
    /// The statements of workloads that refer to what was not found, in the order of the files. `None` where
    /// a workload is there twice.
    pub(super) lacking: Option<Vec<(FileIndex, u32)>>,
    pub(super) findings: Vec<Diagnostic>,
}

/// A workload. There may be millions of them.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    file: FileIndex,
    /// The index of its statement among the items of the file.
    item: u32,
    name: Extent,
    pub(super) point: PointId,
}

impl Workload {
    pub(super) fn new(file: FileIndex, statement: Statement<'_>, point: PointId) -> Self {
        Self { file, item: statement.item(), name: statement.name_place(), point }
    }

    /// What decides its placement set.
    #[must_use]
    pub fn point(&self) -> PointId {
        self.point
    }

    /// Takes over where its name is now, if it is one of that file.
    #[cfg(feature = "editor")]
    pub(super) fn look_again(&mut self, files: &Files, file: FileIndex) {
        if self.file == file {
            self.name = self.statement_in(files).name_place();
        }
    }

    /// What to order workloads by as they stand in the files.
    pub(super) fn order(&self) -> (FileIndex, u32) {
        (self.file, self.item)
    }

    /// Its statement, where `files` are those of its workspace.
    pub(crate) fn statement_in(self, files: &Files) -> Statement<'_> {
        files.at(self.file).statement_at(self.item)
    }
}

/// All that a placement set depends on: workloads at the same point have the same set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    pub(super) environment: Option<EnvironmentId>,
    pub(super) kind: Kind,
    pub(super) attachments: AttachmentsId,
}

impl Point {
    /// The environment, if there is one.
    #[must_use]
    pub fn environment(&self) -> Option<EnvironmentId> {
        self.environment
    }

    /// The same in another environment.
    pub(crate) fn moved(self, environment: Option<EnvironmentId>) -> Self {
        Self { environment, ..self }
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The policies that the workload attaches.
    #[must_use]
    pub fn attachments(&self) -> AttachmentsId {
        self.attachments
    }
}

impl Workspace {
    /// The trees that it was made of.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Whether the list of a workload at a point may attach a policy twice.
    pub(crate) fn may_repeat(&self, point: PointId) -> bool {
        self.repeating.contains(&point)
    }

    /// Which reference table was chosen.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The reference table in force, the workspace's own statements included.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The numbering of the table's codes, which sets are in.
    #[must_use]
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// The groups of the table in force, in name order.
    #[must_use]
    pub fn groups(&self) -> &Arena<Group> {
        &self.groups
    }

    /// The guards, in name order.
    #[must_use]
    pub fn guards(&self) -> &Arena<Guard> {
        &self.guards
    }

    /// The policies, in name order.
    #[must_use]
    pub fn policies(&self) -> &Arena<Policy> {
        &self.policies
    }

    /// The environments, in name order.
    #[must_use]
    pub fn environments(&self) -> &Arena<Environment> {
        &self.environments
    }

    /// The distinct lists of attached policies.
    #[must_use]
    pub fn attachments(&self) -> &Arena<Attachments> {
        &self.attachments
    }

    /// The distinct combinations of what decides a placement set. There is none without a workload.
    #[must_use]
    pub fn points(&self) -> &Arena<Point> {
        &self.points
    }

    /// The workloads by environment (none first), kind and name.
    #[must_use]
    pub fn workloads(&self) -> &[Workload] {
        &self.workloads
    }

    /// What is wrong with the names, in no order: `duplicate-name`, `unknown-policy`, `unknown-environment`,
    /// `unknown-parent`, `unknown-code`, `unknown-group`, `wrong-attribute`, `mixed-types`, `group-cycle`,
    /// `environment-cycle`, `allows-nothing`. What they are about is left out of the workspace.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// An environment, the one that it is in, and so on; none where `environment` is none. There is no end of
    /// them in a circle, so that those are left out of the workspace.
    pub fn upwards(&self, environment: Option<EnvironmentId>) -> impl Iterator<Item = EnvironmentId> {
        std::iter::successors(environment, |&id| self.environments[id].parent)
    }

    /// Every environment behind the one that it is in.
    #[must_use]
    pub(crate) fn outermost_first(&self) -> Vec<EnvironmentId> {
        let mut is_listed = self.environments.map(|_| false);
        let mut order = Vec::with_capacity(self.environments.len());
        let mut path = Vec::new();
        for id in self.environments.ids() {
            path.extend(self.upwards(Some(id)).take_while(|&above| !is_listed[above]));
            for above in path.drain(..).rev() {
                is_listed[above] = true;
                order.push(above);
            }
        }
        order
    }

    /// The kinds of the workloads in an environment and below it.
    #[must_use]
    pub fn occurring(&self, environment: EnvironmentId) -> Kinds {
        self.occurring[environment]
    }

    /// The kinds of which a target must have one to match in an environment: those that occur there. One that
    /// nothing is in yet may get workloads of any kind.
    #[must_use]
    pub fn matching(&self, environment: EnvironmentId) -> Kinds {
        let occurring = self.occurring(environment);
        if occurring.is_empty() { Kinds::ALL } else { occurring }
    }

    /// The policies that all environments above the workloads at a point attach, each once and in name order.
    #[must_use]
    pub fn attached_above(&self, point: &Point) -> Vec<PolicyId> {
        let lists =
            self.upwards(point.environment).map(|id| &*self.attachments[self.environments[id].attachments]);
        let mut policies: Vec<PolicyId> = lists.flatten().copied().collect();
        policies.sort_unstable();
        policies.dedup();
        policies
    }

    /// The policy of that name.
    #[must_use]
    pub fn policy(&self, name: &str) -> Option<PolicyId> {
        self.policies.search(|policy| (*policy.name).cmp(name))
    }

    /// The group of that name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<GroupId> {
        self.groups.search(|group| (*group.name).cmp(name))
    }

    /// The guard of that name.
    #[must_use]
    pub fn guard(&self, name: &str) -> Option<GuardId> {
        self.guards.search(|guard| (*guard.name).cmp(name))
    }

    /// The environment of that name.
    #[must_use]
    pub fn environment(&self, name: &str) -> Option<EnvironmentId> {
        self.environments.search(|environment| (*environment.name).cmp(name))
    }

    /// The statement of an id that this workspace has given.
    #[must_use]
    pub fn statement(&self, id: StatementId) -> Statement<'_> {
        self.files.statement(id)
    }

    /// The statement of a workload.
    #[must_use]
    pub fn statement_of(&self, workload: &Workload) -> Statement<'_> {
        workload.statement_in(&self.files)
    }

    /// The name of a workload.
    #[must_use]
    pub fn name_of(&self, workload: &Workload) -> Name<'_> {
        Name::at(self.files.at(workload.file), workload.name)
    }

    /// What a workload is known by.
    #[must_use]
    pub fn identity(&self, workload: &Workload) -> Identity {
        let point = &self.points[workload.point];
        Identity {
            environment: point.environment.map(|id| self.environments[id].name.clone().into_string()),
            kind: point.kind,
            name: self.name_of(workload).value().into_owned(),
        }
    }

    /// The workload that is known by `identity`.
    #[must_use]
    pub fn workload(&self, identity: &Identity) -> Option<&Workload> {
        let environment = match &identity.environment {
            Some(name) => Some(self.environment(name)?),
            None => None,
        };
        let wanted = (environment, identity.kind, &*identity.name);
        let found = self.workloads.binary_search_by(|workload| {
            let point = &self.points[workload.point];
            (point.environment, point.kind, &*self.name_of(workload).value()).cmp(&wanted)
        });
        self.workloads.get(found.ok()?)
    }
}

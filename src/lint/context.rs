//! What several lints look at: the resolved workspace, and what they would otherwise all work out again, once
//! for each list and point however many workloads share them.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::cover;
use super::list::{List, Owner};
use crate::arena::IdMap;
use crate::parallel;
use crate::placement::Resolved;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::Kind;
use crate::workspace::{Checked, Environment, EnvironmentId, Kinds, Point, PointId};

/// The workspace as lints see it.
pub(super) struct Context<'c> {
    pub(super) resolved: &'c Resolved,
    /// The kinds of the workloads of each environment.
    occurring: IdMap<Environment, Kinds>,
    lists: OnceLock<Vec<List<'c>>>,
    narrowed: OnceLock<Vec<List<'c>>>,
}

impl<'c> Context<'c> {
    pub(super) fn new(resolved: &'c Resolved) -> Self {
        let workspace = resolved.workspace();
        let mut occurring = workspace.environments().map(|_| Kinds::NONE);
        for point in workspace.points().values() {
            if let Some(environment) = point.environment() {
                occurring[environment] = occurring[environment].union(Kinds::of(point.kind()));
            }
        }
        Self { resolved, occurring, lists: OnceLock::new(), narrowed: OnceLock::new() }
    }

    pub(super) fn workspace(&self) -> &'c Checked {
        self.resolved.workspace()
    }

    /// The kinds of the workloads of an environment.
    pub(super) fn occurring(&self, environment: EnvironmentId) -> Kinds {
        self.occurring[environment]
    }

    /// The list of every environment, and those of workloads that may have an attachment which does nothing:
    /// it stands there twice, never matches, is covered by others, or has no effect.
    pub(super) fn lists(&self) -> &[List<'c>] {
        self.lists.get_or_init(|| {
            let workspace = self.workspace();
            let environments = workspace.environments().iter().map(|(id, environment)| {
                // An environment that nothing is in yet may get workloads of any kind.
                let occurring = self.occurring(id);
                let matching = if occurring.is_empty() { Kinds::ALL } else { occurring };
                let statement = workspace.statement(environment.statement());
                List::new(workspace, Owner::Environment, vec![statement], matching)
            });
            let mut lists: Vec<List<'c>> = environments.collect();
            // Whether an attachment does nothing depends on the point alone, and neither on the order of the
            // list nor on the workload's name.
            let points: Vec<PointId> = workspace.points().ids().collect();
            let idle = parallel::map(points, |id| cover::has_idle(self.resolved, id));
            let idle = workspace.points().map_of(idle);
            lists.extend(self.workload_lists(|id, point, statement| {
                idle[id] || statement.list().len() > workspace.attachments()[point.attachments()].len()
            }));
            let resolved = self.resolved;
            parallel::map(lists, |list| list.analysed(resolved))
        })
    }

    /// The lists of workloads that attach anything in an environment that does so too.
    pub(super) fn narrowed_lists(&self) -> &[List<'c>] {
        self.narrowed.get_or_init(|| {
            let workspace = self.workspace();
            let is_narrowed = |point: &Point| {
                !workspace.attachments()[point.attachments()].is_empty()
                    && !workspace.environment_attachments(point).is_empty()
            };
            let resolved = self.resolved;
            let lists = self.workload_lists(|_, point, _| is_narrowed(point));
            parallel::map(lists, |list| list.analysed(resolved))
        })
    }

    /// The lists of workloads that are `wanted`, each once for all workloads that have it in the same words.
    fn workload_lists(&self, wanted: impl Fn(PointId, &Point, Statement<'c>) -> bool) -> Vec<List<'c>> {
        let workspace = self.workspace();
        let mut places: FxHashMap<(Kind, &str), usize> = FxHashMap::default();
        let mut lists: Vec<(PointId, Vec<Statement<'c>>)> = Vec::new();
        for workload in workspace.workloads() {
            let id = workload.point();
            let point = &workspace.points()[id];
            if workspace.attachments()[point.attachments()].is_empty() {
                continue;
            }
            let statement = workspace.statement_of(workload);
            if !wanted(id, point, statement) {
                continue;
            }
            let place = *places.entry((point.kind(), statement.ending())).or_insert_with(|| {
                lists.push((id, Vec::new()));
                lists.len() - 1
            });
            #[expect(clippy::indexing_slicing, reason = "the places are those of the lists")]
            let (_, statements) = &mut lists[place];
            statements.push(statement);
        }
        let list = |(id, statements): (PointId, Vec<Statement<'c>>)| {
            let kinds = Kinds::of(workspace.points()[id].kind());
            List::new(workspace, Owner::Workload(id), statements, kinds)
        };
        lists.into_iter().map(list).collect()
    }
}

//! What several lints look at: the resolved workspace, and what they would otherwise all work out again, once
//! for each list and point however many workloads share them.

use rustc_hash::FxHashMap;

use super::cover;
use super::elements::{self, Looked};
use super::list::{List, Owner};
use crate::parallel;
use crate::placement::{Environments, Resolved};
use crate::syntax::ast::Statement;
use crate::syntax::keyword::Kind;
use crate::workspace::{Checked, EnvironmentId, Kinds, Point, PointId};

/// The workspace as lints see it. All of it is worked out before the lints share the threads: one that waited
/// for another to work something out could wait for itself.
pub(super) struct Context<'c> {
    pub(super) resolved: &'c Resolved,
    /// What every environment and all that it is in allow every kind.
    pub(super) environments: Environments,
    lists: Vec<List<'c>>,
    narrowed: Vec<List<'c>>,
    elements: Vec<Looked<'c>>,
}

impl<'c> Context<'c> {
    /// Looks at `resolved`; at the lists that are narrowed from above only if somebody asks for them.
    pub(super) fn new(resolved: &'c Resolved, with_narrowed: bool) -> Self {
        let workspace = resolved.workspace();
        let environments = resolved.environments(|id| workspace.matching(id));
        let elements = elements::all(workspace);
        let mut context = Self { resolved, environments, lists: Vec::new(), narrowed: Vec::new(), elements };
        context.lists = context.find_lists();
        if with_narrowed {
            context.narrowed = context.find_narrowed_lists();
        }
        context
    }

    pub(super) fn workspace(&self) -> &'c Checked {
        self.resolved.workspace()
    }

    /// The kinds of the workloads of an environment.
    pub(super) fn occurring(&self, environment: EnvironmentId) -> Kinds {
        self.workspace().occurring(environment)
    }

    /// The list of every environment, and those of workloads that there is something to say of: a policy
    /// stands there twice, never matches, is covered by others, has no effect, or may undo or overlap another
    /// one.
    pub(super) fn lists(&self) -> &[List<'c>] {
        &self.lists
    }

    /// The lists of workloads and environments that something stands above; none unless they were asked for.
    pub(super) fn narrowed_lists(&self) -> &[List<'c>] {
        &self.narrowed
    }

    /// The lists of codes and groups of every statement that has some.
    pub(super) fn elements(&self) -> &[Looked<'c>] {
        &self.elements
    }

    fn find_lists(&self) -> Vec<List<'c>> {
        let workspace = self.workspace();
        let mut lists: Vec<List<'c>> =
            workspace.environments().ids().map(|id| self.of_environment(id)).collect();
        // Whether there is anything to say depends on the point alone, and neither on the order of the list
        // nor on the workload's name.
        let factors = self.resolved.factors();
        let notable = parallel::map_ref(factors.values(), |factor| cover::is_notable(self.resolved, factor));
        let factors = factors.map_of(notable);
        let notable = workspace.points().map(|(id, _)| {
            self.resolved.factors_at(id).into_iter().any(|factor| factors[factor])
                || cover::is_notable_besides(self.resolved, id)
                || workspace.may_repeat(id)
        });
        lists.extend(self.workload_lists(|id, _| notable[id]));
        parallel::map(lists, |list| list.analysed(self.resolved, &self.environments))
    }

    fn find_narrowed_lists(&self) -> Vec<List<'c>> {
        let workspace = self.workspace();
        let is_below = |id: &EnvironmentId| workspace.environments()[*id].parent().is_some();
        let environments = workspace.environments().ids().filter(is_below);
        let mut lists: Vec<List<'c>> = environments.map(|id| self.of_environment(id)).collect();
        lists.extend(self.workload_lists(|_, point| {
            !workspace.attachments()[point.attachments()].is_empty() && point.environment().is_some()
        }));
        parallel::map(lists, |list| list.analysed(self.resolved, &self.environments))
    }

    fn of_environment(&self, id: EnvironmentId) -> List<'c> {
        let workspace = self.workspace();
        let matching = workspace.matching(id);
        let statement = workspace.statement(workspace.environments()[id].statement());
        List::new(workspace, Owner::Environment(id), vec![statement], matching)
    }

    /// The lists of workloads that are `wanted`, each once for all workloads that have it in the same words.
    fn workload_lists(&self, wanted: impl Fn(PointId, &Point) -> bool) -> Vec<List<'c>> {
        let workspace = self.workspace();
        let mut places: FxHashMap<(Kind, &str), usize> = FxHashMap::default();
        let mut lists: Vec<(PointId, Vec<Statement<'c>>)> = Vec::new();
        for workload in workspace.workloads() {
            let id = workload.point();
            let point = &workspace.points()[id];
            if workspace.attachments()[point.attachments()].is_empty() {
                continue;
            }
            if !wanted(id, point) {
                continue;
            }
            let statement = workspace.statement_of(workload);
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

//! The points of a workspace by environment: those of an environment and of all in it stand together.

use crate::arena::IdMap;
use crate::workspace::{Environment, EnvironmentId, PointId, Workspace};

/// Which points lie in which environment.
#[derive(Debug)]
pub(crate) struct PointTree {
    /// The points, those of an environment and of all in it together.
    points: Vec<PointId>,
    /// Which of them lie in each environment.
    below: IdMap<Environment, (usize, usize)>,
}

impl PointTree {
    pub(crate) fn new(workspace: &Workspace) -> Self {
        let mut own: IdMap<Environment, Vec<PointId>> = workspace.environments().map(|_| Vec::new());
        let mut points = Vec::with_capacity(workspace.points().len());
        for (id, point) in workspace.points().iter() {
            match point.environment() {
                Some(environment) => own[environment].push(id),
                None => points.push(id),
            }
        }
        let mut children: IdMap<Environment, Vec<EnvironmentId>> =
            workspace.environments().map(|_| Vec::new());
        let mut waiting = Vec::new();
        for (id, environment) in workspace.environments().iter() {
            match environment.parent() {
                Some(parent) => children[parent].push(id),
                None => waiting.push((id, false)),
            }
        }
        // Each environment is met twice: before all in it, and behind them.
        let mut below = workspace.environments().map(|_| (0, 0));
        while let Some((id, is_behind)) = waiting.pop() {
            if is_behind {
                below[id].1 = points.len();
                continue;
            }
            below[id].0 = points.len();
            points.append(&mut own[id]);
            waiting.push((id, true));
            waiting.extend(children[id].iter().map(|&child| (child, false)));
        }
        Self { points, below }
    }

    /// The points in an environment, or in the workspace.
    #[expect(clippy::indexing_slicing, reason = "a guard that covered other points would not hold there")]
    pub(crate) fn within(&self, environment: Option<EnvironmentId>) -> &[PointId] {
        let (from, to) = environment.map_or((0, self.points.len()), |id| self.below[id]);
        &self.points[from..to]
    }
}

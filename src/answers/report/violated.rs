//! Which guards do not hold for a workload: its environments, kind and set come in, guards go out. Each guard
//! is judged once a set.

use rustc_hash::FxHashMap;

use crate::placement::{Asks, PlacementSetId, Provisional, Status};
use crate::syntax::keyword::Kind;
use crate::workspace::{EnvironmentId, Guard, GuardId};

/// What judges.
pub(super) struct Judge<'p> {
    provisional: &'p Provisional,
    guards: Vec<(GuardId, &'p Guard, Asks)>,
    judged: FxHashMap<(GuardId, PlacementSetId), bool>,
}

impl<'p> Judge<'p> {
    pub(super) fn new(provisional: &'p Provisional) -> Self {
        let workspace = provisional.workspace();
        let guards = workspace.guards().iter().map(|(id, guard)| (id, guard, Asks::of(workspace, guard)));
        Self { provisional, guards: guards.collect(), judged: FxHashMap::default() }
    }

    /// The guards that do not hold, by name; none where there is nowhere to run.
    pub(super) fn violated(
        &mut self,
        environments: &[EnvironmentId],
        kind: Kind,
        set: PlacementSetId,
    ) -> Vec<GuardId> {
        if self.provisional.status(set) != Status::Placed {
            return Vec::new();
        }
        let (ground, own) = (self.provisional.ground(), &self.provisional.sets()[set]);
        let covers = |guard: &Guard| {
            guard.target().has(kind) && guard.environment().is_none_or(|it| environments.contains(&it))
        };
        let covering = self.guards.iter().filter(|(_, guard, _)| covers(guard));
        let mut violated = Vec::new();
        for (id, _, asks) in covering {
            if !*self.judged.entry((*id, set)).or_insert_with(|| ground.holds(asks, own)) {
                violated.push(*id);
            }
        }
        violated
    }
}

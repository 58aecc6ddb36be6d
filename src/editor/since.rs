//! What the text on the screen changes against the last commit: both come in, what each workload gains and
//! loses goes out.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::base::Base;
use super::sound::Sound;
use crate::answers::diff::{Class, Content, Side, without_causes};
use crate::answers::words::Changed;
use crate::syntax::Identity;
use crate::syntax::keyword::PolicyType;
use crate::workspace::Workspace;

/// What changed for a workload.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) class: Class,
    pub(crate) gained: Arc<Changed>,
    pub(crate) lost: Arc<Changed>,
    /// The types that nothing regulates any more, and those that nothing did.
    pub(crate) opened: Vec<PolicyType>,
    pub(crate) closed: Vec<PolicyType>,
}

/// What changed since the last commit, of the workloads that are sound in both.
#[derive(Debug, Default)]
pub(crate) struct Since {
    changes: FxHashMap<Identity, Change>,
}

impl Since {
    /// What changed from `base` to a workspace whose sound part is `sound`.
    pub(crate) fn of(base: &Base, sound: &Sound, workspace: &Workspace) -> Self {
        let (Some(old), Some(new)) = (base.sound.provisional(), sound.provisional()) else {
            return Self::default();
        };
        let sides = [("HEAD", old), (".", new)]
            .map(|(name, provisional)| Side::new(name, None, Content::Workspace(provisional)));
        let [before, after] = &sides;
        let found = without_causes(before, after, new.workspace());
        let mut changes = FxHashMap::default();
        for group in found.groups {
            for moved in &group.workloads {
                let identity = moved.workload().identity();
                // What only seems to come or go is unsound on the other side.
                let is_there = |it: &Workspace| it.workload(&identity).is_some();
                let is_hidden = match group.class {
                    Class::Added => is_there(base.analysis.workspace()),
                    Class::Removed => is_there(workspace),
                    _ => false,
                };
                if !is_hidden {
                    let change = Change {
                        class: group.class,
                        gained: Arc::clone(&group.gained),
                        lost: Arc::clone(&group.lost),
                        opened: group.opened.clone(),
                        closed: group.closed.clone(),
                    };
                    changes.insert(identity, change);
                }
            }
        }
        Self { changes }
    }

    /// Whether nothing changed for any workload.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What changed for a workload; `None` where nothing did.
    pub(crate) fn change(&self, workload: &Identity) -> Option<&Change> {
        self.changes.get(workload)
    }

    /// What changed for every workload, in no order.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&Identity, &Change)> {
        self.changes.iter()
    }
}

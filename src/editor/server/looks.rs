//! When the last commit is looked at: what happens comes in, the roots to look at go out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::date::Date;
use crate::editor::base::Base;
use crate::editor::state::State;
use crate::editor::workspace::Root;

/// A look that is older is taken again before hints are shown.
const OLDEST: Duration = Duration::from_secs(5);

/// The root of a workspace, what is known of its last commit, and the day.
pub(super) type Look = (PathBuf, Option<Arc<Base>>, Date);

/// The looks at the last commit.
#[derive(Default)]
pub(super) struct Looks {
    is_due: bool,
    last: Option<Instant>,
    /// The roots of which an answer is still to come.
    open: BTreeSet<PathBuf>,
}

impl Looks {
    /// Something may have been committed.
    pub(super) fn be_due(&mut self) {
        self.is_due = true;
    }

    /// Hints are asked for.
    pub(super) fn be_due_for_hints(&mut self) {
        self.is_due |= self.last.is_none_or(|last| last.elapsed() > OLDEST);
    }

    /// The looks to take now; one that has not ended is not taken again.
    pub(super) fn take(&mut self, state: &State, today: Date) -> Vec<Look> {
        if !std::mem::take(&mut self.is_due) || !state.settings.compares {
            return Vec::new();
        }
        self.last = Some(Instant::now());
        let mut looks = Vec::new();
        for workspace in state.workspaces() {
            if let Root::Folder(folder, _) = workspace.root()
                && self.open.insert(folder.clone())
            {
                looks.push((folder.clone(), workspace.shared_base(), today));
            }
        }
        looks
    }

    /// A look has ended.
    pub(super) fn done(&mut self, root: &Path) {
        self.open.remove(root);
    }
}

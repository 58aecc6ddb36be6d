//! What becomes of an edit: it comes in, and whom it changes, what catches it and what guard would goes out.

use rustc_hash::FxHashMap;

use super::list::Made;
use super::suggestion::Ceilings;
use super::words::Outcome;
use crate::answers::edit::{Basis, Edited};
use crate::arena::{Id, IdMap};
use crate::date::Date;
use crate::placement::{GuardLevels, PlacementSet, PlacementSetId, Resolved, Status};
use crate::syntax::keyword::PolicyType;
use crate::workspace::{Checked, Guard, GuardId};

/// What becomes of an edit.
pub(super) struct Judged {
    pub(super) outcome: Outcome,
    pub(super) widens: bool,
    /// How many workloads change.
    pub(super) changes: usize,
    pub(super) guards: Vec<GuardId>,
    pub(super) suggestion: Option<String>,
}

/// A workspace whose edits are judged.
pub(super) struct Judge<'r> {
    checked: &'r Checked,
    basis: Basis<'r>,
    /// Which guards are errors where they do not hold.
    are_errors: IdMap<Guard, bool>,
    ceilings: Ceilings<'r>,
}

impl<'r> Judge<'r> {
    pub(super) fn new(resolved: &'r Resolved, levels: &GuardLevels, today: Option<Date>) -> Self {
        let checked = resolved.workspace();
        let are_errors = checked.guards().map(|(_, guard)| levels.is_error(guard.name(), today));
        Self { checked, basis: Basis::new(resolved), are_errors, ceilings: Ceilings::new(resolved) }
    }

    /// What becomes of an edit that is made alone.
    pub(super) fn judge(&self, made: &Made<'_>) -> Judged {
        let edits = made.what.edits();
        let idle = Judged {
            outcome: Outcome::Idle,
            widens: false,
            changes: 0,
            guards: Vec::new(),
            suggestion: None,
        };
        // No edit puts anything into an environment, so that there is no circle.
        let Some(edited) = Edited::new(&self.basis, &edits) else { return idle };
        let changes = edited.changes();
        let mut known: FxHashMap<(PlacementSetId, Id<PlacementSet>), (bool, bool)> = FxHashMap::default();
        let (mut number, mut widens, mut is_refused) = (0, false, false);
        let mut gaining = Vec::new();
        for change in &changes.all {
            let pair = (change.before, change.after);
            let compare = || self.compare(&changes.sets[change.after], change.before);
            let (differs, gains) = *known.entry(pair).or_insert_with(compare);
            let workloads = if differs { edited.workloads(change.subject).count() } else { 0 };
            if workloads == 0 {
                continue;
            }
            number += workloads;
            widens |= gains;
            is_refused |= changes.status(change.after) != Status::Placed;
            if gains {
                gaining.push(change);
            }
        }
        if number == 0 {
            return idle;
        }
        let guards =
            if is_refused { Vec::new() } else { edited.broken(&changes, |guard| self.are_errors[guard]) };
        let outcome = match (is_refused, guards.is_empty()) {
            (true, _) => Outcome::Refused,
            (false, true) => Outcome::Uncaught,
            (false, false) => Outcome::Caught,
        };
        let suggestion = (outcome == Outcome::Uncaught && widens)
            .then(|| self.ceilings.suggest(&edited, &changes, &gaining))
            .flatten();
        Judged { outcome, widens, changes: number, guards, suggestion }
    }

    /// Whether a set has other places or flavors than one of the workspace, and whether it has any more.
    fn compare(&self, after: &PlacementSet, before: PlacementSetId) -> (bool, bool) {
        let space = self.checked.space();
        let before = &self.basis.provisional().sets()[before];
        let (mut differs, mut gains) = (false, false);
        for policy_type in PolicyType::ALL {
            let [after, before] = [after, before].map(|set| set.set(space, policy_type));
            differs |= after != before;
            gains |= match (after, before) {
                (Some(after), Some(before)) => !before.covers(&after),
                (Some(_), None) => true,
                (None, _) => false,
            };
        }
        (differs, gains)
    }
}

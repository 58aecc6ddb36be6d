//! What a repair does beside what it is for: its edits come in, the other workloads that they change, the
//! guards that they break and what they open go out.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::steps::Step;
use super::subject::Subject;
use crate::answers::edit::{Basis, Edited, Edits, Node, Subject as Who};
use crate::placement::{PlacementSet, PlacementSetId, Status};
use crate::syntax::Identity;
use crate::syntax::keyword::PolicyType;
use crate::workspace::GuardId;

/// What a repair does beside what it is for.
pub(super) struct Effect {
    /// How many other workloads change.
    pub(super) also_changes: usize,
    /// The guards that hold now and would not then, by name.
    pub(super) breaks: Vec<String>,
    /// The types that nothing regulates then, and something does now.
    pub(super) opens: Vec<PolicyType>,
}

/// What edits do to all others than the workload that is looked at.
struct Elsewhere {
    changed: usize,
    is_impossible: bool,
    broken: Vec<GuardId>,
}

/// What finds the effects of edits.
pub(super) struct Effects<'s> {
    subject: &'s Subject<'s>,
    basis: &'s OnceCell<Basis<'s>>,
    /// What puts the workload where it is looked at.
    base: Edits,
    /// What takes it away, and one of its name that stands there.
    away: Edits,
    is_possible: OnceCell<bool>,
    held: FxHashMap<GuardId, bool>,
    /// By the edits that are not of the workload's own list.
    elsewhere: BTreeMap<Vec<Step<'s>>, Elsewhere>,
}

impl<'s> Effects<'s> {
    /// `basis` is made where it is first needed.
    pub(super) fn new(subject: &'s Subject<'s>, basis: &'s OnceCell<Basis<'s>>) -> Self {
        let workspace = subject.provisional.workspace();
        let (mut base, mut away) = (Edits::default(), Edits::default());
        away.leave_out(subject.index);
        if subject.is_moved {
            base.set_environment(subject.index, subject.environment.map(Node::Declared));
            let own = workspace.workloads().get(subject.index).map(|it| workspace.identity(it));
            let environment = subject.environment.map(|id| workspace.environments()[id].name().to_owned());
            let there = own.map(|own| Identity { environment, ..own });
            let twin = there.and_then(|there| {
                let found = workspace.workloads().binary_search_by(|it| workspace.identity(it).cmp(&there));
                found.ok().filter(|&index| index != subject.index)
            });
            if let Some(twin) = twin {
                base.leave_out(twin);
                away.leave_out(twin);
            }
        }
        Self {
            subject,
            basis,
            base,
            away,
            is_possible: OnceCell::new(),
            held: FxHashMap::default(),
            elsewhere: BTreeMap::new(),
        }
    }

    fn basis(&self) -> &'s Basis<'s> {
        self.basis.get_or_init(|| Basis::new(self.subject.provisional))
    }

    /// What some edits do.
    pub(super) fn of(&mut self, steps: &[Step<'s>]) -> Effect {
        let (subject, basis) = (self.subject, self.basis());
        let mut edits = self.base.clone();
        for step in steps {
            step.make(subject, &mut edits);
        }
        // No edit of a repair puts an environment into itself.
        let Some(edited) = Edited::new(basis, &edits) else {
            return Effect { also_changes: 0, breaks: Vec::new(), opens: Vec::new() };
        };
        let own = edited.set_of(subject.index);
        let opens = |it: &PolicyType| subject.set.of(*it).is_restricted() && !own.of(*it).is_restricted();
        let opens = PolicyType::ALL.into_iter().filter(opens).collect();
        let others: Vec<Step<'s>> = steps.iter().copied().filter(|step| step.spot() > 0).collect();
        if !self.elsewhere.contains_key(&others) {
            let elsewhere = self.elsewhere(&others);
            self.elsewhere.insert(others.clone(), elsewhere);
        }
        let (mut also_changes, mut broken, mut is_possible) = (0, Vec::new(), self.is_possible());
        if let Some(elsewhere) = self.elsewhere.get(&others) {
            also_changes = elsewhere.changed;
            is_possible &= !elsewhere.is_impossible;
            broken.clone_from(&elsewhere.broken);
        }
        if !is_possible || edited.status(&own) != Status::Placed {
            return Effect { also_changes, breaks: Vec::new(), opens };
        }
        let covering = edited.covering(edited.environment_of(subject.index), subject.kind);
        broken.extend(covering.filter(|&guard| !edited.holds(guard, &own)));
        broken.sort_unstable();
        broken.dedup();
        broken.retain(|&guard| self.held(guard));
        let guards = subject.provisional.workspace().guards();
        Effect {
            also_changes,
            breaks: broken.into_iter().map(|id| guards[id].name().to_owned()).collect(),
            opens,
        }
    }

    fn elsewhere(&self, steps: &[Step<'s>]) -> Elsewhere {
        let none = Elsewhere { changed: 0, is_impossible: false, broken: Vec::new() };
        let mut edits = self.away.clone();
        for step in steps {
            step.make(self.subject, &mut edits);
        }
        let Some(edited) = Edited::new(self.basis(), &edits).filter(|_| !steps.is_empty()) else {
            return none;
        };
        let changes = edited.changes();
        let mut elsewhere = none;
        for change in &changes.all {
            let number = edited.workloads(change.subject).count();
            elsewhere.changed += number;
            elsewhere.is_impossible |= number > 0 && changes.status(change.after) != Status::Placed;
        }
        if !elsewhere.is_impossible && self.is_possible() {
            elsewhere.broken = edited.broken(&changes, |_| true);
        }
        elsewhere
    }

    /// Whether all workloads have a place as it is.
    fn is_possible(&self) -> bool {
        *self.is_possible.get_or_init(|| {
            let provisional = self.subject.provisional;
            let is_placed = |set| provisional.status(set) == Status::Placed;
            let others = || {
                let edited = Edited::new(self.basis(), &self.away);
                let is_empty = |point| {
                    edited.as_ref().is_some_and(|it| it.workloads(Who::Point(point)).next().is_none())
                };
                let mut points = provisional.workspace().points().ids();
                points.all(|point| is_placed(provisional.set_at(point)) || is_empty(point))
            };
            self.subject.status == Status::Placed && (provisional.sets().ids().all(is_placed) || others())
        })
    }

    /// Whether a guard holds as it is.
    fn held(&mut self, guard: GuardId) -> bool {
        if let Some(known) = self.held.get(&guard) {
            return *known;
        }
        let holds = self.holds(guard);
        self.held.insert(guard, holds);
        holds
    }

    fn holds(&self, id: GuardId) -> bool {
        let (subject, basis) = (self.subject, self.basis());
        let provisional = subject.provisional;
        let workspace = provisional.workspace();
        let guard = &workspace.guards()[id];
        let [here, away] = [&self.base, &self.away].map(|edits| Edited::new(basis, edits));
        let (Some(here), Some(away)) = (here, away) else { return false };
        let mut covering = here.covering(here.environment_of(subject.index), subject.kind);
        if covering.any(|it| it == id) && !here.holds(id, &subject.set) {
            return false;
        }
        let mut judged: FxHashSet<PlacementSetId> = FxHashSet::default();
        basis.points_in(guard.environment()).iter().all(|&point| {
            let (it, set) = (&workspace.points()[point], provisional.set_at(point));
            let is_asked = guard.target().has(it.kind()) && !judged.contains(&set);
            if !is_asked || away.workloads(Who::Point(point)).next().is_none() {
                return true;
            }
            judged.insert(set);
            let own: &PlacementSet = &provisional.sets()[set];
            away.holds(id, own)
        })
    }
}

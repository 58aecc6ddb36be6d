//! Which edits changed what a workload may run in: the pairs of two sides come in, and causes go out.
//!
//! Each edit alone is undone in NEW and made in OLD; what none of them changes alone has a joint set.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::{Cause, EditKind};
use super::edits::Edits;
use super::facts::{Facts, NEW, OLD};
use super::pairs::Pair;
use super::side::Side;
use super::world::{Edit, Outcome, Subject, World};
use crate::answers::words::{Place, PointName};
use crate::placement::Provisional;
use crate::syntax::keyword::PolicyType;
use crate::workspace::{PointId, Workspace};

/// The edits between two sides whose sources are known.
pub(super) struct Causes<'f, 's> {
    known: Option<Known<'f, 's>>,
    by_points: FxHashMap<[PointId; 2], Rc<[(Edit, bool)]>>,
    /// The causes that name no workload.
    lists: FxHashMap<[PointId; 2], Rc<[Cause]>>,
}

struct Known<'f, 's> {
    facts: &'f Facts<'s>,
    edits: Edits,
    worlds: FxHashMap<(usize, Option<Edit>), Option<Rc<World<'f, 's>>>>,
}

/// What both sides say, where both have sources.
pub(super) fn facts<'s>(old: &Side<'s>, new: &Side<'s>) -> Option<Facts<'s>> {
    let (old, new) = old.provisional().zip(new.provisional())?;
    Some(Facts::new([old, new]))
}

impl<'f, 's> Causes<'f, 's> {
    pub(super) fn new(facts: Option<&'f Facts<'s>>) -> Self {
        let known =
            facts.map(|facts| Known { facts, edits: Edits::new(facts), worlds: FxHashMap::default() });
        Self { known, by_points: FxHashMap::default(), lists: FxHashMap::default() }
    }

    /// The causes of what changed for a workload; none where sources are not known.
    pub(super) fn of(&mut self, pair: &Pair<'_>) -> Rc<[Cause]> {
        let Some(known) = &mut self.known else { return Rc::default() };
        let [old, new] = known.facts.sides;
        let (was, is) = match (pair.old, pair.new) {
            (Some(was), Some(is)) => (was, is),
            (None, Some(is)) => return Rc::new([whole(new, is.index, EditKind::WorkloadAdded)]),
            (Some(was), None) => return Rc::new([whole(old, was.index, EditKind::WorkloadRemoved)]),
            (None, None) => return Rc::default(),
        };
        let at = [was.index, is.index];
        let points =
            old.workspace().workloads().get(was.index).zip(new.workspace().workloads().get(is.index));
        let Some(points) = points.map(|(was, is)| [was.point(), is.point()]) else { return Rc::default() };
        if let Some(causes) = self.lists.get(&points) {
            return Rc::clone(causes);
        }
        let subject = subject(known.facts, points);
        let edits = match self.by_points.get(&points) {
            Some(edits) => Rc::clone(edits),
            None => {
                let edits: Rc<[(Edit, bool)]> = known.causes(&subject, at).into();
                self.by_points.insert(points, Rc::clone(&edits));
                edits
            }
        };
        let named =
            |&(edit, jointly): &(Edit, bool)| Cause { jointly, ..edit.cause(known.facts, &subject, at) };
        let mut causes: Vec<Cause> = edits.iter().map(named).collect();
        causes.sort();
        let causes: Rc<[Cause]> = causes.into();
        if !edits.iter().any(|(edit, _)| matches!(edit, Edit::AttachOwn(_) | Edit::Home)) {
            self.lists.insert(points, Rc::clone(&causes));
        }
        causes
    }
}

fn subject(facts: &Facts<'_>, points: [PointId; 2]) -> Subject {
    let [old, new] = facts.sides;
    let home = |workspace: &Workspace, point: PointId| {
        let id = workspace.points()[point].environment()?;
        facts.environments.number(&workspace.environments()[id].name().to_owned())
    };
    let [was, is] = points;
    let (old, new) = (old.workspace(), new.workspace());
    Subject {
        kind: new.points()[is].kind(),
        homes: [home(old, was), home(new, is)],
        lists: [
            facts.list(OLD, old.points()[was].attachments()),
            facts.list(NEW, new.points()[is].attachments()),
        ],
    }
}

/// Something of what changed.
#[derive(Clone, Copy, Debug)]
enum Item {
    /// A code of one side's table.
    Code(usize, usize),
    Placement((usize, usize)),
    Restricted(usize),
}

impl<'f, 's> Known<'f, 's> {
    fn world(&mut self, side: usize, edit: Option<Edit>) -> Option<Rc<World<'f, 's>>> {
        let facts = self.facts;
        let made = || World::new(facts, side, edit.into_iter().collect()).map(Rc::new);
        self.worlds.entry((side, edit)).or_insert_with(made).clone()
    }

    /// The edits that are causes, and whether they are jointly with others only.
    fn causes(&mut self, subject: &Subject, at: [usize; 2]) -> Vec<(Edit, bool)> {
        let (Some(old), Some(new)) = (self.world(OLD, None), self.world(NEW, None)) else {
            return Vec::new();
        };
        let [was, is] = [&old, &new].map(|world| world.outcome(subject));
        let items = items([(&*old, &was), (&*new, &is)]);
        let state = |item: Item, world: &World<'f, 's>, outcome: &Outcome| match item {
            Item::Code(side, code) => world.has(outcome, code, if side == OLD { &old } else { &new }),
            Item::Placement(at) => outcome.placements.as_ref().is_some_and(|all| all.contains(&at)),
            Item::Restricted(index) => outcome.restricted.get(index).copied().unwrap_or(false),
        };
        let mut edits = self.edits.of(self.facts, subject);
        edits.sort_by_cached_key(|edit| edit.cause(self.facts, subject, at));
        edits.dedup();
        let mut causes = Vec::new();
        let mut rest = items;
        for &edit in &edits {
            let mut is_cause = false;
            for (side, base, outcome) in [(NEW, &new, &is), (OLD, &old, &was)] {
                let Some(world) = self.world(side, Some(edit)) else { continue };
                let edited = world.outcome(subject);
                is_cause |= world.differs(&edited, base, outcome);
                rest.retain(|&item| state(item, &world, &edited) == state(item, base, outcome));
            }
            if is_cause {
                causes.push((edit, false));
            }
        }
        if rest.is_empty() {
            return causes;
        }
        // All edits together make NEW of OLD; what can be left out is.
        let gives = |edits: &[Edit]| {
            let edits: FxHashSet<Edit> = edits.iter().copied().collect();
            World::new(self.facts, OLD, edits).is_some_and(|world| {
                let outcome = world.outcome(subject);
                rest.iter().all(|&item| state(item, &world, &outcome) == state(item, &new, &is))
            })
        };
        let mut joint = edits.clone();
        if gives(&joint) {
            for edit in edits {
                let without: Vec<Edit> = joint.iter().copied().filter(|&it| it != edit).collect();
                if gives(&without) {
                    joint = without;
                }
            }
            let further = joint.into_iter().filter(|edit| !causes.iter().any(|(known, _)| known == edit));
            let further: Vec<(Edit, bool)> = further.map(|edit| (edit, true)).collect();
            causes.extend(further);
        }
        causes
    }
}

/// What is gained and lost, opened and closed, each by itself.
fn items([(old, was), (new, is)]: [(&World<'_, '_>, &Outcome); 2]) -> Vec<Item> {
    let mut items = Vec::new();
    for (side, own, outcome, other, theirs) in [(NEW, new, is, old, was), (OLD, old, was, new, is)] {
        let here = outcome.bits.iter().enumerate().filter(|&(code, &bit)| bit && own.lists(code));
        let outside = here.filter(|&(code, _)| !other.has(theirs, code, own));
        items.extend(outside.map(|(code, _)| Item::Code(side, code)));
        if let (Some(own), Some(theirs)) = (&outcome.placements, &theirs.placements) {
            let outside = own.iter().filter(|it| !theirs.contains(it));
            items.extend(outside.map(|&it| Item::Placement(it)));
        }
    }
    let types = (0..PolicyType::ALL.len()).filter(|&it| was.restricted.get(it) != is.restricted.get(it));
    items.extend(types.map(Item::Restricted));
    items
}

/// A workload that came or went.
fn whole(provisional: &Provisional, index: usize, edit: EditKind) -> Cause {
    let workspace = provisional.workspace();
    let workload = workspace.workloads().get(index);
    Cause {
        edit,
        name: None,
        point: workload.map(|it| PointName::Workload(workspace.identity(it).into())),
        place: workload.map(|it| Place::of(workspace, workspace.statement_of(it).name().span())),
        jointly: false,
    }
}

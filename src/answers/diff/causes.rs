//! Which edits changed what a workload may run in: the pairs of two sides come in, and causes go out.
//!
//! Each edit alone is undone in NEW and made in OLD; what none of them changes alone has a joint set.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::compare::{Compare, Difference};
use super::document::Cause;
use super::edit::Edit;
use super::edits::Edits;
use super::facts::{Facts, Subject};
use super::meanings::Meanings;
use super::numbers::{NEW, OLD};
use super::outcome::Outcome;
use super::pairs::Pair;
use super::tree::{At, Tree};
use super::view::View;
use super::world::World;
use crate::syntax::keyword::PolicyType;
use crate::workspace::PointId;

/// What was made once; `None` where it cannot be made.
type Known<K, V> = RefCell<FxHashMap<K, Option<Rc<V>>>>;

/// The edits between two sides.
pub(super) struct Causes<'a> {
    facts: &'a Facts<'a>,
    views: [&'a View<'a>; 2],
    /// What rules are on each side.
    bases: [Rc<Meanings<'a>>; 2],
    edits: Edits,
    meanings: Known<(usize, Vec<Edit>), Meanings<'a>>,
    worlds: Known<(usize, Edit), World<'a>>,
    by_points: RefCell<FxHashMap<[PointId; 2], Found>>,
}

/// Causes, and whether they are jointly with others only, in the order of output.
pub(super) type Found = Rc<[(Edit, bool)]>;

/// Something of what changed.
#[derive(Clone, Copy, Debug)]
enum Item {
    /// A code of one side's table.
    Code(usize, usize),
    Placement(At),
    Restricted(usize),
}

/// A set of a workload on one side.
struct Base<'c, 'a> {
    side: usize,
    meanings: &'c Rc<Meanings<'a>>,
    outcome: Outcome,
}

impl<'a> Causes<'a> {
    /// The edits between two sides whose sources are known.
    pub(super) fn new(facts: &'a Facts<'a>, compare: &'a Compare<'a>) -> Option<Self> {
        let views = [&compare.old, &compare.new];
        let of_side = |side: usize| Some(Rc::new(Meanings::of_side(facts, side, &views.get(side)?.tree)?));
        let bases = [of_side(OLD)?, of_side(NEW)?];
        let edits = Edits::new(facts, bases.each_ref().map(|it| &**it));
        let (meanings, worlds) = (RefCell::default(), RefCell::default());
        Some(Self { facts, views, bases, edits, meanings, worlds, by_points: RefCell::default() })
    }

    /// The causes of what changed for a workload.
    pub(super) fn of(&self, pair: &Pair<'_>, difference: &Difference) -> Found {
        let (was, is) = match (pair.old, pair.new) {
            (Some(was), Some(is)) => (was, is),
            (None, _) => return Rc::new([(Edit::Added, false)]),
            (_, None) => return Rc::new([(Edit::Removed, false)]),
        };
        let point = |side: usize, index: usize| {
            self.facts.workspace(side)?.workloads().get(index).map(crate::workspace::Workload::point)
        };
        let Some(points) = point(OLD, was.index).zip(point(NEW, is.index)) else { return Rc::default() };
        let points = [points.0, points.1];
        if let Some(known) = self.by_points.borrow().get(&points) {
            return Rc::clone(known);
        }
        let Some(subject) = self.facts.subject(points) else { return Rc::default() };
        let [old, new] = &self.bases;
        let [view_old, view_new] = self.views;
        let bases = [
            Base { side: OLD, meanings: old, outcome: Outcome::of(&view_old.meant(was.set)) },
            Base { side: NEW, meanings: new, outcome: Outcome::of(&view_new.meant(is.set)) },
        ];
        let found: Found = self.found(&subject, &bases, difference).into();
        self.by_points.borrow_mut().insert(points, Rc::clone(&found));
        found
    }

    /// Causes by name.
    pub(super) fn named(&self, found: &[(Edit, bool)], pair: &Pair<'_>) -> Vec<Cause> {
        let named = |&(edit, jointly): &(Edit, bool)| Cause { jointly, ..edit.cause(self.facts, pair) };
        found.iter().map(named).collect()
    }

    /// A side with one edit; `None` where that is a circle.
    fn world(&self, side: usize, edit: Edit) -> Option<Rc<World<'a>>> {
        let mut worlds = self.worlds.borrow_mut();
        worlds.entry((side, edit)).or_insert_with(|| self.made(side, &[edit]).map(Rc::new)).clone()
    }

    /// A side with edits; `None` where that is a circle.
    fn made(&self, side: usize, edits: &[Edit]) -> Option<World<'a>> {
        let (mut of_meanings, others): (Vec<Edit>, Vec<Edit>) =
            edits.iter().copied().partition(|edit| edit.is_of_meanings());
        of_meanings.sort_unstable();
        let base = self.bases.get(side)?;
        let meanings = if of_meanings.is_empty() {
            Rc::clone(base)
        } else {
            let mut known = self.meanings.borrow_mut();
            let key = (side, of_meanings);
            match known.get(&key) {
                Some(meanings) => meanings.clone()?,
                None => {
                    let meanings = base.edited(side, &key.1).map(Rc::new);
                    known.insert(key, meanings.clone());
                    meanings?
                }
            }
        };
        World::new(self.facts, meanings, side, others.into_iter().collect())
    }

    fn found(
        &self,
        subject: &Subject,
        bases: &[Base<'_, 'a>; 2],
        difference: &Difference,
    ) -> Vec<(Edit, bool)> {
        let around = self.edits.around(self.facts, subject.homes);
        let edits = self.edits.of(self.facts, subject, &around);
        let mut causes = vec![false; edits.len()];
        let mut rest: Option<Vec<Item>> = None;
        let [old, new] = bases;
        for (&edit, is_cause) in edits.iter().zip(&mut causes) {
            for (base, other) in [(new, old), (old, new)] {
                let Some(world) = self.world(base.side, edit) else { continue };
                let meanings = &world.meanings;
                if edit.is_of_meanings()
                    && !meanings.reaches(base.meanings, base.side, subject, &around.policies, &base.outcome)
                {
                    continue;
                }
                let outcome = world.outcome(subject);
                let is_one_tree = Rc::ptr_eq(&meanings.tree, &base.meanings.tree);
                *is_cause |= world.differs(&outcome, base.meanings, &base.outcome);
                if is_one_tree && outcome == base.outcome {
                    continue;
                }
                if Rc::ptr_eq(&meanings.tree, &other.meanings.tree) && outcome == other.outcome {
                    // This edit alone changes all of it.
                    rest = Some(Vec::new());
                    continue;
                }
                let rest = rest.get_or_insert_with(|| items(difference));
                rest.retain(|&item| {
                    self.state(item, &meanings.tree, &outcome)
                        == self.state(item, &base.meanings.tree, &base.outcome)
                });
            }
        }
        let rest = rest.unwrap_or_else(|| items(difference));
        let joint = if rest.is_empty() { Vec::new() } else { self.joint(subject, &edits, &rest, new) };
        let all = edits.into_iter().zip(causes);
        let found = all.filter(|(edit, is_cause)| *is_cause || joint.contains(edit));
        found.map(|(edit, is_cause)| (edit, !is_cause)).collect()
    }

    /// The edits that, made together in OLD, give all of `rest` as in NEW, and none of which can be left out.
    fn joint(&self, subject: &Subject, edits: &[Edit], rest: &[Item], new: &Base<'_, 'a>) -> Vec<Edit> {
        let gives = |edits: &[Edit]| {
            self.made(OLD, edits).is_some_and(|world| {
                let outcome = world.outcome(subject);
                rest.iter().all(|&item| {
                    self.state(item, &world.meanings.tree, &outcome)
                        == self.state(item, &new.meanings.tree, &new.outcome)
                })
            })
        };
        let mut joint = edits.to_vec();
        if !gives(&joint) {
            return Vec::new();
        }
        for edit in edits {
            let without: Vec<Edit> = joint.iter().copied().filter(|it| it != edit).collect();
            if gives(&without) {
                joint = without;
            }
        }
        joint
    }

    /// Whether a workload has something in a world.
    fn state(&self, item: Item, tree: &Tree<'_>, outcome: &Outcome) -> bool {
        match item {
            Item::Code(side, code) => {
                self.views.get(side).is_some_and(|view| tree.has(&outcome.bits, code, &view.tree))
            }
            Item::Placement((location, flavor)) => {
                outcome.bits.contains(location)
                    && outcome.bits.contains(flavor)
                    && tree.offers((location, flavor))
            }
            Item::Restricted(index) => outcome.restricted.get(index).copied().unwrap_or(false),
        }
    }
}

/// What is gained and lost, opened and closed, each by itself.
fn items(difference: &Difference) -> Vec<Item> {
    let parts = [(NEW, &difference.gained), (OLD, &difference.lost)];
    let codes = parts.into_iter().flat_map(|(side, part)| {
        let codes = part.codes.ones().map(move |code| Item::Code(side, code));
        codes.chain(part.placements.iter().copied().map(Item::Placement))
    });
    let types = PolicyType::ALL.into_iter().enumerate();
    let types = types.filter(|(_, it)| difference.opened.contains(it) || difference.closed.contains(it));
    codes.chain(types.map(|(index, _)| Item::Restricted(index))).collect()
}

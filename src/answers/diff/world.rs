//! One side with some edits of the other one made: what a workload may run in there.
//!
//! This is not [`edit`](crate::answers::edit), whose edits are made in one workspace, by its ids and in its
//! numbering. Here each edit says what another workspace says, which has its own names, groups and table;
//! most of what is common to the two would be translating one into the other.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::edit::Edit;
use super::facts::{Facts, Subject};
use super::meanings::Meanings;
use super::outcome::Outcome;
use crate::syntax::keyword::{Kind, PolicyType};

/// A side with edits, those of groups and of the table being made in its meanings.
#[derive(Debug)]
pub(super) struct World<'a> {
    facts: &'a Facts<'a>,
    pub(super) meanings: Rc<Meanings<'a>>,
    side: usize,
    edits: FxHashSet<Edit>,
    /// What environments and all that they are in allow some kinds.
    above: RefCell<FxHashMap<(usize, Kind), Rc<Outcome>>>,
}

impl<'a> World<'a> {
    /// A side with edits; `None` where an environment would be in itself.
    pub(super) fn new(
        facts: &'a Facts<'a>,
        meanings: Rc<Meanings<'a>>,
        side: usize,
        edits: FxHashSet<Edit>,
    ) -> Option<Self> {
        let world = Self { facts, meanings, side, edits, above: RefCell::default() };
        let most = facts.environments.len();
        let mut moved = world.edits.iter().filter_map(|edit| match edit {
            Edit::Parent(environment) => Some(*environment),
            _ => None,
        });
        let is_circular =
            moved.any(|environment| world.upwards(Some(environment)).take(most + 1).count() > most);
        (!is_circular).then_some(world)
    }

    /// The side whose word counts for an edit.
    fn side_of(&self, edit: Edit) -> usize {
        if self.edits.contains(&edit) { 1 - self.side } else { self.side }
    }

    fn upwards(&self, environment: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(environment, |&it| {
            self.facts.environments.on_either(self.side_of(Edit::Parent(it)), it)?.parent
        })
    }

    /// What a workload may run in.
    pub(super) fn outcome(&self, subject: &Subject) -> Outcome {
        let home = subject.home(self.side_of(Edit::Home));
        let lists = [subject.list(self.side), subject.list(1 - self.side)];
        let mut outcome = self.point(subject.kind, lists, Edit::AttachOwn);
        if let Some(above) = self.above(home, subject.kind) {
            outcome.restrict(&above);
        }
        outcome
    }

    /// What an environment, if there is one, and all that it is in allow a kind.
    fn above(&self, environment: Option<usize>, kind: Kind) -> Option<Rc<Outcome>> {
        let mut known = self.above.borrow_mut();
        let mut above = None;
        let mut path = Vec::new();
        for environment in self.upwards(environment) {
            if let Some(outcome) = known.get(&(environment, kind)) {
                above = Some(Rc::clone(outcome));
                break;
            }
            path.push(environment);
        }
        for environment in path.into_iter().rev() {
            let lists = [self.side, 1 - self.side].map(|side| {
                self.facts.environments.on_either(side, environment).map_or(&[][..], |it| it.list.as_slice())
            });
            let mut outcome = self.point(kind, lists, |policy| Edit::Attach { environment, policy });
            if let Some(above) = &above {
                outcome.restrict(above);
            }
            let outcome = Rc::new(outcome);
            known.insert((environment, kind), Rc::clone(&outcome));
            above = Some(outcome);
        }
        above
    }

    /// What a point allows a kind that attaches `own` on this side and `others` on the other one.
    fn point(&self, kind: Kind, [own, others]: [&[usize]; 2], edit: impl Fn(usize) -> Edit) -> Outcome {
        let mut outcome = Outcome { bits: self.facts.codes.nothing(), restricted: [false; 2] };
        let is_edited = |policy: &&usize| self.edits.contains(&edit(**policy));
        let kept = own.iter().filter(|it| !is_edited(it));
        for &policy in kept.chain(others.iter().filter(is_edited)) {
            let kinds = self.facts.policies.on_either(self.side_of(Edit::Target(policy)), policy);
            if !kinds.is_some_and(|it| it.kinds.has(kind)) {
                continue;
            }
            let side = self.side_of(Edit::Policy(policy));
            let Some((policy_type, bits)) = self.meanings.policy(side, policy) else { continue };
            outcome.bits.union_with(&bits);
            let types = PolicyType::ALL.into_iter().zip(&mut outcome.restricted);
            types.filter(|(it, _)| *it == policy_type).for_each(|(_, restricted)| *restricted = true);
        }
        for (policy_type, restricted) in PolicyType::ALL.into_iter().zip(outcome.restricted) {
            if !restricted {
                outcome.bits.union_with(self.meanings.tree.everything(policy_type));
            }
        }
        outcome
    }

    /// Whether a workload may run in something else here than in a set of a side.
    pub(super) fn differs(&self, own: &Outcome, other: &Meanings<'_>, theirs: &Outcome) -> bool {
        if own.restricted != theirs.restricted {
            return true;
        }
        let (tree, others) = (&self.meanings.tree, &other.tree);
        if Rc::ptr_eq(tree, others) {
            return own.bits != theirs.bits;
        }
        !tree.outside(&own.bits, others, &theirs.bits).is_clear()
            || !others.outside(&theirs.bits, tree, &own.bits).is_clear()
            || tree.status(&own.bits) != others.status(&theirs.bits)
            || matches!(
                (tree.placements(&own.bits), others.placements(&theirs.bits)),
                (Some(one), Some(two)) if one != two
            )
    }
}

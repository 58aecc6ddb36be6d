//! Two sets compared: what one has and the other has not, and what class that is.

use super::codes::Bits;
use super::document::Class;
use super::tree::At;
use super::view::{Meant, View};
use crate::answers::words::{Changed, Status};
use crate::syntax::keyword::PolicyType;

/// What changes from a set to another one, or for a workload that only one side has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Difference {
    pub(super) class: Class,
    pub(super) gained: Part,
    pub(super) lost: Part,
    pub(super) opened: Vec<PolicyType>,
    pub(super) closed: Vec<PolicyType>,
}

/// What one side has and the other has not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Part {
    pub(super) codes: Bits,
    /// In order.
    pub(super) placements: Vec<At>,
}

impl Part {
    fn is_empty(&self) -> bool {
        self.codes.is_clear() && self.placements.is_empty()
    }
}

/// Two sides in one numbering.
pub(super) struct Compare<'a> {
    pub(super) old: View<'a>,
    pub(super) new: View<'a>,
    /// The codes of which they say different things.
    changed: Bits,
}

/// One side of a pair of sets: what the set is there.
type Own<'v, 'a> = (&'v View<'a>, Option<&'v Meant>, Option<&'v [At]>);

impl<'a> Compare<'a> {
    pub(super) fn new(old: View<'a>, new: View<'a>) -> Self {
        Self { changed: old.tree.changed(&new.tree), old, new }
    }

    /// Whether two sets are one, as far as can be seen without comparing them by their parts.
    pub(super) fn is_same(&self, old: usize, new: usize) -> bool {
        self.changed.is_clear()
            && self.old.compiled(old).zip(self.new.compiled(new)).is_some_and(|(old, new)| old == new)
    }

    /// What changes where the sets of a workload are these; `None` is a workload that is not there.
    pub(super) fn sets(&self, old: Option<usize>, new: Option<usize>) -> Difference {
        let (old, new) = (old.map(|set| self.old.meant(set)), new.map(|set| self.new.meant(set)));
        let (old, new) = (old.as_deref(), new.as_deref());
        // The same of what both tables say the same of is at the same places.
        let is_one = old.zip(new).is_some_and(|(old, new)| {
            old.is_derived()
                && new.is_derived()
                && old.bits == new.bits
                && old.bits.is_disjoint(&self.changed)
        });
        let placements = [(&self.old, old), (&self.new, new)];
        let placements =
            placements.map(|(view, meant)| meant.filter(|_| !is_one).and_then(|it| view.placements(it)));
        let [was, is] = placements.each_ref().map(Option::as_deref);
        let gained = part((&self.new, new, is), (&self.old, old, was));
        let lost = part((&self.old, old, was), (&self.new, new, is));
        let (mut opened, mut closed) = (Vec::new(), Vec::new());
        if let (Some(old), Some(new)) = (old, new) {
            let types = PolicyType::ALL.into_iter().zip(old.restricted.into_iter().zip(new.restricted));
            for (policy_type, (was, is)) in types {
                match (was, is) {
                    (true, false) => opened.push(policy_type),
                    (false, true) => closed.push(policy_type),
                    _ => {}
                }
            }
        }
        let is_placed = |it: &Meant| it.status == Status::Placed;
        let class = match (old, new) {
            (_, None) => Class::Removed,
            (old, Some(new)) if !is_placed(new) && old.is_none_or(is_placed) => Class::Broken,
            (None, Some(_)) => Class::Added,
            _ if !opened.is_empty() => Class::Unrestricted,
            (Some(old), Some(new)) if !is_placed(old) && is_placed(new) => Class::Repaired,
            _ => match (gained.is_empty(), lost.is_empty(), closed.is_empty()) {
                (false, false, _) => Class::Moved,
                (false, true, _) => Class::Widened,
                (true, true, true) => Class::Unchanged,
                (true, ..) => Class::Narrowed,
            },
        };
        Difference { class, gained, lost, opened, closed }
    }

    /// What is gained, or lost, by name.
    pub(super) fn written(&self, difference: &Difference) -> [Changed; 2] {
        let of = |view: &View<'_>, part: &Part| Changed {
            location: view.tree.written(&part.codes, PolicyType::Location),
            flavor: view.tree.written(&part.codes, PolicyType::Flavor),
            placements: view.tree.placed(&part.placements),
        };
        [of(&self.new, &difference.gained), of(&self.old, &difference.lost)]
    }
}

/// What a set has and the other one has not.
fn part((view, own, placements): Own<'_, '_>, (other, theirs, others): Own<'_, '_>) -> Part {
    let codes = match (own, theirs) {
        (Some(own), Some(theirs)) => view.tree.outside(&own.bits, &other.tree, &theirs.bits),
        (Some(own), None) => own.bits.clone(),
        (None, _) => view.nothing(),
    };
    let placements = match (placements, theirs, others) {
        (Some(own), None, _) => own.to_vec(),
        (Some(own), Some(_), Some(others)) => {
            own.iter().copied().filter(|it| others.binary_search(it).is_err()).collect()
        }
        _ => Vec::new(),
    };
    Part { codes, placements }
}

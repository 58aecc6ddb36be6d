//! Two sets compared: what one has and the other has not, and what class that is.

use super::document::Class;
use super::tree::{Marks, NodeIndex, Tree};
use super::view::{Meant, View};
use crate::answers::words::{Changed, Placed, Status};
use crate::syntax::keyword::PolicyType;

/// What changes from a set to another one, or for a workload that only one side has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) class: Class,
    pub(super) gained: Changed,
    pub(super) lost: Changed,
    pub(super) opened: Vec<PolicyType>,
    pub(super) closed: Vec<PolicyType>,
}

/// Two sides, each with what its codes are on the other one.
pub(super) struct Compare<'v, 's> {
    pub(super) old: &'v View<'s>,
    pub(super) new: &'v View<'s>,
    old_in_new: Vec<Option<NodeIndex>>,
    new_in_old: Vec<Option<NodeIndex>>,
}

impl<'v, 's> Compare<'v, 's> {
    pub(super) fn new(old: &'v View<'s>, new: &'v View<'s>) -> Self {
        Self { old, new, old_in_new: old.tree.within(&new.tree), new_in_old: new.tree.within(&old.tree) }
    }

    /// What changes where the sets of a workload are these; `None` is a workload that is not there.
    pub(super) fn sets(&self, old: Option<usize>, new: Option<usize>) -> Difference {
        let old = old.map(|set| self.old.meant(set));
        let new = new.map(|set| self.new.meant(set));
        let gained = changed(&self.new.tree, new.as_ref(), old.as_ref(), &self.new_in_old);
        let lost = changed(&self.old.tree, old.as_ref(), new.as_ref(), &self.old_in_new);
        let (mut opened, mut closed) = (Vec::new(), Vec::new());
        if let (Some(old), Some(new)) = (&old, &new) {
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
        let class = match (&old, &new) {
            (_, None) => Class::Removed,
            (old, Some(new)) if !is_placed(new) && old.as_ref().is_none_or(is_placed) => Class::Broken,
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
}

/// What `set` has and `other` has not, in the tree of `set`; `into` says what its codes are in the other one.
fn changed(tree: &Tree, set: Option<&Meant>, other: Option<&Meant>, into: &[Option<NodeIndex>]) -> Changed {
    let Some(set) = set else { return Changed::default() };
    let has = |at: Option<NodeIndex>| {
        let (Some(other), Some(at)) = (other, at) else { return false };
        other.marks.get(at).copied().unwrap_or(false)
    };
    let marks: Marks = set.marks.iter().zip(into).map(|(&own, &at)| own && !has(at)).collect();
    let placements = match (&set.placements, other) {
        (Some(own), None) => own.clone(),
        (Some(own), Some(Meant { placements: Some(others), .. })) => outside(own, others),
        _ => Vec::new(),
    };
    Changed {
        location: tree.written(&marks, PolicyType::Location),
        flavor: tree.written(&marks, PolicyType::Flavor),
        placements,
    }
}

/// The flavors that a location has in `own` and not in `others`; both are by location.
fn outside(own: &[Placed], others: &[Placed]) -> Vec<Placed> {
    let outside = own.iter().filter_map(|it| {
        let other = others.binary_search_by(|other| other.location.cmp(&it.location)).ok();
        let known = other.and_then(|index| others.get(index)).map_or(&[][..], |it| it.flavors.as_slice());
        let flavors: Vec<_> = it.flavors.iter().filter(|flavor| !known.contains(flavor)).cloned().collect();
        (!flavors.is_empty()).then(|| Placed { location: it.location.clone(), flavors })
    });
    outside.collect()
}

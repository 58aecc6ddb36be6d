//! Single edits that a repair is made of, and which of them make a point cover something.

use super::document::{EditName, RepairEdit};
use super::subject::{Spot, Subject};
use crate::answers::edit::{Edits, Meaning};
use crate::answers::words::{Choice, PointName};
use crate::syntax::keyword::{PolicyType, RuleAttribute};
use crate::table::{CodeId, Set};
use crate::workspace::{Kinds, PolicyId};

/// One edit, with what it is ordered by.
#[derive(Clone, Debug)]
pub(super) struct Step {
    key: (usize, String, EditName, String, Option<RuleAttribute>),
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Detach(PolicyId),
    Allow(Choice, Set),
    Offer(CodeId, CodeId),
}

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Step {}

impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Step {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// Ways to do something, each some edits.
pub(super) type Ways = Vec<Vec<Step>>;

impl Step {
    /// A location offers a flavor.
    pub(super) fn offer(subject: &Subject<'_>, location: CodeId, flavor: CodeId) -> Self {
        let table = subject.provisional.workspace().table();
        let (place, flavor_code) = (table[location].name().to_owned(), &table[flavor]);
        let (name, attribute) = (flavor_code.name().to_owned(), flavor_code.attribute().into());
        let key = (subject.spots.len(), place, EditName::Offer, name, Some(attribute));
        Self { key, what: What::Offer(location, flavor) }
    }

    /// Which point it is of, from the workload outwards; one more for the fleet.
    pub(super) fn spot(&self) -> usize {
        self.key.0
    }

    /// The policy that it detaches.
    pub(super) fn detached(&self) -> Option<PolicyId> {
        if let What::Detach(policy) = self.what { Some(policy) } else { None }
    }

    /// Makes it.
    pub(super) fn make(&self, subject: &Subject<'_>, edits: &mut Edits) {
        let workspace = subject.provisional.workspace();
        let at = subject.spots.get(self.spot()).map(|spot| spot.at);
        match (&self.what, at) {
            (What::Detach(policy), Some(at)) => {
                edits.list(workspace, at).policies.retain(|it| it != policy);
            }
            (What::Allow(_, set), Some(at)) => {
                let meaning = Meaning::new(Some(set.clone()), Kinds::of(subject.kind));
                edits.list(workspace, at).further.push(meaning);
            }
            (What::Offer(location, flavor), _) => edits.offer(workspace, *location, *flavor),
            (_, None) => {}
        }
    }

    /// As it is written.
    pub(super) fn document(&self, subject: &Subject<'_>) -> RepairEdit {
        let table = subject.provisional.workspace().table();
        let point = match subject.spots.get(self.spot()) {
            Some(spot) => spot.name.clone(),
            None => PointName::Location(self.key.1.clone()),
        };
        let (policy, option) = match &self.what {
            What::Detach(policy) => (Some(subject.name(*policy).to_owned()), None),
            What::Allow(choice, _) => (None, Some(choice.clone())),
            What::Offer(_, flavor) => (None, Some(Choice::code(table, *flavor))),
        };
        RepairEdit { edit: self.key.2, point, policy, option }
    }
}

/// The fewest edits by which a point covers something of a type: one of `allows` that has it, else all that
/// applies is detached. Nothing is to be done where it covers it.
pub(super) fn ways_at(
    subject: &Subject<'_>,
    (index, spot): (usize, &Spot<'_>),
    policy_type: PolicyType,
    wanted: &Set,
    allows: &[(Choice, Set)],
) -> Ways {
    if spot.union(policy_type).is_none_or(|union| union.covers(wanted)) {
        return vec![Vec::new()];
    }
    let allow = |(choice, set): &(Choice, Set)| {
        let key = (index, String::new(), EditName::Allow, choice.name.clone(), Some(choice.attribute));
        vec![Step { key, what: What::Allow(choice.clone(), set.clone()) }]
    };
    let mut ways: Ways = allows.iter().filter(|(_, set)| set.covers(wanted)).map(allow).collect();
    let detach: Vec<Step> = subject
        .applying(spot, policy_type)
        .map(|(id, _)| {
            let key = (index, String::new(), EditName::Detach, subject.name(id).to_owned(), None);
            Step { key, what: What::Detach(id) }
        })
        .collect();
    if ways.is_empty() || detach.len() == 1 {
        ways.push(detach);
    }
    ways
}

/// Every way of one together with every way of the other.
pub(super) fn both(some: &Ways, others: &Ways) -> Ways {
    some.iter().flat_map(|one| others.iter().map(|other| [one.as_slice(), other].concat())).collect()
}

/// How many edits the ways have, which are equally many.
pub(super) fn cost(ways: &Ways) -> usize {
    ways.first().map_or(usize::MAX, Vec::len)
}

//! Single edits that a repair is made of: how they are ordered, made and written.

use super::document::{EditName, RepairEdit};
use super::subject::Subject;
use crate::answers::asked::Asked;
use crate::answers::edit::{Edits, Meaning};
use crate::answers::words::{Choice, PointName};
use crate::syntax::keyword::RuleAttribute;
use crate::table::{CodeId, Set};
use crate::workspace::{Kinds, PolicyId};

/// One edit, with what it is ordered by and known by: its point from the workload outwards, the location that
/// it is at, what is done, and to what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'p> {
    key: (usize, &'p str, EditName, &'p str, Option<RuleAttribute>),
    what: What<'p>,
}

#[derive(Clone, Copy, Debug)]
enum What<'p> {
    Detach(PolicyId),
    Allow(Granted<'p>),
    Offer(CodeId, CodeId),
}

/// What a point allows too.
#[derive(Clone, Copy, Debug)]
pub(super) enum Granted<'p> {
    /// The option that was asked about.
    Asked(&'p Asked),
    /// A code.
    Code(CodeId),
}

impl PartialEq for Step<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Step<'_> {}

impl PartialOrd for Step<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Step<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl<'p> Step<'p> {
    /// A policy is detached from a point.
    pub(super) fn detach(subject: &Subject<'p>, spot: usize, policy: PolicyId) -> Self {
        Self { key: (spot, "", EditName::Detach, subject.name(policy), None), what: What::Detach(policy) }
    }

    /// A point allows something too.
    pub(super) fn allow(subject: &Subject<'p>, spot: usize, granted: Granted<'p>) -> Self {
        let (name, attribute) = match granted {
            Granted::Asked(asked) => (asked.choice.name.as_str(), asked.choice.attribute),
            Granted::Code(code) => {
                let code = &subject.provisional.workspace().table()[code];
                (code.name(), code.attribute().into())
            }
        };
        Self { key: (spot, "", EditName::Allow, name, Some(attribute)), what: What::Allow(granted) }
    }

    /// A location offers a flavor.
    pub(super) fn offer(subject: &Subject<'p>, location: CodeId, flavor: CodeId) -> Self {
        let table = subject.provisional.workspace().table();
        let (place, code) = (table[location].name(), &table[flavor]);
        let attribute = code.attribute().into();
        let key = (subject.spots.len(), place, EditName::Offer, code.name(), Some(attribute));
        Self { key, what: What::Offer(location, flavor) }
    }

    /// Which point it is of, from the workload outwards; one more for the fleet.
    pub(super) fn spot(&self) -> usize {
        self.key.0
    }

    /// Makes it.
    pub(super) fn make(&self, subject: &Subject<'_>, edits: &mut Edits) {
        let workspace = subject.provisional.workspace();
        let at = subject.spots.get(self.spot()).map(|spot| spot.at);
        match (self.what, at) {
            (What::Detach(policy), Some(at)) => {
                edits.list(workspace, at).policies.retain(|it| *it != policy);
            }
            (What::Allow(granted), Some(at)) => {
                let meaning = Meaning::new(Some(granted.set(subject)), Kinds::of(subject.kind));
                edits.list(workspace, at).further.push(meaning);
            }
            (What::Offer(location, flavor), _) => edits.offer(workspace, location, flavor),
            (_, None) => {}
        }
    }

    /// As it is written.
    pub(super) fn document(&self, subject: &Subject<'_>) -> RepairEdit {
        let table = subject.provisional.workspace().table();
        let (_, place, edit, name, _) = self.key;
        let point = match subject.spots.get(self.spot()) {
            Some(spot) => spot.name.clone(),
            None => PointName::Location(place.to_owned()),
        };
        let (policy, option) = match self.what {
            What::Detach(_) => (Some(name.to_owned()), None),
            What::Allow(Granted::Asked(asked)) => (None, Some(asked.choice.clone())),
            What::Allow(Granted::Code(code)) | What::Offer(_, code) => {
                (None, Some(Choice::code(table, code)))
            }
        };
        RepairEdit { edit, point, policy, option }
    }
}

impl Granted<'_> {
    fn set(self, subject: &Subject<'_>) -> Set {
        match self {
            Self::Asked(asked) => asked.set.clone(),
            Self::Code(code) => subject.provisional.space().whole(code),
        }
    }
}

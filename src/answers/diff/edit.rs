//! An edit between two sides, by number: what orders it among causes goes out.

use super::document::EditKind;
use super::facts::{Facts, Subject};
use super::numbers::NEW;

/// An edit by number; those of a workload are of whichever workload is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Edit {
    Policy(usize),
    Target(usize),
    Attach { environment: usize, policy: usize },
    AttachOwn(usize),
    Parent(usize),
    Home,
    Group(usize),
    Fleet(usize),
    Table,
    Added,
    Removed,
}

impl Edit {
    /// Whether it is of one workload.
    pub(super) fn is_own(self) -> bool {
        matches!(self, Self::AttachOwn(_) | Self::Home | Self::Added | Self::Removed)
    }

    /// Whether it is of a group or of the table.
    pub(super) fn is_of_meanings(self) -> bool {
        matches!(self, Self::Group(_) | Self::Fleet(_) | Self::Table)
    }

    /// What to order it by as a cause: what was done, to what by name, and at which point.
    pub(super) fn rank(self, facts: &Facts<'_>, subject: &Subject) -> (EditKind, usize, Option<usize>) {
        let attached = |list: Option<&[usize]>, policy| {
            let is_new = list.is_some_and(|list| list.binary_search(&policy).is_ok());
            if is_new { EditKind::Attached } else { EditKind::Detached }
        };
        match self {
            Self::Policy(policy) => (EditKind::PolicyEdited, policy, None),
            Self::Target(policy) => (EditKind::TargetChanged, policy, None),
            // A workload comes before every environment.
            Self::AttachOwn(policy) => (attached(Some(subject.list(NEW)), policy), policy, None),
            Self::Attach { environment, policy } => {
                let list = facts.environments.on(NEW, environment).map(|it| it.list.as_slice());
                (attached(list, policy), policy, Some(environment))
            }
            Self::Parent(environment) => (EditKind::EnvironmentMoved, environment, None),
            Self::Home => (EditKind::WorkloadMoved, 0, None),
            Self::Group(group) => (EditKind::GroupEdited, group, None),
            Self::Fleet(code) => (EditKind::FleetChanged, code, None),
            Self::Table => (EditKind::TableChanged, 0, None),
            Self::Added => (EditKind::WorkloadAdded, 0, None),
            Self::Removed => (EditKind::WorkloadRemoved, 0, None),
        }
    }
}

//! `bpol.diff.v1` as types.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::answers::words::{Changed, Place, PointName, WorkloadName};
use crate::emit::document::{Limit, Reference};
use crate::syntax::keyword::{Kind, PolicyType};

/// The id of the document.
pub const SCHEMA: &str = "bpol.diff.v1";

/// What a change does to every workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Diff {
    /// Which document this is.
    pub schema: &'static str,
    /// What wrote it: `bpol` and its version.
    pub compiler: &'static str,
    /// What was.
    pub old: SideName,
    /// What is.
    pub new: SideName,
    /// How many workloads there are of each class.
    pub counts: Counts,
    /// The workloads that changed, by what changed and why.
    pub groups: Vec<Group>,
    /// The workloads that may use another number of tokens.
    pub limits: Vec<Limits>,
    /// Whether the sides are two tables for one workspace.
    #[serde(skip)]
    pub of_tables: bool,
}

/// What was compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SideName {
    /// What it was called.
    pub name: String,
    /// The full hash of the revision, where it is one.
    pub revision: Option<String>,
    /// Whether its sources are known; `false` of what `compile` wrote.
    pub sources: bool,
    /// Its reference table.
    pub reference: Reference,
}

/// How a workload changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// No policy regulates a type that one did.
    Unrestricted,
    /// It can no longer run anywhere.
    Broken,
    /// It may run in more.
    Widened,
    /// It may run in more here and in less there.
    Moved,
    /// There was none.
    Added,
    /// It may run in less.
    Narrowed,
    /// It could run nowhere, and can now.
    Repaired,
    /// There is none any more.
    Removed,
    /// Nothing.
    Unchanged,
}

impl Class {
    /// Every one, the most dangerous first.
    pub const ALL: [Self; 9] = [
        Self::Unrestricted,
        Self::Broken,
        Self::Widened,
        Self::Moved,
        Self::Added,
        Self::Narrowed,
        Self::Repaired,
        Self::Removed,
        Self::Unchanged,
    ];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unrestricted => "unrestricted",
            Self::Broken => "broken",
            Self::Widened => "widened",
            Self::Moved => "moved",
            Self::Added => "added",
            Self::Narrowed => "narrowed",
            Self::Repaired => "repaired",
            Self::Removed => "removed",
            Self::Unchanged => "unchanged",
        }
    }
}

/// How many workloads there are of each class, the most dangerous first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[expect(missing_docs, reason = "the classes say what they are")]
pub struct Counts {
    pub unrestricted: usize,
    pub broken: usize,
    pub widened: usize,
    pub moved: usize,
    pub added: usize,
    pub narrowed: usize,
    pub repaired: usize,
    pub removed: usize,
    pub unchanged: usize,
}

impl Counts {
    /// The number of a class.
    pub fn of_mut(&mut self, class: Class) -> &mut usize {
        match class {
            Class::Unrestricted => &mut self.unrestricted,
            Class::Broken => &mut self.broken,
            Class::Widened => &mut self.widened,
            Class::Moved => &mut self.moved,
            Class::Added => &mut self.added,
            Class::Narrowed => &mut self.narrowed,
            Class::Repaired => &mut self.repaired,
            Class::Removed => &mut self.removed,
            Class::Unchanged => &mut self.unchanged,
        }
    }

    /// The number of a class.
    #[must_use]
    pub fn of(mut self, class: Class) -> usize {
        *self.of_mut(class)
    }
}

/// Workloads that changed in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Group {
    /// How they changed.
    pub class: Class,
    /// The workloads, in the order of compile.
    pub workloads: Vec<Moved>,
    // Groups that differ in their causes alone share what they gain and lose.
    /// What they may run in and could not.
    #[serde(serialize_with = "shared")]
    #[schemars(with = "Changed")]
    pub gained: Arc<Changed>,
    /// What they could run in and may not.
    #[serde(serialize_with = "shared")]
    #[schemars(with = "Changed")]
    pub lost: Arc<Changed>,
    /// The types that no policy regulates any more.
    pub opened: Vec<PolicyType>,
    /// The types that no policy regulated.
    pub closed: Vec<PolicyType>,
    /// The edits that did it.
    pub causes: Vec<Cause>,
}

fn shared<S: Serializer>(changed: &Arc<Changed>, serializer: S) -> Result<S::Ok, S::Error> {
    changed.serialize(serializer)
}

/// A workload, and where it was if that is elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Moved {
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its environment, if it is in one.
    pub environment: Option<String>,
    /// The environment that it was in, where it is in another one now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub was: Option<Option<String>>,
}

impl Moved {
    /// Its name without where it was.
    #[must_use]
    pub fn workload(&self) -> WorkloadName {
        WorkloadName { kind: self.kind, name: self.name.clone(), environment: self.environment.clone() }
    }
}

/// An edit that changed something for some workload.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Cause {
    /// What was done.
    pub edit: EditKind,
    /// To what, by name.
    pub name: Option<String>,
    /// Where.
    pub point: Option<PointName>,
    /// Where it stands in the sources.
    pub place: Option<Place>,
    /// Whether it did it with others only.
    pub jointly: bool,
}

/// What an edit did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum EditKind {
    PolicyEdited,
    TargetChanged,
    Attached,
    Detached,
    EnvironmentMoved,
    WorkloadMoved,
    GroupEdited,
    FleetChanged,
    TableChanged,
    WorkloadAdded,
    WorkloadRemoved,
}

impl EditKind {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PolicyEdited => "policy-edited",
            Self::TargetChanged => "target-changed",
            Self::Attached => "attached",
            Self::Detached => "detached",
            Self::EnvironmentMoved => "environment-moved",
            Self::WorkloadMoved => "workload-moved",
            Self::GroupEdited => "group-edited",
            Self::FleetChanged => "fleet-changed",
            Self::TableChanged => "table-changed",
            Self::WorkloadAdded => "workload-added",
            Self::WorkloadRemoved => "workload-removed",
        }
    }
}

/// How many tokens a workload could use and may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Limits {
    /// The workload.
    pub workload: WorkloadName,
    /// What limits it had.
    pub old: Vec<Limit>,
    /// What limits it has.
    pub new: Vec<Limit>,
}

impl Diff {
    /// Whether any workload may run in more, or is no longer regulated: what the no-escalation gate denies.
    #[must_use]
    pub fn has_gains(&self) -> bool {
        self.groups.iter().any(|it| !it.gained.is_empty() || !it.opened.is_empty())
            || self.limits.iter().any(Limits::gains)
    }
}

impl Limits {
    /// Whether a limit went, or a number of one grew.
    #[must_use]
    pub fn gains(&self) -> bool {
        self.old.iter().any(|old| {
            let same = |new: &&Limit| {
                (&new.policy, &new.scope, new.granularity, new.step)
                    == (&old.policy, &old.scope, old.granularity, old.step)
            };
            let grew =
                |old: Option<u64>, new: Option<u64>| old.is_some_and(|old| new.is_none_or(|it| it > old));
            self.new.iter().find(same).is_none_or(|new| {
                grew(old.input, new.input)
                    || grew(old.output, new.output)
                    || grew(old.total, new.total)
                    || grew(old.ratio, new.ratio)
            })
        })
    }
}

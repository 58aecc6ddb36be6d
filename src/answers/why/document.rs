//! `bpol.why.v1` as serde types.

use schemars::JsonSchema;
use serde::Serialize;

use super::subject::Subject;
use crate::answers::words::{Changed, Choice, Header, Place, PointName, Status, WorkloadName};
use crate::emit::document::{Limit, PlacementSet};
use crate::emit::page;
use crate::placement::{self, Asks};
use crate::syntax::keyword::PolicyType;
use crate::workspace::{EnvironmentId, Guard};

/// What the document says that it is.
pub const SCHEMA: &str = "bpol.why.v1";

/// How a set came about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Why {
    /// How the document begins.
    #[serde(flatten)]
    pub header: Header,
    /// The workload, as it stands.
    pub workload: WorkloadName,
    /// Where it is looked at instead, if anywhere.
    #[serde(rename = "in")]
    pub preview: Option<Preview>,
    /// Whether it can run anywhere.
    pub status: Status,
    /// Its set, as compile writes it; none where it is not placed.
    pub set: Option<PlacementSet>,
    /// How many tokens it may use.
    pub limits: Vec<Limit>,
    /// How each type came about, location first.
    pub types: Vec<TypeAnswer>,
    /// The options that were asked about, in their order.
    pub options: Vec<AnsweredOption>,
    /// What has nothing in common, where it is not placed.
    pub clash: Option<Vec<Clash>>,
    /// The fewest edits after which it is placed.
    pub repairs: Vec<Repair>,
    /// How many more there are of these.
    #[serde(skip)]
    pub(super) more_repairs: u64,
    /// The guards that do not hold for it, by name.
    #[serde(skip)]
    pub(super) violates: Vec<String>,
}

/// A workload as if it stood elsewhere.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Preview {
    /// The environment; none for none.
    pub environment: Option<String>,
    /// What it has there and not where it stands.
    pub gained: Changed,
    /// What it has where it stands and not there.
    pub lost: Changed,
}

/// How a type came about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct TypeAnswer {
    /// The type.
    #[serde(rename = "type")]
    pub policy_type: PolicyType,
    /// Whether any policy of the type applies.
    pub restricted: bool,
    /// The points from the workload outwards.
    pub points: Vec<AtPoint>,
    /// What is left.
    pub result: Vec<Choice>,
}

/// What is attached at a point.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct AtPoint {
    /// The point.
    pub point: PointName,
    /// All policies that are attached there, by name.
    pub policies: Vec<Attached>,
    /// What those that apply allow together; none where none does.
    pub union: Option<Vec<Choice>>,
}

/// A policy that is attached.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Where it is attached.
    pub place: Place,
    /// Where it is declared.
    pub declared: Place,
    /// Whether it applies to the workload and is of the type.
    pub takes_part: bool,
    /// Why it does not.
    pub reason: Option<Reason>,
    /// What it allows.
    pub options: Vec<Choice>,
}

/// Why a policy does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It is of another type.
    OtherType,
    /// Its target has other kinds.
    Target,
}

/// What is said of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// The workload may run there.
    Allowed,
    /// Policies allow it, but there is no placement.
    Unavailable,
    /// Policies allow some of it.
    Partly,
    /// Policies allow none of it.
    Denied,
}

impl Answer {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Unavailable => "unavailable",
            Self::Partly => "partly",
            Self::Denied => "denied",
        }
    }
}

/// An option with its answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AnsweredOption {
    /// The option.
    pub option: Choice,
    /// The answer.
    pub answer: Answer,
    /// What of it is allowed, where that is a part.
    pub part: Vec<Choice>,
    /// Who lets it in.
    pub admitted_by: Vec<AttachedOnly>,
    /// Who does not.
    pub blocked_by: Vec<AttachedOnly>,
    /// The fewest edits after which it is allowed.
    pub repairs: Vec<Repair>,
    /// How many more there are.
    pub more_repairs: u64,
}

/// A policy at a point, or a point without any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct AttachedOnly {
    /// The point.
    pub point: PointName,
    /// The policy; none where the point has none that applies.
    pub policy: Option<String>,
    /// Where it is attached.
    pub place: Option<Place>,
}

/// Points whose policies leave nothing together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Clash {
    /// The type of which nothing is left; none where there is no placement.
    #[serde(rename = "type")]
    pub policy_type: Option<PolicyType>,
    /// The points, none of which could be left out.
    pub points: Vec<ClashPoint>,
}

/// A point with a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ClashPoint {
    /// The type.
    #[serde(rename = "type")]
    pub policy_type: PolicyType,
    /// The point.
    pub point: PointName,
}

/// Edits that suffice together.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Repair {
    /// All who must act.
    pub by: Vec<String>,
    /// The edits.
    pub edits: Vec<RepairEdit>,
    /// How many other workloads change.
    pub also_changes: usize,
    /// The guards that hold now and would not then.
    pub breaks: Vec<String>,
    /// The types that nothing regulates then, and something does now.
    #[serde(skip)]
    pub(super) opens: Vec<PolicyType>,
}

/// What an edit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EditName {
    /// A policy is detached.
    Detach,
    /// A point allows an option too.
    Allow,
    /// A location offers a flavor too.
    Offer,
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RepairEdit {
    /// What is done.
    pub edit: EditName,
    /// Where.
    pub point: PointName,
    /// The policy that is detached.
    pub policy: Option<String>,
    /// What is allowed or offered.
    pub option: Option<Choice>,
}

/// The limits of a workload where it is looked at.
pub(super) fn limits(subject: &Subject<'_>) -> Vec<Limit> {
    let workspace = subject.provisional.workspace();
    let limits = subject.provisional.limits_in(subject.environment, subject.point);
    limits.iter().map(|it| Limit::of(workspace, it)).collect()
}

/// The guards that do not hold for the workload where it is looked at, by name. None is judged where it can run
/// nowhere.
pub(super) fn violated(subject: &Subject<'_>) -> Vec<String> {
    let (workspace, ground) = (subject.provisional.workspace(), subject.provisional.ground());
    if subject.status != placement::Status::Placed {
        return Vec::new();
    }
    let environments: Vec<EnvironmentId> = workspace.upwards(subject.environment).collect();
    let covers = |guard: &Guard| {
        guard.target().has(subject.kind) && guard.environment().is_none_or(|it| environments.contains(&it))
    };
    let covering = workspace.guards().values().iter().filter(|guard| covers(guard));
    let violated = covering.filter(|guard| !ground.holds(&Asks::of(workspace, guard), &subject.set));
    violated.map(|guard| guard.name().to_owned()).collect()
}

impl Why {
    /// Whether every option that was asked about is allowed.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.options.iter().all(|it| it.answer == Answer::Allowed)
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> Vec<u8> {
        page::pretty(self)
    }
}

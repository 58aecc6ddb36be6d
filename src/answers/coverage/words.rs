//! The words of the document: what an edit takes away, what becomes of it, how many there are of each.

use schemars::JsonSchema;
use serde::Serialize;

use crate::syntax::ast::Statement;
use crate::syntax::keyword::Keyword;

/// What an edit takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// A policy from a list.
    Detach,
    /// A code of a rule that has others.
    RemoveCode,
    /// A rule.
    RemoveRule,
    /// A code of the exceptions.
    RemoveException,
    /// The target.
    RemoveTarget,
    /// A kind of a target that has others.
    RemoveKind,
    /// A workload's environment.
    LeaveEnvironment,
    /// The environment that one is in.
    LeaveParent,
}

impl EditKind {
    /// Every kind, in the order of output.
    pub const ALL: [Self; 8] = [
        Self::Detach,
        Self::RemoveCode,
        Self::RemoveRule,
        Self::RemoveException,
        Self::RemoveTarget,
        Self::RemoveKind,
        Self::LeaveEnvironment,
        Self::LeaveParent,
    ];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Detach => "detach",
            Self::RemoveCode => "remove-code",
            Self::RemoveRule => "remove-rule",
            Self::RemoveException => "remove-exception",
            Self::RemoveTarget => "remove-target",
            Self::RemoveKind => "remove-kind",
            Self::LeaveEnvironment => "leave-environment",
            Self::LeaveParent => "leave-parent",
        }
    }
}

/// What becomes of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// No workload's places, flavors or placements change.
    Idle,
    /// A workload can then run nowhere, which is an error whatever the guards say.
    Refused,
    /// A guard does not hold any more.
    Caught,
    /// Nothing stops it.
    Uncaught,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct StatementName {
    /// What it declares.
    pub kind: StatementKind,
    /// The name.
    pub name: String,
}

/// What a statement declares that edits are made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// A policy.
    Policy,
    /// A group.
    Group,
    /// An environment.
    Environment,
    /// A workload, of any kind.
    Workload,
}

impl StatementKind {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Group => "group",
            Self::Environment => "environment",
            Self::Workload => "workload",
        }
    }
}

/// How many edits there are of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct EditCounts {
    /// Those that a guard catches.
    pub caught: usize,
    /// Those that nothing stops.
    pub uncaught: usize,
    /// Those after which a workload can run nowhere.
    pub refused: usize,
    /// Those that change nothing.
    pub idle: usize,
    /// How many of a hundred that are caught or uncaught are caught, rounded down; `None` where none is.
    pub percent: Option<usize>,
}

impl EditCounts {
    pub(super) fn add(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::Caught => &mut self.caught,
            Outcome::Uncaught => &mut self.uncaught,
            Outcome::Refused => &mut self.refused,
            Outcome::Idle => &mut self.idle,
        } += 1;
        self.percent = (self.caught * 100).checked_div(self.caught + self.uncaught);
    }
}

impl StatementName {
    pub(super) fn of(statement: Statement<'_>) -> Self {
        let kind = match statement.keyword() {
            Keyword::Group => StatementKind::Group,
            Keyword::Environment => StatementKind::Environment,
            Keyword::Workload(_) => StatementKind::Workload,
            _ => StatementKind::Policy,
        };
        Self { kind, name: statement.name().value().into_owned() }
    }
}

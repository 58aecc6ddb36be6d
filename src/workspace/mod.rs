//! Names become ids: trees come in, a workspace of ids and the findings about its names go out.

mod bind;
mod check;
mod declare;
mod intern;
mod messages;
mod order;
mod table;
mod workloads;

use std::borrow::Cow;

pub use check::{Checked, check};
pub use table::{Code, CodeId, Table};

use crate::diagnostic::Diagnostic;
use crate::ids::{Arena, Id};
use crate::source::Sources;
use crate::syntax::Identity;
use crate::syntax::ast::{File, Statement};
use crate::syntax::keyword::{Kind, PolicyType};

/// The place of a policy in the workspace; ids are in name order.
pub type PolicyId = Id<PolicyMark>;
/// The place of an environment in the workspace; ids are in name order.
pub type EnvironmentId = Id<EnvironmentMark>;
/// The place of a list of policies in the workspace.
pub type AttachmentsId = Id<Attachments>;
/// The place of a point in the workspace.
pub type PointId = Id<Point>;

/// Everything that the statements of all files declare, with names looked up.
#[derive(Debug)]
pub struct Workspace<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// The reference table in force.
    pub table: Table<'a>,
    /// The policies, in name order.
    pub policies: Arena<PolicyMark, Policy<'a>>,
    /// The environments, in name order.
    pub environments: Arena<EnvironmentMark, Environment<'a>>,
    /// The distinct lists of attached policies. The first one is empty.
    pub attachments: Arena<Attachments>,
    /// The distinct combinations of what decides a placement set.
    pub points: Arena<Point>,
    /// The workloads by environment (none first), kind and name.
    pub workloads: Vec<Workload<'a>>,
}

/// Marks the ids of policies.
#[derive(Debug)]
pub enum PolicyMark {}

/// Marks the ids of environments.
#[derive(Debug)]
pub enum EnvironmentMark {}

/// The policies that one list attaches, each once, in name order.
pub type Attachments = Box<[PolicyId]>;

/// A policy.
#[derive(Debug)]
pub struct Policy<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Where it is declared.
    pub statement: &'a Statement<'a>,
    /// What it is about: the type of its first rule.
    pub policy_type: PolicyType,
    /// The kinds that it takes part for.
    pub target: Kinds,
    /// The codes that it allows.
    pub codes: Vec<CodeId>,
}

/// An environment.
#[derive(Debug)]
pub struct Environment<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Where it is declared.
    pub statement: &'a Statement<'a>,
    /// The policies that it attaches.
    pub attachments: AttachmentsId,
}

/// A workload.
#[derive(Clone, Copy, Debug)]
pub struct Workload<'a> {
    /// Where it is declared.
    pub statement: &'a Statement<'a>,
    /// What decides its placement set.
    pub point: PointId,
}

/// All that a placement set depends on: workloads at the same point have the same set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    /// The environment, if there is one.
    pub environment: Option<EnvironmentId>,
    /// The kind.
    pub kind: Kind,
    /// The policies that the workload attaches.
    pub attachments: AttachmentsId,
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Kinds {
    /// Every kind.
    pub const ALL: Self = Self(0b1_1111);

    /// No kind.
    pub const NONE: Self = Self(0);

    /// Those that are in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that are in either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds, by name.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |&kind| self.has(kind))
    }

    /// Whether `kind` is one of them.
    #[must_use]
    pub fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        Self(kinds.into_iter().fold(0, |set, kind| set | 1 << kind as u8))
    }
}

impl<'a> Workspace<'a> {
    /// The policies that the environment of a point attaches.
    #[must_use]
    pub fn environment_attachments(&self, point: &Point) -> &[PolicyId] {
        point.environment.map_or(&[], |id| &self.attachments[self.environments[id].attachments])
    }

    /// The policy of that name.
    #[must_use]
    pub fn policy(&self, name: &str) -> Option<PolicyId> {
        let found = self.policies.values().binary_search_by(|policy| (*policy.name).cmp(name));
        found.ok().map(Id::new)
    }

    /// What a workload is known by.
    #[must_use]
    pub fn identity(&self, workload: &Workload<'a>) -> Identity {
        let point = &self.points[workload.point];
        Identity {
            environment: point.environment.map(|id| self.environments[id].name.clone().into_owned()),
            kind: point.kind,
            name: workload.statement.name.value().into_owned(),
        }
    }
}

/// Looks up every name of `files`.
///
/// Errors: `duplicate-name`, `unknown-policy`, `unknown-environment`, `unknown-parent`, `unknown-code`,
/// `wrong-attribute`, `mixed-types`. What they are about is left out of the workspace.
#[must_use]
pub fn resolve<'a>(sources: &'a Sources, files: &'a [File<'a>]) -> (Workspace<'a>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let declared = declare::declare(files, &mut findings);
    // Where a file could not be read, what is not declared in the others may be declared in it.
    let mut unknown = Vec::new();
    let table = table::build(&declared, &mut findings, &mut unknown);
    let workspace = bind::bind(sources, files, table, &declared, &mut findings, &mut unknown);
    if !files.iter().any(|file| file.unreadable) {
        findings.append(&mut unknown);
    }
    (workspace, findings)
}

//! Policies, groups, guards and environments: what others refer to by name.

use std::sync::Arc;

use super::kinds::Kinds;
use crate::arena::Id;
use crate::syntax::ast::StatementId;
use crate::syntax::keyword::{Form, PolicyType};
use crate::syntax::limit::Tokens;
use crate::table::{CodeId, Set};

/// The id of a policy in its workspace; ids are in name order.
pub type PolicyId = Id<Policy>;
/// The id of a group in its workspace; ids are in name order.
pub type GroupId = Id<Group>;
/// The id of a guard in its workspace; ids are in name order.
pub type GuardId = Id<Guard>;
/// The id of an environment in its workspace; ids are in name order.
pub type EnvironmentId = Id<Environment>;
/// The id of a list of policies in its workspace.
pub type AttachmentsId = Id<Attachments>;

/// The policies that one list attaches, each once, in name order.
pub type Attachments = Arc<[PolicyId]>;

/// What a rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Element {
    /// A code of the table.
    Code(CodeId),
    /// A group.
    Group(GroupId),
}

/// What rules and their exceptions name, and what that is of the table.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub(super) policy_type: Option<PolicyType>,
    pub(super) rules: Vec<Element>,
    pub(super) exceptions: Vec<Element>,
    pub(super) sets: Option<Sets>,
}

/// What rules stand for.
#[derive(Clone, Debug)]
pub(super) struct Sets {
    /// The rules alone; everything of the type where there is none.
    pub(super) rules: Set,
    /// The rules less the exceptions.
    pub(super) left: Set,
}

impl Options {
    /// Whether they are places or flavors; `None` where something is wrong with them.
    #[must_use]
    pub fn policy_type(&self) -> Option<PolicyType> {
        self.policy_type
    }

    /// What the rules name, in the order of the text. Where there is nothing, the rules are everything of the
    /// type.
    #[must_use]
    pub fn rules(&self) -> &[Element] {
        &self.rules
    }

    /// What the exceptions name, in the order of the text.
    #[must_use]
    pub fn exceptions(&self) -> &[Element] {
        &self.exceptions
    }

    /// The rules less the exceptions; `None` where something is wrong with them.
    #[must_use]
    pub fn known_set(&self) -> Option<&Set> {
        self.sets.as_ref().map(|sets| &sets.left)
    }

    /// The rules less the exceptions.
    ///
    /// # Panics
    /// If something is wrong with them, which nothing is in a [`Checked`](super::Checked) workspace.
    #[must_use]
    #[expect(clippy::expect_used, reason = "no set in its place would be read as everything")]
    pub fn set(&self) -> &Set {
        &self.sets.as_ref().expect("what is checked has options").left
    }

    /// The rules as if they had no exceptions.
    ///
    /// # Panics
    /// As [`Options::set`].
    #[must_use]
    #[expect(clippy::expect_used, reason = "no set in its place would be read as everything")]
    pub fn rules_set(&self) -> &Set {
        &self.sets.as_ref().expect("what is checked has options").rules
    }
}

/// A policy.
#[derive(Debug)]
pub struct Policy {
    pub(super) name: Box<str>,
    pub(super) statement: StatementId,
    pub(super) target: Kinds,
    pub(super) aspect: Aspect,
}

/// What a policy is about.
#[derive(Clone, Debug)]
pub(super) enum Aspect {
    /// Places or flavors: what it allows of them.
    Placement(Options),
    /// Tokens: how many of them. They have no part in any set.
    Tokens(Tokens),
}

/// A set of places or of flavors with a name.
#[derive(Debug)]
pub struct Group {
    pub(super) name: Box<str>,
    pub(super) statement: StatementId,
    pub(super) options: Options,
}

/// What must hold of placement sets.
#[derive(Debug)]
pub struct Guard {
    pub(super) name: Box<str>,
    pub(super) statement: StatementId,
    pub(super) environment: Option<EnvironmentId>,
    pub(super) form: Form,
    pub(super) target: Kinds,
    pub(super) options: Options,
    pub(super) joint: Option<Options>,
}

impl Policy {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is declared.
    #[must_use]
    pub fn statement(&self) -> StatementId {
        self.statement
    }

    /// The kinds that it applies to.
    #[must_use]
    pub fn target(&self) -> Kinds {
        self.target
    }

    /// What it allows of places or flavors, whatever its target; `None` where it is about tokens.
    #[must_use]
    pub fn options(&self) -> Option<&Options> {
        match &self.aspect {
            Aspect::Placement(options) => Some(options),
            Aspect::Tokens(_) => None,
        }
    }

    /// Whether it is about places or flavors; `None` where it is about tokens.
    ///
    /// # Panics
    /// As [`Policy::set`].
    #[must_use]
    pub fn policy_type(&self) -> Option<PolicyType> {
        self.set().map(Set::policy_type)
    }

    /// The set of places or flavors that it allows, whatever its target; `None` where it is about tokens.
    ///
    /// # Panics
    /// If something is wrong with it, which nothing is in a [`Checked`](super::Checked) workspace.
    #[must_use]
    pub fn set(&self) -> Option<&Set> {
        self.options().map(Options::set)
    }

    /// How many tokens it allows, whatever its target; `None` where it is about places or flavors.
    #[must_use]
    pub fn tokens(&self) -> Option<&Tokens> {
        match &self.aspect {
            Aspect::Placement(_) => None,
            Aspect::Tokens(tokens) => Some(tokens),
        }
    }
}

impl Group {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is declared.
    #[must_use]
    pub fn statement(&self) -> StatementId {
        self.statement
    }

    /// What is in it.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }
}

impl Guard {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is declared.
    #[must_use]
    pub fn statement(&self) -> StatementId {
        self.statement
    }

    /// The environment whose workloads, and those of all environments in it, it covers; `None` where it
    /// covers the workspace.
    #[must_use]
    pub fn environment(&self) -> Option<EnvironmentId> {
        self.environment
    }

    /// What it says of the sets.
    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }

    /// The kinds that it covers.
    #[must_use]
    pub fn target(&self) -> Kinds {
        self.target
    }

    /// What its rules name; those before `and`, where it has one.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// What the rules behind `and` name.
    #[must_use]
    pub fn joint(&self) -> Option<&Options> {
        self.joint.as_ref()
    }
}

/// An environment.
#[derive(Debug)]
pub struct Environment {
    pub(super) name: Box<str>,
    pub(super) statement: StatementId,
    pub(super) parent: Option<EnvironmentId>,
    pub(super) attachments: AttachmentsId,
}

impl Environment {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is declared.
    #[must_use]
    pub fn statement(&self) -> StatementId {
        self.statement
    }

    /// The environment that it is in.
    #[must_use]
    pub fn parent(&self) -> Option<EnvironmentId> {
        self.parent
    }

    /// The policies that it attaches.
    #[must_use]
    pub fn attachments(&self) -> AttachmentsId {
        self.attachments
    }
}

//! What may be meant by a word that names nothing, as data.

use crate::reference::Builtin;
use crate::syntax::keyword::{Attribute, PolicyType, RuleAttribute};
use crate::text::Lookalike;

/// What may be meant by a code or a group that the table does not have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Advice {
    /// What it may mean.
    pub meant: Meant,
    /// The attributes that are looked at.
    pub of: Vec<RuleAttribute>,
    /// The codes that there are.
    pub known: Known,
    /// Whether no more suggestions are looked for from here on in this run.
    pub is_last: bool,
}

/// What a code may mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Meant {
    /// One of these, which are near.
    Near(Near),
    /// The code that people call so.
    Code(String),
    /// One of these, which people call so: codes with their labels.
    Several(Vec<(String, Option<String>)>),
    /// A code of a built-in table that is not in force.
    Elsewhere(String, Builtin),
    /// A group, which is no flavor.
    Group(String),
    /// Many places, as in `emea`.
    Region(Region),
    /// Everything of a type, as in `any`.
    Everything(PolicyType),
    /// None at all, as in `country in [none]`.
    Nowhere,
    /// So many of a flavor, as in `offers [8xh100]`.
    Number(String),
    /// No gpu: the cpus that there are.
    NoGpu(Vec<String>),
    /// Several codes in one string.
    Codes(Vec<String>),
    /// Codes of other attributes; perhaps none.
    Under(Vec<(Attribute, String)>),
}

/// Words that are near.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Near {
    /// The first of them, each with its label where that is what is near.
    pub names: Vec<(String, Option<String>)>,
    /// How many more there are.
    pub more: usize,
    /// In what they differ.
    pub by: Likeness,
}

/// In what words differ that are near.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Likeness {
    /// Letters, letter case or separators.
    Spelling,
    /// How the same letters are encoded.
    Form(Vec<Lookalike>),
    /// Characters that look alike.
    Looks(Vec<Lookalike>),
}

/// A word for many places.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Region {
    /// The continent of the same name, which is something else.
    pub continent: Option<String>,
    /// The group that has the places, and the built-in table that has it where the table in force does not.
    pub group: Option<(String, Option<Builtin>)>,
}

/// The codes that a table has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Known {
    /// None at all.
    None,
    /// These, which are not named already.
    Few(Vec<String>),
    /// More than a message should list.
    Many,
}

/// What may be meant by the name of a policy or an environment that there is not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NameAdvice {
    /// What else has the name.
    pub senses: Vec<Sense>,
    /// The policies about what has the name.
    pub about: About,
    /// The names that are near, if any is.
    pub near: Option<Near>,
    /// The names that there are, where they are few and not named already.
    pub known: Vec<String>,
    /// Whether no more suggestions are looked for from here on in this run.
    pub is_last: bool,
}

/// What has the name that something refers to, and is not what that must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sense {
    /// A code or a group, and the built-in table that has it where the table in force does not.
    Code(RuleAttribute, Option<Builtin>),
    /// A policy.
    Policy,
    /// An environment.
    Environment,
    /// A guard.
    Guard,
}

impl NameAdvice {
    /// Whether nothing is known of what may be meant.
    pub(super) fn is_open(&self) -> bool {
        self.near.is_none() && !self.senses.iter().any(|sense| sense.is_in_force())
    }
}

impl Sense {
    /// Whether the workspace or its table has it.
    pub(super) fn is_in_force(self) -> bool {
        !matches!(self, Self::Code(_, Some(_)))
    }
}

/// The first policies about a code or a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct About {
    /// Those that allow exactly it.
    pub exactly: Vec<String>,
    /// Those that allow all of it, and more.
    pub including: Vec<String>,
}

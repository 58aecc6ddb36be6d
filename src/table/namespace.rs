//! The namespaces of names.

use crate::syntax::keyword::{Attribute, Keyword};

/// A namespace of names. Workloads have none, since no statement refers to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Namespace {
    Policy,
    Environment,
    Guard,
    Group,
    Continent,
    Country,
    Location,
    /// `cpu` and `gpu` share one, with their aliases.
    Flavor,
}

impl Namespace {
    pub(crate) const ALL: [Self; 8] = [
        Self::Policy,
        Self::Environment,
        Self::Guard,
        Self::Group,
        Self::Continent,
        Self::Country,
        Self::Location,
        Self::Flavor,
    ];

    /// The namespace of the codes of an attribute.
    pub(crate) fn of(attribute: Attribute) -> Self {
        match attribute {
            Attribute::Continent => Self::Continent,
            Attribute::Country => Self::Country,
            Attribute::Location => Self::Location,
            Attribute::Cpu | Attribute::Gpu => Self::Flavor,
        }
    }

    /// The namespace of what a statement declares.
    pub(crate) fn of_keyword(keyword: Keyword) -> Option<Self> {
        match keyword {
            Keyword::Policy => Some(Self::Policy),
            Keyword::Environment => Some(Self::Environment),
            Keyword::Guard => Some(Self::Guard),
            Keyword::Group => Some(Self::Group),
            Keyword::Workload(_) => None,
            Keyword::Code(attribute) => Some(Self::of(attribute)),
        }
    }
}

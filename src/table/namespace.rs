//! The namespaces of names.

use crate::syntax::keyword::{Attribute, Keyword};

/// A namespace of names. Workloads have none, since no statement refers to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Namespace {
    /// The policies.
    Policy,
    /// The environments.
    Environment,
    /// The guards.
    Guard,
    /// The groups.
    Group,
    /// The codes of continents.
    Continent,
    /// The codes of countries.
    Country,
    /// The locations.
    Location,
    /// `cpu` and `gpu` share one, with their aliases.
    Flavor,
}

impl Namespace {
    /// Every namespace.
    pub const ALL: [Self; 8] = [
        Self::Policy,
        Self::Environment,
        Self::Guard,
        Self::Group,
        Self::Continent,
        Self::Country,
        Self::Location,
        Self::Flavor,
    ];

    /// The word for one of those that are named in it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Environment => "environment",
            Self::Guard => "guard",
            Self::Group => "group",
            Self::Continent => "continent",
            Self::Country => "country",
            Self::Location => "location",
            Self::Flavor => "flavor",
        }
    }

    /// The namespace of the codes of an attribute.
    #[must_use]
    pub fn of(attribute: Attribute) -> Self {
        match attribute {
            Attribute::Continent => Self::Continent,
            Attribute::Country => Self::Country,
            Attribute::Location => Self::Location,
            Attribute::Cpu | Attribute::Gpu => Self::Flavor,
        }
    }

    /// The namespace of what a statement declares.
    #[must_use]
    pub fn of_keyword(keyword: Keyword) -> Option<Self> {
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

//! Sets of kinds: what a policy applies to, what occurs in an environment.

use crate::syntax::keyword::Kind;

/// A set of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Kinds {
    /// Every kind.
    pub const ALL: Self = Self(0b1_1111);

    /// No kind.
    pub const NONE: Self = Self(0);

    /// One kind.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        Self(1 << kind as u8)
    }

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
        !self.intersection(Self::of(kind)).is_empty()
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, |set, kind| set.union(Self::of(kind)))
    }
}

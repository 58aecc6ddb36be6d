//! What a workload may run in with some edits made: bits, and which types are regulated.

use super::codes::Bits;
use super::view::Meant;

/// What a workload, or a point, allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) bits: Bits,
    /// Which types are regulated.
    pub(super) restricted: [bool; 2],
}

impl Outcome {
    pub(super) fn of(meant: &Meant) -> Self {
        Self { bits: meant.bits.clone(), restricted: meant.restricted }
    }

    /// What both allow.
    pub(super) fn restrict(&mut self, other: &Self) {
        self.bits.intersect_with(&other.bits);
        for (own, other) in self.restricted.iter_mut().zip(other.restricted) {
            *own |= other;
        }
    }
}

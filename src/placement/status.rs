//! Whether a set has a place.

/// Whether there is a place for the workloads of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// There is.
    Placed,
    /// Policies leave nothing of a type.
    Collision,
    /// The set is not empty, but there is no placement of it.
    NoPlacement,
}

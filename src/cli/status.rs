//! How a command ends that could run: exit status 0 or 1.

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Everything is fine.
    Fine,
    /// The input has errors, or a result differs from what it should be.
    Findings,
}

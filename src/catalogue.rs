//! Every error and lint by name, for those who print or look them up.

use crate::diagnostic::{Check, errors};
use crate::lint;

/// Every entry: the errors, then the lints, each by name.
pub fn all() -> impl Iterator<Item = &'static Check> {
    errors::ALL.iter().copied().chain(lint::LINTS.iter().map(|lint| &lint.check))
}

/// The entry of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Check> {
    all().find(|check| check.name == name)
}

//! Every error and lint rule by name, for those who print or look them up.

use crate::diagnostic::{Rule, errors};
use crate::lint;

/// Every entry: the errors, then the lint rules, each by name.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    errors::ALL.iter().copied().chain(lint::RULES.iter().map(|lint| &lint.rule))
}

/// The entry of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == name)
}

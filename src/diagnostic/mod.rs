//! Findings as facts: what was found, where, and which edit would repair it. The words come later, from the
//! stage that found it, and renderers escape them.

mod check;
pub mod data;
pub(crate) mod errors;
mod fact;
mod finding;
mod fix;
mod looks;
pub mod page;
pub mod plain;
mod words;

pub use check::{Check, Example, Level, Subject};
pub use fact::{Describe, Fact, Hint, Words};
pub use finding::{Classify, Diagnostic, Report, Severity, Suppressed};
pub(crate) use finding::{compare, keep_visible, sort};
pub use fix::{Applicability, Edit, Fix, Fixable};
pub(crate) use looks::{forms, looks};
pub(crate) use words::{count, joined, listed, some};

//! The reference table in force, and the sets of its places and flavors.

mod codes;
mod namespace;
mod set;
mod space;

pub use codes::{Code, CodeId, Table};
pub use namespace::Namespace;
pub use set::{Difference, Part, Set};
pub(crate) use set::{Run, subtract};
pub use space::Space;

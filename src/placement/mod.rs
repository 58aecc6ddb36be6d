//! From checked policies to placement sets: a [`Checked`] workspace comes in, a [`Resolved`] one goes out.

pub mod bits;
mod evaluate;
mod fleet;
mod messages;
mod space;
mod verify;

pub use evaluate::{Evaluation, PlacementSet, PlacementSetId, evaluate};
pub use fleet::Placement;
pub use space::Space;
pub use verify::{Resolved, ResolvedSet, verify};

#[cfg(doc)]
use crate::workspace::Checked;

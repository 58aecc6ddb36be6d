//! From checked policies to placement sets: a [`Checked`] workspace comes in, a [`Resolved`] one goes out.

mod evaluate;
mod fleet;
mod impossible;
mod messages;
mod resolved;
mod set;
mod space;

pub use evaluate::{Allowed, PlacementSet, PlacementSetId};
pub use fleet::Placement;
pub use messages::{Codes, Fault, Lacking, Locations, Reason, Repairer, Side, Sides};
pub use resolved::{Resolved, resolve};
pub use set::{Difference, Part, Set};
pub(crate) use set::{Run, subtract};
pub use space::Space;

#[cfg(doc)]
use crate::workspace::Checked;

//! From checked policies to placement sets: a [`Checked`] workspace comes in, a [`Resolved`] one goes out.

mod above;
mod allowed;
mod causes;
mod evaluate;
mod fleet;
mod guard_levels;
mod guards;
mod impossible;
mod messages;
mod point;
mod remedy;
mod resolved;
mod violation;
mod violation_words;

pub(crate) use above::Environments;
pub use allowed::{Allowed, PlacementSet, PlacementSetId};
pub use fleet::Placement;
pub use guard_levels::GuardLevels;
pub use messages::{Attached, Codes, Fault, Lacking, Locations, Reason, Repairer, Side, Sides};
pub use resolved::{Resolved, resolve};
pub use violation::{Breach, Cause, CausePoint, Named, Remedy, Standing, Violation, Witness};

#[cfg(doc)]
use crate::workspace::Checked;

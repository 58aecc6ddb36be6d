//! From checked policies to placement sets: a [`Checked`] workspace comes in, a [`Resolved`] one goes
//! out, or a [`Provisional`] one, whose sets are not all good.

mod above;
mod allowed;
mod causes;
mod collisions;
mod evaluate;
mod fleet;
mod guard_levels;
mod guards;
mod impossible;
mod lacking;
mod limits;
mod locations;
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
pub use limits::Limit;
pub use locations::{Few, Lacking, Locations, Repairer};
pub use messages::{Attached, Fault, Side, Sides};
pub use resolved::{Provisional, Resolved, Status, resolve};
pub use violation::{Breach, Cause, CausePoint, Excess, Named, Remedy, Standing, Violation, Witness};

#[cfg(doc)]
use crate::workspace::Checked;

//! From checked policies to placement sets: a [`Checked`] workspace comes in, a [`Resolved`] one goes
//! out, or a [`Provisional`] one, whose sets are not all good.

mod above;
mod allowed;
mod asks;
mod causes;
mod collisions;
mod evaluate;
mod fleet;
mod ground;
mod guard_levels;
mod guards;
mod impossible;
mod lacking;
mod limits;
mod locations;
mod messages;
mod point;
mod point_tree;
mod remedy;
mod resolved;
mod status;
mod violation;
mod violation_words;

pub(crate) use above::Environments;
pub use allowed::{Allowed, PlacementSet, PlacementSetId};
pub(crate) use asks::Asks;
pub(crate) use evaluate::Factor;
pub use fleet::Placement;
pub(crate) use fleet::{ChangedOffers, Offers};
pub(crate) use ground::Ground;
pub use guard_levels::GuardLevels;
pub use limits::Limit;
pub use locations::{Few, Lacking, Locations, Repairer};
pub use messages::{Attached, Fault, Side, Sides};
pub(crate) use point::union_of;
pub(crate) use point_tree::PointTree;
pub use resolved::{Provisional, Resolved, resolve};
pub use status::Status;
pub use violation::{Breach, Cause, CausePoint, Excess, Named, Remedy, Standing, Violation, Witness};

#[cfg(doc)]
use crate::workspace::Checked;

//! One file a target: its documents come in, what they admit goes out, as the tool itself reads them.

mod known;
pub mod opa;
pub mod skypilot;
mod skypilot_map;
pub mod terraform;

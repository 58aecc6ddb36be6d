//! One file a target: its documents come in, what they admit goes out, as the tool itself reads them.

pub mod blaxel;
mod clusters;
pub mod karmada;
mod known;
pub mod kubefleet;
pub mod kubernetes;
mod objects;
pub mod ocm;
pub mod opa;
mod selector;
pub mod skypilot;
mod skypilot_map;
pub mod terraform;

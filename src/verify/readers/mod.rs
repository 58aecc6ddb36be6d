//! One file a target: its documents come in, what they admit goes out, as the tool itself reads them.

pub mod blaxel;
mod clusters;
pub mod karmada;
pub mod kubefleet;
pub mod kubernetes;
mod objects;
pub mod ocm;
mod selector;

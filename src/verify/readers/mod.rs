//! One file a target: its documents come in, what they admit goes out, as the tool itself reads them.

mod clusters;
pub mod karmada;
pub mod kubefleet;
mod objects;
pub mod ocm;
mod selector;

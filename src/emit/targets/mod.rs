//! One file a target: the workloads of a request come in, the documents of that tool go out.

pub mod blaxel;
pub mod karmada;
pub mod kubefleet;
pub mod kubernetes;
pub mod ocm;
pub mod opa;
pub mod rectangles;
pub mod skypilot;
pub mod terraform;

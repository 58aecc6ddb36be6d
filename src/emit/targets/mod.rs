//! One file or folder a target: the workloads of a request come in, the documents of that tool go out.

pub mod opa;
pub mod rectangles;
pub mod skypilot;
pub mod terraform;

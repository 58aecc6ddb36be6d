//! One file a target: the workloads of a request come in, the documents of that tool go out.

pub mod blaxel;
pub mod rectangles;

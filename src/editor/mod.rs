//! The language server: what a client says comes in, what the compiler knows goes out.

pub mod features;

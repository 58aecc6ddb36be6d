//! Every test of the program as its users meet it: one binary, so that it is linked once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "panics belong in tests"
)]

mod dice;
mod fuzz;
mod invariants;
mod language;
mod model;
mod naive;
mod properties;
mod random;
mod support;

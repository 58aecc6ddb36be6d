//! Every test of the program as its users meet it: one binary, so that it is linked once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that panics has failed"
)]

mod api;
mod catalogue;
mod ci;
mod cli;
mod dice;
mod docs;
mod documents;
mod door;
mod findings;
mod fix;
mod fix_fixtures;
mod fmt;
mod fmt_laws;
mod formats;
mod fuzz;
mod growing;
mod invariants;
mod language;
mod layout;
mod library;
mod lint;
mod lint_fixtures;
mod model;
mod naive;
mod output_fixtures;
mod ownership;
mod properties;
mod random;
mod sets;
mod support;
mod suppressions;
mod threads;
mod tidy;
mod trees;

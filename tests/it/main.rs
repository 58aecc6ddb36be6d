//! Every test of the program as its users meet it: one binary, so that it is linked once.
#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::needless_for_each,
    clippy::similar_names,
    clippy::too_many_lines,
    clippy::type_complexity,
    reason = "a test may say in the shortest way what it does"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that panics has failed"
)]

mod answers;
mod api;
mod benchmark;
mod catalogue;
mod ci;
mod cli;
mod dice;
mod docs;
mod documents;
mod door;
mod editor;
mod editor_features;
mod editors;
mod emit;
mod enumeration;
mod files;
mod findings;
mod fix;
mod fix_fixtures;
mod fmt;
mod fmt_laws;
mod formats;
mod fuzz;
mod growing;
mod guards;
mod guards_naive;
mod import;
mod invariants;
mod language;
mod layout;
mod library;
mod licenses;
mod lint;
mod lint_fixtures;
mod looks;
mod model;
mod naive;
mod names;
mod output_fixtures;
mod ownership;
mod properties;
mod questions;
mod random;
mod random_slips;
mod reading;
mod sets;
mod slips;
mod suggestions;
mod support;
mod suppressions;
mod terminal;
mod threads;
mod tidy;
mod trees;
#[allow(dead_code, reason = "the benchmarks ask more of it")]
#[allow(clippy::cast_possible_truncation, reason = "the generator's numbers are small")]
#[path = "../../benches/workspace/mod.rs"]
mod workspace;
mod world;
mod writing;

//! `bpol licenses`: the licence of bpol, and those of what it is built from.

use crate::cli::output;
use crate::cli::status::Status;
use crate::project::failure::Failure;

/// What bpol is built from; the tests hold it to what is locked.
const THIRD_PARTY: &str = include_str!("../../../docs/third-party.txt");

/// The Apache License 2.0, which is bpol's and that of most of what it is built from.
const APACHE: &str = include_str!("../../../LICENSE");

pub(in crate::cli) fn run() -> Result<Status, Failure> {
    output::print(&format!("{THIRD_PARTY}\n{APACHE}"))
}

//! `bpol schema`: the JSON Schema of what `bpol compile` writes.

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::status::Status;
use crate::emit;

pub(in crate::cli) fn run() -> Result<Status, Failure> {
    output::print(emit::SCHEMA)
}

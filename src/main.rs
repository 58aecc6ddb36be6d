//! The `bpol` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    bpol::cli::run()
}

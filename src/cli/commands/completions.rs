//! `bpol completions`: the completion script of a shell.

use clap_complete::Shell;

use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::status::Status;

pub(in crate::cli) fn run(shell: Shell) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "bpol", &mut script);
    output::to_stdout(|out| out.write_all(&script))?;
    Ok(Status::Fine)
}

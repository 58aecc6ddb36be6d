//! One file for each command: arguments come in, a status or a failure goes out.

pub(super) mod check;
pub(super) mod compile;
pub(super) mod explain;
pub(super) mod fmt;
pub(super) mod init;
pub(super) mod reference;

use clap_complete::Shell;

use super::{Failure, Status, args, output};

/// Prints a text that is always the same.
pub(super) fn print(text: &str) -> Result<Status, Failure> {
    output::to_stdout(|out| out.write_all(text.as_bytes()))?;
    Ok(Status::Fine)
}

/// Prints the completion script of a shell.
pub(super) fn completions(shell: Shell) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "bpol", &mut script);
    output::to_stdout(|out| out.write_all(&script))?;
    Ok(Status::Fine)
}

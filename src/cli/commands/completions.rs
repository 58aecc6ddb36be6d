//! `bpol completions`: the script by which a shell asks the program what may stand where.

use clap_complete::Shell;

use crate::cli::complete;
use crate::cli::output;
use crate::cli::status::Status;
use crate::project::failure::Failure;

pub(in crate::cli) fn run(shell: Shell) -> Result<Status, Failure> {
    let name = shell.to_string();
    let script = complete::script(&name)
        .ok_or_else(|| Failure::new(format!("there are no completions for `{name}`")))?;
    output::to_stdout(|out| out.write_all(&script))?;
    Ok(Status::Fine)
}

//! `bpol lsp`: the language server, over standard input and output.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::cli::args::LspArguments;
use crate::cli::status::Status;
use crate::cli::today;
use crate::editor::{Options, run as serve};
use crate::project::failure::Failure;
use crate::project::paths::shown;

/// The exit status of the server goes out.
pub(in crate::cli) fn run(arguments: &LspArguments) -> Result<Status, Failure> {
    let open = |path: &Path| File::open(path).map_err(|error| failure("read", path, &error));
    let create = |path: &Path| File::create(path).map_err(|error| failure("write", path, &error));
    let is_clean = serve(Options {
        replay: arguments.replay.as_deref().map(open).transpose()?,
        record: arguments.record.as_deref().map(create).transpose()?,
        work_log: arguments.work_log.as_deref().map(create).transpose()?,
        today: today::utc,
    });
    Ok(if is_clean { Status::Fine } else { Status::Findings })
}

fn failure(verb: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot {verb} `{}`: {error}", shown(path)))
}

//! `bpol compile`: the placement set of every workload, or of those that are asked for, as JSON.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::args::{CompileArguments, CompileFormat};
use crate::cli::progress::Progress;
use crate::cli::resolve::compiled;
use crate::cli::stale::{self, Answer};
use crate::cli::status::Status;
use crate::cli::{output, workloads};
use crate::emit::placement;
use crate::project::failure::Failure;
use crate::project::inputs::Inputs;
use crate::project::paths;

pub(in crate::cli) fn run(arguments: &CompileArguments) -> Result<Status, Failure> {
    let output = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
    let refuse = |inputs: &Inputs| output.map_or(Ok(()), |path| inputs.refuse(path));
    let progress = Progress::start("reading");
    let (compiled, progress) = match compiled(&arguments.workspace, &arguments.today, progress, refuse)? {
        Ok(compiled) => compiled,
        Err(status) => return Ok(status),
    };
    let Ok(resolved) = compiled.analysis.resolved() else { return Ok(Status::Findings) };
    let chosen = workloads::choose(resolved.workspace(), &arguments.workload)?;
    let chosen = chosen.as_deref().unwrap_or(resolved.workspace().workloads());
    let write = |mut out: &mut dyn Write| match arguments.format {
        CompileFormat::Json => placement::document(resolved, chosen, &mut out),
        CompileFormat::Ndjson => placement::lines(resolved, chosen, &mut out),
    };
    progress.stage("writing");
    match (&arguments.output, &arguments.check) {
        (Some(path), _) if path.as_os_str() != "-" => output::to_file(path, write).map(|()| Status::Fine),
        (None, Some(path)) => is_current(path, arguments.format, write),
        (Some(_), _) | (None, None) => {
            // A reader on a terminal must not see both.
            drop(progress);
            output::to_stdout(write).map(|()| Status::Fine)
        }
    }
}

/// Whether a file holds what would be written.
fn is_current(
    path: &Path,
    format: CompileFormat,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Status, Failure> {
    let shown = paths::shown(path);
    let existing = match std::fs::read(path) {
        Ok(existing) => existing,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            output::note(&format!("`{shown}` does not exist"));
            output::note(&how_to_write());
            return Ok(Status::Findings);
        }
        Err(error) => return Err(Failure::new(format!("cannot read `{shown}`: {error}"))),
    };
    let mut wanted = Vec::with_capacity(existing.len());
    write(&mut wanted).map_err(|error| Failure::new(error.to_string()))?;
    match stale::compare(&shown, &existing, &wanted, format) {
        Answer::Current { has_crlf } => {
            if has_crlf {
                output::note(&format!(
                    "`{shown}` is current; its lines end with CRLF, which is no difference"
                ));
            }
            Ok(Status::Fine)
        }
        Answer::Stale { summary, lines } => {
            output::note(&summary);
            for line in lines {
                output::note(&format!("  {line}"));
            }
            output::note(&how_to_write());
            Ok(Status::Findings)
        }
    }
}

fn how_to_write() -> String {
    let arguments = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    format!("`{}` writes it", stale::writing_command(arguments))
}

//! `bpol compile`: the placement set of every workload, or of those that are asked for, as JSON.

use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;

use crate::analysis::{Configuration, Input, analyse};
use crate::cli::args::{CompileArguments, CompileFormat};
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::stale::{self, Answer};
use crate::cli::status::Status;
use crate::cli::{files, guards, output, paths, workloads};
use crate::diagnostic::Fixable;
use crate::emit::placement;
use crate::fix;
use crate::lint::Levels;

pub(in crate::cli) fn run(arguments: &CompileArguments) -> Result<Status, Failure> {
    let progress = Progress::start("reading");
    let loaded = files::load(&arguments.workspace)?;
    if let Some(path) = arguments.output.as_deref().filter(|path| path.as_os_str() != "-") {
        loaded.inputs.refuse(path)?;
    }
    progress.stage("resolving");
    // The process ends with this command: what it holds need not be given back piece by piece.
    let configuration = Configuration::with_levels(Levels::new(&loaded.lint))
        .with_guards(guards::levels(&loaded.guards))
        .with_today(arguments.today.date());
    let input = ManuallyDrop::new(Input::read(configuration, loaded.reference, loaded.sources));
    let analysis = ManuallyDrop::new(Arc::new(analyse((*input).clone())));
    guards::check(&loaded.guards, analysis.workspace(), &loaded.beyond)?;
    let resolved = match analysis.resolved() {
        Ok(resolved) => resolved,
        Err(rejected) => {
            let report = analysis.report();
            let fixable = fix::count(&input, &analysis, &report);
            drop(progress);
            let status = output::report(rejected.errors(), analysis.files(), fixable);
            loaded.beyond.explain(&analysis);
            return Ok(status);
        }
    };
    let chosen = workloads::choose(resolved.workspace(), &arguments.workload)?;
    let chosen = chosen.as_deref().unwrap_or(resolved.workspace().workloads());
    let write = |mut out: &mut dyn Write| match arguments.format {
        CompileFormat::Json => placement::document(resolved, chosen, &mut out),
        CompileFormat::Ndjson => placement::lines(resolved, chosen, &mut out),
    };
    if !resolved.warnings().is_empty() {
        output::report(resolved.warnings(), analysis.files(), Fixable::default());
    }
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

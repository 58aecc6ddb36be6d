//! `bpol import`: documents of other tools as statements of the language.

use crate::cli::args_import::ImportArguments;
use crate::cli::documents;
use crate::cli::files;
use crate::cli::output;
use crate::cli::status::Status;
use crate::import::{Known, Options, import};
use crate::project::failure::Failure;

pub(in crate::cli) fn run(arguments: &ImportArguments) -> Result<Status, Failure> {
    let (reference, mut inputs) = files::load_reference(arguments.reference.as_deref(), &arguments.config)?;
    let (sources, read) = documents::read(&arguments.files, &[])?;
    inputs.extend(read);
    let file = arguments.output.as_deref().filter(|path| path.as_os_str() != "-");
    if let Some(path) = file {
        inputs.refuse(path)?;
    }
    let options = Options {
        format: arguments.from,
        columns: arguments.columns.clone().unwrap_or_default(),
        is_partial: arguments.partial,
    };
    let imported = import(&sources, &Known::of(&reference), &options)
        .map_err(|error| Failure::new(format!("cannot lay out what was imported: {error}")))?;
    if !imported.findings.is_empty() {
        output::report_documents(&imported.findings, &sources);
    }
    let Some(text) = imported.text else { return Ok(Status::Findings) };
    for note in imported.notes {
        output::note(&format!("note: {}", note.words()));
    }
    match file {
        Some(path) => output::to_file(path, |out| out.write_all(text.as_bytes())).map(|()| Status::Fine),
        None => output::print(&text),
    }
}

//! `bpol query`: the workloads for which all filters hold.

use std::io::Write;

use crate::answers::query::{Answer, Filters, csv, json, text};
use crate::cli::args_query::{QueryArguments, QueryFormat};
use crate::cli::progress::Progress;
use crate::cli::resolve::asked;
use crate::cli::status::Status;
use crate::cli::{answer, output};
use crate::project::failure::Failure;

pub(in crate::cli) fn run(arguments: &QueryArguments) -> Result<Status, Failure> {
    let progress = Progress::start("reading");
    let (compiled, progress) = match asked(&arguments.workspace, &arguments.today, progress)? {
        Ok(compiled) => compiled,
        Err(status) => return Ok(status),
    };
    let Ok(provisional) = compiled.analysis.provisional() else { return Ok(Status::Findings) };
    let filters = Filters::read(provisional.workspace(), &arguments.words())?;
    progress.stage("asking");
    let found = Answer::new(provisional, filters);
    let write = |out: &mut dyn Write| match arguments.format {
        QueryFormat::Text => text(&found, answer::looks(arguments.full), out),
        QueryFormat::Json => json(&found, out),
        QueryFormat::Csv => csv(&found, out),
    };
    // A reader on a terminal must not see both.
    drop(progress);
    output::to_stdout(write).map(|()| Status::Fine)
}

//! `bpol matrix`: what each environment allows each kind that occurs in it.

use std::io::Write;

use crate::answers::matrix::{Matrix, text};
use crate::cli::args_query::MatrixArguments;
use crate::cli::args_workspace::ListFormat;
use crate::cli::progress::Progress;
use crate::cli::resolve::asked;
use crate::cli::status::Status;
use crate::cli::{answer, output};
use crate::project::failure::Failure;

pub(in crate::cli) fn run(arguments: &MatrixArguments) -> Result<Status, Failure> {
    let progress = Progress::start("reading");
    let (compiled, progress) = match asked(&arguments.workspace, &arguments.today, progress)? {
        Ok(compiled) => compiled,
        Err(status) => return Ok(status),
    };
    let Ok(provisional) = compiled.analysis.provisional() else { return Ok(Status::Findings) };
    progress.stage("asking");
    let matrix = Matrix::new(provisional);
    drop(progress);
    answer::note_standing(&compiled.analysis, None);
    let write = |out: &mut dyn Write| match arguments.format {
        ListFormat::Text => {
            out.write_all(text(provisional, &matrix, answer::looks(arguments.full)).as_bytes())
        }
        ListFormat::Json => matrix.json().write(out),
    };
    output::to_stdout(write).map(|()| Status::Fine)
}

//! `bpol check`: every error of a workspace and what its lint rules find, as its result.

use crate::cli::args::CheckArguments;
use crate::cli::progress::Progress;
use crate::cli::{Failure, Status, files, output};
use crate::diagnostic::Severity;
use crate::lint::Levels;
use crate::syntax;

pub(in crate::cli) fn run(arguments: &CheckArguments) -> Result<Status, Failure> {
    arguments.outputs.check()?;
    let progress = Progress::start("reading");
    let loaded = files::load(&arguments.workspace)?;
    progress.stage("parsing");
    let (trees, findings) = syntax::parse(&loaded.sources);
    progress.stage("checking");
    let changes = [loaded.lint.as_slice(), &arguments.levels.changes].concat();
    let found = crate::check(&loaded.sources, &trees, findings, &Levels::new(&changes));
    drop(progress);
    output::findings(&found, &loaded.sources, &arguments.outputs)?;
    let fails = found.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if fails { Status::Findings } else { Status::Fine })
}

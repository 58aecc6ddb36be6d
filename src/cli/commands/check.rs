//! `bpol check`: every error of a workspace, as its result.

use crate::cli::args::CheckArguments;
use crate::cli::progress::Progress;
use crate::cli::{Failure, Status, files, output};
use crate::syntax;

pub(in crate::cli) fn run(arguments: &CheckArguments) -> Result<Status, Failure> {
    arguments.outputs.check()?;
    let progress = Progress::start("reading");
    let loaded = files::load(&arguments.workspace)?;
    progress.stage("parsing");
    let (trees, findings) = syntax::parse(&loaded.sources);
    progress.stage("checking");
    let found = crate::compile(&loaded.sources, &trees, findings).err().unwrap_or_default();
    drop(progress);
    output::findings(&found, &loaded.sources, &arguments.outputs)?;
    Ok(if found.is_empty() { Status::Fine } else { Status::Findings })
}

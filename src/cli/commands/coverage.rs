//! `bpol coverage`: which of the rules the guards protect.

use crate::answers::coverage::coverage_of;
use crate::answers::name;
use crate::cli::answer;
use crate::cli::args_coverage::CoverageArguments;
use crate::cli::args_workspace::ListFormat;
use crate::cli::output;
use crate::cli::progress::Progress;
use crate::cli::resolve::compiled;
use crate::cli::status::Status;
use crate::project::failure::Failure;

pub(in crate::cli) fn run(arguments: &CoverageArguments) -> Result<Status, Failure> {
    let progress = Progress::start("reading");
    let (compiled, progress) = match compiled(&arguments.workspace, &arguments.today, progress, |_| Ok(()))? {
        Ok(compiled) => compiled,
        Err(status) => return Ok(status),
    };
    let Ok(resolved) = compiled.analysis.resolved() else { return Ok(Status::Findings) };
    let policies = arguments.policy.iter().map(|name| name::policy(resolved.workspace(), name));
    let policies = policies.collect::<Result<Vec<_>, _>>()?;
    progress.stage("making every edit");
    let configuration = compiled.analysis.configuration();
    let coverage = coverage_of(resolved, &configuration.guards, configuration.today, &policies);
    let text = match arguments.format {
        ListFormat::Text => coverage.text(answer::looks(false)).into_bytes(),
        ListFormat::Json => coverage.json(),
    };
    drop(progress);
    output::to_stdout(|out| out.write_all(&text))?;
    let is_short = arguments.min.is_some_and(|least| coverage.falls_short(least.into()));
    Ok(if is_short { Status::Findings } else { Status::Fine })
}

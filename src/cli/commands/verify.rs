//! `bpol verify`: whether the objects of a deployment tool keep to the placement sets.

use std::io;

use crate::cli::args_verify::VerifyArguments;
use crate::cli::args_workspace::ListFormat;
use crate::cli::progress::Progress;
use crate::cli::resolve::compiled;
use crate::cli::status::Status;
use crate::cli::{documents, output};
use crate::emit::target::Request;
use crate::project::failure::Failure;
use crate::syntax::Identity;
use crate::verify::{Report, list, verify};

pub(in crate::cli) fn run(arguments: &VerifyArguments) -> Result<Status, Failure> {
    let unknown = || Failure::new(format!("there is no target `{}`", arguments.target));
    let verifier = list::find(&arguments.target).ok_or_else(unknown)?;
    let progress = Progress::start("reading");
    let (compiled, progress) =
        match compiled(&arguments.named.workspace(), &arguments.today, progress, |_| Ok(()))? {
            Ok(compiled) => compiled,
            Err(status) => return Ok(status),
        };
    let Ok(resolved) = compiled.analysis.resolved() else { return Ok(Status::Findings) };
    let (sources, _) = documents::read(&arguments.files, list::texts(verifier.target.name))?;
    progress.stage("verifying");
    let workspace = resolved.workspace();
    let identities: Vec<Identity> = workspace.workloads().iter().map(|it| workspace.identity(it)).collect();
    let settings = compiled.emit.of(verifier.target.name, Vec::new());
    let request = Request {
        resolved,
        workloads: workspace.workloads(),
        settings: &settings,
        inputs: &[],
        identities: &identities,
        target: verifier.target,
    };
    let answer = verify(verifier, &request, &sources).map_err(|wrong| compiled.emit.failure(wrong))?;
    drop(progress);
    match answer {
        Err(findings) => Ok(output::report_documents(&findings, &sources)),
        Ok(known) => {
            let report = Report::new(&request, known, &sources);
            let write = |out: &mut dyn io::Write| match arguments.format {
                ListFormat::Text => out.write_all(report.text().as_bytes()),
                ListFormat::Json => report.json().iter().try_for_each(|part| part.write(out)),
            };
            output::to_stdout(write)?;
            let fails = report.fails(arguments.exact, arguments.allow_missing);
            Ok(if fails { Status::Findings } else { Status::Fine })
        }
    }
}

//! `bpol report`: one page that shows where every workload may run, for those who use no terminal.

use crate::answers::report::Report;
use crate::cli::args_report::ReportArguments;
use crate::cli::output;
use crate::cli::progress::Progress;
use crate::cli::resolve::asked;
use crate::cli::status::Status;
use crate::project::failure::Failure;

pub(in crate::cli) fn run(arguments: &ReportArguments) -> Result<Status, Failure> {
    let file = Some(arguments.output.as_path()).filter(|path| path.as_os_str() != "-");
    let progress = Progress::start("reading");
    let (compiled, progress) = match asked(&arguments.workspace, &arguments.today, progress)? {
        Ok(compiled) => compiled,
        Err(status) => return Ok(status),
    };
    if let Some(path) = file {
        compiled.inputs.refuse(path)?;
    }
    let Ok(provisional) = compiled.analysis.provisional() else { return Ok(Status::Findings) };
    progress.stage("writing");
    let report = Report::new(provisional, arguments.date.map(|it| it.to_string()));
    let page = report.html();
    match file {
        Some(path) => output::to_file(path, |out| out.write_all(page.as_bytes())).map(|()| Status::Fine),
        None => {
            drop(progress);
            output::print(&page)
        }
    }
}

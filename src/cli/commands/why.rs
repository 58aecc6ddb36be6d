//! `bpol why`: how the set of a workload came about.

use crate::answers::asked::{self, Takes};
use crate::answers::name;
use crate::answers::why::why;
use crate::cli::args_why::WhyArguments;
use crate::cli::args_workspace::ListFormat;
use crate::cli::progress::Progress;
use crate::cli::resolve::asked;
use crate::cli::status::Status;
use crate::cli::{answer, output};
use crate::project::failure::Failure;

pub(in crate::cli) fn run(arguments: &WhyArguments) -> Result<Status, Failure> {
    if arguments.deny && arguments.options.is_empty() {
        let help = "name what must be allowed: `bpol why WORKLOAD OPTION --deny`";
        return Err(Failure::with_help("`--deny` needs an option", help));
    }
    let progress = Progress::start("reading");
    let (compiled, progress) = match asked(&arguments.named.workspace(), &arguments.today, progress)? {
        Ok(compiled) => compiled,
        Err(status) => return Ok(status),
    };
    let Ok(provisional) = compiled.analysis.provisional() else { return Ok(Status::Findings) };
    let workspace = provisional.workspace();
    let workload = name::workload(workspace, &arguments.workload)?;
    let options = arguments.options.iter().map(|it| asked::option(workspace, it, Takes::All));
    let options = options.collect::<Result<Vec<_>, _>>()?;
    let environment = match arguments.environment.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(text) => Some(Some(name::environment(workspace, text)?)),
    };
    progress.stage("asking why");
    let why = why(provisional, workload, environment, &options);
    let text = match arguments.format {
        _ if arguments.prose => why.prose(workspace, answer::looks(arguments.full)).into_bytes(),
        ListFormat::Text => why.text(workspace, answer::looks(arguments.full)).into_bytes(),
        ListFormat::Json => why.json(),
    };
    drop(progress);
    output::to_stdout(|out| out.write_all(&text))?;
    let is_denied = arguments.deny && !why.is_allowed();
    Ok(if is_denied { Status::Findings } else { Status::Fine })
}

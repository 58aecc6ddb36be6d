//! The command line: the only part that touches files, terminals and exit statuses.

mod answer;
mod args;
mod args_audit;
mod args_coverage;
mod args_diff;
mod args_emit;
mod args_import;
mod args_query;
mod args_report;
mod args_verify;
mod args_why;
mod args_workspace;
#[cfg(unix)]
mod attributes;
mod commands;
mod complete;
mod diff;
mod documents;
mod failure;
mod files;
mod fleet;
mod folder;
mod levels;
mod output;
mod outputs;
mod progress;
mod resolve;
mod scratch;
mod sides;
#[cfg(unix)]
mod signals;
mod stale;
mod status;
mod streams;
mod terminal;
mod today;
mod workloads;
mod write;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use crate::project::failure::Failure;
use args::{Arguments, Command};
use status::Status;

/// Runs the program: the process's arguments come in, its exit status goes out.
///
/// 0: fine; 1: the input has errors; 2: the command could not run.
#[must_use]
pub fn run() -> ExitCode {
    complete::answer();
    terminal::choose_color(std::env::args_os());
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error),
    };
    if let Err(failure) = streams::check(&arguments.command) {
        return fail(&failure);
    }
    let result = match &arguments.command {
        Command::Check(arguments) => commands::check::run(arguments),
        Command::Compile(arguments) => commands::compile::run(arguments),
        Command::Emit(arguments) => commands::emit::run(arguments),
        Command::Verify(arguments) => commands::verify::run(arguments),
        Command::Diff(arguments) => commands::diff::run(arguments),
        Command::Audit(arguments) => commands::audit::run(arguments),
        Command::Coverage(arguments) => commands::coverage::run(arguments),
        Command::Query(arguments) => commands::query::run(arguments),
        Command::Matrix(arguments) => commands::matrix::run(arguments),
        Command::Report(arguments) => commands::report::run(arguments),
        Command::Why(arguments) => commands::why::run(arguments),
        Command::Import(arguments) => commands::import::run(arguments),
        Command::Fmt(arguments) => commands::fmt::run(arguments),
        Command::Reference(arguments) => commands::reference::run(arguments),
        Command::Schema(arguments) => commands::schema::run(arguments),
        Command::Explain(arguments) => commands::explain::run(arguments),
        Command::Init(arguments) => commands::init::run(arguments),
        #[cfg(feature = "editor")]
        Command::Lsp(arguments) => commands::lsp::run(arguments),
        Command::Licenses => commands::licenses::run(),
        Command::Completions { shell } => commands::completions::run(*shell),
    };
    match result {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(failure) => fail(&failure),
    }
}

fn fail(failure: &Failure) -> ExitCode {
    output::complain(failure);
    ExitCode::from(2)
}

/// Prints what the parser of arguments says: what is wrong with them, or the help or version that they ask
/// for.
fn explain(error: &clap::Error) -> ExitCode {
    let is_result = !error.use_stderr();
    if is_result && let Err(failure) = streams::stdout() {
        return fail(&failure);
    }
    match error.print().and_then(|()| io::stdout().flush()) {
        Err(error) if is_result && error.kind() != io::ErrorKind::BrokenPipe => {
            fail(&Failure::new(format!("cannot write to standard output: {error}")))
        }
        _ if is_result => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}

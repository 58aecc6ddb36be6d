//! The command line: the only part that touches files, terminals and exit statuses.

mod args;
mod commands;
mod complete;
mod config;
mod diff;
mod failure;
mod files;
mod guards;
mod levels;
mod output;
mod outputs;
mod paths;
mod progress;
mod search;
mod stale;
mod status;
mod today;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Command};
use status::Status;

/// Runs the program: the process's arguments come in, its exit status goes out.
///
/// 0: fine; 1: the input has errors; 2: the command could not run.
#[must_use]
pub fn run() -> ExitCode {
    complete::answer();
    let arguments = Arguments::parse();
    output::choose_color(arguments.color);
    let result = match &arguments.command {
        Command::Check(arguments) => commands::check::run(arguments),
        Command::Compile(arguments) => commands::compile::run(arguments),
        Command::Fmt(arguments) => commands::fmt::run(arguments),
        Command::Reference(arguments) => commands::reference::run(arguments),
        Command::Schema => commands::schema::run(),
        Command::Explain(arguments) => commands::explain::run(arguments),
        Command::Init(arguments) => commands::init::run(arguments),
        Command::Completions { shell } => commands::completions::run(*shell),
    };
    match result {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(failure) => {
            output::complain(&failure);
            ExitCode::from(2)
        }
    }
}

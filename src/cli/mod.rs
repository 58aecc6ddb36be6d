//! The command line: the only part that touches files, terminals and exit statuses.

mod args;
mod commands;
mod config;
mod diff;
mod files;
mod levels;
mod output;
mod outputs;
mod progress;

use std::process::ExitCode;

use clap::Parser as _;

pub use args::command;

use args::{Arguments, Command};

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Everything is fine.
    Fine,
    /// The input has errors, or a result differs from what it should be.
    Findings,
}

/// Why a command could not run at all: the message, and what to do about it.
#[derive(Debug)]
struct Failure {
    message: String,
    help: Option<String>,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

/// Runs the program: the process's arguments come in, its exit status goes out.
///
/// 0: fine; 1: the input has errors; 2: the command could not run.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    output::choose_color(arguments.color);
    let result = match &arguments.command {
        Command::Check(arguments) => commands::check::run(arguments),
        Command::Compile(arguments) => commands::compile::run(arguments),
        Command::Fmt(arguments) => commands::fmt::run(arguments),
        Command::Reference(arguments) => commands::reference::run(arguments),
        Command::Schema => commands::print(crate::emit::SCHEMA),
        Command::Explain(arguments) => commands::explain::run(arguments),
        Command::Init(arguments) => commands::init::run(arguments),
        Command::Completions { shell } => commands::completions(*shell),
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

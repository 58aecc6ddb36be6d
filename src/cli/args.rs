//! The arguments of the program.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{ArgGroup, Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::args_audit::AuditArguments;
use super::args_coverage::CoverageArguments;
use super::args_diff::DiffArguments;
use super::args_emit::EmitArguments;
use super::args_import::ImportArguments;
use super::args_query::{MatrixArguments, QueryArguments};
use super::args_report::ReportArguments;
use super::args_verify::VerifyArguments;
use super::args_why::WhyArguments;
use super::args_workspace::{ConfigArguments, ForceArguments, ListFormat, WorkspaceArguments};
use super::levels::LevelArguments;
use super::outputs::Outputs;
use super::today::TodayArguments;
use crate::render;

/// A policy-as-code compiler for workload placement.
///
/// Policies say on which continent, in which country and location and on what hardware models, functions,
/// agents, sandboxes and jobs may run. bpol computes the set of places that every workload may run in, and
/// refuses whatever is ambiguous or impossible.
#[derive(Debug, Parser)]
#[command(
    name = "bpol",
    version,
    max_term_width = 100,
    propagate_version = true,
    after_help = "Exit status: 0 fine; 1 the input has errors or denied findings; 2 the command could not run."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

/// The arguments of the program, for completions and documentation.
#[must_use]
pub(super) fn command() -> clap::Command {
    Arguments::command()
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Report every error of a workspace, and what its lints find.
    #[command(visible_alias = "lint")]
    Check(CheckArguments),
    /// Write the placement set of every workload as JSON.
    Compile(CompileArguments),
    /// Write the objects of a deployment tool that hold every workload to its placement set.
    Emit(EmitArguments),
    /// Tell whether the objects of a deployment tool keep to the placement sets.
    Verify(VerifyArguments),
    /// Tell what a change does to every workload.
    Diff(Box<DiffArguments>),
    /// Tell whether what was observed running may run there.
    Audit(AuditArguments),
    /// Tell which of the rules the guards protect, by making every edit that changes a placement set.
    Coverage(CoverageArguments),
    /// List the workloads that may run somewhere or on something, and what they lose if it goes away.
    Query(QueryArguments),
    /// Show what each environment allows each kind of workloads, and what nothing regulates.
    Matrix(MatrixArguments),
    /// Write an HTML page that shows where every workload may run, and why.
    Report(ReportArguments),
    /// Tell how the placement set of a workload came about, and what would change it.
    Why(WhyArguments),
    /// Write what other tools know of policies, workloads and places as statements of the language.
    Import(ImportArguments),
    /// Lay out files as the language has it: there is one layout, and no options.
    Fmt(FormatArguments),
    /// List the reference table in force, or show one code of it.
    Reference(ReferenceArguments),
    /// Print the JSON Schema of what bpol writes.
    Schema(SchemaArguments),
    /// Print the page of an error or a lint.
    Explain(ExplainArguments),
    /// Write a commented starter workspace.
    Init(InitArguments),
    /// Serve an editor: a language server over standard input and output.
    #[cfg(feature = "editor")]
    Lsp(LspArguments),
    /// Print the licence of bpol, and those of what it is built from.
    Licenses,
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// How the language server runs.
#[cfg(feature = "editor")]
#[derive(Debug, Args)]
pub(super) struct LspArguments {
    /// Changes nothing: there is no other way.
    #[arg(long)]
    stdio: bool,
    /// Write what the client sends to this file, too.
    #[arg(long, hide = true, value_name = "FILE")]
    pub(super) record: Option<PathBuf>,
    /// Read what a client sent from this file, instead of standard input.
    #[arg(long, hide = true, value_name = "FILE")]
    pub(super) replay: Option<PathBuf>,
    /// Write a line of JSON for each generation to this file.
    #[arg(long, hide = true, value_name = "FILE")]
    pub(super) work_log: Option<PathBuf>,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// Where the output is a terminal or `FORCE_COLOR` is set, and `NO_COLOR` is not.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("fixing").args(["fix", "diff"]).multiple(true))]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub(super) workspace: WorkspaceArguments,
    #[command(flatten)]
    pub(super) outputs: Outputs,
    /// Apply the safe fixes; files are replaced whole or not at all.
    #[arg(long, help_heading = "Fixes")]
    pub(super) fix: bool,
    /// With `--fix` or `--diff`: the fixes too that need a person's judgement. Those of errors are guesses
    /// that no placement set proves.
    #[arg(long, help_heading = "Fixes", requires = "fixing")]
    pub(super) unsafe_fixes: bool,
    /// Show what `--fix` would change, and write nothing to the files; the findings that it would leave go to
    /// standard error.
    #[arg(long, help_heading = "Fixes")]
    pub(super) diff: bool,
    #[command(flatten)]
    pub(super) today: TodayArguments,
    #[command(flatten)]
    pub(super) levels: LevelArguments,
}

#[derive(Debug, Args)]
pub(super) struct CompileArguments {
    #[command(flatten)]
    pub(super) workspace: WorkspaceArguments,
    /// Write to this file instead of standard output, which `-` is; it is written whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write nothing, and fail if this file is not what would be written.
    #[arg(long, value_name = "FILE", conflicts_with = "output")]
    pub(super) check: Option<PathBuf>,
    /// One document, or one line a workload.
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(super) format: CompileFormat,
    /// Write this workload only, such as `model/llama@production`; may be given more than once.
    #[arg(long, value_name = "WORKLOAD")]
    pub(super) workload: Vec<String>,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}

/// The layouts of `bpol compile`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CompileFormat {
    /// One document, `bpol.placement.v1`.
    Json,
    /// One line a workload, `bpol.workload.v1`.
    Ndjson,
}

#[derive(Debug, Args)]
pub(super) struct FormatArguments {
    /// Files, or folders to search for `.bpol` files; `-` is standard input, whose text goes to standard
    /// output. The working directory if there is none.
    #[arg(value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,
    /// Write nothing, list the files that would change, and fail if there are any.
    #[arg(long)]
    pub(super) check: bool,
    /// Write nothing, print what would change, and fail if anything would.
    #[arg(long)]
    pub(super) diff: bool,
    /// What messages call standard input.
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    pub(super) force: ForceArguments,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct ReferenceArguments {
    /// The code to show: its parents, its children and what it is called.
    pub(super) code: Option<String>,
    /// The workspace whose statements extend the table; the working directory if there is none.
    #[arg(long, value_name = "PATH")]
    pub(super) workspace: Vec<PathBuf>,
    /// The reference table: `official`, `world`, `none`, or a `.bpol` file (`./official` is a file).
    #[arg(long, value_name = "TABLE")]
    pub(super) reference: Option<String>,
    /// How the codes are written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// What it is the schema of, such as `placement` or `bpol.placement.v1`, which it is if there is none.
    pub(super) name: Option<String>,
    /// List what has a schema.
    #[arg(long, conflicts_with = "name")]
    pub(super) list: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The name of the error or lint; all are listed if there is none.
    pub(super) name: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The folder to write to; the working directory if there is none.
    pub(super) folder: Option<PathBuf>,
}

impl ValueEnum for render::Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(match self {
            Self::Full => "With the text that they are about",
            Self::Concise => "A line each",
            Self::Json => "One document, `bpol.diagnostics.v1`",
            Self::Github => "Workflow commands, which GitHub Actions shows at the lines",
            Self::Sarif => "One SARIF 2.1.0 log, for code scanning",
            Self::Gitlab => "One GitLab code quality report",
        }))
    }
}

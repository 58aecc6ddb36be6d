//! The arguments of `bpol diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args_workspace::{NamedWorkspaceArguments, kinds};
use super::today::TodayArguments;
use crate::syntax::keyword::Kind;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  bpol diff HEAD                      what the working tree changes
  bpol diff main feature --full       two revisions, every workload by name
  bpol diff before/ after/ --deny gains
  bpol compile -o old.json && bpol diff old.json
  bpol diff --tables official world policies/

OLD and NEW are each a folder, a file that `bpol compile` wrote, `-` for such a file on standard input, or a revision
of git, which is read without checking it out. What exists as a path is a path; `git:REV` is a revision in any case, and
so is `HEAD` in a bare repository.

Exit status: 0 whatever changed, but 1 where `--deny` has it or a side has errors; 2 the command could not run.")]
pub(super) struct DiffArguments {
    /// What was, and what is: the working directory if there is only one. With `--tables` two reference
    /// tables, and behind them the workspace.
    #[arg(required = true, value_name = "OLD [NEW]", num_args = 1..)]
    pub(super) sides: Vec<String>,
    /// Compare the same workspace under two reference tables.
    #[arg(long)]
    pub(super) tables: bool,
    /// How the answer is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: DiffFormat,
    /// Name every workload and write every list whole: the same as `--format full`.
    #[arg(long)]
    pub(super) full: bool,
    /// Fail if a class occurs: one of those that are counted, `opened`, `limits`, `any`, or `gains`, which is
    /// whatever gets more of anything.
    #[arg(id = "denied", long = "deny", value_name = "CLASS", value_delimiter = ',')]
    pub(super) deny: Vec<String>,
    /// Compare workloads of this kind only; may be given more than once.
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub(super) kind: Vec<Kind>,
    /// Compare the workloads of this environment and of all in it only, or, if it is empty, those without
    /// one; may be given more than once.
    #[arg(long, value_name = "ENVIRONMENT")]
    pub(super) environment: Vec<String>,
    /// Take an OLD that has errors for one without workloads, with a warning.
    #[arg(long)]
    pub(super) allow_broken_old: bool,
    /// With `--format markdown`: what links to files begin with.
    #[arg(long, value_name = "URL", default_value = "")]
    pub(super) link_base: String,
    /// With `--format markdown`: how long the comment may be.
    #[arg(long, value_name = "N", default_value_t = 60_000)]
    pub(super) max_bytes: usize,
    #[command(flatten)]
    pub(super) named: NamedWorkspaceArguments,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}

impl DiffArguments {
    /// Whether a side is standard input.
    pub(super) fn reads_stdin(&self) -> bool {
        self.sides.iter().any(|side| side == "-")
            || self.named.workspace.iter().any(|path: &PathBuf| path.as_os_str() == "-")
    }
}

/// The layouts of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people: how many workloads changed, and a row for each way.
    Text,
    /// For people: every workload and list.
    Full,
    /// One document, `bpol.diff.v1`.
    Json,
    /// The body of a comment on a pull request.
    Markdown,
    /// Workflow commands, which GitHub Actions shows at the causes.
    Github,
}

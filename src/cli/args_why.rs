//! The arguments of `bpol why`.

use clap::Args;

use super::args_workspace::{ListFormat, NamedWorkspaceArguments};
use super::today::TodayArguments;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  bpol why model/llama@production             how its set came about, point by point
  bpol why llama us t4                        whether it may run in `us` and on `t4`, and the fewest edits if not
  bpol why llama country:fr --deny            fail unless it may run in `fr`
  bpol why llama --in regulated               what it would gain and lose in another environment
  bpol why llama --prose                      one paragraph for a record

Exit status: 0 whatever the answer; 1 with `--deny` unless every option is allowed, or where the workspace has
errors; 2 the command could not run.")]
pub(super) struct WhyArguments {
    /// The workload: `KIND/NAME@ENVIRONMENT`, or what exactly one fits with kind and environment left out.
    pub(super) workload: String,
    /// Codes, aliases and groups to answer first; `TYPE:NAME` where several have the name.
    #[arg(value_name = "OPTION")]
    pub(super) options: Vec<String>,
    /// Answer as if the workload stood in that environment; `''` is none.
    #[arg(long = "in", id = "environment", value_name = "ENV")]
    pub(super) environment: Option<String>,
    /// Fail unless every option is allowed.
    #[arg(long)]
    pub(super) deny: bool,
    /// Write one paragraph without a table, with labels for codes.
    #[arg(long, conflicts_with = "format")]
    pub(super) prose: bool,
    /// How the answer is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ListFormat,
    /// Write every list whole.
    #[arg(long)]
    pub(super) full: bool,
    #[command(flatten)]
    pub(super) named: NamedWorkspaceArguments,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}

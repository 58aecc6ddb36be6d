//! The arguments of `bpol coverage`.

use clap::Args;

use super::args_workspace::{ListFormat, WorkspaceArguments};
use super::today::TodayArguments;

#[derive(Debug, Args)]
#[command(after_help = "\
Every single edit of the workspace that can widen or narrow something is made by itself: a policy is detached, a code, \
a rule, an exception, a target or a kind is taken out, a workload or an environment leaves what it is in. It is caught \
where a guard does not hold any more, refused where a workload could then run nowhere, and idle where no placement set \
changes.

Examples:
  bpol coverage                  what the guards of this folder catch, and what would
  bpol coverage --policy gdpr    what they catch of the edits of one policy
  bpol coverage --min 90         fail where they catch fewer than 90 of 100 edits that widen
  bpol coverage --format json    every edit, as `bpol.coverage.v1`")]
pub(super) struct CoverageArguments {
    #[command(flatten)]
    pub(super) workspace: WorkspaceArguments,
    /// Make only the edits of this policy: those of its statement, and those that detach it. May be given
    /// more than once.
    #[arg(long, value_name = "POLICY")]
    pub(super) policy: Vec<String>,
    /// Fail where the guards catch fewer of a hundred edits that widen; where there is no such edit, all is
    /// well.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(super) min: Option<u8>,
    /// How the answer is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}

//! The arguments of `bpol report`.

use std::path::PathBuf;

use clap::Args;

use super::args_workspace::WorkspaceArguments;
use super::today::TodayArguments;
use crate::date::Date;

#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    #[command(flatten)]
    pub(super) workspace: WorkspaceArguments,
    /// Write the page to this file, whole or not at all; `-` is standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// The day that the page says it is of, such as `2027-03-31`; without it, it says none, and the same
    /// workspace gives the same bytes.
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<Date>,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}

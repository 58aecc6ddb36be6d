//! The arguments of `bpol verify`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::args_workspace::{ListFormat, NamedWorkspaceArguments};
use super::today::TodayArguments;
use crate::verify::list::VERIFIERS;

#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// The deployment tool.
    #[arg(value_parser = PossibleValuesParser::new(VERIFIERS.iter().map(|it| it.target.name)))]
    pub(super) target: String,
    /// What somebody wrote for it, or what runs: JSON or YAML files, or folders with some; `-` is standard
    /// input.
    #[arg(required = true, value_name = "FILES")]
    pub(super) files: Vec<PathBuf>,
    /// How the verdicts are written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ListFormat,
    /// Fail too where less is admitted than is allowed.
    #[arg(long)]
    pub(super) exact: bool,
    /// Do not fail where there is no document for a workload.
    #[arg(long)]
    pub(super) allow_missing: bool,
    #[command(flatten)]
    pub(super) named: NamedWorkspaceArguments,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}

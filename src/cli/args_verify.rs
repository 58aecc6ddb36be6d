//! The arguments of `bpol verify`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::args_workspace::{ConfigArguments, ForceArguments, ListFormat, WorkspaceArguments};
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
    /// The workspace whose placement sets must be kept; the working directory if there is none.
    #[arg(long, value_name = "PATH")]
    pub(super) workspace: Vec<PathBuf>,
    /// How the verdicts are written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ListFormat,
    /// Fail too where less is admitted than is allowed.
    #[arg(long)]
    pub(super) exact: bool,
    /// Do not fail where there is no document for a workload.
    #[arg(long)]
    pub(super) allow_missing: bool,
    /// The reference table: `official`, `world`, `none`, or a `.bpol` file (`./official` is a file).
    #[arg(long, value_name = "TABLE")]
    reference: Option<String>,
    /// An inventory: its locations count as if their statements stood in the workspace. What `bpol import`
    /// reads; may be given more than once.
    #[arg(long, value_name = "FILE")]
    fleet: Vec<PathBuf>,
    #[command(flatten)]
    config: ConfigArguments,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}

impl VerifyArguments {
    /// The workspace that is named.
    pub(super) fn workspace(&self) -> WorkspaceArguments {
        WorkspaceArguments {
            paths: self.workspace.clone(),
            reference: self.reference.clone(),
            stdin_filename: None,
            fleet: self.fleet.clone(),
            force: ForceArguments { force_exclude: false },
            config: self.config.clone(),
        }
    }
}

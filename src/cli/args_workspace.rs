//! The arguments that commands share: which workspace is read, and how lists are written.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::syntax::keyword::Kind;

/// Which workspace to read.
#[derive(Debug, Args)]
pub(super) struct WorkspaceArguments {
    /// Files, or folders to search for `.bpol` files; `-` is standard input. The working directory if there
    /// is none.
    #[arg(value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,
    /// The reference table: `official`, `world`, `none`, or a `.bpol` file (`./official` is a file).
    #[arg(long, value_name = "TABLE")]
    pub(super) reference: Option<String>,
    /// What messages call standard input; where the workspace has a file of that path, standard input stands
    /// in its place.
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// An inventory: its locations count as if their statements stood in the workspace. What `bpol import`
    /// reads; may be given more than once.
    #[arg(long, value_name = "FILE")]
    pub(super) fleet: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) force: ForceArguments,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

/// Which workspace to read, where the arguments of a command are something else.
#[derive(Debug, Args)]
pub(super) struct NamedWorkspaceArguments {
    /// The workspace, a file or a folder; the working directory if there is none. May be given more than
    /// once.
    #[arg(long, value_name = "PATH")]
    pub(super) workspace: Vec<PathBuf>,
    /// The reference table: `official`, `world`, `none`, or a `.bpol` file (`./official` is a file).
    #[arg(long, value_name = "TABLE")]
    reference: Option<String>,
    /// An inventory: its locations count as if their statements stood in the workspace. What `bpol import`
    /// reads; may be given more than once.
    #[arg(long, value_name = "FILE")]
    fleet: Vec<PathBuf>,
    #[command(flatten)]
    config: ConfigArguments,
}

impl NamedWorkspaceArguments {
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

/// Whether the configuration says which files are read that were named.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct ForceArguments {
    /// Pass over what `exclude` and `include` of `bpol.toml` leave out, even if it is named here.
    #[arg(long)]
    pub(super) force_exclude: bool,
}

/// Which configuration is in force.
#[derive(Clone, Debug, Args)]
pub(super) struct ConfigArguments {
    /// The configuration, instead of the nearest `bpol.toml` at or above the folder that holds all paths.
    #[arg(long, value_name = "FILE", help_heading = "Configuration", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration.
    #[arg(long, help_heading = "Configuration")]
    pub(super) no_config: bool,
}

/// Reads the name of a kind.
pub(super) fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::name))
        .try_map(|name| Kind::from_name(&name).ok_or("no kind of workloads"))
}

/// The layouts of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

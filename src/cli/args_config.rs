//! The arguments that choose a configuration.

use std::path::PathBuf;

use clap::Args;

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

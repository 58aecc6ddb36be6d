//! The arguments of `bpol import`.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::args_config::ConfigArguments;
use crate::import::{Columns, Format};

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// JSON, YAML or CSV: objects of the platform, inventories, nodes of Kubernetes; `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Write to this file instead of standard output, which `-` is; it is written whole or not at all.
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// What the documents are, instead of what their shape says.
    #[arg(long, value_name = "KIND")]
    pub(super) from: Option<Format>,
    /// Leave out what is in error, and what names it, instead of failing.
    #[arg(long)]
    pub(super) partial: bool,
    /// The columns of a table that have the location, its country and the flavor, such as
    /// `location=Region,flavor=AcceleratorName`.
    #[arg(long, value_name = "COLUMNS", value_parser = columns)]
    pub(super) columns: Option<Columns>,
    /// The reference table: `official`, `world`, `none`, or a `.bpol` file (`./official` is a file).
    #[arg(long, value_name = "TABLE")]
    pub(super) reference: Option<String>,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(match self {
            Self::Platform => "Policies, workloads and environments of the platform",
            Self::Locations => "What `GET /locations` answers",
            Self::Configuration => "What `GET /configuration` answers",
            Self::Nodes => "What `kubectl get nodes -o json` writes",
            Self::Csv => "A table with a header, a row for each location and flavor",
        }))
    }
}

/// Reads `location=Region,country=Country,flavor=Accelerator`.
fn columns(text: &str) -> Result<Columns, String> {
    let mut columns = Columns::default();
    for part in text.split(',') {
        let Some((what, column)) = part.split_once('=').filter(|(_, column)| !column.is_empty()) else {
            return Err(format!("`{part}` is not like `location=Region`"));
        };
        let place = match what.trim() {
            "location" => &mut columns.location,
            "country" => &mut columns.country,
            "flavor" => &mut columns.flavor,
            other => return Err(format!("`{other}` is none of `location`, `country` and `flavor`")),
        };
        if place.replace(column.trim().to_owned()).is_some() {
            return Err(format!("`{}` is given twice", what.trim()));
        }
    }
    Ok(columns)
}

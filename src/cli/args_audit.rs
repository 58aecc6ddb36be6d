//! The arguments of `bpol audit`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args_workspace::NamedWorkspaceArguments;
use super::today::TodayArguments;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  bpol audit observed.csv
  bpol audit observed.json --workspace policies/ --format json
  kubectl get pods -A -o json | jq -f rows.jq | bpol audit -

A CSV file begins with `kind,name,environment,location,flavor`; further columns are ignored, but for `country`,
the country of a location that the table does not list. An empty location or flavor is not known.

Exit status: 0 all may be; 1 a row is forbidden, unknown or malformed; 2 the command could not run.")]
pub(super) struct AuditArguments {
    /// What was observed, as CSV or JSON; `-` is standard input.
    pub(super) observed: PathBuf,
    /// Do not fail where a workload, location or flavor is unknown.
    #[arg(long)]
    pub(super) allow_unknown: bool,
    /// How the answer is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: AuditFormat,
    /// Write every row and list whole.
    #[arg(long)]
    pub(super) full: bool,
    #[command(flatten)]
    pub(super) named: NamedWorkspaceArguments,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}

/// The layouts of an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AuditFormat {
    /// For people: what must not be, and how much there is of everything.
    Text,
    /// One document, `bpol.audit.v1`.
    Json,
    /// A line a row.
    Csv,
    /// One SARIF 2.1.0 log, for code scanning.
    Sarif,
}

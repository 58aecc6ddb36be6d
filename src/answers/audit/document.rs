//! `bpol.audit.v1`: what is said of what was observed, as serde types.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use crate::answers::words::{Choice, Header, WorkloadName};
use crate::emit::page;

/// What the document says that it is.
pub(crate) const SCHEMA: &str = "bpol.audit.v1";

/// What is said of everything that was observed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Audit {
    /// How the document begins.
    #[serde(flatten)]
    pub header: Header,
    /// Every row, in order.
    pub rows: Vec<Row>,
    /// How many rows have each status.
    pub counts: Counts,
    /// The workloads that have a place and that no row names, in the order of compile.
    pub unseen: Vec<WorkloadName>,
}

/// What is said of a row.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Row {
    /// The line that it begins in; in JSON its index. From 1.
    pub line: usize,
    /// The workload; `null` where the row is malformed.
    pub workload: Option<WorkloadName>,
    /// The location as given.
    pub location: Option<String>,
    /// The flavor as given.
    pub flavor: Option<String>,
    /// What is said of it.
    pub status: RowStatus,
    /// What of it lies outside the sets of the workload, where it is forbidden.
    pub options: Vec<Choice>,
    /// What may be meant, where something is unknown.
    pub suggestions: Vec<String>,
    /// What the workload may run in instead, or what is wrong with the row.
    #[serde(skip)]
    pub(super) why: String,
    /// The index of the workload, where the workspace has it.
    #[serde(skip)]
    pub(super) index: Option<usize>,
}

/// What may be said of a row; the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RowStatus {
    /// It is no row.
    Malformed,
    /// There is no such workload.
    UnknownWorkload,
    /// There is no such location, and no country is given that there is.
    UnknownLocation,
    /// There is no such flavor.
    UnknownFlavor,
    /// The workload may not run there, or on that.
    Forbidden,
    /// It may.
    Ok,
}

impl RowStatus {
    /// Every status, in the order of output.
    pub const ALL: [Self; 6] = [
        Self::Ok,
        Self::Forbidden,
        Self::UnknownWorkload,
        Self::UnknownLocation,
        Self::UnknownFlavor,
        Self::Malformed,
    ];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::UnknownWorkload => "unknown-workload",
            Self::UnknownLocation => "unknown-location",
            Self::UnknownFlavor => "unknown-flavor",
            Self::Forbidden => "forbidden",
            Self::Ok => "ok",
        }
    }

    /// Whether something there is unknown.
    #[must_use]
    pub fn is_unknown(self) -> bool {
        matches!(self, Self::UnknownWorkload | Self::UnknownLocation | Self::UnknownFlavor)
    }
}

/// How many rows have each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
#[expect(missing_docs, reason = "they are the statuses")]
pub struct Counts {
    pub ok: usize,
    pub forbidden: usize,
    pub unknown_workload: usize,
    pub unknown_location: usize,
    pub unknown_flavor: usize,
    pub malformed: usize,
}

impl Counts {
    /// The number of rows of a status.
    #[must_use]
    pub fn of(&self, status: RowStatus) -> usize {
        let mut counts = *self;
        *counts.mut_of(status)
    }

    pub(super) fn mut_of(&mut self, status: RowStatus) -> &mut usize {
        match status {
            RowStatus::Malformed => &mut self.malformed,
            RowStatus::UnknownWorkload => &mut self.unknown_workload,
            RowStatus::UnknownLocation => &mut self.unknown_location,
            RowStatus::UnknownFlavor => &mut self.unknown_flavor,
            RowStatus::Forbidden => &mut self.forbidden,
            RowStatus::Ok => &mut self.ok,
        }
    }
}

impl Audit {
    /// Whether any row is one that must not be: forbidden, malformed, or unknown unless that is allowed.
    #[must_use]
    pub fn fails(&self, allows_unknown: bool) -> bool {
        let is_wrong = |status: RowStatus| match status {
            RowStatus::Ok => false,
            RowStatus::Forbidden | RowStatus::Malformed => true,
            _ => !allows_unknown,
        };
        RowStatus::ALL.into_iter().any(|status| is_wrong(status) && self.counts.of(status) > 0)
    }

    /// Writes the document, a row a line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn json(&self, mut out: &mut dyn io::Write) -> io::Result<()> {
        let head = self.header.text();
        let end = |is_empty: bool| if is_empty { "]" } else { "  ]" };
        let open = format!("{head},\n  \"rows\": [");
        let counts = String::from_utf8_lossy(&page::line(&self.counts)).into_owned();
        let close = format!("{},\n  \"counts\": {counts},", end(self.rows.is_empty()));
        page::document(&open, page::lines(&self.rows, |row| row), "    ", &close).write(&mut out)?;
        let last = format!("{}\n}}", end(self.unseen.is_empty()));
        page::document("  \"unseen\": [", page::lines(&self.unseen, |it| it), "    ", &last).write(&mut out)
    }
}

//! The work log: what each generation did comes in, a line of JSON goes out.

use std::fs::File;
use std::io::Write as _;

use serde_json::json;

use crate::editor::state::Work;

/// Where the lines go, if anywhere.
pub(super) struct WorkLog(Option<File>);

impl WorkLog {
    /// A log that is written to a file.
    pub(super) fn new(file: Option<File>) -> Self {
        Self(file)
    }

    /// Writes what a generation did.
    pub(super) fn write(&mut self, generation: u64, work: &Work, published: Vec<String>) {
        if let Some(file) = &mut self.0 {
            let line = json!({
                "generation": generation,
                "parsed": work.parsed,
                "resolved": work.resolved,
                "published": published,
            });
            let _ = file.write_all(format!("{line}\n").as_bytes());
        }
    }
}

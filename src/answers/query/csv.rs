//! An answer as CSV, for spreadsheets: RFC 4180, lines end with LF.

use std::io::{self, Write};

use ::csv::{Terminator, WriterBuilder};
use rustc_hash::FxHashMap;

use super::answer::Answer;
use crate::answers::words::WorkloadName;
use crate::placement::{PlacementSetId, Status};
use crate::syntax::keyword::PolicyType;

/// Writes the workloads: codes are `type:name`, joined by `;`, none where a workload can run nowhere.
///
/// # Errors
/// Those of `out`.
pub fn csv(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out);
    writer.write_record(["kind", "name", "environment", "status", "locations", "flavors", "placements"])?;
    let mut sets: FxHashMap<PlacementSetId, [String; 2]> = FxHashMap::default();
    let provisional = answer.provisional;
    for workload in &answer.workloads {
        let id = provisional.set_id(workload);
        let codes = sets.entry(id).or_insert_with(|| PolicyType::ALL.map(|it| codes(answer, id, it)));
        let name = WorkloadName::of(provisional.workspace(), workload);
        let placements = answer.known(workload).placements.as_ref();
        let placements = placements.map_or_else(String::new, |it| it.len().to_string());
        let status = crate::answers::words::Status::from(provisional.status(id)).name();
        let [locations, flavors] = codes;
        writer.write_record([
            name.kind.name(),
            &cell(&name.name),
            &cell(name.environment.as_deref().unwrap_or_default()),
            status,
            locations,
            flavors,
            &placements,
        ])?;
    }
    writer.flush()
}

/// The codes of a type in one cell.
fn codes(answer: &Answer<'_>, id: PlacementSetId, policy_type: PolicyType) -> String {
    let provisional = answer.provisional;
    if provisional.status(id) != Status::Placed {
        return String::new();
    }
    let table = provisional.workspace().table();
    let codes = provisional.codes(&provisional.sets()[id], policy_type).into_iter();
    let names: Vec<String> =
        codes.map(|code| format!("{}:{}", table[code].attribute().name(), table[code].name())).collect();
    names.join(";")
}

/// A text that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let first = text.trim_start_matches(|it: char| it.is_whitespace() || it.is_control());
    let is_formula = first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

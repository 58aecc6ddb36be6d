//! An answer as CSV, for spreadsheets.

use std::borrow::Cow;
use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::answer::Answer;
use crate::answers::csv::write;
use crate::answers::words::{Status, WorkloadName};
use crate::placement::PlacementSetId;
use crate::syntax::keyword::PolicyType;

/// What stands above the columns.
const HEADER: [&str; 7] = ["kind", "name", "environment", "status", "locations", "flavors", "placements"];

/// Writes the workloads: codes are `type:name`, joined by `;`, none where a workload can run nowhere.
///
/// # Errors
/// Those of `out`.
pub fn csv(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let provisional = answer.provisional;
    let of_set = |&id: &PlacementSetId| (id, PolicyType::ALL.map(|it| codes(answer, id, it)));
    let sets: FxHashMap<PlacementSetId, [String; 2]> = answer.sets.keys().map(of_set).collect();
    let records = answer.workloads.iter().map(|workload| {
        let id = provisional.set_id(workload);
        let WorkloadName { kind, name, environment } = WorkloadName::of(provisional.workspace(), workload);
        let placements = answer.known(workload).placements.as_ref();
        let mut record: Vec<Cow<'_, str>> = vec![kind.name().into(), name.into()];
        record.push(environment.map_or_else(|| "".into(), Cow::from));
        record.push(Status::from(provisional.status(id)).name().into());
        record.extend(sets.get(&id).into_iter().flatten().map(|it| it.as_str().into()));
        record.push(placements.map_or_else(|| "".into(), |it| it.len().to_string().into()));
        record
    });
    write(std::iter::once(HEADER.map(Cow::from).to_vec()).chain(records), out)
}

/// The codes of a type in one cell.
fn codes(answer: &Answer<'_>, id: PlacementSetId, policy_type: PolicyType) -> String {
    let provisional = answer.provisional;
    if Status::from(provisional.status(id)) != Status::Placed {
        return String::new();
    }
    let table = provisional.workspace().table();
    let codes = provisional.codes(&provisional.sets()[id], policy_type).into_iter();
    let names: Vec<String> =
        codes.map(|code| format!("{}:{}", table[code].attribute().name(), table[code].name())).collect();
    names.join(";")
}

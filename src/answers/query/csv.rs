//! An answer as CSV, for spreadsheets.

use std::borrow::Cow;
use std::io::{self, Write};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::answer::Answer;
use crate::answers::csv::write;
use crate::answers::words::Status;
use crate::placement::{self, Allowed, PlacementSetId};
use crate::syntax::keyword::PolicyType;
use crate::table::CodeId;
use crate::workspace::Workspace;

/// What stands above the columns.
const HEADER: [&str; 7] = ["kind", "name", "environment", "status", "locations", "flavors", "placements"];

/// Writes the workloads: codes are `type:name`, joined by `;`, none where a workload can run nowhere.
///
/// # Errors
/// Those of `out`.
pub fn csv(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let provisional = answer.provisional;
    let workspace = provisional.workspace();
    let mut lists: [FxHashMap<&Allowed, Rc<str>>; 2] = Default::default();
    let mut cells = |id: PlacementSetId| {
        let set = &provisional.sets()[id];
        let is_placed = provisional.status(id) == placement::Status::Placed;
        let [locations, flavors] = PolicyType::ALL.map(|it| {
            let [locations, flavors] = &mut lists;
            let lists = if it == PolicyType::Location { locations } else { flavors };
            let make = || codes(workspace, &provisional.codes(set, it)).into();
            if is_placed { Rc::clone(lists.entry(set.of(it)).or_insert_with(make)) } else { "".into() }
        });
        let number = provisional.number_of_placements(set);
        [locations, flavors, number.map_or_else(String::new, |it| it.to_string()).into()]
    };
    let sets: FxHashMap<PlacementSetId, [Rc<str>; 3]> =
        answer.sets.keys().map(|&id| (id, cells(id))).collect();
    let records = answer.workloads.iter().map(|workload| {
        let (id, point) = (provisional.set_id(workload), &workspace.points()[workload.point()]);
        let environment = point.environment().map_or("", |id| workspace.environments()[id].name());
        let mut record: Vec<Cow<'_, str>> = vec![point.kind().name().into()];
        record.extend([workspace.name_of(workload).value(), environment.into()]);
        record.push(Status::from(provisional.status(id)).name().into());
        record.extend(sets.get(&id).into_iter().flatten().map(|it| (&**it).into()));
        record
    });
    write(std::iter::once(HEADER.map(Cow::from).to_vec()).chain(records), out)
}

/// Codes in one cell.
fn codes(workspace: &Workspace, codes: &[CodeId]) -> String {
    let table = workspace.table();
    let names: Vec<String> = codes
        .iter()
        .map(|&code| format!("{}:{}", table[code].attribute().name(), table[code].name()))
        .collect();
    names.join(";")
}

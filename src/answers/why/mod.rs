//! How a set came about: a workload and options come in, and who allows and who blocks what goes out, and the
//! fewest edits that would change it.

mod clash;
mod document;
mod effects;
mod locks;
mod options;
mod plans;
mod prose;
mod reasons;
mod repairs;
mod said;
mod steps;
mod subject;
mod text;
mod text_limits;
mod text_repairs;
mod types;

pub use document::{
    Answer, AnsweredOption, AtPoint, Attached, AttachedOnly, Clash, ClashPoint, EditName, Preview, Reason,
    Repair, RepairEdit, SCHEMA, TypeAnswer, Why,
};

use std::cell::OnceCell;

pub use reasons::{Reasons, reasons};
pub(super) use said::{OWN, Said, SaidRange, SaidSpot, impossible as said_impossible};

use super::asked::Asked;
use super::sets::changed;
use super::words::{Header, Status, WorkloadName};
use crate::emit::document::PlacementSet;
use crate::placement::{self, Provisional};
use crate::workspace::{EnvironmentId, Workload};
use document::{limits, violated};
use effects::Effects;
use repairs::Repairs;
use subject::Subject;

/// Tells how the set of a workload came about; with `moved` as if it stood in that environment, or in none.
/// Each of `options` is answered in its order.
#[must_use]
pub fn why(
    provisional: &Provisional,
    workload: &Workload,
    moved: Option<Option<EnvironmentId>>,
    options: &[Asked],
) -> Why {
    let subject = Subject::new(provisional, workload, moved);
    let basis = OnceCell::new();
    let mut repairs = Repairs::new(&subject, Effects::new(&subject, &basis));
    let workspace = provisional.workspace();
    let is_placed = subject.status == placement::Status::Placed;
    let preview = moved.map(|environment| {
        let own = &provisional.sets()[provisional.set_id(workload)];
        Preview {
            environment: environment.map(|id| workspace.environments()[id].name().to_owned()),
            gained: changed(provisional, &subject.set, own),
            lost: changed(provisional, own, &subject.set),
        }
    });
    let (placing, more_repairs) = if is_placed { (Vec::new(), 0) } else { repairs.placing() };
    let violates = violated(&subject);
    Why {
        header: Header::new(SCHEMA, provisional),
        workload: WorkloadName::of(workspace, workload),
        preview,
        status: Status::from(subject.status),
        set: is_placed.then(|| PlacementSet::of(provisional, &subject.set)),
        limits: limits(&subject),
        types: types::types(&subject),
        options: options.iter().map(|it| options::answer(&subject, &mut repairs, it)).collect(),
        clash: (!is_placed).then(|| clash::clash(&subject)),
        repairs: placing,
        more_repairs,
        violates,
    }
}

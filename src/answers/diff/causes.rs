//! Which edits changed what a workload may run in: the pairs of two sides come in, and causes go out.

use std::rc::Rc;

use super::compare::{Compare, Difference};
use super::document::{Cause, EditKind};
use super::pairs::Pair;
use super::side::Side;
use crate::answers::words::{Place, PointName};
use crate::placement::Provisional;

/// The edits between two sides whose sources are known.
pub(super) struct Causes<'s> {
    sides: Option<[&'s Provisional; 2]>,
}

impl<'s> Causes<'s> {
    pub(super) fn new(old: &Side<'s>, new: &Side<'s>, _compare: &Compare<'_, 's>) -> Self {
        let sides = old.provisional().zip(new.provisional()).map(|(old, new)| [old, new]);
        Self { sides }
    }

    /// The causes of what changed for a workload; none where sources are not known.
    pub(super) fn of(&mut self, pair: &Pair<'_>, _difference: &Difference) -> Rc<[Cause]> {
        let Some([old, new]) = self.sides else { return Rc::default() };
        match (pair.old, pair.new) {
            (None, Some(row)) => Rc::new([whole(new, row.index, &row.identity, EditKind::WorkloadAdded)]),
            (Some(row), None) => Rc::new([whole(old, row.index, &row.identity, EditKind::WorkloadRemoved)]),
            _ => Rc::default(),
        }
    }
}

/// A workload that came or went.
fn whole(
    provisional: &Provisional,
    index: usize,
    identity: &crate::syntax::Identity,
    edit: EditKind,
) -> Cause {
    let workspace = provisional.workspace();
    let statement = workspace.workloads().get(index).map(|it| workspace.statement_of(it));
    Cause {
        edit,
        name: None,
        point: Some(PointName::Workload(identity.clone().into())),
        place: statement.map(|it| Place::of(workspace, it.name().span())),
        jointly: false,
    }
}

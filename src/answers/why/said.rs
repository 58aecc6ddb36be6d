//! What why says of a workload, in the parts that it shares with others: a workload comes in, and the rows of
//! each of its points, what they leave together and what would repair it go out, in the words of the text.

use std::cell::OnceCell;

use super::clash::clash;
use super::document::{Attached, SCHEMA, TypeAnswer, Why};
use super::effects::Effects;
use super::repairs::Repairs;
use super::subject::{Spot, Subject};
use super::text::{PLACEMENTS, Writer};
use super::types;
use crate::answers::edit::Basis;
use crate::answers::sets;
use crate::answers::text::Looks;
use crate::answers::words::{Header, PointName, Status, WorkloadName};
use crate::placement::{Placement, Provisional};
use crate::syntax::keyword::PolicyType;
use crate::workspace::{Workload, Workspace};

/// Stands for what the workload is called. What a file contains is written without control characters.
pub(crate) const OWN: &str = "\0";

/// A workload that something is to be said of.
pub(crate) struct Said<'p> {
    subject: Subject<'p>,
    workload: WorkloadName,
}

/// A row of a point, and the policy that it is about, if it is about one.
pub(crate) struct SaidRow {
    /// The name of the policy.
    pub(crate) policy: Option<String>,
    /// What stands in it. At the workload itself the place of the policy is left out.
    pub(crate) cells: Vec<String>,
}

impl<'p> Said<'p> {
    /// Of a workload where it stands.
    pub(crate) fn new(provisional: &'p Provisional, workload: &'p Workload) -> Self {
        let name = WorkloadName::of(provisional.workspace(), workload);
        Self { subject: Subject::new(provisional, workload, None), workload: name }
    }

    /// What a point allows of a type, and what is attached there and does not apply, in rows.
    pub(crate) fn rows(&self, spot: usize, policy_type: PolicyType) -> [Vec<SaidRow>; 2] {
        let Some(spot) = self.subject.spots.get(spot) else { return [Vec::new(), Vec::new()] };
        let (writer, at) = (self.writer(), types::at(&self.subject, spot, policy_type));
        let applying = at.policies.iter().filter(|it| it.takes_part).map(Some);
        let rows = writer.point(policy_type, &at);
        let rows = rows.into_iter().zip(applying.chain(std::iter::repeat(None)));
        let apart = writer.apart_at(self.subject.kind, &at).into_iter();
        [
            rows.map(|(cells, policy)| row(spot, policy, cells)).collect(),
            apart.map(|(policy, cells)| row(spot, Some(policy), cells)).collect(),
        ]
    }

    /// Where it may run, and which guards do not hold for it, a line each.
    pub(crate) fn heading(&self, violates: Vec<String>) -> String {
        let mut writer = self.writer();
        writer.heading(&Why { violates, ..self.brief() });
        writer.text
    }

    /// What its points leave together of a type, in a row.
    pub(crate) fn together(&self, policy_type: PolicyType) -> Vec<String> {
        self.writer().together(&types::result(&self.subject, policy_type))
    }

    /// What clashes and would repair it, a line each. `basis` is made where it is first needed.
    pub(crate) fn impossible<'s>(&'s self, basis: &'s OnceCell<Basis<'s>>) -> String {
        let mut repairs = Repairs::new(&self.subject, Effects::new(&self.subject, basis));
        let (placing, more_repairs) = repairs.placing();
        let clash = Some(clash(&self.subject));
        let mut writer = self.writer();
        writer.impossible(&Why { clash, repairs: placing, more_repairs, ..self.brief() });
        writer.text
    }

    fn writer(&self) -> Writer<'p> {
        Writer::new(self.subject.provisional.workspace(), Looks::default(), Some(OWN))
    }

    /// What is said first, and nothing else.
    fn brief(&self) -> Why {
        let types: Vec<TypeAnswer> =
            PolicyType::ALL.into_iter().map(|it| types::result(&self.subject, it)).collect();
        Why {
            header: Header::new(SCHEMA, self.subject.provisional),
            workload: self.workload.clone(),
            preview: None,
            status: Status::from(self.subject.status),
            set: None,
            limits: Vec::new(),
            types,
            options: Vec::new(),
            clash: None,
            repairs: Vec::new(),
            more_repairs: 0,
            violates: Vec::new(),
        }
    }
}

fn row(spot: &Spot<'_>, policy: Option<&Attached>, mut cells: Vec<String>) -> SaidRow {
    if policy.is_some() && matches!(spot.name, PointName::Workload(_)) {
        cells.pop();
    }
    SaidRow { policy: policy.map(|it| it.name.clone()), cells }
}

/// The placements of a set, in few words.
pub(crate) fn placements(workspace: &Workspace, placements: &[Placement]) -> String {
    let writer = Writer::new(workspace, Looks::default(), None);
    let first = sets::placements(workspace, placements.get(..PLACEMENTS).unwrap_or(placements));
    format!("placements: {}", writer.some_placements(&first, placements.len()))
}

//! What why says, in the parts that workloads share: a list of policies, what is left of a type, or a
//! workload that can run nowhere comes in, and the words of the text go out.

use std::cell::OnceCell;

use super::clash::clash;
use super::document::{SCHEMA, Why};
use super::effects::Effects;
use super::repairs::Repairs;
use super::subject::Subject;
use super::text::{self, PLACEMENTS, Writer, heading_line, more_words, open_words, violated_line};
use crate::answers::cell::Cell;
use crate::answers::edit::Basis;
use crate::answers::sets;
use crate::answers::text::Looks;
use crate::answers::words::{Choice, Header, PointName, Status, WorkloadName};
use crate::placement::{Placement, Provisional};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::CodeId;
use crate::workspace::{EnvironmentId, PolicyId, Workload, Workspace};

/// Stands for what a text leaves open. What a file contains is written without control characters.
pub(crate) const OWN: &str = "\0";

/// How much is done for repairs: each edit of an environment is tried on all workloads that it is above.
const WORK: usize = 200_000;

/// So many workloads have repairs, however many there are.
const FEWEST: usize = 20;

/// Who says it.
pub(crate) struct Said<'p> {
    provisional: &'p Provisional,
    writer: Writer<'p>,
}

/// What is attached at a point, and is of a type.
pub(crate) struct SaidSpot {
    /// The policies that apply, by name.
    pub(crate) applying: Vec<PolicyId>,
    /// What no policy has a row for: that none applies, or what several allow together.
    pub(crate) row: Option<Vec<String>>,
    /// The policies that do not apply to the kind, and why.
    pub(crate) apart: Vec<(PolicyId, [String; 2])>,
}

/// What is left of a type.
pub(crate) struct SaidRange {
    /// As the last row of its table.
    pub(crate) together: Vec<String>,
    /// As the heading has it.
    pub(crate) reach: String,
}

impl<'p> Said<'p> {
    pub(crate) fn new(provisional: &'p Provisional) -> Self {
        let writer = Writer::new(provisional.workspace(), Looks::default(), Some(OWN));
        Self { provisional, writer }
    }

    /// What a point is called: an environment, or the workload itself.
    pub(crate) fn who(&self, environment: Option<EnvironmentId>) -> String {
        environment.map_or_else(
            || OWN.to_owned(),
            |it| text::point(&PointName::environment(self.provisional.workspace(), it)),
        )
    }

    /// A policy, and what it allows.
    pub(crate) fn policy(&self, id: PolicyId) -> [String; 2] {
        let workspace = self.provisional.workspace();
        let policy = &workspace.policies()[id];
        let name = policy.name();
        [text::name(name), self.writer.allows(name, &sets::codes(workspace, policy.set()))]
    }

    /// What is attached at a point whose name is `who`, to workloads of a kind.
    pub(crate) fn spot(
        &self,
        who: &str,
        policies: &[PolicyId],
        kind: Kind,
        policy_type: PolicyType,
    ) -> SaidSpot {
        let workspace = self.provisional.workspace();
        let policy = |&id: &PolicyId| &workspace.policies()[id];
        let is_own = |id: &PolicyId| policy(id).set().is_some_and(|set| set.policy_type() == policy_type);
        // What limits tokens is of neither type, and is told once.
        let is_told = |id: &PolicyId| {
            is_own(id) || policy_type == PolicyType::Location && policy(id).tokens().is_some()
        };
        let (applying, apart): (Vec<PolicyId>, Vec<PolicyId>) =
            policies.iter().copied().partition(|id| policy(id).target().has(kind));
        let applying: Vec<PolicyId> = applying.into_iter().filter(is_own).collect();
        let apart = apart.into_iter().filter(is_told);
        let row = match applying.len() {
            0 => Some(plain(vec![who.into(), Cell::default(), open_words(policy_type), Cell::default()])),
            1 => None,
            _ => {
                let allowed = self.provisional.allowed(policies, kind);
                Some(plain(self.writer.either(&sets::codes(workspace, allowed.of(policy_type).only()))))
            }
        };
        let words = |id: PolicyId| {
            let name = workspace.policies()[id].name();
            (id, self.writer.apart_words(name, who, kind))
        };
        SaidSpot { applying, row, apart: apart.map(words).collect() }
    }

    /// What is left of a type; `None` where nothing is regulated.
    pub(crate) fn range(&self, policy_type: PolicyType, codes: Option<&[CodeId]>) -> SaidRange {
        let table = self.provisional.workspace().table();
        let codes: Option<Vec<Choice>> =
            codes.map(|codes| codes.iter().map(|&it| Choice::code(table, it)).collect());
        SaidRange {
            together: plain(self.writer.together(codes.as_deref())),
            reach: self.writer.reach(policy_type, codes.as_deref()).into_words(),
        }
    }

    /// Where a workload of a status may run; its whole name and what is left of each type are left open.
    pub(crate) fn heading(status: Status) -> String {
        heading_line(OWN, status, PolicyType::ALL.map(|_| OWN.into())).into_words()
    }

    /// The guards that do not hold for a workload.
    pub(crate) fn violated(guards: &[String]) -> String {
        violated_line(guards).into_words()
    }

    /// The first placements of a set, piece by piece.
    pub(crate) fn placements(&self, placements: &[Placement]) -> Vec<String> {
        let first = placements.get(..PLACEMENTS).unwrap_or(placements);
        let mut pieces = vec!["placements: ".to_owned()];
        for (index, it) in sets::placements(self.provisional.workspace(), first).iter().enumerate() {
            pieces.extend((index > 0).then(|| ", ".to_owned()));
            pieces.push(self.writer.placement(it));
        }
        let more = placements.len() - first.len();
        pieces.extend((more > 0).then(|| more_words(more)));
        pieces
    }
}

/// The words of a row.
fn plain(row: Vec<Cell>) -> Vec<String> {
    row.into_iter().map(Cell::into_words).collect()
}

/// What clashes and would repair it where workloads can run nowhere, a line each, for each of `workloads`.
/// Their names without their environments are left open. Of very many, the first ones alone have repairs.
pub(crate) fn impossible(provisional: &Provisional, workloads: &[&Workload]) -> Vec<String> {
    let workspace: &Workspace = provisional.workspace();
    let subjects: Vec<Subject<'_>> = workloads.iter().map(|it| Subject::new(provisional, it, None)).collect();
    let basis: OnceCell<Basis<'_>> = OnceCell::new();
    let most = WORK.checked_div(workspace.workloads().len()).unwrap_or(WORK).max(FEWEST);
    let text = |(index, (subject, workload)): (usize, (_, &&Workload))| {
        let mut writer = Writer::new(workspace, Looks::default(), Some(OWN));
        if index >= most {
            writer.clashes(&clash(subject));
            writer.line(2, format!("`bpol why` lists the repairs: a report does so for {most} lists alone"));
            return writer.text;
        }
        let mut repairs = Repairs::new(subject, Effects::new(subject, &basis));
        let (placing, more_repairs) = repairs.placing();
        let why = Why {
            header: Header::new(SCHEMA, provisional),
            workload: WorkloadName::of(workspace, workload),
            preview: None,
            status: Status::from(subject.status),
            set: None,
            limits: Vec::new(),
            types: Vec::new(),
            options: Vec::new(),
            clash: Some(clash(subject)),
            repairs: placing,
            more_repairs,
            violates: Vec::new(),
        };
        writer.impossible(&why);
        writer.text
    };
    subjects.iter().zip(workloads).enumerate().map(text).collect()
}

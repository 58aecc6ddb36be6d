//! What a report says of a workspace: a [`Provisional`] comes in, a [`Report`] goes out.

use rustc_hash::FxHashMap;

use super::elements::{indices, kinds, label, policies, side};
use super::guards::{VIOLATED, guards};
use super::model::{Code, Environment, Finding, Group, Policy, Report, Side, Workload};
use super::spoken::Spoken;
use super::texts::Texts;
use crate::answers::why::Said;
use crate::answers::words::{Choice, Header, Place};
use crate::placement::Provisional;
use crate::syntax::ast::Statement;
use crate::syntax::quoted;
use crate::table::CodeId;
use crate::workspace::{self, Checked, EnvironmentId, PolicyId};

/// What the document says that it is.
pub const SCHEMA: &str = "bpol.report.v1";

impl Report {
    /// The report of a workspace, whose workloads may have nowhere to run and whose guards may not hold.
    /// `date` is written as it is.
    #[must_use]
    pub fn new(provisional: &Provisional, date: Option<String>) -> Self {
        let workspace = provisional.workspace();
        let mut spoken = Spoken::of(provisional);
        let texts = &mut spoken.texts;
        let said = Said::new(provisional);
        let policies =
            workspace.policies().iter().map(|(id, it)| policy(workspace, texts, &said.policy(id), it));
        let policies = policies.collect();
        let guards = guards(provisional, texts);
        let mut files = Files::default();
        let workloads = workspace.workloads().iter().map(|it| workload(workspace, &mut files, it)).collect();
        Self {
            header: Header::new(SCHEMA, provisional),
            date,
            fleet: workspace.table().has_fleet(),
            codes: codes(workspace),
            groups: workspace.groups().values().iter().map(|it| group(workspace, it)).collect(),
            sets: spoken.sets,
            points: spoken.points,
            workloads,
            environments: environments(workspace),
            policies,
            guards,
            findings: findings(provisional),
            texts: spoken.texts.all(),
            files: files.all,
            spots: spoken.spots,
            ranges: spoken.ranges,
        }
    }
}

fn codes(workspace: &Checked) -> Vec<Code> {
    let table = workspace.table();
    let codes = table.iter().map(|(id, code)| Code {
        choice: Choice::code(table, id),
        label: label(workspace.statement(code.statement())),
        parent: code.parent().map(CodeId::index),
        offers: code.offers().map(indices),
    });
    codes.collect()
}

fn group(workspace: &Checked, group: &workspace::Group) -> Group {
    let set = group.options().set();
    Group {
        name: group.name().to_owned(),
        label: label(workspace.statement(group.statement())),
        policy_type: set.policy_type(),
        codes: indices(&workspace.space().shortest(set)),
    }
}

/// The lines where the list of a statement first has each of `attached`.
fn lines(workspace: &Checked, statement: Statement<'_>, attached: &[PolicyId]) -> Vec<usize> {
    let mut first: FxHashMap<String, usize> = FxHashMap::default();
    for word in statement.list().iter() {
        let line = || Place::of(workspace, word.span()).line;
        first.entry(word.value().into_owned()).or_insert_with(line);
    }
    let mut named: Vec<(usize, &str)> =
        attached.iter().map(|&it| (it.index(), workspace.policies()[it].name())).collect();
    named.sort_unstable();
    named.dedup();
    named.iter().filter_map(|(_, name)| first.get(*name).copied()).collect()
}

/// Files by number.
#[derive(Default)]
struct Files {
    numbers: FxHashMap<String, usize>,
    all: Vec<String>,
}

impl Files {
    fn number(&mut self, path: String) -> usize {
        if let Some(known) = self.numbers.get(&path) {
            return *known;
        }
        self.all.push(path.clone());
        self.numbers.insert(path, self.all.len() - 1);
        self.all.len() - 1
    }
}

fn workload(workspace: &Checked, files: &mut Files, workload: &workspace::Workload) -> Workload {
    let name = workspace.identity(workload).name;
    let statement = workspace.statement_of(workload);
    let point = &workspace.points()[workload.point()];
    let Place { path, line, column } = Place::of(workspace, statement.name().span());
    let lines = lines(workspace, statement, &workspace.attachments()[point.attachments()]);
    let written = quoted(&name);
    Workload {
        name: (written != name).then_some(name),
        written,
        label: label(statement),
        point: workload.point().index(),
        place: (files.number(path), line, column),
        lines: if lines.iter().all(|it| *it == line) { Vec::new() } else { lines },
    }
}

fn environments(workspace: &Checked) -> Vec<Environment> {
    let mut numbers = workspace.environments().map(|_| 0_usize);
    for workload in workspace.workloads() {
        for id in workspace.upwards(workspace.points()[workload.point()].environment()) {
            numbers[id] += 1;
        }
    }
    let environments = workspace.environments().iter().map(|(id, it)| {
        let statement = workspace.statement(it.statement());
        let attached = &workspace.attachments()[it.attachments()];
        Environment {
            name: it.name().to_owned(),
            written: quoted(it.name()),
            label: label(statement),
            parent: it.parent().map(EnvironmentId::index),
            place: Place::of(workspace, statement.name().span()),
            policies: policies(attached),
            lines: lines(workspace, statement, attached),
            workloads: numbers[id],
        }
    });
    environments.collect()
}

fn policy(workspace: &Checked, texts: &mut Texts, said: &[String], policy: &workspace::Policy) -> Policy {
    let statement = workspace.statement(policy.statement());
    let Side { rules, except } =
        policy.options().map_or(Side { rules: Vec::new(), except: Vec::new() }, |it| side(workspace, it));
    let codes = policy.set().map_or_else(Vec::new, |set| workspace.space().shortest(set));
    Policy {
        name: policy.name().to_owned(),
        label: label(statement),
        policy_type: policy.policy_type(),
        target: policy.target().iter().collect(),
        targets: texts.number(&kinds(policy.target())),
        rules,
        except,
        codes: indices(&codes),
        cells: texts.numbers(said.iter().map(String::as_str)),
        place: Place::of(workspace, statement.name().span()),
    }
}

/// What is said of workloads that can run nowhere: once where it is the same for all at a point.
fn findings(provisional: &Provisional) -> Vec<Finding> {
    let workspace = provisional.workspace();
    let impossible = provisional.findings().iter().filter(|it| it.check.name != VIOLATED);
    let mut impossible = impossible.peekable();
    if impossible.peek().is_none() {
        return Vec::new();
    }
    let of_workload = |it: &workspace::Workload| {
        let place = Place::of(workspace, workspace.statement_of(it).name().span());
        (place, it.point().index())
    };
    let points: FxHashMap<Place, usize> = workspace.workloads().iter().map(of_workload).collect();
    let mut first: FxHashMap<usize, Place> = FxHashMap::default();
    let mut findings = Vec::new();
    for finding in impossible {
        let place = Place::of(workspace, finding.span);
        let point = points.get(&place).copied();
        // Of all workloads at a point the first one speaks.
        if point.is_some_and(|point| *first.entry(point).or_insert_with(|| place.clone()) != place) {
            continue;
        }
        let words = finding.fact.words();
        findings.push(Finding {
            code: finding.check.name,
            message: words.message,
            help: words.help,
            place,
            point,
        });
    }
    findings
}

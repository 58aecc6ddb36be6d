//! What a report says of a workspace: a [`Provisional`] comes in, a [`Report`] goes out.

use rustc_hash::FxHashMap;

use super::elements::{kinds, label, side};
use super::guards::{VIOLATED, guards};
use super::model::{Code, Environment, Finding, Group, Point, Policy, Report, Set, Side, Workload};
use super::spoken::{PointWords, SetWords, Spoken};
use super::texts::Texts;
use crate::answers::diff::limit_words;
use crate::answers::why::said_placements;
use crate::answers::words::{Choice, Header, Place, Status};
use crate::emit::document::Limit;
use crate::placement::Provisional;
use crate::syntax::ast::Statement;
use crate::syntax::quoted;
use crate::syntax::keyword::PolicyType;
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
        let (sets, points) = (sets(provisional, &mut spoken), points(provisional, &mut spoken));
        let texts = &mut spoken.texts;
        let policies = workspace.policies().values().iter().map(|it| policy(workspace, texts, it)).collect();
        let guards = guards(provisional, texts);
        Self {
            header: Header::new(SCHEMA, provisional),
            date,
            fleet: workspace.table().has_fleet(),
            codes: codes(workspace),
            groups: workspace.groups().values().iter().map(|it| group(workspace, it)).collect(),
            sets,
            points,
            workloads: workspace.workloads().iter().map(|it| workload(workspace, it)).collect(),
            environments: environments(workspace),
            policies,
            guards,
            findings: findings(provisional),
            texts: spoken.texts.all(),
            spots: spoken.spots,
        }
    }
}

fn indices(codes: &[CodeId]) -> Vec<usize> {
    codes.iter().map(|it| it.index()).collect()
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

fn sets(provisional: &Provisional, spoken: &mut Spoken) -> Vec<Set> {
    let sets = provisional.sets().iter().map(|(id, set)| {
        let SetWords { heading, together } = spoken.sets.get(&id).cloned().unwrap_or_default();
        let status = provisional.status(id).into();
        let placements = provisional.placements(set);
        let placed = placements.as_ref().filter(|_| status == Status::Placed);
        Set {
            status,
            restricts: provisional.restricts(set).collect(),
            locations: indices(&provisional.codes(set, PolicyType::Location)),
            flavors: indices(&provisional.codes(set, PolicyType::Flavor)),
            placements: placements.as_ref().map(Vec::len),
            heading,
            together,
            placed: placed.map(|it| spoken.texts.number(&said_placements(provisional.workspace(), it))),
        }
    });
    sets.collect()
}

fn points(provisional: &Provisional, spoken: &mut Spoken) -> Vec<Point> {
    let workspace = provisional.workspace();
    let points = workspace.points().iter().map(|(id, point)| {
        let limits = provisional.limits_at(id);
        let limits: Vec<Limit> = limits.iter().map(|it| Limit::of(workspace, it)).collect();
        let limited = limits.iter().map(|it| spoken.texts.number(&limit_words(it))).collect();
        let PointWords { spots, violates, violated, impossible } =
            spoken.points.remove(&id).unwrap_or_default();
        Point {
            environment: point.environment().map(EnvironmentId::index),
            kind: point.kind(),
            policies: policies(&workspace.attachments()[point.attachments()]),
            set: provisional.set_at(id).index(),
            spots,
            violates,
            violated,
            impossible,
            limits,
            limited,
        }
    });
    points.collect()
}

fn policies(attached: &[PolicyId]) -> Vec<usize> {
    let mut policies: Vec<usize> = attached.iter().map(|it| it.index()).collect();
    policies.sort_unstable();
    policies.dedup();
    policies
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

fn workload(workspace: &Checked, workload: &workspace::Workload) -> Workload {
    let identity = workspace.identity(workload);
    let statement = workspace.statement_of(workload);
    let point = &workspace.points()[workload.point()];
    Workload {
        identity: identity.to_string(),
        kind: identity.kind,
        name: identity.name,
        environment: identity.environment,
        label: label(statement),
        point: workload.point().index(),
        place: Place::of(workspace, statement.name().span()),
        lines: lines(workspace, statement, &workspace.attachments()[point.attachments()]),
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

fn policy(workspace: &Checked, texts: &mut Texts, policy: &workspace::Policy) -> Policy {
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

//! Edits as the causes that people read: numbers come in, names and places in the sources go out.

use super::document::{Cause, EditKind};
use super::edit::Edit;
use super::facts::Facts;
use super::numbers::{NEW, OLD};
use super::pairs::Pair;
use crate::answers::words::{Place, PointName};
use crate::syntax::ast::Statement;
use crate::syntax::keyword::Attribute;
use crate::workspace::{Workload, Workspace};

impl Edit {
    /// The edit as a cause for a workload.
    pub(super) fn cause(self, facts: &Facts<'_>, pair: &Pair<'_>) -> Cause {
        let policy = |number| facts.policies.name(number);
        let cause = |edit, name: Option<&str>, point, place| Cause {
            edit,
            name: name.map(str::to_owned),
            point,
            place,
            jointly: false,
        };
        let attached = |side| if side == NEW { EditKind::Attached } else { EditKind::Detached };
        match self {
            Self::Policy(number) => {
                cause(EditKind::PolicyEdited, policy(number), None, of_policy(facts, number))
            }
            Self::Target(number) => {
                cause(EditKind::TargetChanged, policy(number), None, of_policy(facts, number))
            }
            Self::Attach { environment, policy: number } => {
                let has = |side| {
                    let fact = facts.environments.on(side, environment);
                    fact.is_some_and(|it| it.list.binary_search(&number).is_ok())
                };
                let side = if has(NEW) { NEW } else { OLD };
                let place = of_environment(facts, side, environment, policy(number));
                let name = facts.environments.name(environment);
                let point = name.map(|it| PointName::Environment(it.to_owned()));
                cause(attached(side), policy(number), point, place)
            }
            Self::AttachOwn(number) => {
                let place = |side| {
                    let (workspace, workload) = own(facts, side, pair)?;
                    word(workspace, workspace.statement_of(workload), policy(number))
                };
                let is_new = place(NEW);
                let (side, place) = if is_new.is_some() { (NEW, is_new) } else { (OLD, place(OLD)) };
                cause(attached(side), policy(number), point(facts, NEW, pair), place)
            }
            Self::Parent(number) => {
                let place = of_environment(facts, NEW, number, None);
                cause(EditKind::EnvironmentMoved, facts.environments.name(number), None, place)
            }
            Self::Home => of_workload(facts, NEW, pair, EditKind::WorkloadMoved),
            Self::Added => of_workload(facts, NEW, pair, EditKind::WorkloadAdded),
            Self::Removed => of_workload(facts, OLD, pair, EditKind::WorkloadRemoved),
            Self::Group(number) => {
                let name = facts.groups.name(number);
                let place = on_either(facts, |workspace| {
                    let group = &workspace.groups()[workspace.group(name?)?];
                    word(workspace, workspace.statement(group.statement()), None)
                });
                cause(EditKind::GroupEdited, name, None, place)
            }
            Self::Fleet(number) => {
                let name = facts.codes.all.name(number).map(|(_, name)| name);
                let place = on_either(facts, |workspace| {
                    let id = workspace.table().find(Attribute::Location, name?)?;
                    word(workspace, workspace.statement(workspace.table()[id].statement()), None)
                });
                cause(EditKind::FleetChanged, name, None, place)
            }
            Self::Table => cause(EditKind::TableChanged, None, None, None),
        }
    }
}

/// A workload on a side.
fn own<'a>(facts: &Facts<'a>, side: usize, pair: &Pair<'_>) -> Option<(&'a Workspace, &'a Workload)> {
    let row = if side == NEW { pair.new } else { pair.old }?;
    let workspace = facts.workspace(side)?;
    Some((workspace, workspace.workloads().get(row.index)?))
}

fn point(facts: &Facts<'_>, side: usize, pair: &Pair<'_>) -> Option<PointName> {
    let (workspace, workload) = own(facts, side, pair)?;
    Some(PointName::Workload(workspace.identity(workload).into()))
}

fn of_workload(facts: &Facts<'_>, side: usize, pair: &Pair<'_>, edit: EditKind) -> Cause {
    let place = own(facts, side, pair)
        .and_then(|(workspace, workload)| word(workspace, workspace.statement_of(workload), None));
    Cause { edit, name: None, point: point(facts, side, pair), place, jointly: false }
}

fn on_either(facts: &Facts<'_>, find: impl Fn(&Workspace) -> Option<Place>) -> Option<Place> {
    [NEW, OLD].into_iter().find_map(|side| find(facts.workspace(side)?))
}

fn of_policy(facts: &Facts<'_>, number: usize) -> Option<Place> {
    let name = facts.policies.name(number)?;
    on_either(facts, |workspace| {
        let policy = &workspace.policies()[workspace.policy(name)?];
        word(workspace, workspace.statement(policy.statement()), None)
    })
}

fn of_environment(facts: &Facts<'_>, side: usize, number: usize, policy: Option<&str>) -> Option<Place> {
    let workspace = facts.workspace(side)?;
    let environment = workspace.environment(facts.environments.name(number)?)?;
    word(workspace, workspace.statement(workspace.environments()[environment].statement()), policy)
}

/// Where a statement names a policy in its list, or its own name.
fn word(workspace: &Workspace, statement: Statement<'_>, policy: Option<&str>) -> Option<Place> {
    let name = match policy {
        Some(policy) => statement.list().iter().find(|it| it.value() == policy)?,
        None => statement.name(),
    };
    Some(Place::of(workspace, name.span()))
}

//! Whether a workspace means what it meant before an edit: two results come in, and whether they agree goes
//! out.

use crate::placement::{Environments, PlacementSet, Resolved};
use crate::syntax::Identity;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Keyword, Kind};
use crate::syntax::limit::Tokens;
use crate::table::Set;
use crate::workspace::{Kinds, Options, PointId};

/// What a fix changes the text of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// A statement, by all that it is known by.
    Statement { keyword: Keyword, name: String, parent: Option<String> },
    /// A comment, or a stretch that is no statement.
    Other,
}

impl Subject {
    pub(super) fn of(statement: Statement<'_>) -> Self {
        Self::Statement {
            keyword: statement.keyword(),
            name: statement.name().value().into_owned(),
            parent: statement.parent().map(|parent| parent.value().into_owned()),
        }
    }
}

/// What a workspace means before and after fixes.
pub(super) struct Meanings<'r> {
    before: &'r Resolved,
    after: &'r Resolved,
    /// What every environment and all that it is in allow. A policy that never matches where it is attached
    /// applies to nothing, as for the lints.
    environments: [Environments; 2],
    /// Whether every workload has the same set in both.
    pub(super) have_same_sets: bool,
}

impl<'r> Meanings<'r> {
    pub(super) fn new(before: &'r Resolved, after: &'r Resolved) -> Self {
        let of = |resolved: &Resolved| resolved.environments(|id| resolved.workspace().matching(id));
        let environments = [of(before), of(after)];
        Self { before, after, environments, have_same_sets: have_same_sets(before, after) }
    }

    /// Whether `subject` allows the same in both; where that cannot be told of it alone, whether every
    /// workload has the same set.
    pub(super) fn agree(&self, subject: &Subject) -> bool {
        let Subject::Statement { keyword, name, parent } = subject else { return self.have_same_sets };
        let (before, after) = (self.before, self.after);
        match keyword {
            Keyword::Group => group(before, name) == group(after, name),
            Keyword::Policy => policy(before, name) == policy(after, name),
            Keyword::Guard => guard(before, name) == guard(after, name),
            Keyword::Environment => {
                let [own, others] = &self.environments;
                environment(before, own, name) == environment(after, others, name)
            }
            Keyword::Workload(kind) => {
                let identity = Identity { environment: parent.clone(), kind: *kind, name: name.clone() };
                workload(before, &identity) == workload(after, &identity)
            }
            _ => self.have_same_sets,
        }
    }
}

/// Whether every workload has the same set in both.
fn have_same_sets(a: &Resolved, b: &Resolved) -> bool {
    let (workloads, others) = (a.workspace().workloads(), b.workspace().workloads());
    workloads.len() == others.len()
        && workloads.iter().zip(others).all(|(own, other)| {
            a.sets()[a.set_id(own)] == b.sets()[b.set_id(other)]
                && a.workspace().name_of(own) == b.workspace().name_of(other)
                && point(a, own.point()) == point(b, other.point())
        })
}

fn point(resolved: &Resolved, id: PointId) -> (Option<&str>, Kind) {
    let workspace = resolved.workspace();
    let point = &workspace.points()[id];
    (point.environment().map(|id| workspace.environments()[id].name()), point.kind())
}

/// What a policy allows, and which kinds.
fn policy<'r>(resolved: &'r Resolved, name: &str) -> Option<(Option<&'r Set>, Option<&'r Tokens>, Kinds)> {
    let policy = &resolved.workspace().policies()[resolved.workspace().policy(name)?];
    Some((policy.set(), policy.tokens(), policy.target()))
}

/// What is in a group.
fn group<'r>(resolved: &'r Resolved, name: &str) -> Option<&'r Set> {
    let id = resolved.workspace().group(name)?;
    Some(resolved.workspace().groups()[id].options().set())
}

/// What a guard speaks of.
fn guard<'r>(resolved: &'r Resolved, name: &str) -> Option<(&'r Set, Option<&'r Set>, Kinds)> {
    let workspace = resolved.workspace();
    let guard = &workspace.guards()[workspace.guard(name)?];
    Some((guard.options().set(), guard.joint().map(Options::set), guard.target()))
}

/// What an environment and all that it is in allow each kind.
fn environment<'e>(
    resolved: &Resolved,
    environments: &'e Environments,
    name: &str,
) -> Option<[&'e PlacementSet; Kind::ALL.len()]> {
    let id = resolved.workspace().environment(name)?;
    Some(Kind::ALL.map(|kind| environments.allowed(Some(id), kind)))
}

fn workload<'r>(resolved: &'r Resolved, identity: &Identity) -> Option<&'r PlacementSet> {
    let workload = resolved.workspace().workload(identity)?;
    Some(&resolved.sets()[resolved.set_id(workload)])
}

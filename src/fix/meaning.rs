//! Whether a workspace means what it meant before an edit: two results come in, and whether they agree goes
//! out.

use crate::placement::{PlacementSet, Resolved, Set};
use crate::syntax::Identity;
use crate::syntax::keyword::{Keyword, Kind};
use crate::workspace::{Kinds, PointId};

/// What a fix changes the text of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// A statement, by all that it is known by.
    Statement { keyword: Keyword, name: String, parent: Option<String> },
    /// A comment, or a stretch that is no statement.
    Other,
}

/// The sorts of statements that mean something by themselves, those first that the others build on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Policy,
    Environment,
    Workload(Kind),
}

impl Subject {
    /// The sort of statement, where what it means can be told from its own text and what it builds on.
    pub(super) fn sort(&self) -> Option<Sort> {
        match self {
            Self::Statement { keyword: Keyword::Policy, .. } => Some(Sort::Policy),
            Self::Statement { keyword: Keyword::Environment, .. } => Some(Sort::Environment),
            Self::Statement { keyword: Keyword::Workload(kind), .. } => Some(Sort::Workload(*kind)),
            _ => None,
        }
    }
}

/// Whether every workload has the same set in both.
pub(super) fn have_same_sets(a: &Resolved, b: &Resolved) -> bool {
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

/// Whether `subject` allows the same in both; where that cannot be told of it alone, whether every workload
/// has the same set.
pub(super) fn agree(a: &Resolved, b: &Resolved, subject: &Subject) -> bool {
    let (Subject::Statement { name, parent, .. }, Some(sort)) = (subject, subject.sort()) else {
        return have_same_sets(a, b);
    };
    match sort {
        Sort::Policy => policy(a, name) == policy(b, name),
        Sort::Environment => environment(a, name) == environment(b, name),
        Sort::Workload(kind) => {
            let identity = Identity { environment: parent.clone(), kind, name: name.clone() };
            workload(a, &identity) == workload(b, &identity)
        }
    }
}

/// What a policy allows, and which kinds.
fn policy<'r>(resolved: &'r Resolved, name: &str) -> Option<(&'r Set, Kinds)> {
    let id = resolved.workspace().policy(name)?;
    Some((resolved.policy(id), resolved.workspace().policies()[id].target()))
}

/// What an environment allows each kind.
fn environment(resolved: &Resolved, name: &str) -> Option<[PlacementSet; Kind::ALL.len()]> {
    let workspace = resolved.workspace();
    let id = workspace.environment(name)?;
    let list = &workspace.attachments()[workspace.environments()[id].attachments()];
    Some(Kind::ALL.map(|kind| resolved.allowed(list, kind)))
}

fn workload<'r>(resolved: &'r Resolved, identity: &Identity) -> Option<&'r PlacementSet> {
    let workload = resolved.workspace().workload(identity)?;
    Some(&resolved.sets()[resolved.set_id(workload)])
}

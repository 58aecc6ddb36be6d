//! Whether a workspace means what it meant before an edit: two results come in, and whether they agree goes
//! out.

use crate::placement::{PlacementSet, Resolved};
use crate::syntax::Identity;
use crate::syntax::keyword::{Keyword, Kind};
use crate::table::Set;
use crate::workspace::{EnvironmentId, Kinds, Options, PointId, PolicyId};

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
    Group,
    Policy,
    Environment,
    Guard,
    Workload(Kind),
}

impl Subject {
    /// The sort of statement, where what it means can be told from its own text and what it builds on.
    pub(super) fn sort(&self) -> Option<Sort> {
        match self {
            Self::Statement { keyword: Keyword::Group, .. } => Some(Sort::Group),
            Self::Statement { keyword: Keyword::Policy, .. } => Some(Sort::Policy),
            Self::Statement { keyword: Keyword::Guard, .. } => Some(Sort::Guard),
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
        Sort::Group => group(a, name) == group(b, name),
        Sort::Policy => policy(a, name) == policy(b, name),
        Sort::Guard => guard(a, name) == guard(b, name),
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

/// What an environment and all that it is in allow each kind. A policy that never matches where it is
/// attached takes no part, as for the lints.
fn environment(resolved: &Resolved, name: &str) -> Option<[Option<PlacementSet>; Kind::ALL.len()]> {
    let workspace = resolved.workspace();
    let id = workspace.environment(name)?;
    let matching = |id: EnvironmentId| -> Vec<PolicyId> {
        let attached = workspace.attachments()[workspace.environments()[id].attachments()].iter();
        let target = |policy: PolicyId| workspace.policies()[policy].target();
        let kinds = workspace.matching(id);
        attached.copied().filter(|&policy| !target(policy).intersection(kinds).is_empty()).collect()
    };
    let lists: Vec<Vec<PolicyId>> = workspace.upwards(Some(id)).map(matching).collect();
    let allowed = |kind| {
        let allowed = lists.iter().map(|list| resolved.allowed(list, kind));
        allowed.reduce(|above, own| above.intersection(&own))
    };
    Some(Kind::ALL.map(allowed))
}

fn workload<'r>(resolved: &'r Resolved, identity: &Identity) -> Option<&'r PlacementSet> {
    let workload = resolved.workspace().workload(identity)?;
    Some(&resolved.sets()[resolved.set_id(workload)])
}

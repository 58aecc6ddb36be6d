//! What a workspace means, to be compared with what it means after an edit.

use std::hash::BuildHasher as _;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::ids::Arena;
use crate::placement::{PlacementSet, PlacementSetId, Resolved};
use crate::syntax::keyword::Kind;

/// What a fix changes the text of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Policy(String),
    Environment(String),
    /// A workload, by the hash of its identity.
    Workload(u64),
    /// A comment, or a stretch that is no statement.
    Other,
}

/// The identity of a workload as a number, since there may be millions of them.
pub(super) fn identity(environment: Option<&str>, kind: Kind, name: &str) -> u64 {
    FxBuildHasher.hash_one((environment, kind, name))
}

/// What every workload, environment and policy of a workspace without errors allows.
#[derive(Debug)]
pub(super) struct Meaning {
    workloads: Vec<(u64, PlacementSetId)>,
    sets: Arena<PlacementSet>,
    /// The place of each workload in `workloads`.
    places: FxHashMap<u64, usize>,
    /// What each environment allows each kind.
    environments: FxHashMap<String, Vec<PlacementSet>>,
    /// What each policy allows.
    policies: FxHashMap<String, PlacementSet>,
}

impl Meaning {
    pub(super) fn of(resolved: &Resolved<'_>) -> Self {
        let workspace = &resolved.workspace;
        let evaluation = &resolved.evaluation;
        let workloads: Vec<(u64, PlacementSetId)> = workspace
            .workloads
            .iter()
            .map(|workload| {
                let point = &workspace.points[workload.point];
                let environment = point.environment.map(|id| &*workspace.environments[id].name);
                let name = workload.statement.name.value();
                (identity(environment, point.kind, &name), resolved.set_id(workload))
            })
            .collect();
        let environments = workspace.environments.values().iter().map(|environment| {
            let attached = &workspace.attachments[environment.attachments];
            let sets = Kind::ALL.iter().map(|&kind| evaluation.allowed(workspace, attached, kind));
            (environment.name.clone().into_owned(), sets.collect())
        });
        let policies = workspace.policies.iter().filter_map(|(id, policy)| {
            let kind = policy.target.iter().next()?;
            Some((policy.name.clone().into_owned(), evaluation.allowed(workspace, &[id], kind)))
        });
        Self {
            places: workloads.iter().enumerate().map(|(place, (identity, _))| (*identity, place)).collect(),
            sets: evaluation.sets.clone(),
            environments: environments.collect(),
            policies: policies.collect(),
            workloads,
        }
    }

    /// Whether every workload has the set that it has in `other`.
    pub(super) fn has_sets_of(&self, other: &Self) -> bool {
        self.workloads.len() == other.workloads.len()
            && self
                .workloads
                .iter()
                .zip(&other.workloads)
                .all(|(own, others)| own.0 == others.0 && self.sets[own.1] == other.sets[others.1])
    }

    /// Whether `subject` allows what it allows in `other`.
    pub(super) fn agrees(&self, other: &Self, subject: &Subject) -> bool {
        match subject {
            Subject::Policy(name) => self.policies.get(name) == other.policies.get(name),
            Subject::Environment(name) => self.environments.get(name) == other.environments.get(name),
            Subject::Workload(identity) => self.set_of(*identity) == other.set_of(*identity),
            Subject::Other => self.has_sets_of(other),
        }
    }

    fn set_of(&self, identity: u64) -> Option<&PlacementSet> {
        let (_, set) = self.workloads.get(*self.places.get(&identity)?)?;
        Some(&self.sets[*set])
    }
}

//! `bpol.matrix.v1`: a workspace comes in; what each environment allows each kind that occurs in it goes out.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::answers::sets::codes;
use crate::answers::words::{Choice, Header};
use crate::emit::page;
use crate::emit::text::Text;
use crate::placement::{PlacementSet, Provisional};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::workspace::{EnvironmentId, Kinds, PointId, PolicyId};

/// What the document says that it is.
const SCHEMA: &str = "bpol.matrix.v1";

/// What each environment allows each kind that occurs in it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Matrix {
    #[serde(flatten)]
    header: Header,
    /// One an environment and kind of the workloads in it and in all that is in it.
    pub rows: Vec<Row>,
}

/// An environment and a kind of the workloads in it and in all that is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Row {
    /// The environment; null for the workloads that are in none.
    pub environment: Option<String>,
    /// The kind.
    pub kind: Kind,
    /// How many workloads there are.
    pub workloads: usize,
    /// What is allowed of each type: of locations, then of flavors.
    pub types: Vec<Ceiling>,
}

/// What an environment and all that it is in allow together of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Ceiling {
    /// The type.
    #[serde(rename = "type")]
    pub policy_type: PolicyType,
    /// Whether a policy regulates it.
    pub restricted: bool,
    /// The shortest list of codes that stands for it; empty where nothing is left.
    pub ceiling: Vec<Choice>,
    /// The policies that make it, by name.
    pub policies: Vec<String>,
    /// How many of the workloads may have less of the type.
    pub narrowed: usize,
}

/// How many workloads there are, and how many have less of each type than their environment.
#[derive(Clone, Copy, Default)]
struct Numbers {
    workloads: usize,
    narrowed: [usize; 2],
}

impl Matrix {
    /// The matrix of a workspace.
    #[must_use]
    pub fn new(provisional: &Provisional) -> Self {
        let workspace = provisional.workspace();
        let mut points: FxHashMap<PointId, usize> = FxHashMap::default();
        for workload in workspace.workloads() {
            *points.entry(workload.point()).or_default() += 1;
        }
        let above = provisional.environments(|_| Kinds::ALL);
        let mut rows: BTreeMap<(Option<EnvironmentId>, Kind), Numbers> = BTreeMap::new();
        for (id, number) in points {
            let point = &workspace.points()[id];
            let set = &provisional.sets()[provisional.set_at(id)];
            let own = point.environment();
            let environments = workspace.upwards(own).map(Some).chain(own.is_none().then_some(None));
            for environment in environments {
                let ceiling = above.allowed(environment, point.kind());
                let numbers = rows.entry((environment, point.kind())).or_default();
                numbers.workloads += number;
                for (narrowed, policy_type) in numbers.narrowed.iter_mut().zip(PolicyType::ALL) {
                    if is_narrower(provisional, set, ceiling, policy_type) {
                        *narrowed += number;
                    }
                }
            }
        }
        let row = |((environment, kind), numbers): ((Option<EnvironmentId>, Kind), Numbers)| {
            let set = above.allowed(environment, kind);
            let types = PolicyType::ALL.into_iter().zip(numbers.narrowed);
            let types = types.map(|(policy_type, narrowed)| Ceiling {
                policy_type,
                restricted: set.of(policy_type).is_restricted(),
                ceiling: codes(workspace, set.set(provisional.space(), policy_type).as_ref()),
                policies: policies(provisional, environment, kind, policy_type),
                narrowed,
            });
            Row {
                environment: environment.map(|id| workspace.environments()[id].name().to_owned()),
                kind,
                workloads: numbers.workloads,
                types: types.collect(),
            }
        };
        Self { header: Header::new(SCHEMA, provisional), rows: rows.into_iter().map(row).collect() }
    }

    /// The matrix as JSON, an environment and kind a line.
    #[must_use]
    pub fn json(&self) -> Text {
        let line = |value: Vec<u8>| String::from_utf8_lossy(&value).into_owned();
        let open = format!(
            "{{\n  \"schema\": {},\n  \"compiler\": {},\n  \"reference\": {},\n  \"rows\": [",
            line(page::line(&self.header.schema)),
            line(page::line(&self.header.compiler)),
            line(page::line(&self.header.reference)),
        );
        let close = if self.rows.is_empty() { "]\n}" } else { "  ]\n}" };
        page::document(&open, page::lines(&self.rows, |row| row), "    ", close)
    }
}

/// Whether a workload has less of a type than what stands above it allows.
fn is_narrower(
    provisional: &Provisional,
    set: &PlacementSet,
    ceiling: &PlacementSet,
    policy_type: PolicyType,
) -> bool {
    let space = provisional.space();
    // A restricted set may still be all that there is.
    set.of(policy_type) != ceiling.of(policy_type)
        && set.set(space, policy_type) != ceiling.set(space, policy_type)
}

/// The policies of a type that an environment and all that it is in attach and that apply to a kind, by name.
fn policies(
    provisional: &Provisional,
    environment: Option<EnvironmentId>,
    kind: Kind,
    policy_type: PolicyType,
) -> Vec<String> {
    let workspace = provisional.workspace();
    let lists = workspace.upwards(environment);
    let lists = lists.map(|id| &workspace.attachments()[workspace.environments()[id].attachments()]);
    let mut all: Vec<PolicyId> = lists.flat_map(|list| list.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    let policies = all.into_iter().map(|id| &workspace.policies()[id]);
    let applied = policies.filter(|it| it.target().has(kind) && it.policy_type() == Some(policy_type));
    applied.map(|policy| policy.name().to_owned()).collect()
}

//! `bpol.placement.v1` and `bpol.workload.v1` as types: resolved workloads come in, a document goes out, and
//! a program reads the text of one into them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::placement::{COMPILER, used};
use super::point::applied;
use super::{sets, table};
use crate::arena::IdMap;
use crate::placement::{self, Provisional, Resolved};
use crate::syntax::keyword::{Attribute, Kind, PolicyType};
use crate::syntax::limit::{Period, Tokens};
use crate::table::{CodeId, Table};
use crate::workspace::{self, Checked, PolicyId};

/// The placement set of every workload, as `bpol compile` writes it.
///
/// ```
/// use bpol::emit::document::Document;
///
/// let text = r#"{
///   "schema": "bpol.placement.v1",
///   "compiler": "bpol 0.1.0",
///   "reference": {"name": "official", "digest": "sha256:…", "table": "sha256:…"},
///   "placementSets": [],
///   "workloads": []
/// }"#;
/// let document: Document = serde_json::from_str(text)?;
/// assert_eq!(document.reference.name, "official");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Document {
    /// Which document this is.
    pub schema: Schema,
    /// What wrote it: `bpol` and its version.
    pub compiler: String,
    /// The reference table.
    pub reference: Reference,
    /// The sets that the workloads have, each once, by id.
    pub placement_sets: Vec<PlacementSet>,
    /// The workloads by environment (none first), kind and name.
    pub workloads: Vec<Workload>,
}

/// What a [`Document`] says that it is; no other can be read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Schema {
    /// What [`Document`] describes.
    #[serde(rename = "bpol.placement.v1")]
    V1,
}

/// One workload with its set in it: a line of `bpol compile --format ndjson`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WorkloadLine {
    /// Which document this is.
    pub schema: WorkloadSchema,
    /// The workload, whose members stand in the line beside `schema`.
    #[serde(flatten)]
    pub workload: Workload<PlacementSet>,
}

/// What a [`WorkloadLine`] says that it is; no other can be read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkloadSchema {
    /// What [`WorkloadLine`] describes.
    #[serde(rename = "bpol.workload.v1")]
    V1,
}

/// Which reference table was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Reference {
    /// `official`, `world`, `none`, or the base name of its file.
    pub name: String,
    /// `sha256:` and the digest of its text.
    pub digest: String,
    /// `sha256:` and a digest of the whole table in force, the workspace's own statements included: it
    /// changes exactly if a code, parent, alias, offer, label or group does.
    pub table: String,
}

/// What workloads may run on, and where. No list is empty but `restricts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct PlacementSet {
    /// What workloads call it; it follows from the rest.
    pub id: String,
    /// The types that a policy regulates, location first. The lists are complete either way.
    pub restricts: Vec<PolicyType>,
    /// The shortest list of codes that stands for the places, by type and name.
    pub locations: Vec<Code>,
    /// The flavors, by type and name.
    pub flavors: Vec<Code>,
    /// Where exactly that is, by location; there exactly if the fleet is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placements: Option<Vec<Placement>>,
}

/// A location, and the allowed flavors that it offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Placement {
    /// The name of the location.
    pub location: String,
    /// The flavors, by type and name; never none.
    pub flavors: Vec<Code>,
}

/// A place or a flavor.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Code {
    /// What it is.
    #[serde(rename = "type")]
    pub attribute: Attribute,
    /// What policies call it.
    pub name: String,
}

/// A workload. `Set` is what it says of its set: the id, or all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Workload<Set = String> {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// The name of its environment, if it has one.
    pub environment: Option<String>,
    /// Where it may run.
    pub placement_set: Set,
    /// How many tokens it may use: those of the outermost environment first, its own last, then by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// Why: the policies that apply to it.
    pub policies: Policies,
}

/// How many tokens a workload may use: what one policy says at one point.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Limit {
    /// The policy that says it.
    pub policy: String,
    /// Who shares it.
    pub scope: Scope,
    /// The time in which tokens are counted.
    pub granularity: Period,
    /// How many of it.
    pub step: u64,
    /// How many tokens may go into a model.
    pub input: Option<u64>,
    /// How many may come out of it.
    pub output: Option<u64>,
    /// How many there may be of both together.
    pub total: Option<u64>,
    /// How many times as many may go in as come out.
    pub ratio: Option<u64>,
}

/// Who shares a limit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Scope {
    /// Nobody: it is the workload's own.
    Workload,
    /// The workloads of the environment of that name, and those of all environments in it.
    Environment(String),
}

/// The policies that apply to a workload, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Policies {
    /// Those that its environment attaches.
    pub environment: Vec<String>,
    /// Those that it attaches itself.
    pub workload: Vec<String>,
}

impl Document {
    /// The document of `workloads`, which are of that workspace, with the sets that they have.
    #[must_use]
    pub fn of(resolved: &Resolved, workloads: &[workspace::Workload]) -> Self {
        let sets = all_sets(resolved);
        let mut placement_sets: Vec<PlacementSet> =
            used(resolved, workloads).into_iter().map(|id| sets[id].clone()).collect();
        placement_sets.sort_unstable_by(|set, other| set.id.cmp(&other.id));
        Self {
            schema: Schema::V1,
            compiler: COMPILER.to_owned(),
            reference: Reference::of(resolved.workspace()),
            placement_sets,
            workloads: each(resolved, workloads, |id| sets[id].id.clone()).collect(),
        }
    }
}

impl WorkloadLine {
    /// The lines of `workloads`, which are of that workspace.
    pub fn of(resolved: &Resolved, workloads: &[workspace::Workload]) -> impl Iterator<Item = Self> {
        let sets = all_sets(resolved);
        let workloads = each(resolved, workloads, move |id| sets[id].clone());
        workloads.map(|workload| Self { schema: WorkloadSchema::V1, workload })
    }
}

impl Reference {
    /// The table of a workspace.
    #[must_use]
    pub fn of(workspace: &Checked) -> Self {
        let reference = workspace.reference();
        Self {
            name: reference.name().to_owned(),
            digest: reference.digest().to_owned(),
            table: table::digest(workspace),
        }
    }
}

impl PlacementSet {
    /// The set as lists.
    #[must_use]
    pub fn of(provisional: &Provisional, set: &placement::PlacementSet) -> Self {
        let table = provisional.workspace().table();
        let codes = |codes: &[CodeId]| codes.iter().map(|&code| Code::of(table, code)).collect();
        let placement = |placement: &placement::Placement| Placement {
            location: table[placement.location()].name().to_owned(),
            flavors: codes(placement.flavors()),
        };
        let mut set = Self {
            id: String::new(),
            restricts: provisional.restricts(set).collect(),
            locations: codes(&provisional.codes(set, PolicyType::Location)),
            flavors: codes(&provisional.codes(set, PolicyType::Flavor)),
            placements: provisional.placements(set).map(|all| all.iter().map(placement).collect()),
        };
        set.id = set.computed_id();
        set
    }

    /// The id that the rest of the set leads to: `ps-` and the first 16 hexadecimal digits of the SHA-256 of
    /// its compact JSON without `id`.
    #[must_use]
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "lists of words are JSON")]
    pub fn computed_id(&self) -> String {
        #[derive(Serialize)]
        struct Rest<'s> {
            restricts: &'s [PolicyType],
            locations: &'s [Code],
            flavors: &'s [Code],
            #[serde(skip_serializing_if = "Option::is_none")]
            placements: Option<&'s [Placement]>,
        }

        let Self { id: _, restricts, locations, flavors, placements } = self;
        let rest = Rest { restricts, locations, flavors, placements: placements.as_deref() };
        let compact = serde_json::to_vec(&rest).expect("lists of words are JSON");
        sets::set_id(&compact)
    }
}

impl Code {
    pub(super) fn of(table: &Table, code: CodeId) -> Self {
        Self { attribute: table[code].attribute(), name: table[code].name().to_owned() }
    }
}

impl Limit {
    /// A limit of a workload of that workspace.
    #[must_use]
    pub fn of(workspace: &Checked, limit: &placement::Limit<'_>) -> Self {
        let environment = |id| Scope::Environment(workspace.environments()[id].name().to_owned());
        let Tokens { input, output, total, period, step, ratio } = *limit.tokens();
        Self {
            policy: limit.policy().name().to_owned(),
            scope: limit.scope().map_or(Scope::Workload, environment),
            granularity: period,
            step,
            input,
            output,
            total,
            ratio,
        }
    }
}

/// Every set of the workspace.
fn all_sets(resolved: &Resolved) -> IdMap<placement::PlacementSet, PlacementSet> {
    resolved.sets().map(|(_, set)| PlacementSet::of(resolved, set))
}

/// Each of `workloads`, with what `set` gives for its set.
fn each<Set>(
    resolved: &Resolved,
    workloads: &[workspace::Workload],
    set: impl Fn(placement::PlacementSetId) -> Set,
) -> impl Iterator<Item = Workload<Set>> {
    let workspace = resolved.workspace();
    workloads.iter().map(move |workload| {
        let point = &workspace.points()[workload.point()];
        let names = |policies: &[PolicyId]| {
            applied(workspace, policies, point.kind()).map(|policy| policy.name().to_owned()).collect()
        };
        Workload {
            kind: point.kind(),
            name: workspace.name_of(workload).value().into_owned(),
            environment: point.environment().map(|id| workspace.environments()[id].name().to_owned()),
            placement_set: set(resolved.set_id(workload)),
            limits: resolved.limits(workload).iter().map(|it| Limit::of(workspace, it)).collect(),
            policies: Policies {
                environment: names(&workspace.attached_above(point)),
                workload: names(&workspace.attachments()[point.attachments()]),
            },
        }
    })
}

//! `bpol.query.v1`: an answer comes in, its JSON goes out.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::answer::{Answer, HangOn, Known};
use super::filters::Filters;
use crate::answers::asked::Asked;
use crate::answers::words::{Changed, Choice, Header, Status, WorkloadName, placement_set};
use crate::emit::document::{Limit, PlacementSet, Policies};
use crate::emit::page;
use crate::emit::text::Text;
use crate::placement::{PlacementSetId, Provisional};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::workspace::{PointId, PolicyId, Workload};

/// What the document says that it is.
const SCHEMA: &str = "bpol.query.v1";

/// The workloads for which all filters hold.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Document {
    #[serde(flatten)]
    header: Header,
    /// What was asked for.
    filters: Within,
    /// The workloads. With `lose`: impossible ones first, then those with the fewest left.
    workloads: Vec<Row<'static>>,
    /// With `fragile`: the locations that are the only one of workloads, by number downwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    hang_on: Option<Vec<HangOn>>,
}

/// What was asked for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Within {
    /// Places that the set touches.
    r#in: Vec<Choice>,
    /// Flavors that the set touches.
    on: Vec<Choice>,
    /// What nothing of the set lies outside.
    only: Vec<Choice>,
    /// What the set does not touch.
    never: Vec<Choice>,
    /// What goes away.
    lose: Vec<Choice>,
    /// The kinds, one of which it is.
    kind: Vec<Kind>,
    /// The environments, one of which it is in; null for none.
    environment: Vec<Option<String>>,
    /// Policies that apply to it.
    policy: Vec<String>,
    /// Types that policies regulate.
    restricted: Vec<PolicyType>,
    /// Types that no policy regulates.
    unrestricted: Vec<PolicyType>,
    /// How many placements it has at most.
    fragile: Option<usize>,
}

/// A workload for which all filters hold.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Row<'a> {
    /// What it is.
    kind: Kind,
    /// Its name.
    name: String,
    /// The name of its environment, if it has one.
    environment: Option<String>,
    /// Whether it can run anywhere.
    status: Status,
    /// Where it may run; null where it can run nowhere.
    #[schemars(with = "Option<PlacementSet>")]
    placement_set: &'a RawValue,
    /// How many tokens it may use.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Limit>")]
    limits: Option<&'a RawValue>,
    /// The policies that apply to it.
    #[schemars(with = "Policies")]
    policies: &'a RawValue,
    /// What it loses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Changed")]
    lost: Option<&'a RawValue>,
    /// What is left of the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Changed")]
    left: Option<&'a RawValue>,
    /// How many placements there were; null without a fleet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<usize>")]
    before: Option<Option<usize>>,
    /// How many are left; null without a fleet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<usize>")]
    after: Option<Option<usize>>,
    /// Whether nothing is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    impossible: Option<bool>,
}

impl Within {
    fn of(provisional: &Provisional, filters: &Filters) -> Self {
        let workspace = provisional.workspace();
        let named = |asked: &[Asked]| asked.iter().map(|it| it.choice.clone()).collect();
        let environment = |id| workspace.environments()[id].name().to_owned();
        let policy = |&id: &PolicyId| workspace.policies()[id].name().to_owned();
        Self {
            r#in: named(&filters.inside),
            on: named(&filters.on),
            only: named(&filters.only),
            never: named(&filters.never),
            lose: named(&filters.lose),
            kind: filters.kinds.clone(),
            environment: filters.environments.iter().map(|it| it.map(environment)).collect(),
            policy: filters.policies.iter().map(policy).collect(),
            restricted: filters.restricted.clone(),
            unrestricted: filters.unrestricted.clone(),
            fragile: filters.fragile(),
        }
    }
}

/// What is said of all workloads with one set.
struct OfSet {
    status: Status,
    set: Box<RawValue>,
    loss: Option<OfLoss>,
}

struct OfLoss {
    lost: Box<RawValue>,
    left: Box<RawValue>,
    before: Option<usize>,
    after: Option<usize>,
    is_impossible: bool,
}

/// What is said of all workloads at one point.
struct OfPoint {
    policies: Box<RawValue>,
    limits: Option<Box<RawValue>>,
}

/// The answer as JSON, a workload a line.
#[must_use]
pub fn json(answer: &Answer<'_>) -> Text {
    let provisional = answer.provisional;
    let of_set = |(&id, known): (&PlacementSetId, &Known)| {
        let loss = known.loss.as_ref().map(|loss| OfLoss {
            lost: page::part(&loss.lost),
            left: page::part(&loss.left),
            before: loss.before,
            after: loss.after,
            is_impossible: loss.is_impossible,
        });
        let status = provisional.status(id).into();
        (id, OfSet { status, set: page::part(&placement_set(provisional, id)), loss })
    };
    let sets: FxHashMap<PlacementSetId, OfSet> = answer.sets.iter().map(of_set).collect();
    let mut points: FxHashMap<PointId, OfPoint> = FxHashMap::default();
    for workload in &answer.workloads {
        points.entry(workload.point()).or_insert_with(|| of_point(provisional, workload.point()));
    }
    let workspace = provisional.workspace();
    #[expect(clippy::indexing_slicing, reason = "sets and points are those of the workloads")]
    let row = |workload: &&Workload| {
        let (set, point) = (&sets[&provisional.set_id(workload)], &points[&workload.point()]);
        let WorkloadName { kind, name, environment } = WorkloadName::of(workspace, workload);
        let loss = set.loss.as_ref();
        Row {
            kind,
            name,
            environment,
            status: set.status,
            placement_set: &set.set,
            limits: point.limits.as_deref(),
            policies: &point.policies,
            lost: loss.map(|it| &*it.lost),
            left: loss.map(|it| &*it.left),
            before: loss.map(|it| it.before),
            after: loss.map(|it| it.after),
            impossible: loss.map(|it| it.is_impossible),
        }
    };
    let header = Header::new(SCHEMA, provisional);
    let line = |value: Vec<u8>| String::from_utf8_lossy(&value).into_owned();
    let open = format!(
        "{{\n  \"schema\": {},\n  \"compiler\": {},\n  \"reference\": {},\n  \"filters\": {},\n  \"workloads\": [",
        line(page::line(&header.schema)),
        line(page::line(&header.compiler)),
        line(page::line(&header.reference)),
        line(page::line(&Within::of(provisional, &answer.filters))),
    );
    let end = if answer.is_empty() { "]" } else { "  ]" };
    let close = match answer.hang_on() {
        Some(locations) => format!("{end},\n  \"hangOn\": {}\n}}", line(page::line(&locations))),
        None => format!("{end}\n}}"),
    };
    page::document(&open, page::lines(&answer.workloads, row), "    ", &close)
}

fn of_point(provisional: &Provisional, id: PointId) -> OfPoint {
    let workspace = provisional.workspace();
    let point = &workspace.points()[id];
    let names = |policies: &[PolicyId]| {
        let policies = policies.iter().map(|&id| &workspace.policies()[id]);
        let applied = policies.filter(|policy| policy.target().has(point.kind()));
        applied.map(|policy| policy.name().to_owned()).collect()
    };
    let policies = Policies {
        environment: names(&workspace.attached_above(point)),
        workload: names(&workspace.attachments()[point.attachments()]),
    };
    let limits: Vec<Limit> = provisional.limits_at(id).iter().map(|it| Limit::of(workspace, it)).collect();
    OfPoint { policies: page::part(&policies), limits: (!limits.is_empty()).then(|| page::part(&limits)) }
}

//! `bpol.query.v1` as types, as its schema has it.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::HangOn;
use super::filters::Filters;
use crate::answers::asked::Asked;
use crate::answers::words::{Changed, Choice, Header, Status};
use crate::emit::document::{Limit, PlacementSet, Policies};
use crate::placement::Provisional;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::workspace::PolicyId;

/// What the document says that it is.
pub(super) const SCHEMA: &str = "bpol.query.v1";

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
    workloads: Vec<Row>,
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
pub struct Row {
    /// What it is.
    kind: Kind,
    /// Its name.
    name: String,
    /// The name of its environment, if it has one.
    environment: Option<String>,
    /// Whether it can run anywhere.
    status: Status,
    /// Where it may run; null where it can run nowhere.
    placement_set: Option<PlacementSet>,
    /// How many tokens it may use.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Limit>")]
    limits: Option<Vec<Limit>>,
    /// The policies that apply to it.
    policies: Policies,
    /// What it loses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Changed")]
    lost: Option<Changed>,
    /// What is left of the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Changed")]
    left: Option<Changed>,
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
    pub(super) fn of(provisional: &Provisional, filters: &Filters) -> Self {
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

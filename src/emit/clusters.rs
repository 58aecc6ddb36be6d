//! What the targets share that choose whole clusters: a request and a name map come in, what the documents of
//! each workload choose by goes out, where whole clusters can hold the set.

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::value::RawValue;

use super::about::Shape;
use super::codes::{NameMap, Names};
use super::common::switch;
use super::names::{KUBERNETES, LABEL_VALUE, NameRule, namespaces, refuse_clashes, workload_names};
use super::page;
use super::plan::{Plan, Plans, Rectangle};
use super::refusal::{Refusal, Refusals};
use super::settings::{Setting, Settings, Wrong};
use super::target::{Key, Request};
use super::toml::key;
use crate::diagnostic::{count, some};
use crate::placement::PlacementSetId;
use crate::syntax::Identity;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::{CodeId, Table};

/// `locations-only`: flavors are enforced elsewhere.
pub const LOCATIONS_ONLY: Key =
    switch("locations-only", "Write the locations alone: something else holds workloads to their flavors");

/// `clusters`: how many of the allowed clusters are chosen.
pub const CLUSTERS: Key = Key::new(
    "clusters",
    "How many of the allowed clusters are chosen; all of them unless it is set",
    Shape::Number,
    |it| number(it).map(drop),
);

/// How many of the allowed clusters are chosen; none for all.
///
/// # Errors
/// Where it is no number that the tools take.
pub fn chosen(settings: &Settings) -> Result<Option<u32>, Wrong> {
    settings.get(CLUSTERS.about.name).map(number).transpose()
}

fn number(setting: &Setting) -> Result<u32, Wrong> {
    let number = i32::try_from(setting.number()?).ok().and_then(|it| u32::try_from(it).ok());
    number.ok_or_else(|| Wrong::new(&setting.place, format!("the number is larger than {}", i32::MAX), None))
}

/// Whether the configuration says which flavor a cluster has.
#[derive(Clone, Copy, Debug)]
pub struct Telling {
    /// Whether it does.
    pub tells: bool,
    /// The line of `[emit.TARGET]` that would say so.
    pub line: &'static str,
}

/// What a workload may choose by: clusters in one of the locations, and with one of the flavors.
#[derive(Debug)]
pub struct Alternative {
    /// The locations; never none.
    pub locations: Vec<CodeId>,
    /// The flavors; `None` where clusters are not told by them.
    pub flavors: Option<Vec<CodeId>>,
}

/// The workloads of a request as a target that chooses clusters sees them.
#[derive(Debug)]
pub struct Clusters<'r> {
    request: Request<'r>,
    /// The name and namespace of each workload's object.
    objects: Vec<(String, String)>,
    /// What each set allows.
    pub plans: Plans,
    /// Whether documents hold the locations alone.
    pub is_locations_only: bool,
    tells_flavors: bool,
}

/// What the documents of one set have in common.
#[derive(Debug)]
pub struct Shared {
    id: String,
    /// The part of the document that is the set's alone.
    pub part: Box<RawValue>,
}

/// What the document of one workload is made of.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The workload.
    pub identity: &'a Identity,
    /// The name of its object.
    pub name: &'a str,
    /// What its set has.
    pub shared: &'a Shared,
    namespace: &'a str,
    restricts: Option<&'static str>,
}

/// The `metadata` of an object.
#[derive(Debug, Serialize)]
pub struct Metadata<'a> {
    name: &'a str,
    namespace: &'a str,
    annotations: Annotations<'a>,
}

#[derive(Debug, Serialize)]
struct Annotations<'a> {
    #[serde(rename = "bpol/workload")]
    workload: String,
    #[serde(rename = "bpol/placement-set")]
    placement_set: &'a str,
    #[serde(rename = "bpol/restricts", skip_serializing_if = "Option::is_none")]
    restricts: Option<&'static str>,
}

/// A selector by labels or the like.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Selector<'k> {
    match_expressions: Vec<Expression<'k>>,
}

#[derive(Debug, Serialize)]
struct Expression<'k> {
    key: &'k str,
    operator: &'static str,
    values: Vec<String>,
}

impl<'k> Selector<'k> {
    /// What has one of some values under each key: `(key, values)`.
    #[must_use]
    pub fn new(expressions: impl IntoIterator<Item = (&'k str, Vec<String>)>) -> Self {
        let expression = |(key, values)| Expression { key, operator: "In", values };
        Self { match_expressions: expressions.into_iter().map(expression).collect() }
    }
}

impl<'a> Item<'a> {
    /// The `metadata` of its object.
    #[must_use]
    pub fn metadata(&self) -> Metadata<'a> {
        Metadata {
            name: self.name,
            namespace: self.namespace,
            annotations: Annotations {
                workload: self.identity.to_string(),
                placement_set: &self.shared.id,
                restricts: self.restricts,
            },
        }
    }
}

impl<'r> Clusters<'r> {
    /// Names the objects and plans the sets. Refused are sets that whole clusters cannot hold: those that
    /// lack a flavor of one of their locations where nothing tells clusters by their flavors. With `narrow`
    /// they lose such locations; with `locations-only` they are written all the same.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn new(
        request: &Request<'r>,
        map: &NameMap,
        telling: Telling,
        refusals: &mut Refusals<'_>,
        notes: &mut Vec<String>,
    ) -> Result<Self, Wrong> {
        let target = request.target.name;
        let names = workload_names(request, &KUBERNETES, refusals)?;
        let namespaces = namespaces(request, Some("default"), &KUBERNETES, refusals)?;
        let objects: Vec<(String, String)> =
            names.into_iter().zip(namespaces.into_iter().flatten()).collect();
        let object =
            |(name, namespace): &&(String, String)| format!("`{name}` in the namespace `{namespace}`");
        let repair = format!(
            "keep them apart with `name = \"{{name}}-{{environment}}\"` or `namespace = \
             \"{{environment}}\"` in `[emit.{target}]`, or write one environment at a time with `--environment`"
        );
        refuse_clashes(request, objects.iter(), object, &repair, refusals);
        let plans = Plans::new(request, map, refusals, notes, ("NAME", "NAME"));
        let is_locations_only = request.settings.is_set(LOCATIONS_ONLY.about.name)?;
        let tells_flavors = telling.tells && !is_locations_only;
        let mut clusters = Self { request: *request, objects, plans, is_locations_only, tells_flavors };
        if is_locations_only && !request.workloads.is_empty() {
            notes.push(
                "note: the documents hold the locations alone (`bpol/restricts: location`): hold the flavors \
                 elsewhere, as `bpol emit kubernetes` does"
                    .to_owned(),
            );
        } else if !telling.tells {
            clusters.keep_whole(map, telling.line, refusals, notes)?;
        }
        Ok(clusters)
    }

    /// Refuses every workload whose set lacks a flavor of one of its locations, or, where `narrow` is set,
    /// takes such locations away and notes what is lost.
    fn keep_whole(
        &mut self,
        map: &NameMap,
        line: &'static str,
        refusals: &mut Refusals<'_>,
        notes: &mut Vec<String>,
    ) -> Result<(), Wrong> {
        let is_narrow = self.request.settings.is_set("narrow")?;
        let table = self.request.resolved.workspace().table();
        let opened = self.plans.map(|plan| opened(table, map, plan));
        let name = |code: CodeId| table[code].name().to_owned();
        for (index, identity) in self.request.identities.iter().enumerate() {
            let Some(set) = self.plans.set(index) else { continue };
            let (Some(plan), Some(opened)) = (self.plans.of(index), opened.get(&set)) else { continue };
            let Some(&(location, flavor)) = opened.first() else { continue };
            if !is_narrow {
                let (location, flavor) = (name(location), name(flavor));
                refusals.add(index, Refusal::WholePlace { location, flavor, key: line });
            } else if opened.len() == plan.locations().len() {
                refusals.add(index, Refusal::NothingLeft { entries: Vec::new() });
            } else {
                let lost = opened.iter().take(5).map(|&(location, _)| format!("`{}`", name(location)));
                let lost = some(lost.collect(), opened.len().saturating_sub(5), "and");
                let number = count(opened.len(), "location", "locations");
                notes.push(format!(
                    "note: `{identity}` loses {number}, whose flavors are not all its own: {lost}"
                ));
            }
        }
        if is_narrow {
            self.plans.replace(|plan| narrowed(table, map, plan));
        }
        Ok(())
    }

    /// What a set may choose by: one alternative with all its locations, or, where clusters are told by
    /// flavors and these are restricted, one a rectangle.
    #[must_use]
    pub fn alternatives(&self, plan: &Plan) -> Vec<Alternative> {
        if !self.tells_flavors || !plan.restricts_flavor {
            return vec![Alternative { locations: plan.locations(), flavors: None }];
        }
        let alternative = |it: &Rectangle| Alternative {
            locations: it.locations.clone(),
            flavors: Some(it.flavors.clone()),
        };
        plan.rectangles.iter().map(alternative).collect()
    }

    /// Refuses names of locations and flavors that are written and that no label can have.
    pub fn refuse_values(&self, map: &NameMap, refusals: &mut Refusals<'_>) {
        let table = self.request.resolved.workspace().table();
        let target = self.request.target.name;
        let locations = broken(target, table, &map.locations, PolicyType::Location, &LABEL_VALUE);
        let flavors = broken(target, table, &map.flavors, PolicyType::Flavor, &LABEL_VALUE);
        if locations.is_empty() && flavors.is_empty() {
            return;
        }
        for index in 0..self.request.workloads.len() {
            let Some(plan) = self.plans.of(index) else { continue };
            for alternative in self.alternatives(plan) {
                let in_locations = alternative.locations.iter().filter_map(|code| locations.get(code));
                let in_flavors = alternative.flavors.iter().flatten().filter_map(|code| flavors.get(code));
                in_locations.chain(in_flavors).for_each(|refusal| refusals.add(index, refusal.clone()));
            }
        }
    }

    /// What `part` gives for each distinct set, made once for all of its documents.
    pub fn shared<T: Serialize>(
        &self,
        part: impl Fn(&Plan) -> T + Sync + Send,
    ) -> FxHashMap<PlacementSetId, Shared> {
        self.plans.map(|plan| Shared { id: plan.id.clone(), part: page::part(&part(plan)) })
    }

    /// What the documents are made of, in the order of the workloads.
    #[must_use]
    pub fn items<'a>(&'a self, shared: &'a FxHashMap<PlacementSetId, Shared>) -> Vec<Item<'a>> {
        let restricts = self.is_locations_only.then_some("location");
        let objects = self.request.identities.iter().zip(&self.objects).enumerate();
        let item = |(index, (identity, (name, namespace))): (usize, (&'a Identity, &'a (String, String)))| {
            let shared = shared.get(&self.plans.set(index)?)?;
            Some(Item { identity, name, shared, namespace, restricts })
        };
        objects.filter_map(item).collect()
    }
}

/// The flavors that a location offers and the tool has, ordered as the table is.
#[must_use]
pub fn offered(table: &Table, map: &NameMap, location: CodeId) -> Vec<CodeId> {
    let is_there = |flavor: &CodeId| !map.flavors.is_gone(*flavor);
    match table[location].offers() {
        Some(offers) => offers.iter().copied().filter(is_there).collect(),
        None => {
            let flavors = table.of(Attribute::Cpu).chain(table.of(Attribute::Gpu));
            flavors.map(|(id, _)| id).filter(is_there).collect()
        }
    }
}

/// Each location of a set where a whole cluster has a flavor that the set lacks, with the first such flavor.
fn opened(table: &Table, map: &NameMap, plan: &Plan) -> Vec<(CodeId, CodeId)> {
    if !plan.restricts_flavor {
        return Vec::new();
    }
    let mut opened = Vec::new();
    for rectangle in &plan.rectangles {
        for &location in &rectangle.locations {
            let lacking = |flavor: &CodeId| rectangle.flavors.binary_search(flavor).is_err();
            opened.extend(offered(table, map, location).into_iter().find(lacking).map(|it| (location, it)));
        }
    }
    opened.sort_unstable();
    opened
}

/// A set without the locations that would be opened; none where nothing is left.
fn narrowed(table: &Table, map: &NameMap, plan: &Plan) -> Option<Plan> {
    let opened = opened(table, map, plan);
    let is_kept = |location: &CodeId| opened.binary_search_by_key(location, |it| it.0).is_err();
    let mut rectangles = plan.rectangles.clone();
    for it in &mut rectangles {
        it.locations.retain(is_kept);
    }
    rectangles.retain(|it| !it.locations.is_empty());
    (!rectangles.is_empty()).then(|| Plan { rectangles, ..plan.clone() })
}

/// The codes of which a name breaks a rule, with the refusal.
fn broken(
    target: &str,
    table: &Table,
    names: &Names<String>,
    policy_type: PolicyType,
    rule: &NameRule,
) -> FxHashMap<CodeId, Refusal> {
    let mut broken = FxHashMap::default();
    for (code, names) in names.iter() {
        let Some((name, why)) = names.iter().find_map(|name| Some((name, rule.broken_by(name)?))) else {
            continue;
        };
        let called = table[code].name();
        let refusal = Refusal::Name {
            what: format!("the {} `{called}`", policy_type.name()),
            name: name.clone(),
            why,
            rule: rule.words.to_owned(),
            repair: Some((
                format!("emit.{target}.{}s", policy_type.name()),
                format!("{} = \"…\"", key(called)),
            )),
        };
        broken.insert(code, refusal);
    }
    broken
}

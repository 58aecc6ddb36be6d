//! `ocm`: Placements of Open Cluster Management, which choose clusters by their labels and claims.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::emit::about::{About, Shape};
use crate::emit::clusters::{
    Alternative, CLUSTERS, Clusters, LOCATIONS_ONLY, Metadata, Selector, Telling, chosen,
};
use crate::emit::codes::{NameMap, itself};
use crate::emit::common::{FLAVORS, LOCATIONS, NAME, NAMES, NAMESPACE, NARROW, need_fleet};
use crate::emit::names::label_key;
use crate::emit::page;
use crate::emit::refusal::Refusals;
use crate::emit::settings::{Setting, Settings, Value, Wrong, unknown};
use crate::emit::target::{Emission, Key, Output, Request, Stopped, Target};
use crate::text::hidden::one_line;

/// `ocm`.
pub static TARGET: Target = Target {
    name: "ocm",
    description: "Placements of Open Cluster Management, which choose clusters by labels and claims",
    needs_fleet: true,
    holds_limits: false,
    output: Output::Stream,
    switched: None,
    endings: &[],
    keys: &[
        Key::new(
            "cluster-sets",
            "The `ManagedClusterSet`s to choose from; all that are bound to the namespace unless it is set",
            Shape::List(&Shape::Text("europe")),
            |it| it.texts().map(drop),
        ),
        CLUSTERS,
        Key::new(
            "flavor",
            "The claim or label that has the flavor of a cluster, where each of them has one",
            Shape::Table(&TELLING),
            |it| Told::read(it).map(drop),
        ),
        FLAVORS,
        Key::new(
            "location",
            "The claim or label that has the location of a cluster",
            Shape::Table(&TELLING),
            |it| Told::read(it).map(drop),
        )
        .by_default("{ claim = \"region.open-cluster-management.io\" }"),
        LOCATIONS,
        LOCATIONS_ONLY,
        NAME,
        NAMES,
        NAMESPACE,
        NARROW,
    ],
    others: None,
    emit,
};

/// The keys of `location` and `flavor`, of which there is one.
const TELLING: [About; 2] = [
    About { name: "claim", line: "A claim of the cluster's own", value: LABEL, default: "" },
    About { name: "label", line: "A label of its `ManagedCluster`", value: LABEL, default: "" },
];

const LABEL: Shape = Shape::Text("example.com/name");

/// What tells the location or flavor of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A claim of the cluster's own.
    Claim(String),
    /// A label of its `ManagedCluster`.
    Label(String),
}

/// What tells clusters apart.
#[derive(Clone, Debug)]
pub struct Tellings {
    /// The location.
    pub location: Told,
    /// The flavor; `None` where nothing does.
    pub flavor: Option<Told>,
}

impl Told {
    /// `{ claim = "KEY" }` or `{ label = "KEY" }`.
    fn read(setting: &Setting) -> Result<Self, Wrong> {
        let Value::Table(table) = &setting.value else {
            return Err(setting.expected("`{ claim = \"…\" }` or `{ label = \"…\" }`"));
        };
        match table.entries() {
            [one] if one.key == "claim" => Ok(Self::Claim(label_key(&one.setting)?.to_owned())),
            [one] if one.key == "label" => Ok(Self::Label(label_key(&one.setting)?.to_owned())),
            all => match all.iter().find(|it| it.key != "claim" && it.key != "label") {
                Some(other) => Err(unknown(other, TELLING.iter().map(|it| it.name))),
                None => Err(setting.expected("one of `claim` and `label`")),
            },
        }
    }

    fn key(&self) -> &str {
        match self {
            Self::Claim(key) | Self::Label(key) => key,
        }
    }
}

impl Tellings {
    /// What `location` and `flavor` say.
    ///
    /// # Errors
    /// What is wrong with them, and where both are one key.
    pub fn new(settings: &Settings) -> Result<Self, Wrong> {
        let usual = || Ok(Told::Claim("region.open-cluster-management.io".to_owned()));
        let location = settings.get("location").map_or_else(usual, Told::read)?;
        let Some(setting) = settings.get("flavor") else { return Ok(Self { location, flavor: None }) };
        let flavor = Told::read(setting)?;
        if flavor == location {
            let message = format!("`{}` tells the location already", one_line(flavor.key()));
            let help = "name the claim or label that has the flavor".to_owned();
            return Err(Wrong::new(&setting.place, message, help));
        }
        Ok(Self { location, flavor: Some(flavor) })
    }

    /// The predicate that an alternative is.
    fn predicate(&self, map: &NameMap, alternative: &Alternative) -> Predicate<'_> {
        let location = Some((&self.location, map.locations.all(&alternative.locations)));
        let flavors = alternative.flavors.as_ref().map(|it| map.flavors.all(it));
        let flavor = self.flavor.as_ref().zip(flavors);
        let (mut labels, mut claims) = (Vec::new(), Vec::new());
        for (told, values) in location.into_iter().chain(flavor) {
            match told {
                Told::Label(key) => labels.push((&**key, values)),
                Told::Claim(key) => claims.push((&**key, values)),
            }
        }
        let selector = |it: Vec<_>| (!it.is_empty()).then(|| Selector::new(it));
        let required = Required { label_selector: selector(labels), claim_selector: selector(claims) };
        Predicate { required_cluster_selector: required }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Placement<'r> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata<'r>,
    spec: &'r RawValue,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec<'s> {
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster_sets: Option<&'s [&'s str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_of_clusters: Option<u32>,
    predicates: Vec<Predicate<'s>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Predicate<'s> {
    required_cluster_selector: Required<'s>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Required<'s> {
    #[serde(skip_serializing_if = "Option::is_none")]
    label_selector: Option<Selector<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claim_selector: Option<Selector<'s>>,
}

fn emit(request: &Request<'_>) -> Result<Emission, Stopped> {
    need_fleet(request)?;
    let settings = request.settings;
    let tellings = Tellings::new(settings)?;
    let cluster_sets = settings.get("cluster-sets").map(Setting::texts).transpose()?;
    let number_of_clusters = chosen(settings)?;
    let map = NameMap::new(request, settings, itself, itself)?;
    let (mut refusals, mut notes) = (Refusals::new(request), Vec::new());
    let telling = Telling { tells: tellings.flavor.is_some(), line: "flavor = { claim = \"…\" }" };
    let clusters = Clusters::new(request, &map, telling, &mut refusals, &mut notes)?;
    clusters.refuse_values(&map, &mut refusals);
    refusals.stop()?;
    let shared = clusters.shared(|plan| Spec {
        cluster_sets: cluster_sets.as_deref(),
        number_of_clusters,
        predicates: clusters.alternatives(plan).iter().map(|it| tellings.predicate(&map, it)).collect(),
    });
    let items = clusters.items(&shared);
    let documents = page::lines(&items, |it| Placement {
        api_version: "cluster.open-cluster-management.io/v1beta1",
        kind: "Placement",
        metadata: it.metadata(),
        spec: &it.shared.part,
    });
    Ok(Emission::one(page::stream(TARGET.name, documents), notes))
}

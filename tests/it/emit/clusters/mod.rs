//! `ocm`, `karmada` and `kubefleet`: documents are read a second time, each by asking of every cluster that
//! there may be whether the tool would choose it.

mod karmada;
mod kubefleet;
mod laws;
mod ocm;
mod refusals;
mod schema;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use bpol::emit::list;
use bpol::emit::settings::{Entry, Place, Setting, Settings, Value as Given};
use bpol::emit::target::{Emission, Request, Stopped};
use bpol::syntax::keyword::Attribute;
use bpol::verify::{self, Verdict, Verified};
use bpol::{Analysis, Builtin, Configuration, Diagnostic, Identity, PolicyType, Reference, Resolved, Source};
use serde_json::Value;

use super::Cells;

/// A cluster that there may be. `*` is a location or flavor that nobody declared.
#[derive(Clone, Debug)]
struct Cluster {
    name: String,
    location: String,
    flavors: Vec<String>,
    labels: BTreeMap<&'static str, String>,
    claims: BTreeMap<&'static str, String>,
    region: String,
}

/// One of the three tools, and how the tests know it.
#[derive(Clone, Copy)]
struct Tool {
    name: &'static str,
    /// Settings with which it can tell the flavor of a cluster.
    telling: fn() -> Settings,
    /// Whether a document would choose a cluster; none where the tool would refuse the document.
    chooses: fn(&Value, &Cluster) -> Option<bool>,
    /// The name and the kind of the workload's object.
    object: fn(&Value) -> (String, Option<String>),
}

/// What mutations put in the place of texts: names that some places or flavors have, and some have not.
const STRANGE: [&str; 6] = ["elsewhere", "NotIn", "DoesNotExist", "us-pdx-1", "t4", "PickAll"];

const TOOLS: [Tool; 3] = [ocm::TOOL, karmada::TOOL, kubefleet::TOOL];

/// A workspace without errors.
struct World {
    analysis: Analysis,
    identities: Vec<Identity>,
}

impl World {
    fn new(text: &str, table: Reference) -> Self {
        let source = Source::new("placement.bpol", text.into());
        let analysis = bpol::compile(Configuration::default(), table, vec![source]);
        let workspace = analysis.resolved().unwrap().workspace();
        let identities = workspace.workloads().iter().map(|it| workspace.identity(it)).collect();
        Self { analysis, identities }
    }

    /// A workspace with the table `world`.
    fn of(text: &str) -> Self {
        Self::new(text, Reference::builtin(Builtin::World))
    }

    fn resolved(&self) -> &Resolved {
        self.analysis.resolved().unwrap()
    }

    fn request<'r>(&'r self, tool: Tool, settings: &'r Settings) -> Request<'r> {
        let target = list::find(tool.name).unwrap();
        target.check(settings).unwrap();
        let workloads = self.resolved().workspace().workloads();
        let (resolved, identities) = (self.resolved(), &self.identities[..]);
        Request { resolved, workloads, settings, inputs: &[], identities, target }
    }

    fn emit(&self, tool: Tool, settings: &Settings) -> Result<Emission, Stopped> {
        let request = self.request(tool, settings);
        (request.target.emit)(&request)
    }

    /// The documents that are written, which must be.
    fn documents(&self, tool: Tool, settings: &Settings) -> Vec<Value> {
        let emission = self.emit(tool, settings).unwrap();
        let mut bytes = Vec::new();
        emission.files[0].text.write(&mut bytes).unwrap();
        super::documents(std::str::from_utf8(&bytes).unwrap())
    }

    /// The names of the refusals.
    fn refusals(&self, tool: Tool, settings: &Settings) -> BTreeSet<&'static str> {
        match self.emit(tool, settings) {
            Err(Stopped::Refused(findings)) => findings.iter().map(|it| it.check.name).collect(),
            Err(stopped) => panic!("{stopped:?}"),
            Ok(_) => BTreeSet::new(),
        }
    }

    fn verify(&self, tool: Tool, settings: &Settings, text: &str) -> Result<Verified, Vec<Diagnostic>> {
        let verifier = verify::list::find(tool.name).unwrap();
        let sources = [Source::new("deployed.yaml", text.into())];
        verify::verify(verifier, &self.request(tool, settings), &sources).unwrap()
    }

    /// What the workload at an index may run on.
    fn cells(&self, index: usize) -> Cells {
        let resolved = self.resolved();
        let table = resolved.workspace().table();
        let set = &resolved.sets()[resolved.set_id(&resolved.workspace().workloads()[index])];
        let name = |code| table[code].name().to_owned();
        let mut cells = Cells::new();
        for placement in resolved.placements(set).unwrap() {
            cells.extend(placement.flavors().iter().map(|&it| (name(placement.location()), name(it))));
        }
        cells
    }

    fn restricts(&self, index: usize, policy_type: PolicyType) -> bool {
        let resolved = self.resolved();
        let set = &resolved.sets()[resolved.set_id(&resolved.workspace().workloads()[index])];
        resolved.restricts(set).any(|it| it == policy_type)
    }

    /// Everything that the fleet offers.
    fn fleet(&self) -> Cells {
        let table = self.resolved().workspace().table();
        let name = |code| table[code].name().to_owned();
        let flavors = || table.of(Attribute::Cpu).chain(table.of(Attribute::Gpu)).map(|it| it.0);
        let mut cells = Cells::new();
        for (id, location) in table.of(Attribute::Location) {
            let offers = location.offers().map_or_else(|| flavors().collect(), <[_]>::to_vec);
            cells.extend(offers.into_iter().map(|flavor| (name(id), name(flavor))));
        }
        cells
    }

    /// The clusters that there may be: of one flavor each, or with all that their location offers. `called` are
    /// the names of locations that have others than their code; none where the tool has no such place.
    fn clusters(&self, have_one_flavor: bool, called: &BTreeMap<&str, Vec<&str>>) -> Vec<Cluster> {
        let fleet = self.fleet();
        let mut by_location: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (location, flavor) in &fleet {
            by_location.entry(location).or_default().push(flavor);
        }
        let flavors: BTreeSet<&str> = fleet.iter().map(|it| &*it.1).collect();
        let strange = |known: &dyn Fn(&str) -> bool| STRANGE.into_iter().filter(|it| !known(it)).collect();
        let strange_places: Vec<&str> = strange(&|it| by_location.contains_key(it));
        let strange_flavors: Vec<&str> = strange(&|it| flavors.contains(it));
        let mut clusters = Vec::new();
        for (location, offered) in
            by_location.clone().into_iter().chain([("*", flavors.into_iter().collect())])
        {
            let itself = if location == "*" { strange_places.clone() } else { vec![location] };
            for name in called.get(location).unwrap_or(&itself) {
                if have_one_flavor {
                    clusters.extend(offered.iter().map(|it| cluster(name, location, it, &[it])));
                    clusters.extend(strange_flavors.iter().map(|it| cluster(name, location, it, &["*"])));
                    let bare = cluster(name, location, "", &["*"]);
                    clusters.push(Cluster { name: format!("{name}-without-flavor"), ..bare });
                } else {
                    let flavors = if location == "*" { &["*"][..] } else { &offered };
                    clusters.push(cluster(name, location, "", flavors));
                }
            }
        }
        // And some that do not say where they are, or nothing at all.
        if have_one_flavor {
            for flavor in fleet.iter().map(|it| &*it.1).collect::<BTreeSet<_>>() {
                let mut bare = cluster("nowhere", "*", flavor, &[flavor]);
                bare.labels.remove("fleet.azure.com/location");
                bare.claims.remove("region.open-cluster-management.io");
                clusters.push(Cluster { region: String::new(), ..bare });
            }
        }
        let names: BTreeSet<String> = clusters.iter().map(|it| it.name.clone()).collect();
        for name in STRANGE.into_iter().filter(|name| !names.contains(*name)).chain(["bare"]) {
            let bare = cluster(name, "*", "", &["*"]);
            let (labels, claims) = (BTreeMap::new(), BTreeMap::new());
            clusters.push(Cluster { labels, claims, region: String::new(), ..bare });
        }
        clusters
    }

    /// What of the cells that a document admits to a workload is not its own.
    fn excess(&self, index: usize, admitted: &Cells) -> Cells {
        let own = self.cells(index);
        let fleet = self.fleet();
        let holds = |policy_type| self.restricts(index, policy_type);
        let is_excess = |(location, flavor): &&(String, String)| {
            if location == "*" || flavor == "*" {
                return (location == "*" && holds(PolicyType::Location))
                    || (flavor == "*" && holds(PolicyType::Flavor));
            }
            let cell = (location.clone(), flavor.clone());
            fleet.contains(&cell) && !own.contains(&cell)
        };
        admitted.iter().filter(is_excess).cloned().collect()
    }
}

/// A cluster that says that it is in `name`, and that it has `flavor`.
fn cluster(name: &str, location: &str, flavor: &str, flavors: &[&str]) -> Cluster {
    let with = |location: &'static str, key: &'static str| {
        let mut map = BTreeMap::from([(location, name.to_owned())]);
        if !flavor.is_empty() {
            map.insert(key, flavor.to_owned());
        }
        map
    };
    Cluster {
        name: if flavor.is_empty() { name.to_owned() } else { format!("{name}-{flavor}") },
        location: location.to_owned(),
        flavors: flavors.iter().map(|it| (*it).to_owned()).collect(),
        labels: with("fleet.azure.com/location", "flavor"),
        claims: with("region.open-cluster-management.io", "flavor.example.com"),
        region: name.to_owned(),
    }
}

/// The cells that a document admits: what the clusters have that it would choose.
fn admitted(tool: Tool, document: &Value, clusters: &[Cluster]) -> Option<Cells> {
    let mut cells = Cells::new();
    for cluster in clusters {
        if (tool.chooses)(document, cluster)? {
            cells.extend(cluster.flavors.iter().map(|flavor| (cluster.location.clone(), flavor.clone())));
        }
    }
    Some(cells)
}

/// The field of an object; `null` is as good as none.
fn field<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    value.get(key).filter(|it| !it.is_null())
}

/// The items of a list; none where it is not there.
fn items<'v>(value: &'v Value, key: &str) -> Option<Vec<&'v Value>> {
    match field(value, key) {
        None => Some(Vec::new()),
        Some(list) => Some(list.as_array()?.iter().collect()),
    }
}

/// The texts of a list; none where it is not there.
fn texts<'v>(value: &'v Value, key: &str) -> Option<Vec<&'v str>> {
    items(value, key)?.into_iter().map(Value::as_str).collect()
}

/// Whether a selector by labels takes what has `labels`. What it says of labels that nobody knows holds.
fn selects(
    selector: Option<&Value>,
    labels: &BTreeMap<&'static str, String>,
    known: &[&str],
) -> Option<bool> {
    let Some(selector) = selector else { return Some(true) };
    selector.as_object()?;
    let mut holds = true;
    if let Some(wanted) = field(selector, "matchLabels") {
        for (key, value) in wanted.as_object()? {
            let value = value.as_str()?;
            holds &= !known.contains(&&**key) || labels.get(&**key).is_some_and(|it| it == value);
        }
    }
    for expression in items(selector, "matchExpressions")? {
        let (key, values) = (field(expression, "key")?.as_str()?, texts(expression, "values")?);
        let has = labels.get(key);
        let is_listed = has.is_some_and(|it| values.contains(&&**it));
        let (result, needs_values) = match field(expression, "operator")?.as_str()? {
            "In" => (is_listed, true),
            "NotIn" => (!is_listed, true),
            "Exists" => (has.is_some(), false),
            "DoesNotExist" => (has.is_none(), false),
            _ => return None,
        };
        if values.is_empty() == needs_values || key.is_empty() {
            return None;
        }
        holds &= !known.contains(&key) || result;
    }
    Some(holds)
}

/// A selector that has no labels, whatever is written there.
fn without_labels(selector: Option<&Value>) -> Option<Value> {
    let mut selector = selector?.clone();
    if let Some(map) = selector.as_object_mut() {
        map.remove("matchLabels");
    }
    Some(selector)
}

/// What one object is called, and of what kind it is.
fn selected(document: &Value) -> (String, Option<String>) {
    let selector = &document["spec"]["resourceSelectors"][0];
    let text = |key: &str| selector[key].as_str().map(str::to_owned);
    (text("name").unwrap_or_default(), text("kind"))
}

fn setting(value: Given) -> Setting {
    Setting { value, place: Place::Flag("test") }
}

fn settings(entries: &[(&str, Given)]) -> Settings {
    with(&Settings::default(), entries)
}

fn text(value: &str) -> Given {
    Given::Text(value.to_owned())
}

/// Settings with some more.
fn with(settings: &Settings, entries: &[(&str, Given)]) -> Settings {
    let mut settings = settings.clone();
    for (key, value) in entries {
        let setting = setting(value.clone());
        settings.set(Entry { key: (*key).to_owned(), place: Place::Flag("test"), setting });
    }
    settings
}

/// The verdict on the one workload of a workspace.
fn verdict(verified: &Verified) -> Verdict {
    verified.workloads[0].verdict
}

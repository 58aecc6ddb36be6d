//! `kubernetes`: the node affinity of every workload, as a patch of its object.

mod enforce;
pub(crate) mod map;
pub(crate) mod objects;
pub mod presets;
mod terms;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::emit::common::{LOCATIONS, NAME, NAMES, NAMESPACE, NARROW, need_fleet, switch};
use crate::emit::labels::refuse_values;
use crate::emit::names::{KUBERNETES, LABEL_VALUE, namespaces, refuse_clashes, workload_names};
use crate::emit::page;
use crate::emit::plan::{Plan, Plans};
use crate::emit::refusal::{Refusal, Refusals};
use crate::emit::resource::RESOURCE;
use crate::emit::settings::Wrong;
use crate::emit::target::{Emission, Output, Request, Stopped, Target};
use crate::emit::text::Lines;
use crate::syntax::Identity;
use enforce::Enforced;
use map::Labels;
use objects::{Object, Objects};
use terms::Term;

/// `kubernetes`.
pub static TARGET: Target = Target {
    name: "kubernetes",
    description: "Node affinity for the pods of every workload, as patches of its object",
    needs_fleet: true,
    holds_limits: false,
    output: Output::Stream,
    switched: None,
    endings: &[],
    keys: &[
        switch("bare", "Write the affinity alone, for templates of your own"),
        switch("enforce", "Write admission policies too, which refuse other affinities"),
        enforce::NAMESPACE,
        map::FLAVORS,
        map::LABELS,
        LOCATIONS,
        NAME,
        NAMES,
        NAMESPACE,
        NARROW,
        objects::POD,
        map::REGION,
        RESOURCE,
    ],
    others: None,
    emit,
};

/// What the workloads of one set have in common.
struct Shared {
    id: String,
    affinity: Box<RawValue>,
    /// The terms, one a line, as the policies of `--enforce` spell them.
    lines: String,
}

/// A workload on its way out.
#[derive(Clone, Copy)]
struct Item<'r> {
    identity: &'r Identity,
    shared: &'r Shared,
    /// Its object, unless the affinity alone is written.
    object: Option<Named<'r>>,
}

/// An object and what it is called.
#[derive(Clone, Copy)]
struct Named<'r> {
    object: &'r Object,
    name: &'r str,
    namespace: Option<&'r str>,
}

fn emit(request: &Request<'_>) -> Result<Emission, Stopped> {
    need_fleet(request)?;
    let settings = request.settings;
    let (is_bare, is_enforced) = (settings.is_set("bare")?, settings.is_set("enforce")?);
    let labels = Labels::new(request)?;
    let objects = Objects::new(settings)?;
    let (mut refusals, mut notes) = (Refusals::new(request), Vec::new());
    let is_whole = |plan: &Plan| plan.restricts_flavor;
    let plans = Plans::writing(request, &labels.map, &mut refusals, &mut notes, ("VALUE", "VALUE"), is_whole);
    refuse_values(request, &labels.map, &plans, &LABEL_VALUE, is_whole, &mut refusals);
    let names = if is_bare && !is_enforced { None } else { Some(Names::new(request, &mut refusals)?) };
    let objects: Vec<Option<Named<'_>>> = match &names {
        Some(names) => names.of(request, &objects),
        None => vec![None; request.workloads.len()],
    };
    refuse_same(request, &objects, is_enforced, &mut refusals);
    let shared = plans.map(|plan| Shared::new(plan, request, &labels));
    let items: Vec<Item<'_>> = objects
        .iter()
        .enumerate()
        .filter_map(|(index, &object)| {
            let shared = shared.get(&plans.set(index)?)?;
            Some(Item { identity: request.identities.get(index)?, shared, object })
        })
        .collect();
    let guards = if is_enforced { guards(request, &items, &mut refusals, &mut notes)? } else { Vec::new() };
    refusals.stop()?;
    let mut documents = Lines::default();
    for guard in guards {
        documents.push(guard);
    }
    documents.append(page::lines(&items, |&item| Patch { item, is_bare }));
    Ok(Emission::one(page::stream(TARGET.name, documents), notes))
}

/// The names and namespaces of the workloads, in their order.
struct Names {
    names: Vec<String>,
    namespaces: Option<Vec<String>>,
}

impl Names {
    fn new(request: &Request<'_>, refusals: &mut Refusals<'_>) -> Result<Self, Wrong> {
        Ok(Self {
            names: workload_names(request, &KUBERNETES, refusals)?,
            namespaces: namespaces(request, None, &KUBERNETES, refusals)?,
        })
    }

    fn of<'n>(&'n self, request: &'n Request<'_>, objects: &'n Objects) -> Vec<Option<Named<'n>>> {
        let named = |(index, identity): (usize, &Identity)| {
            let namespace = self.namespaces.as_ref().and_then(|all| all.get(index)).map(String::as_str);
            Some(Named { object: objects.of(identity.kind)?, name: self.names.get(index)?, namespace })
        };
        request.identities.iter().enumerate().map(named).collect()
    }
}

/// Refuses workloads that are one object. The policies of `--enforce` know objects by their kind without its
/// group.
fn refuse_same(
    request: &Request<'_>,
    named: &[Option<Named<'_>>],
    is_enforced: bool,
    refusals: &mut Refusals<'_>,
) {
    let Some(named) = named.iter().copied().collect::<Option<Vec<Named<'_>>>>() else { return };
    let keys = named.iter().map(|it| {
        let resource = &it.object.resource;
        let group = if is_enforced { "" } else { &*resource.group };
        (group, resource.kind.to_ascii_lowercase(), it.namespace, it.name)
    });
    let object = |(_, kind, namespace, name): &(&str, String, Option<&str>, &str)| {
        let place = namespace.map_or_else(String::new, |it| format!(" in the namespace `{it}`"));
        format!("the {kind} `{name}`{place}")
    };
    let repair = "tell them apart with `name`, `namespace` or `names` of `[emit.kubernetes]`, such as `name = \
                  \"{kind}-{name}-{environment}\"`, or write one `--environment` at a time";
    refuse_clashes(request, keys, object, repair, refusals);
}

/// What `--enforce` adds.
fn guards(
    request: &Request<'_>,
    items: &[Item<'_>],
    refusals: &mut Refusals<'_>,
    notes: &mut Vec<String>,
) -> Result<Vec<Vec<u8>>, Wrong> {
    let namespace = enforce::namespace(request.settings)?;
    if let (None, Some(setting)) =
        (request.settings.get(NAMESPACE.about.name), request.settings.get("enforce"))
    {
        let help = "say it in `[emit.kubernetes]`: `namespace = \"{environment}\"`, say".to_owned();
        let message = "admission policies need the namespace of every workload";
        return Err(Wrong::new(&setting.place, message, help));
    }
    let mut enforced = Enforced::new();
    for item in items {
        if let Some(Named { object, name, namespace: Some(namespace) }) = item.object {
            enforced.add(object, namespace, name, &item.shared.lines);
        }
    }
    let size = enforced.size();
    if size > enforce::MOST {
        let repair = "write one `--environment` for each cluster, or leave `--enforce` out".to_owned();
        let what = "bytes of data in a ConfigMap";
        let refusal = Refusal::Limit { what, limit: enforce::MOST, count: size, repair };
        (0..request.workloads.len()).for_each(|index| refusals.add(index, refusal.clone()));
    }
    let (all, written) = (request.resolved.workspace().workloads().len(), request.workloads.len());
    if written < all {
        notes.push(format!(
            "note: the ConfigMap has {written} of {all} workloads: in a cluster that has others too, applying it \
             ends what is enforced for them"
        ));
    }
    Ok(enforced.documents(namespace))
}

impl Shared {
    fn new(plan: &Plan, request: &Request<'_>, labels: &Labels) -> Self {
        let terms = Term::of(plan, request.resolved.workspace().table(), labels);
        let lines: Vec<String> = terms.iter().map(Term::line).collect();
        let required = Required { node_selector_terms: &terms };
        let affinity = Affinity {
            node_affinity: NodeAffinity { required_during_scheduling_ignored_during_execution: required },
        };
        Self { id: plan.id.clone(), affinity: page::part(&affinity), lines: lines.join("\n") }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Affinity<'t> {
    node_affinity: NodeAffinity<'t>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeAffinity<'t> {
    required_during_scheduling_ignored_during_execution: Required<'t>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Required<'t> {
    node_selector_terms: &'t [Term],
}

/// A patch of a workload's object, or the affinity alone.
struct Patch<'r> {
    item: Item<'r>,
    is_bare: bool,
}

impl Serialize for Patch<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Item { identity, shared, object } = self.item;
        let mut map = serializer.serialize_map(None)?;
        match object {
            Some(Named { object, name, namespace }) if !self.is_bare => {
                let annotations = Annotations { workload: identity.to_string(), placement_set: &shared.id };
                map.serialize_entry("apiVersion", &object.resource.api_version())?;
                map.serialize_entry("kind", &object.resource.kind)?;
                map.serialize_entry("metadata", &Metadata { name, namespace, annotations })?;
                if let Some((first, path)) = object.pod.split_first() {
                    map.serialize_entry(first, &Nested { path, affinity: &shared.affinity })?;
                }
            }
            _ => {
                map.serialize_entry("affinity", &shared.affinity)?;
                map.serialize_entry("workload", &identity.to_string())?;
                map.serialize_entry("placementSet", &shared.id)?;
            }
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Metadata<'r> {
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<&'r str>,
    annotations: Annotations<'r>,
}

#[derive(Serialize)]
struct Annotations<'r> {
    #[serde(rename = "bpol/workload")]
    workload: String,
    #[serde(rename = "bpol/placement-set")]
    placement_set: &'r str,
}

/// The affinity behind the keys on the way to it.
struct Nested<'p> {
    path: &'p [String],
    affinity: &'p RawValue,
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        match self.path.split_first() {
            Some((first, path)) => map.serialize_entry(first, &Nested { path, ..*self })?,
            None => map.serialize_entry("affinity", self.affinity)?,
        }
        map.end()
    }
}

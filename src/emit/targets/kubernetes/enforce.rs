//! What keeps a placement from being edited away: the terms of all workloads come in, a ConfigMap of them
//! and a policy of the API server for each resource go out, which refuses an object that has others.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use super::objects::Object;
use crate::emit::about::Shape;
use crate::emit::names::KUBERNETES;
use crate::emit::page::line;
use crate::emit::settings::{Setting, Settings, Wrong};
use crate::emit::target::Key;
use crate::text::hidden::one_line;

/// `enforce-namespace`: where the ConfigMap is.
pub(super) const NAMESPACE: Key = Key::new(
    "enforce-namespace",
    "The namespace of the ConfigMap of `--enforce`",
    Shape::Text("policies"),
    |it| read_namespace(it).map(drop),
)
.by_default("\"bpol\"");

/// What a ConfigMap holds at most, in bytes.
pub(super) const MOST: usize = 1 << 20;

const NAME: &str = "bpol-placement";

/// The lines of every workload.
#[derive(Debug)]
pub(super) struct Enforced<'t> {
    /// The key of each object, and its terms, one a line.
    entries: Vec<(String, &'t str)>,
    /// The objects, by group and kind, and the versions of each.
    objects: BTreeMap<(&'t str, &'t str), (&'t Object, BTreeSet<&'t str>)>,
}

impl<'t> Enforced<'t> {
    /// No workload yet.
    #[must_use]
    pub(super) fn new() -> Self {
        Self { entries: Vec::new(), objects: BTreeMap::new() }
    }

    /// Adds a workload: its object, namespace and name, and its terms.
    pub(super) fn add(&mut self, object: &'t Object, namespace: &str, name: &str, terms: &'t str) {
        self.entries.push((key(object, namespace, name), terms));
        let resource = &object.resource;
        let entry = self.objects.entry((&resource.group, &resource.kind));
        entry.or_insert_with(|| (object, BTreeSet::new())).1.insert(&resource.version);
    }

    /// How many bytes the ConfigMap holds.
    #[must_use]
    pub(super) fn size(&self) -> usize {
        self.entries.iter().map(|(key, terms)| key.len() + terms.len()).sum()
    }

    /// The ConfigMap, and for each resource a policy and what puts it in force. None without a workload.
    #[must_use]
    pub(super) fn documents(&self, namespace: &str) -> Vec<Vec<u8>> {
        if self.entries.is_empty() {
            return Vec::new();
        }
        let data = Map {
            api_version: "v1",
            kind: "ConfigMap",
            metadata: Metadata { name: NAME, namespace: Some(namespace) },
            data: Data(&self.entries),
        };
        let mut documents = vec![line(&data)];
        for (object, versions) in self.objects.values() {
            let name = policy_name(object);
            documents.push(line(&policy(&name, object, versions)));
            documents.push(line(&Document {
                api_version: API,
                kind: "ValidatingAdmissionPolicyBinding",
                metadata: Metadata { name: &name, namespace: None },
                spec: Binding {
                    policy_name: &name,
                    param_ref: Parameters { name: NAME, namespace, parameter_not_found_action: "Deny" },
                    validation_actions: ["Deny"],
                },
            }));
        }
        documents
    }
}

/// The namespace of the ConfigMap.
///
/// # Errors
/// Where the setting is no name of a namespace.
pub(super) fn namespace(settings: &Settings) -> Result<&str, Wrong> {
    settings.get(NAMESPACE.about.name).map_or(Ok("bpol"), read_namespace)
}

fn read_namespace(setting: &Setting) -> Result<&str, Wrong> {
    let name = setting.text()?;
    match KUBERNETES.broken_by(name) {
        None => Ok(name),
        Some(why) => {
            let message = format!("`{}` is no namespace: it {why}", one_line(name));
            Err(Wrong::new(&setting.place, message, format!("a name there is {}", KUBERNETES.words)))
        }
    }
}

/// What the ConfigMap and the policies call an object.
#[must_use]
pub(super) fn key(object: &Object, namespace: &str, name: &str) -> String {
    format!("{}.{namespace}.{name}", object.resource.kind.to_ascii_lowercase())
}

/// `bpol-placement-deployments`. What only a cluster knows is called by its kind and group.
fn policy_name(object: &Object) -> String {
    match object.plural {
        Some(plural) => format!("{NAME}-{plural}"),
        None => format!("{NAME}-{}.{}", object.resource.kind.to_ascii_lowercase(), object.resource.group),
    }
}

const API: &str = "admissionregistration.k8s.io/v1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Map<'d> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata<'d>,
    data: Data<'d>,
}

/// A map in the order of the workloads.
struct Data<'d>(&'d [(String, &'d str)]);

impl Serialize for Data<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[derive(Serialize)]
struct Metadata<'d> {
    name: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<&'d str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'d, Spec> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata<'d>,
    spec: Spec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Binding<'d> {
    policy_name: &'d str,
    param_ref: Parameters<'d>,
    validation_actions: [&'static str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Parameters<'d> {
    name: &'static str,
    namespace: &'d str,
    parameter_not_found_action: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Policy<'d> {
    failure_policy: &'static str,
    param_kind: ParamKind,
    match_constraints: Constraints<'d>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    match_conditions: Vec<Named>,
    variables: Vec<Named>,
    validations: Vec<Validation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ParamKind {
    api_version: &'static str,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Constraints<'d> {
    resource_rules: [Rule<'d>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'d> {
    api_groups: [&'d str; 1],
    api_versions: &'d BTreeSet<&'d str>,
    operations: [&'static str; 2],
    resources: [&'d str; 1],
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    expression: String,
}

#[derive(Serialize)]
struct Validation {
    expression: String,
    message: &'static str,
}

/// The policy for a resource: an object with a key in the ConfigMap has terms of it alone, and no node is
/// chosen for its pod.
fn policy<'d>(
    name: &'d str,
    object: &'d Object,
    versions: &'d BTreeSet<&'d str>,
) -> Document<'d, Policy<'d>> {
    let named = |name, expression: &str| Named { name, expression: expression.to_owned() };
    // Only a cluster knows what an API calls objects of a kind, so all of the group are looked at.
    let kind = || named("kind", &format!("object.kind == '{}'", object.resource.kind));
    let node = "has(variables.pod.nodeName)";
    // The scheduler writes it into a pod itself, which must be let be from then on.
    let is_free = match object.plural {
        Some("pods") => {
            format!("(!{node} || (oldObject != null && has(oldObject.spec.nodeName)))")
        }
        _ => format!("!{node}"),
    };
    Document {
        api_version: API,
        kind: "ValidatingAdmissionPolicy",
        metadata: Metadata { name, namespace: None },
        spec: Policy {
            failure_policy: "Fail",
            param_kind: ParamKind { api_version: "v1", kind: "ConfigMap" },
            match_constraints: Constraints {
                resource_rules: [Rule {
                    api_groups: [&object.resource.group],
                    api_versions: versions,
                    operations: ["CREATE", "UPDATE"],
                    resources: [object.plural.unwrap_or("*")],
                }],
            },
            match_conditions: object.plural.is_none().then(kind).into_iter().collect(),
            variables: vec![
                named("key", KEY),
                named("pod", &format!("object.{}", object.pod.join("."))),
                named("terms", &terms()),
            ],
            validations: vec![
                Validation {
                    expression: format!("{OTHERS} || {ALLOWED}"),
                    message: "the required node affinity must have terms that bpol wrote for this workload, and no others",
                },
                Validation {
                    expression: format!("{OTHERS} || {is_free}"),
                    message: "`nodeName` goes past the scheduler, and so past the placement that bpol wrote",
                },
            ],
        },
    }
}

const KEY: &str = "object.kind.lowerAscii() + '.' + object.metadata.namespace + '.' + object.metadata.name";

const OTHERS: &str = "!(variables.key in params.data)";

const ALLOWED: &str = "(size(variables.terms) > 0 && variables.terms.all(t, !has(t.matchFields) && \
     has(t.matchExpressions) && t.matchExpressions.map(e, e.key + ' ' + e.operator + (has(e.values) ? ' ' + \
     e.values.join(',') : '')).join('; ') in params.data[variables.key].split('\\n')))";

/// The terms of the pod, or none where a step on the way is not there.
fn terms() -> String {
    let mut path = "variables.pod".to_owned();
    let mut steps = Vec::new();
    for key in
        ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"]
    {
        path = format!("{path}.{key}");
        steps.push(format!("has({path})"));
    }
    format!("{} ? {path} : []", steps.join(" && "))
}

//! Where the pod of a workload's object stands: `resource` and `pod` of `[emit.kubernetes]` come in, the
//! object of each kind and the path to its pod go out.

use crate::emit::about::Shape;
use crate::emit::resource::{RESOURCE, Resource, Resources};
use crate::emit::settings::{Setting, Settings, Value, Wrong};
use crate::emit::target::Key;
use crate::syntax::keyword::Kind;
use crate::text::hidden::one_line;

/// `pod`: where the pod of an object stands that is not known.
pub(crate) const POD: Key = Key::new(
    "pod",
    "Where the pod of a resource stands that bpol does not know",
    Shape::Text("spec.template.spec"),
    |it| read_path(it).map(drop),
);

/// A kind of object that Kubernetes itself has.
struct Known {
    group: &'static str,
    kind: &'static str,
    plural: &'static str,
    pod: &'static [&'static str],
}

const TEMPLATE: &[&str] = &["spec", "template", "spec"];

static KNOWN: [Known; 7] = [
    Known { group: "apps", kind: "Deployment", plural: "deployments", pod: TEMPLATE },
    Known { group: "apps", kind: "StatefulSet", plural: "statefulsets", pod: TEMPLATE },
    Known { group: "apps", kind: "DaemonSet", plural: "daemonsets", pod: TEMPLATE },
    Known { group: "apps", kind: "ReplicaSet", plural: "replicasets", pod: TEMPLATE },
    Known { group: "batch", kind: "Job", plural: "jobs", pod: TEMPLATE },
    Known {
        group: "batch",
        kind: "CronJob",
        plural: "cronjobs",
        pod: &["spec", "jobTemplate", "spec", "template", "spec"],
    },
    Known { group: "", kind: "Pod", plural: "pods", pod: &["spec"] },
];

/// What an object is, and where its pod stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Object {
    /// What it is.
    pub(crate) resource: Resource,
    /// What the API calls all of them; none where only a cluster knows.
    pub(crate) plural: Option<&'static str>,
    /// The keys on the way to the pod; never none.
    pub(crate) pod: Vec<String>,
}

impl Object {
    /// An object that Kubernetes itself has.
    fn known(resource: &Resource) -> Option<Self> {
        let is_it = |it: &&Known| it.group == resource.group && it.kind == resource.kind;
        let known = KNOWN.iter().find(is_it)?;
        let pod = known.pod.iter().map(|&key| key.to_owned()).collect();
        Some(Self { resource: resource.clone(), plural: Some(known.plural), pod })
    }

    /// The object of a group and kind that Kubernetes itself has.
    #[must_use]
    pub(crate) fn of_kubernetes(group: &str, kind: &str) -> Option<Self> {
        let (group, version, kind) = (group.to_owned(), "v1".to_owned(), kind.to_owned());
        Self::known(&Resource { group, version, kind })
    }
}

/// The object that a workload of each kind is.
#[derive(Clone, Debug)]
pub(crate) struct Objects {
    by_kind: Vec<(Kind, Object)>,
}

impl Objects {
    /// What `resource` and `pod` say.
    ///
    /// # Errors
    /// A resource that is not known without `pod`, and the reverse.
    pub(crate) fn new(settings: &Settings) -> Result<Self, Wrong> {
        let resources = Resources::new(settings)?;
        let pod =
            settings.get(POD.about.name).map(|setting| Ok((setting, read_path(setting)?))).transpose()?;
        let mut is_used = false;
        let mut by_kind = Vec::new();
        for kind in Kind::ALL {
            let resource = resources.of(kind);
            let object = match (Object::known(resource), &pod) {
                (Some(object), _) => object,
                (None, Some((_, path))) => {
                    is_used = true;
                    Object { resource: resource.clone(), plural: None, pod: path.clone() }
                }
                (None, None) => return Err(unknown(settings, kind, resource)),
            };
            by_kind.push((kind, object));
        }
        match pod {
            Some((setting, _)) if !is_used => Err(Wrong::new(
                &setting.place,
                "every resource is known, and so is where its pod stands",
                "delete the line".to_owned(),
            )),
            _ => Ok(Self { by_kind }),
        }
    }

    /// The object that a workload of a kind is.
    #[must_use]
    pub(crate) fn of(&self, kind: Kind) -> Option<&Object> {
        self.by_kind.iter().find(|it| it.0 == kind).map(|it| &it.1)
    }

    /// The object of each kind.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Kind, &Object)> {
        self.by_kind.iter().map(|(kind, object)| (*kind, object))
    }
}

/// The error that nobody says where the pod of a resource stands.
fn unknown(settings: &Settings, kind: Kind, resource: &Resource) -> Wrong {
    let message = format!(
        "the resource `{} {}` is not known, and nothing says where its pod stands",
        resource.api_version(),
        resource.kind
    );
    let help = "say it: `pod = \"spec.template.spec\"`, say".to_owned();
    let entry = settings.get(RESOURCE.about.name).map(|setting| match &setting.value {
        Value::Table(table) => table.get(kind.name()).unwrap_or(setting),
        _ => setting,
    });
    match entry {
        Some(setting) => Wrong::new(&setting.place, message, help),
        None => Wrong::new(&crate::emit::settings::Place::Flag(RESOURCE.about.name), message, help),
    }
}

/// A path of keys: `spec.template.spec`.
fn read_path(setting: &Setting) -> Result<Vec<String>, Wrong> {
    let text = setting.text()?;
    let keys: Vec<String> = text.split('.').map(str::to_owned).collect();
    let is_key = |key: &String| {
        key.starts_with(|it: char| it.is_ascii_alphabetic())
            && key.chars().all(|it| it.is_ascii_alphanumeric())
    };
    let is_taken = keys.first().is_some_and(|key| ["apiVersion", "kind", "metadata"].contains(&&**key));
    if keys.iter().all(is_key) && !is_taken {
        return Ok(keys);
    }
    let message = format!("`{}` is no path to a pod", one_line(text));
    Err(Wrong::new(&setting.place, message, "write `spec.template.spec`, say".to_owned()))
}

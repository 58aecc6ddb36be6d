//! Tasks of SkyPilot: a file a workload comes in, which is known by its name. Resources that name no place,
//! or no accelerator, are any place, or a machine without one.

use rustc_hash::FxHashMap;

use super::skypilot_map::{Machines, Map};
use crate::data::{Node, Path, Shape, Value};
use crate::diagnostic::Diagnostic;
use crate::emit::names::workload_names;
use crate::emit::refusal::Refusals;
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::emit::targets::skypilot::names::{FILE, Infra};
use crate::emit::targets::skypilot::{TARGET, map};
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::{Admits, At, Document, Found, Grant, Reader, Reading, Verifier};
use crate::verify::refused;

/// The reader.
pub static VERIFIER: Verifier = Verifier { target: &TARGET, counts_unoffered: true, prepare };

/// What resources may have besides what a file names here.
const OTHERS: [&str; 23] = [
    "_cluster_config_overrides",
    "_docker_login_config",
    "_is_image_managed",
    "_no_missing_accel_warnings",
    "_requires_fuse",
    "accelerator_args",
    "autostop",
    "cpus",
    "disk_size",
    "disk_tier",
    "ephemeral_storage",
    "image_id",
    "job_recovery",
    "labels",
    "local_disk",
    "max_hourly_cost",
    "memory",
    "network_tier",
    "ports",
    "priority",
    "priority_class",
    "use_spot",
    "volumes",
];

/// What says where a machine is and what it is.
const KEYS: [&str; 7] = ["accelerators", "cloud", "gpus", "infra", "instance_type", "region", "zone"];

struct SkyPilot<'r> {
    /// The workloads by the names of their files.
    workloads: FxHashMap<String, usize>,
    map: Map<'r>,
}

fn prepare<'r>(request: &Request<'r>, fleet: &'r Fleet) -> Result<Box<dyn Reader + 'r>, Wrong> {
    // What has no name has no document either.
    let names = workload_names(request, &FILE, &mut Refusals::new(request))?;
    let workloads = names.into_iter().enumerate().map(|(index, name)| (name, index)).collect();
    Ok(Box::new(SkyPilot { workloads, map: Map::new(fleet, &map(request)?) }))
}

impl Reader for SkyPilot<'_> {
    fn read(&self, document: &Document<'_>) -> Reading {
        let is_kubernetes = ["apiVersion", "kind"].iter().all(|key| document.root.get(key).is_some());
        if is_kubernetes {
            return Reading::Passed;
        }
        match self.task(document.root) {
            Ok(grants) => {
                let name = document.file.rsplit('/').next().unwrap_or(document.file);
                let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
                let workload = self.workloads.get(name).copied().ok_or_else(|| name.to_owned());
                Reading::Found(vec![Found { workload, at: At::there(document.root, &Path::ROOT), grants }])
            }
            Err(fault) => Reading::Broken(vec![fault]),
        }
    }

    fn gone(&self) -> (Mask, Mask) {
        self.map.gone()
    }
}

impl SkyPilot<'_> {
    fn task(&self, root: &Node) -> Result<Vec<Grant>, Diagnostic> {
        root.map(&Path::ROOT)?;
        let path = Path::ROOT;
        let path = path.key("resources");
        let Some(resources) = root.present("resources") else {
            return self.alternative(root, None, &path);
        };
        only(resources, &path, &["any_of", "ordered"])?;
        let list = |key: &'static str| match resources.present(key) {
            Some(node) => node.list(&path.key(key)),
            None => Ok(&[][..]),
        };
        let (key, items) = match (list("any_of")?, list("ordered")?) {
            ([], []) => return self.alternative(resources, Some(resources), &path),
            (items, []) => ("any_of", items),
            ([], items) => ("ordered", items),
            _ => {
                let at = At::there(resources, &path);
                return Err(refused(
                    &at,
                    "SkyPilot takes either `any_of` or `ordered`",
                    "delete one of the two",
                ));
            }
        };
        let path = path.key(key);
        let mut grants = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = path.item(index);
            only(item, &path, &[])?;
            grants.extend(self.alternative(item, Some(resources), &path)?);
        }
        Ok(grants)
    }

    /// What one alternative admits: its own fields, and those of the resources that it stands in.
    fn alternative(
        &self,
        own: &Node,
        base: Option<&Node>,
        path: &Path<'_>,
    ) -> Result<Vec<Grant>, Diagnostic> {
        let get = |key: &str| {
            let node = base.and_then(|base| own.get(key).or_else(|| base.get(key)));
            node.filter(|it| it.shape() != Shape::Null)
        };
        let infra = infra(own, path, get)?;
        let accelerators = match (get("accelerators"), get("gpus")) {
            (Some(node), None) => Some((node, path.key("accelerators"))),
            (None, Some(node)) => Some((node, path.key("gpus"))),
            (None, None) => None,
            (Some(_), Some(_)) => {
                let message = "SkyPilot takes either `accelerators` or `gpus`";
                return Err(refused(&At::there(own, path), message, "delete one of the two"));
            }
        };
        let machines = match accelerators {
            Some((node, path)) => machines(node, &path)?,
            None if get("instance_type").is_some() => Machines::Any,
            None => Machines::Plain,
        };
        let (places, mut foreign) = self.map.places(&infra);
        let (flavors, strange) = self.map.flavors(&machines);
        let is_anywhere = infra.cloud.is_none() || infra.region.is_none();
        let at = if is_anywhere {
            match get("infra") {
                Some(node) => At::there(node, &path.key("infra")),
                None => At::absent(own, &path.key("infra")),
            }
        } else if !strange.is_empty() || machines == Machines::Any {
            match get("accelerators").or_else(|| get("gpus")) {
                Some(node) => At::there(node, &path.key("accelerators")),
                None => At::absent(own, &path.key("accelerators")),
            }
        } else {
            At::there(own, path)
        };
        foreign.extend(strange);
        Ok(vec![Grant { admits: Admits::Machines { places, flavors }, foreign, at }])
    }
}

/// Where a machine is.
fn infra<'n>(
    own: &Node,
    path: &Path<'_>,
    get: impl Fn(&str) -> Option<&'n Node>,
) -> Result<Infra, Diagnostic> {
    let text = |key: &'static str| get(key).map(|node| node.text(&path.key(key))).transpose();
    let parts = ["cloud", "region", "zone"];
    let wrong = |key: &'static str, name: &str, why: String| {
        let at = get(key).map_or_else(|| At::there(own, path), |node| At::there(node, &path.key(key)));
        let message = format!("SkyPilot does not take `{name}`: it {why}");
        refused(&at, message, "write `CLOUD/REGION`, such as `aws/us-east-1`")
    };
    if let Some(name) = text("infra")? {
        if let Some(key) = parts.into_iter().find(|key| get(key).is_some()) {
            let message = format!("SkyPilot takes either `infra` or `{key}`");
            return Err(refused(&At::there(own, path), message, format!("delete `{key}`")));
        }
        return Infra::read(name).map_err(|why| wrong("infra", name, why));
    }
    let any = |it: &&str| !it.is_empty() && *it != "*";
    let part = |key: &'static str| Ok(text(key)?.filter(any).map(str::to_owned));
    let cloud = match text("cloud")?.filter(any) {
        Some(name) => Infra::read(name).map_err(|why| wrong("cloud", name, why))?.cloud,
        None => None,
    };
    Ok(Infra { cloud, region: part("region")?, zone: part("zone")? })
}

/// What a machine is.
fn machines(node: &Node, path: &Path<'_>) -> Result<Machines, Diagnostic> {
    let texts: Vec<String> = match &node.value {
        Value::String(text) => vec![text.to_string()],
        Value::List(items) => {
            let text = |(index, item): (usize, &Node)| item.text(&path.item(index)).map(str::to_owned);
            items.iter().enumerate().map(text).collect::<Result<_, _>>()?
        }
        Value::Map(entries) => entries.iter().map(|entry| entry.key.to_string()).collect(),
        _ => return Err(node.is_no(Shape::Text, path)),
    };
    Ok(match texts.as_slice() {
        [] => Machines::Plain,
        texts if texts.iter().any(|it| is_by_memory(it)) => Machines::Any,
        texts => Machines::With(
            texts.iter().map(|it| it.split(':').next().unwrap_or(it).trim().to_owned()).collect(),
        ),
    })
}

/// Whether accelerators are asked for by their memory: `80GB+`, `NVIDIA:40GB`, `16GB:2`.
fn is_by_memory(text: &str) -> bool {
    let is_memory = |part: &str| {
        let part = part.trim_end_matches('+');
        let digits = part.trim_end_matches(|it: char| it.is_ascii_alphabetic());
        let unit = part.get(digits.len()..).unwrap_or("").to_ascii_lowercase();
        !digits.is_empty()
            && digits.bytes().all(|it| it.is_ascii_digit())
            && ["gb", "mb", "tb"].contains(&&*unit)
    };
    text.split(':').any(is_memory)
}

/// Fails at a field of resources that SkyPilot does not know.
fn only(node: &Node, path: &Path<'_>, more: &[&str]) -> Result<(), Diagnostic> {
    let strange = node.map(path)?.iter().find(|entry| {
        let key = &*entry.key;
        !KEYS.contains(&key) && !OTHERS.contains(&key) && !more.contains(&key)
    });
    match strange {
        None => Ok(()),
        Some(entry) => {
            let at = At { span: entry.key_span, ..At::there(&entry.value, &path.key(&entry.key)) };
            let message = format!("resources of SkyPilot have no `{}`", entry.key);
            Err(refused(&at, message, "delete it, or spell it as SkyPilot does"))
        }
    }
}

//! `kubernetes`: which nodes the scheduler may choose for the pods of an object.

mod affinity;
mod expression;
mod nodes;

use rustc_hash::FxHashMap;

use crate::data::{Node, Path};
use crate::diagnostic::Diagnostic;
use crate::emit::names::{KUBERNETES, namespaces, workload_names};
use crate::emit::refusal::Refusals;
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::emit::targets::kubernetes::TARGET;
use crate::emit::targets::kubernetes::objects::{Object, Objects};
use crate::syntax::{self, Identity};
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::{At, Document, Found, Grant, Reader, Reading, Verifier};
use crate::verify::refused;
use nodes::Nodes;

/// `kubernetes`.
pub static VERIFIER: Verifier = Verifier { target: &TARGET, counts_unoffered: false, prepare };

/// A workload by its index in the request, and the namespace that it is written with, if any is.
type InNamespace = (Option<String>, usize);

/// What a workspace calls its objects.
struct Kubernetes<'r> {
    nodes: Nodes<'r>,
    objects: Objects,
    /// The namespaces, if any are written, and the indices of workloads, by group, kind and name.
    workloads: FxHashMap<(String, String, String), Vec<InNamespace>>,
    identities: FxHashMap<&'r Identity, usize>,
}

fn prepare<'r>(request: &Request<'r>, fleet: &'r Fleet) -> Result<Box<dyn Reader + 'r>, Wrong> {
    let objects = Objects::new(request.settings)?;
    // A name that no object can have is that of none.
    let mut refusals = Refusals::new(request);
    let names = workload_names(request, &KUBERNETES, &mut refusals)?;
    let namespaces = namespaces(request, None, &KUBERNETES, &mut refusals)?;
    let mut workloads: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for (index, (identity, name)) in request.identities.iter().zip(names).enumerate() {
        let Some(object) = objects.of(identity.kind) else { continue };
        let key = (object.resource.group.clone(), object.resource.kind.clone(), name);
        let namespace = namespaces.as_ref().and_then(|all| all.get(index)).cloned();
        workloads.entry(key).or_default().push((namespace, index));
    }
    let identities = request.identities.iter().enumerate().map(|(index, it)| (it, index)).collect();
    Ok(Box::new(Kubernetes { nodes: Nodes::new(request, fleet)?, objects, workloads, identities }))
}

impl Reader for Kubernetes<'_> {
    fn read(&self, document: &Document<'_>) -> Reading {
        let mut found = Vec::new();
        match self.document(document.root, &Path::ROOT, &mut found) {
            Err(broken) => Reading::Broken(vec![broken]),
            Ok(()) if found.is_empty() => Reading::Passed,
            Ok(()) => Reading::Found(found),
        }
    }

    fn gone(&self) -> (Mask, Mask) {
        self.nodes.gone()
    }
}

impl Kubernetes<'_> {
    /// Adds what a document says, or each document of a list.
    fn document(&self, root: &Node, path: &Path<'_>, found: &mut Vec<Found>) -> Result<(), Diagnostic> {
        let kind = root.present("kind").and_then(Node::as_str);
        match (kind, root.present("items")) {
            (Some(kind), Some(items)) if kind.ends_with("List") => {
                let path = path.key("items");
                for (index, item) in items.list(&path)?.iter().enumerate() {
                    self.document(item, &path.item(index), found)?;
                }
            }
            (Some(kind), _) => {
                let api_version = root.present("apiVersion").and_then(Node::as_str);
                let group = api_version.map(|it| it.split_once('/').map_or("", |(group, _)| group));
                if let Some(object) = group.and_then(|group| self.object(group, kind)) {
                    self.workload(&object, root, path, found)?;
                }
            }
            (None, _) => self.bare(root, path, found)?,
        }
        Ok(())
    }

    /// The object of a group and kind that the target reads.
    fn object(&self, group: &str, kind: &str) -> Option<Object> {
        let mut objects = self.objects.iter().map(|(_, object)| object);
        let own = objects.find(|it| it.resource.group == group && it.resource.kind == kind);
        own.cloned().or_else(|| Object::of_kubernetes(group, kind))
    }

    /// Adds what an object says.
    fn workload(
        &self,
        object: &Object,
        root: &Node,
        path: &Path<'_>,
        found: &mut Vec<Found>,
    ) -> Result<(), Diagnostic> {
        let metadata_path = path.key("metadata");
        let metadata = step(root, "metadata", &metadata_path)?;
        let key = if metadata.present("name").is_some() { "name" } else { "generateName" };
        let name_path = metadata_path.key(key);
        let name_node = metadata.present(key).ok_or_else(|| {
            let at = At::absent(metadata, &metadata_path.key("name"));
            refused(&at, "the object has no name", "write `metadata.name`")
        })?;
        let name = name_node.text(&name_path)?;
        let namespace = match metadata.present("namespace") {
            Some(namespace) => Some(namespace.text(&metadata_path.key("namespace"))?),
            None => None,
        };
        let grants = self.template(root, &object.pod, path)?;
        let at = At::there(name_node, &name_path);
        let mut any = false;
        let key = (object.resource.group.clone(), object.resource.kind.clone(), name.to_owned());
        for (its, index) in self.workloads.get(&key).into_iter().flatten() {
            // Where one of them says no namespace, it may be any.
            if its.as_deref().zip(namespace).is_none_or(|(its, namespace)| its == namespace) {
                any = true;
                found.push(Found { workload: Ok(*index), at: at.clone(), grants: grants.clone() });
            }
        }
        if !any {
            found.push(Found { workload: Err(name.to_owned()), at, grants });
        }
        Ok(())
    }

    /// What the pod behind the keys of `steps` is admitted to.
    fn template(&self, node: &Node, steps: &[String], path: &Path<'_>) -> Result<Vec<Grant>, Diagnostic> {
        match steps.split_first() {
            Some((key, rest)) => {
                let path = path.key(key);
                self.template(step(node, key, &path)?, rest, &path)
            }
            None => affinity::pod(&self.nodes, node, path),
        }
    }

    /// Adds what an affinity says that `bpol emit kubernetes --bare` wrote.
    fn bare(&self, root: &Node, path: &Path<'_>, found: &mut Vec<Found>) -> Result<(), Diagnostic> {
        let (Some(workload), Some(_)) = (root.present("workload"), root.present("affinity")) else {
            return Ok(());
        };
        let workload_path = path.key("workload");
        let name = workload.text(&workload_path)?;
        let index = syntax::identity(name).and_then(|it| self.identities.get(&it).copied());
        found.push(Found {
            workload: index.ok_or_else(|| name.to_owned()),
            at: At::there(workload, &workload_path),
            grants: affinity::pod(&self.nodes, root, path)?,
        });
        Ok(())
    }
}

/// The map under a key, without which there is no object.
fn step<'n>(node: &'n Node, key: &str, path: &Path<'_>) -> Result<&'n Node, Diagnostic> {
    let found = node.present(key).ok_or_else(|| {
        let message = format!("the object has no `{path}`, and Kubernetes would refuse it");
        refused(&At::absent(node, path), message, "write the whole object")
    })?;
    found.map(path)?;
    Ok(found)
}

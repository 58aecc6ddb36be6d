//! Objects of a cluster: a document comes in, what it is and what it is called goes out; and which workloads
//! objects of a name are.

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::emit::names::{KUBERNETES, namespaces, workload_names};
use crate::emit::refusal::Refusals;
use crate::emit::resource::{Resource, Resources};
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::verify::field::Field;
use crate::verify::reader::{At, Document, Found, Grant, Reading};
use crate::verify::refused;

/// What an object has without a namespace of its own.
pub(super) const DEFAULT_NAMESPACE: &str = "default";

/// An object.
#[derive(Clone, Debug)]
pub(super) struct Object<'d> {
    /// Its kind.
    pub(super) kind: &'d str,
    /// Its name.
    pub(super) name: &'d str,
    /// Its namespace; `default` where it says none.
    pub(super) namespace: &'d str,
    /// Where its name stands.
    pub(super) at: At,
}

/// Reads a document, or each item of the list that it is: `found` says what an object says, none where it is
/// of another kind.
pub(super) fn read(
    document: &Document<'_>,
    found: impl Fn(&Field<'_, '_>) -> Result<Option<Vec<Found>>, Diagnostic>,
) -> Reading {
    let (mut all, mut broken) = (None, Vec::new());
    let add = &mut |field: &Field<'_, '_>| match found(field) {
        Ok(Some(found)) => all.get_or_insert_with(Vec::new).extend(found),
        Ok(None) => {}
        Err(finding) => broken.push(finding),
    };
    if let Err(finding) = each(&Field::root(document.root), add) {
        broken.push(finding);
    }
    match all {
        _ if !broken.is_empty() => Reading::Broken(broken),
        Some(found) => Reading::Found(found),
        None => Reading::Passed,
    }
}

/// Calls `add` with a field, or with each item of the list that it is.
fn each<'d>(field: &Field<'d, '_>, add: &mut impl FnMut(&Field<'d, '_>)) -> Result<(), Diagnostic> {
    let is_list = field.said("kind").is_none_or(|kind| kind.ends_with("List"));
    if field.is_list() {
        return field.items()?.iter().try_for_each(|item| each(item, add));
    }
    if is_list && field.is_map() {
        return field.key("items")?.items()?.iter().try_for_each(|item| each(item, add));
    }
    add(field);
    Ok(())
}

impl<'d> Object<'d> {
    /// The object that a field is; none where it is not of that group, or of none of the kinds.
    pub(super) fn read(
        field: &Field<'d, '_>,
        group: &str,
        kinds: &[&str],
    ) -> Result<Option<Self>, Diagnostic> {
        let (Some(api), Some(kind)) = (field.said("apiVersion"), field.said("kind")) else { return Ok(None) };
        if api.split_once('/').map(|(group, _)| group) != Some(group) || !kinds.contains(&kind) {
            return Ok(None);
        }
        let metadata = field.key("metadata")?;
        let (name_field, namespace) = (metadata.key("name")?, metadata.key("namespace")?);
        let Some(name) = name_field.text()?.filter(|name| !name.is_empty()) else {
            return Err(refused(&name_field.at(), "the object has no name", "write `metadata.name`"));
        };
        let namespace = namespace.text()?.filter(|it| !it.is_empty()).unwrap_or(DEFAULT_NAMESPACE);
        Ok(Some(Self { kind, name, namespace, at: name_field.at() }))
    }
}

impl Object<'_> {
    /// What it says: the same of each of some workloads; of its own name where there are none.
    pub(super) fn found(&self, workloads: &[usize], grants: &[Grant]) -> Vec<Found> {
        let found = |workload| Found { workload, at: self.at.clone(), grants: grants.to_vec() };
        let mut workloads = workloads.to_vec();
        workloads.sort_unstable();
        workloads.dedup();
        if workloads.is_empty() {
            return vec![found(Err(format!("{}/{}", self.namespace, self.name)))];
        }
        workloads.into_iter().map(|it| found(Ok(it))).collect()
    }
}

/// Which workloads, by their indices in the request, objects are.
#[derive(Debug)]
pub(super) struct Workloads {
    by_name: FxHashMap<(String, String), Vec<usize>>,
    /// The resource, the name and the namespace of each.
    all: Vec<(Resource, String, String)>,
}

impl Workloads {
    /// The workloads of a request, as emitting names them.
    pub(super) fn new(request: &Request<'_>) -> Result<Self, Wrong> {
        // A name that the tool forbids is emitting's to refuse: no document has it.
        let mut refusals = Refusals::new(request);
        let names = workload_names(request, &KUBERNETES, &mut refusals)?;
        let namespaces = namespaces(request, Some(DEFAULT_NAMESPACE), &KUBERNETES, &mut refusals)?;
        let resources = Resources::new(request.settings)?;
        let (mut by_name, mut all) = (FxHashMap::<_, Vec<usize>>::default(), Vec::new());
        let objects = names.into_iter().zip(namespaces.into_iter().flatten()).zip(request.identities);
        for (index, ((name, namespace), identity)) in objects.enumerate() {
            by_name.entry((namespace.clone(), name.clone())).or_default().push(index);
            all.push((resources.of(identity.kind).clone(), name, namespace));
        }
        Ok(Self { by_name, all })
    }

    /// Those whose object has a name.
    pub(super) fn named(&self, namespace: &str, name: &str) -> &[usize] {
        self.by_name.get(&(namespace.to_owned(), name.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Those that an object selects.
    pub(super) fn selected(&self, selected: &Selected<'_>) -> Vec<usize> {
        let is_it = |&index: &usize| {
            self.all.get(index).is_some_and(|(resource, name, namespace)| {
                (selected.is_of)(resource)
                    && selected.name.is_none_or(|it| it == name)
                    && selected.namespace.is_none_or(|it| it == namespace)
            })
        };
        match (selected.namespace, selected.name) {
            (Some(namespace), Some(name)) => {
                self.named(namespace, name).iter().copied().filter(is_it).collect()
            }
            _ => (0..self.all.len()).filter(is_it).collect(),
        }
    }
}

/// What an object selects.
pub(super) struct Selected<'s> {
    /// Whether it selects objects of a sort.
    pub(super) is_of: &'s dyn Fn(&Resource) -> bool,
    /// Their name; none for any.
    pub(super) name: Option<&'s str>,
    /// Their namespace; none for any.
    pub(super) namespace: Option<&'s str>,
}

//! Variables of Terraform: files with `bpol_placements` come in. A list that is absent, `null` or empty is
//! everything, because a module that loops over it, or leaves an argument out, restricts nothing.

use super::known::{Known, Listed};
use crate::data::{Entry, Node, Path, Shape};
use crate::diagnostic::Diagnostic;
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::emit::targets::terraform::{TARGET, map, nfc};
use crate::syntax::keyword::PolicyType;
use crate::verify::fleet::{Fleet, Mask};
use crate::verify::reader::{Admits, At, Document, Foreign, Found, Grant, Reader, Reading, Verifier};

/// The reader.
pub static VERIFIER: Verifier = Verifier { target: &TARGET, counts_unoffered: true, prepare };

/// The variable.
const VARIABLE: &str = "bpol_placements";

struct Terraform<'r> {
    known: Known<'r>,
    has_fleet: bool,
}

fn prepare<'r>(request: &Request<'r>, fleet: &'r Fleet) -> Result<Box<dyn Reader + 'r>, Wrong> {
    let known = Known::new(request, fleet, &map(request)?, |key| nfc(&key));
    let has_fleet = known.table().has_fleet();
    Ok(Box::new(Terraform { known, has_fleet }))
}

impl Reader for Terraform<'_> {
    fn read(&self, document: &Document<'_>) -> Reading {
        let Some(value) = document.root.get(VARIABLE) else { return Reading::Passed };
        let root = Path::ROOT;
        let path = root.key(VARIABLE);
        let entries = match value.map(&path) {
            Ok(entries) => entries,
            Err(fault) => return Reading::Broken(vec![fault]),
        };
        let (mut found, mut broken) = (Vec::new(), Vec::new());
        for entry in entries {
            match self.workload(entry, &path.key(&entry.key)) {
                Ok(its) => found.push(its),
                Err(fault) => broken.push(fault),
            }
        }
        if broken.is_empty() { Reading::Found(found) } else { Reading::Broken(broken) }
    }

    fn gone(&self) -> (Mask, Mask) {
        self.known.gone()
    }
}

/// A list of codes: where it stands, and what it says; nothing for everything.
struct List {
    at: At,
    listed: Option<Listed>,
}

impl Terraform<'_> {
    fn workload(&self, entry: &Entry, path: &Path<'_>) -> Result<Found, Diagnostic> {
        entry.value.map(path)?;
        let at = At { span: entry.key_span, ..At::there(&entry.value, path) };
        let workload = self.known.workload(&nfc(&entry.key));
        let places = self.list(&entry.value, "locations", PolicyType::Location, path)?;
        let flavors = self.list(&entry.value, "flavors", PolicyType::Flavor, path)?;
        let mut grants = self.placements(&entry.value, path)?;
        let index = workload.as_ref().copied().unwrap_or(usize::MAX);
        if self.has_fleet {
            grants.extend(self.beside(index, PolicyType::Location, places));
            grants.extend(self.beside(index, PolicyType::Flavor, flavors));
        } else {
            grants.push(self.codes(index, places, flavors));
        }
        Ok(Found { workload, at, grants })
    }

    fn list(
        &self,
        value: &Node,
        key: &'static str,
        policy_type: PolicyType,
        path: &Path<'_>,
    ) -> Result<List, Diagnostic> {
        let path = path.key(key);
        let Some(node) = value.get(key) else {
            return Ok(List { at: At::absent(value, &path), listed: None });
        };
        let at = At::there(node, &path);
        if node.shape() == Shape::Null {
            return Ok(List { at, listed: None });
        }
        let items = node.list(&path)?;
        let listed =
            if items.is_empty() { None } else { Some(self.known.codes(items, policy_type, &path)?) };
        Ok(List { at, listed })
    }

    /// What `placements` admits.
    fn placements(&self, value: &Node, path: &Path<'_>) -> Result<Vec<Grant>, Diagnostic> {
        let path = path.key("placements");
        let node = value.get("placements").filter(|it| it.shape() != Shape::Null);
        let Some(node) = node else {
            let at = match value.get("placements") {
                Some(node) => At::there(node, &path),
                None => At::absent(value, &path),
            };
            // Without a fleet there is nothing that it could say.
            return Ok(if self.has_fleet { self.known.anything(&at) } else { Vec::new() });
        };
        let entries = node.map(&path)?;
        if entries.is_empty() {
            return Ok(self.known.anything(&At::there(node, &path)));
        }
        let mut grants = Vec::new();
        for entry in entries {
            let path = path.key(&entry.key);
            let at = At::there(&entry.value, &path);
            let place = nfc(&entry.key);
            let is_null = entry.value.shape() == Shape::Null;
            let items = if is_null { &[] } else { entry.value.list(&path)? };
            let names = items.iter().enumerate().map(|(index, item)| item.text(&path.item(index)).map(nfc));
            let names: Vec<String> = names.collect::<Result<_, _>>()?;
            if names.is_empty() {
                grants.extend(self.known.open_place(&place, &at));
            } else {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                grants.push(self.known.place(&place, &names, at));
            }
        }
        Ok(grants)
    }

    /// What a list of codes admits besides the places: what the set does not have.
    fn beside(&self, workload: usize, policy_type: PolicyType, list: List) -> Option<Grant> {
        if !self.known.restricts(workload, policy_type) {
            return None;
        }
        let foreign = match &list.listed {
            None => vec![Foreign { policy_type, name: "*".to_owned() }],
            Some(listed) => self.known.excess(workload, policy_type, listed),
        };
        (!foreign.is_empty()).then(|| self.known.beside(foreign, list.at))
    }

    /// What the lists of codes admit where no fleet is known.
    fn codes(&self, workload: usize, places: List, flavors: List) -> Grant {
        let is_wide = |policy_type: PolicyType, list: &List| match &list.listed {
            None => true,
            Some(listed) => !self.known.excess(workload, policy_type, listed).is_empty(),
        };
        let is_of_flavors = !is_wide(PolicyType::Location, &places) && is_wide(PolicyType::Flavor, &flavors);
        let at = if is_of_flavors { flavors.at } else { places.at };
        let mut foreign = Vec::new();
        let mut codes = |list: Option<Listed>| {
            let listed = list?;
            foreign.extend(listed.foreign);
            Some(listed.codes)
        };
        let (places, flavors) = (codes(places.listed), codes(flavors.listed));
        Grant { admits: Admits::Codes { places, flavors }, foreign, at }
    }
}

//! What the second readers of terraform, opa and skypilot share: machines by name, the verdict on what a document admits,
//! and every small mutation of a document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Cells;
use crate::support::{Project, Run};

/// A place or flavor that nobody declared.
pub(super) const STAR: &str = "*";

/// What a workload may run on, and whether places and flavors are restricted.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) cells: Cells,
    restricts: [bool; 2],
}

/// What a reader makes of documents: what each workload is admitted, or none where the tool refuses them.
pub(super) type Read = Option<BTreeMap<String, Cells>>;

/// What each workload may run on, by identity, as `bpol compile` says.
pub(super) fn own(project: &Project) -> BTreeMap<String, Own> {
    let cells = super::placements(project);
    let document: Value = serde_json::from_str(&project.run(&["compile"]).stdout).unwrap();
    let mut all = BTreeMap::new();
    for workload in document["workloads"].as_array().unwrap() {
        let sets = document["placementSets"].as_array().unwrap();
        let set = sets.iter().find(|set| set["id"] == workload["placementSet"]).unwrap();
        let has = |name: &str| set["restricts"].as_array().unwrap().iter().any(|it| it == name);
        let environment =
            workload["environment"].as_str().map_or_else(String::new, |name| format!("@{name}"));
        let kind = workload["kind"].as_str().unwrap();
        let identity = format!("{kind}/{}{environment}", workload["name"].as_str().unwrap());
        let restricts = [has("location"), has("flavor")];
        all.insert(identity.clone(), Own { cells: cells[&identity].clone(), restricts });
    }
    all
}

/// The machines that there are: what locations offer.
#[derive(Clone, Debug)]
pub(super) struct World(pub(super) Cells);

impl World {
    /// What an unrestricted workload may run on is every machine.
    pub(super) fn of(own: &BTreeMap<String, Own>) -> Self {
        let all = own.values().find(|it| it.restricts == [false, false]);
        Self(all.expect("a workload without policies").cells.clone())
    }

    fn places(&self) -> BTreeSet<&String> {
        self.0.iter().map(|it| &it.0).collect()
    }

    fn flavors(&self) -> BTreeSet<&String> {
        self.0.iter().map(|it| &it.1).collect()
    }

    /// Any machine at a place.
    pub(super) fn at(&self, place: &str) -> Cells {
        let mut cells: Cells = self.0.iter().filter(|it| it.0 == place).cloned().collect();
        cells.insert((place.to_owned(), STAR.to_owned()));
        cells
    }

    /// Any machine.
    pub(super) fn all(&self) -> Cells {
        let mut cells: Cells = self.places().into_iter().flat_map(|place| self.at(place)).collect();
        cells.insert((STAR.to_owned(), STAR.to_owned()));
        cells
    }

    /// The verdict on what a workload is admitted.
    pub(super) fn verdict(&self, own: &Own, admitted: Option<&Cells>) -> &'static str {
        let Some(admitted) = admitted else { return "missing" };
        let [location, flavor] = own.restricts;
        let is_wide = |(place, its): &(String, String)| {
            let (is_place, is_flavor) = (self.places().contains(place), self.flavors().contains(its));
            let is_strange = (!is_place && location) || (!is_flavor && flavor);
            let is_other = is_place && is_flavor && !own.cells.contains(&(place.clone(), its.clone()));
            is_strange || is_other
        };
        if admitted.iter().any(is_wide) {
            "wider"
        } else if own.cells.is_subset(admitted) {
            "equal"
        } else {
            "inside"
        }
    }
}

/// What `bpol verify` says of each workload, or none where it refuses a document.
pub(super) fn verified(project: &Project, target: &str, file: &str) -> Option<BTreeMap<String, String>> {
    let run: Run = project.run(&["verify", target, file, "--format", "json"]);
    if run.stderr.contains("error[unreadable-document]") {
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{file}");
        return None;
    }
    let document: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let workloads = document["workloads"].as_array().unwrap();
    let verdicts: BTreeMap<String, String> =
        workloads.iter().map(|it| (text(&it["workload"]), text(&it["verdict"]))).collect();
    let fails = verdicts.values().any(|it| it == "wider" || it == "missing");
    assert_eq!(run.status, i32::from(fails), "{verdicts:?}");
    verdicts.into()
}

/// What a reader's reading makes of each workload, to compare with [`verified`].
pub(super) fn verdicts(own: &BTreeMap<String, Own>, read: &Read) -> Option<BTreeMap<String, String>> {
    let (world, read) = (World::of(own), read.as_ref()?);
    let verdict =
        |(name, own): (&String, &Own)| (name.clone(), world.verdict(own, read.get(name)).to_owned());
    Some(own.iter().map(verdict).collect())
}

/// The document with each of its values in turn `null`, empty, and taken away, with where that is.
pub(super) fn mutations(document: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for pointer in pointers(document, "") {
        for value in [Value::Null, Value::Array(Vec::new()), Value::Object(serde_json::Map::new())] {
            let mut mutated = document.clone();
            *mutated.pointer_mut(&pointer).unwrap() = value;
            all.push((format!("{pointer} = {}", mutated.pointer(&pointer).unwrap()), mutated));
        }
        let (above, last) = pointer.rsplit_once('/').unwrap();
        let mut mutated = document.clone();
        match mutated.pointer_mut(above).unwrap() {
            Value::Object(map) => {
                map.remove(&last.replace("~1", "/").replace("~0", "~")).unwrap();
            }
            Value::Array(items) => {
                items.remove(last.parse().unwrap());
            }
            other => panic!("{other}"),
        }
        all.push((format!("{pointer} removed"), mutated));
    }
    assert!(all.len() > 20);
    all.retain(|(_, mutated)| mutated != document);
    all
}

/// Every value below the root.
fn pointers(value: &Value, at: &str) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => {
            map.iter().map(|(key, it)| (key.replace('~', "~0").replace('/', "~1"), it)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect(),
        _ => Vec::new(),
    };
    let each = |(key, it): (String, &Value)| {
        let at = format!("{at}/{key}");
        let below = pointers(it, &at);
        [vec![at], below].concat()
    };
    children.into_iter().flat_map(each).collect()
}

/// Each mutation of a document is to bpol what it is to the tool, and some of them open a workload.
pub(super) fn try_mutations(
    project: &Project,
    target: &str,
    file: &str,
    document: &Value,
    opens: usize,
    read: impl Fn(&Value, &World) -> Read,
) {
    let own = own(project);
    let world = World::of(&own);
    let mut wider = 0;
    for (what, mutated) in mutations(document) {
        std::fs::write(project.path(file), mutated.to_string()).unwrap();
        let wanted = verdicts(&own, &read(&mutated, &world));
        assert_eq!(verified(project, target, file), wanted, "{what}: {mutated}");
        wider += usize::from(wanted.is_some_and(|all| all.values().any(|it| it == "wider")));
    }
    assert!(wider >= opens, "only {wider} mutations of {target} open a workload");
}

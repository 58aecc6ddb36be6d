//! What the platform makes of documents, written a second time and simply, with all that it lets pass.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::emit::Cells;
use crate::support::Project;

/// The codes that there are and what lies in what, as `bpol reference` says.
pub(super) struct Inventory {
    /// Each code, by type and name, with what it lies in.
    codes: BTreeMap<(String, String), Option<String>>,
    /// The machines that there are.
    pub(super) cells: Cells,
}

/// What a workload may run on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Admitted {
    pub(super) cells: Cells,
    /// Whether it may run in places that nobody declared.
    pub(super) anywhere: bool,
    /// Whether it may run on flavors that nobody declared.
    pub(super) anything: bool,
}

/// A list of a policy: types and names; none is everything.
type List = Option<Vec<(String, String)>>;

impl Inventory {
    pub(super) fn of(project: &Project) -> Self {
        let run = project.run(&["reference", "--format", "json"]);
        let reference: Value = serde_json::from_str(&run.stdout).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let all = reference["codes"].as_array().unwrap();
        let codes: BTreeMap<_, _> = all
            .iter()
            .map(|it| ((text(&it["type"]), text(&it["name"])), it["parent"].as_str().map(str::to_owned)))
            .collect();
        let flavors: Vec<String> = codes
            .keys()
            .filter(|(level, _)| ["cpu", "gpu"].contains(&&**level))
            .map(|it| it.1.clone())
            .collect();
        let mut cells = Cells::new();
        for location in all.iter().filter(|it| it["type"] == "location") {
            let offers = location["offers"].as_array();
            let offers = offers.map_or_else(|| flavors.clone(), |it| it.iter().map(text).collect());
            cells.extend(offers.into_iter().map(|flavor| (text(&location["name"]), flavor)));
        }
        Self { codes, cells }
    }

    fn parent(&self, level: &str, name: &str) -> Option<&str> {
        self.codes.get(&(level.to_owned(), name.to_owned()))?.as_deref()
    }

    fn is_in(&self, location: &str, level: &str, name: &str) -> bool {
        let country = self.parent("location", location);
        match level {
            "location" => location == name,
            "country" => country == Some(name),
            "continent" => country.and_then(|it| self.parent("country", it)) == Some(name),
            _ => false,
        }
    }

    fn knows(&self, level: &str, name: &str) -> bool {
        self.codes.contains_key(&(level.to_owned(), name.to_owned()))
    }

    /// What each workload may run on, by kind and name.
    pub(super) fn read(&self, documents: &[Value]) -> BTreeMap<(String, String), Admitted> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut all: BTreeMap<(String, String), Admitted> = BTreeMap::new();
        for document in documents.iter().filter(|it| it["kind"] != "Policy" && it["kind"] != "policy") {
            let (kind, spec) = (text(&document["kind"]), &document["spec"]);
            let admitted = match kind.as_str() {
                "Sandbox" | "Application" => self.placed(&spec["region"]),
                _ => self.attached(&kind, spec, documents),
            };
            let known = all.entry((kind, text(&document["metadata"]["name"]))).or_default();
            known.cells.extend(admitted.cells);
            known.anywhere |= admitted.anywhere;
            known.anything |= admitted.anything;
        }
        all
    }

    fn placed(&self, region: &Value) -> Admitted {
        match region.as_str() {
            None | Some("" | "auto") => self.everything(),
            Some(region) => Admitted {
                cells: self.cells.iter().filter(|(location, _)| location == region).cloned().collect(),
                anywhere: !self.knows("location", region),
                anything: !self.knows("location", region),
            },
        }
    }

    fn everything(&self) -> Admitted {
        Admitted { cells: self.cells.clone(), anywhere: true, anything: true }
    }

    fn attached(&self, kind: &str, spec: &Value, documents: &[Value]) -> Admitted {
        let mut lists: [Vec<List>; 2] = [Vec::new(), Vec::new()];
        for name in spec["policies"].as_array().unwrap_or(&Vec::new()) {
            let is_it = |it: &&Value| it["kind"] == "Policy" && it["metadata"]["name"] == *name;
            let found: Vec<&Value> = documents.iter().filter(is_it).collect();
            if found.is_empty() || !name.is_string() {
                return self.everything();
            }
            for policy in found {
                match policy["spec"]["type"].as_str() {
                    Some("location") => lists[0].push(list(policy, "locations")),
                    Some("flavor") => lists[1].push(list(policy, "flavors")),
                    Some("maxToken") => {}
                    _ => return self.everything(),
                }
            }
        }
        let region = spec["region"].as_str().filter(|_| kind != "Model");
        if region == Some("auto") {
            lists[0].push(None);
        }
        let is_placed = region.is_some_and(|it| self.knows("location", it));
        let is_elsewhere =
            |location: &str| region.is_some_and(|it| self.knows("location", it) && it != location);
        let is_open = |side: &[List]| side.is_empty() || side.contains(&None);
        let has = |side: &[List], is: &dyn Fn(&str, &str) -> bool| {
            is_open(side) || side.iter().flatten().flatten().any(|(level, name)| is(level, name))
        };
        let is_admitted = |(location, flavor): &&(String, String)| {
            !is_elsewhere(location)
                && has(&lists[0], &|level, name| self.is_in(location, level, name))
                && has(&lists[1], &|kind, name| name == flavor && self.knows(kind, flavor))
        };
        let levels = ["continent", "country", "location"];
        let is_foreign = |level: &str, name: &str, is_place: bool| {
            levels.contains(&level) != is_place || !self.knows(level, name)
        };
        Admitted {
            cells: self.cells.iter().filter(is_admitted).cloned().collect(),
            anywhere: !is_placed && has(&lists[0], &|level, name| is_foreign(level, name, true)),
            anything: has(&lists[1], &|level, name| is_foreign(level, name, false)),
        }
    }
}

/// The list of a policy as `bl` reads it: none is everything, and so is one with anything else in it.
fn list(policy: &Value, key: &str) -> List {
    let items = policy["spec"][key].as_array().filter(|items| !items.is_empty())?;
    let text = |value: &Value| match value {
        Value::Null => Some(String::new()),
        other => other.as_str().map(str::to_owned),
    };
    items
        .iter()
        .map(|it| it.as_object().and_then(|_| Some((text(&it["type"])?, text(&it["name"])?))))
        .collect()
}

//! What a workspace means, a second time and as simply as possible: places are enumerated one by one, and every
//! policy is the set of them. Slow, and knows nothing of the compiler.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bpol::reference::Reference;
use bpol::text::Source;

use crate::model::{ATTRIBUTES, Base, Code, Model, Policy, Workload, official};

/// A code: the place of its attribute in [`ATTRIBUTES`], and its name. It is also the one atom that stands for
/// whatever lies in the code and is not listed, so a code is the set of itself and of all codes below it.
pub(crate) type Key = (usize, String);
pub(crate) type Set = BTreeSet<Key>;

/// What a policy is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Type {
    Location,
    Flavor,
}

impl Type {
    pub(crate) const ALL: [Self; 2] = [Self::Location, Self::Flavor];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Flavor => "flavor",
        }
    }

    fn of(rank: usize) -> Self {
        if rank < 3 { Self::Location } else { Self::Flavor }
    }
}

/// Where a workload may run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Placed {
    pub(crate) restricts: Vec<Type>,
    pub(crate) locations: Vec<Key>,
    pub(crate) flavors: Vec<Key>,
    pub(crate) placements: Option<Vec<(String, Vec<Key>)>>,
}

/// Why a workload can run nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Impossible {
    Collision(Vec<Type>),
    NoPlacement,
}

/// The meaning of a model.
pub(crate) struct Naive<'m> {
    model: &'m Model,
    codes: Vec<Code>,
}

impl<'m> Naive<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        let mut codes = if model.base == Base::Official { official() } else { Vec::new() };
        codes.extend(model.codes.iter().cloned());
        Self { model, codes }
    }

    /// Where `workload` may run.
    pub(crate) fn place(&self, workload: &Workload) -> Result<Placed, Impossible> {
        let sides = [self.environment_list(workload), &workload.attach];
        let mut allowed = Vec::new();
        let mut collisions = Vec::new();
        for it in Type::ALL {
            let mut set: Option<Set> = None;
            for list in sides {
                // Union within a point, where any policy of the type applies; intersection across points.
                let policies = self.taking_part(list, workload.kind);
                let mut of_type = policies.into_iter().filter(|policy| type_of(policy) == it).peekable();
                if of_type.peek().is_none() {
                    continue;
                }
                let here: Set = of_type.flat_map(|policy| self.options(policy)).collect();
                set = Some(match set {
                    Some(before) => before.intersection(&here).cloned().collect(),
                    None => here,
                });
            }
            if set.as_ref().is_some_and(BTreeSet::is_empty) {
                collisions.push(it);
            }
            allowed.push(set);
        }
        if !collisions.is_empty() {
            return Err(Impossible::Collision(collisions));
        }
        let list = |it: Type, set: &Option<Set>| match set {
            Some(set) => self.shortest(set),
            None => self.keys().filter(|key| Type::of(key.0) == it && self.parent(key).is_none()).collect(),
        };
        let mut placed = Placed {
            restricts: Type::ALL
                .into_iter()
                .zip(&allowed)
                .filter(|it| it.1.is_some())
                .map(|it| it.0)
                .collect(),
            locations: list(Type::Location, &allowed[0]),
            flavors: list(Type::Flavor, &allowed[1]),
            placements: None,
        };
        placed.locations.sort();
        placed.flavors.sort();
        if self.codes.iter().any(|code| code.attribute == "location") {
            placed.placements = Some(self.placements(allowed[0].as_ref(), &placed.flavors));
        }
        let is_nowhere = placed.placements.as_ref().is_some_and(Vec::is_empty);
        if is_nowhere || placed.locations.is_empty() || placed.flavors.is_empty() {
            return Err(Impossible::NoPlacement);
        }
        Ok(placed)
    }

    /// Whether everything that `inner` stands for lies in what `outer` stands for.
    pub(crate) fn covers(&self, outer: &[Key], inner: &[Key]) -> bool {
        let all = |keys: &[Key]| -> Set { keys.iter().flat_map(|key| self.below(key)).collect() };
        all(inner).is_subset(&all(outer))
    }

    /// The document that `bpol compile` should write, byte for byte. Every workload can run somewhere.
    pub(crate) fn document(&self, reference: &Reference) -> String {
        let placed = |workload| self.place(workload).unwrap();
        let sets: BTreeSet<Placed> = self.model.workloads.iter().map(placed).collect();
        let mut sets: Vec<(String, &Placed)> = sets.iter().map(|set| (id(set), set)).collect();
        sets.sort();
        let mut text = format!(
            "{{\n  \"schema\": \"bpol.placement.v1\",\n  \"compiler\": \"bpol {}\",\n  \"reference\": {{\"name\": {}, \
             \"digest\": {}}},\n",
            env!("CARGO_PKG_VERSION"),
            string(reference.name()),
            string(reference.digest()),
        );
        let sets: Vec<String> = sets.iter().map(|(id, set)| set_lines(id, set)).collect();
        let _ = writeln!(text, "  \"placementSets\": {},", lines(&sets, 2));
        let mut workloads: Vec<&Workload> = self.model.workloads.iter().collect();
        workloads.sort_by_key(|it| (it.environment.clone(), it.kind, it.name.clone()));
        let workloads: Vec<String> = workloads.iter().map(|it| self.workload(it)).collect();
        let _ = write!(text, "  \"workloads\": {}\n}}\n", lines(&workloads, 2));
        text
    }

    fn workload(&self, workload: &Workload) -> String {
        let names = |list: &[String]| {
            let names: BTreeSet<&str> =
                self.taking_part(list, workload.kind).iter().map(|policy| policy.name.as_str()).collect();
            let names: Vec<String> = names.into_iter().map(string).collect();
            format!("[{}]", names.join(", "))
        };
        format!(
            "{{\"kind\": {}, \"name\": {}, \"environment\": {}, \"placementSet\": {}, \"policies\": \
             {{\"environment\": {}, \"workload\": {}}}}}",
            string(workload.kind),
            string(&workload.name),
            workload.environment.as_ref().map_or("null".to_owned(), |name| string(name)),
            string(&id(&self.place(workload).unwrap())),
            names(self.environment_list(workload)),
            names(&workload.attach),
        )
    }

    fn environment_list(&self, workload: &Workload) -> &[String] {
        let Some(name) = &workload.environment else { return &[] };
        &self.model.environments.iter().find(|it| it.name == *name).unwrap().attach
    }

    fn taking_part(&self, list: &[String], kind: &str) -> Vec<&'m Policy> {
        let policies = self.model.policies.iter().filter(|policy| list.contains(&policy.name));
        policies.filter(|policy| policy.target.as_ref().is_none_or(|kinds| kinds.contains(&kind))).collect()
    }

    /// The atoms that a policy allows.
    pub(crate) fn options(&self, policy: &Policy) -> Set {
        let named =
            policy.rules.iter().flat_map(|(attribute, codes)| codes.iter().map(|it| (*attribute, it)));
        named.flat_map(|(attribute, name)| self.below(&self.find(&[attribute], name))).collect()
    }

    /// The code that a name, or another name of it, stands for.
    pub(crate) fn find(&self, attributes: &[&str], name: &str) -> Key {
        let is_it = |code: &&Code| {
            attributes.contains(&code.attribute)
                && (code.name == name || code.aliases.iter().any(|alias| alias == name))
        };
        key(self.codes.iter().find(is_it).unwrap())
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = Key> {
        self.codes.iter().map(key)
    }

    pub(crate) fn parent(&self, of: &Key) -> Option<Key> {
        let code = self.codes.iter().find(|code| key(code) == *of).unwrap();
        code.parent.as_ref().map(|parent| (of.0 - 1, parent.clone()))
    }

    /// The atoms of a code: its own, and those of everything below it.
    pub(crate) fn below(&self, top: &Key) -> Set {
        let lies_below = |atom: &Key| {
            let mut at = Some(atom.clone());
            while let Some(key) = at {
                if key == *top {
                    return true;
                }
                at = self.parent(&key);
            }
            false
        };
        self.keys().filter(lies_below).collect()
    }

    /// The codes that lie in the set as a whole while what they lie in does not.
    fn shortest(&self, set: &Set) -> Vec<Key> {
        let is_whole = |key: &Key| self.below(key).is_subset(set);
        self.keys().filter(|key| is_whole(key) && !self.parent(key).is_some_and(|it| is_whole(&it))).collect()
    }

    fn placements(&self, locations: Option<&Set>, flavors: &[Key]) -> Vec<(String, Vec<Key>)> {
        let mut placements = Vec::new();
        for code in self.codes.iter().filter(|code| code.attribute == "location") {
            if locations.is_some_and(|set| !set.contains(&key(code))) {
                continue;
            }
            let offers: Option<Set> = code
                .offers
                .as_ref()
                .map(|names| names.iter().map(|name| self.find(&["cpu", "gpu"], name)).collect());
            let offered =
                flavors.iter().filter(|it| offers.as_ref().is_none_or(|offers| offers.contains(*it)));
            let offered: Vec<Key> = offered.cloned().collect();
            if !offered.is_empty() {
                placements.push((code.name.clone(), offered));
            }
        }
        placements.sort();
        placements
    }
}

fn key(code: &Code) -> Key {
    (ATTRIBUTES.iter().position(|it| *it == code.attribute).unwrap(), code.name.clone())
}

pub(crate) fn type_of(policy: &Policy) -> Type {
    if matches!(policy.rules[0].0, "cpu" | "gpu") { Type::Flavor } else { Type::Location }
}

fn string(value: &str) -> String {
    serde_json::to_string(value).unwrap()
}

/// A JSON array with a line for each value.
fn lines(values: &[String], indent: usize) -> String {
    if values.is_empty() {
        return "[]".to_owned();
    }
    let spaces = " ".repeat(indent);
    format!("[\n{spaces}  {}\n{spaces}]", values.join(&format!(",\n{spaces}  ")))
}

fn codes(keys: &[Key]) -> String {
    let one = |(rank, name): &Key| {
        format!("{{\"type\": {}, \"name\": {}}}", string(ATTRIBUTES[*rank]), string(name))
    };
    let codes: Vec<String> = keys.iter().map(one).collect();
    format!("[{}]", codes.join(", "))
}

fn restricts(set: &Placed) -> String {
    let words: Vec<String> = set.restricts.iter().map(|it| string(it.name())).collect();
    format!("[{}]", words.join(", "))
}

fn placements(set: &Placed) -> Option<Vec<String>> {
    let one = |(location, flavors): &(String, Vec<Key>)| {
        format!("{{\"location\": {}, \"flavors\": {}}}", string(location), codes(flavors))
    };
    Some(set.placements.as_ref()?.iter().map(one).collect())
}

fn set_lines(id: &str, set: &Placed) -> String {
    let mut text = format!(
        "{{\n      \"id\": {},\n      \"restricts\": {},\n      \"locations\": {},\n      \"flavors\": {}",
        string(id),
        restricts(set),
        codes(&set.locations),
        codes(&set.flavors),
    );
    if let Some(placements) = placements(set) {
        let _ = write!(text, ",\n      \"placements\": {}", lines(&placements, 6));
    }
    text.push_str("\n    }");
    text
}

/// `ps-` and the first 16 hexadecimal digits of the SHA-256 of the set's compact JSON without `id`.
fn id(set: &Placed) -> String {
    let mut text = format!(
        "{{\"restricts\":{},\"locations\":{},\"flavors\":{}",
        restricts(set).replace("\", \"", "\",\""),
        compact(&codes(&set.locations)),
        compact(&codes(&set.flavors)),
    );
    if let Some(placements) = placements(set) {
        let placements: Vec<String> = placements.iter().map(|it| compact(it)).collect();
        let _ = write!(text, ",\"placements\":[{}]", placements.join(","));
    }
    text.push('}');
    // A table's digest is that of its text.
    let table = Reference::own("", Source::new("", text.into_bytes()));
    format!("ps-{}", table.digest().strip_prefix("sha256:").unwrap().get(..16).unwrap())
}

/// JSON without the spaces outside of strings.
fn compact(json: &str) -> String {
    let mut text = String::new();
    let (mut in_string, mut is_escaped) = (false, false);
    for character in json.chars() {
        if in_string || character != ' ' {
            text.push(character);
        }
        in_string ^= character == '"' && !is_escaped;
        is_escaped = in_string && character == '\\' && !is_escaped;
    }
    text
}

//! Names that differ in writing and are one to SkyPilot, or lie in each other: `aws/us-east-1` has the zone
//! `AWS/us-east-1/us-east-1a`. A map and a set come in; the cell that the names would open goes out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::{Infra, Machine};
use crate::emit::codes::NameMap;
use crate::emit::plan::Plan;
use crate::emit::refusal::Refusal;
use crate::table::{CodeId, Table};

/// Which codes open others.
pub(super) struct Same {
    locations: Vec<Pair>,
    flavors: Vec<Pair>,
}

/// A code whose name opens another one, with both names.
struct Pair {
    outer: CodeId,
    inner: CodeId,
    name: String,
    within: String,
}

impl Same {
    pub(super) fn new(map: &NameMap<Machine>) -> Self {
        let locations = map.locations.iter().flat_map(|(code, names)| names.iter().map(move |it| (code, it)));
        let places: Vec<(CodeId, &String, Infra)> =
            locations.filter_map(|(code, name)| Some((code, name, Infra::read(name).ok()?))).collect();
        let region = |it: &Infra| (it.cloud.clone(), it.region.clone());
        let mut by_region: FxHashMap<_, Vec<&(CodeId, &String, Infra)>> = FxHashMap::default();
        for it in &places {
            by_region.entry(region(&it.2)).or_default().push(it);
        }
        let mut pairs = Vec::new();
        for (outer, name, infra) in &places {
            for (inner, within, other) in by_region.get(&region(infra)).into_iter().flatten() {
                // Two codes of one name are every target's concern.
                if outer != inner && name != within && infra.has(other) {
                    pairs.push(Pair::new((*outer, name), (*inner, within)));
                }
            }
        }
        Self { locations: pairs, flavors: spellings(map) }
    }

    /// The first cell of a set that opens another one, which the set has not.
    pub(super) fn find(&self, table: &Table, plan: &Plan) -> Option<Refusal> {
        if self.locations.is_empty() && self.flavors.is_empty() {
            return None;
        }
        let ordered: Vec<(CodeId, CodeId)> = plan.cells().collect();
        let cells: FxHashSet<(CodeId, CodeId)> = ordered.iter().copied().collect();
        let code = |code: CodeId| table[code].name();
        for &(location, flavor) in &ordered {
            let opened =
                self.locations.iter().find(|it| it.outer == location && !cells.contains(&(it.inner, flavor)));
            if let Some(pair) = opened {
                let cell = format!(
                    "`{}` is allowed in `{}` and not in `{}`, which is `{}`",
                    code(flavor),
                    code(location),
                    code(pair.inner),
                    pair.within
                );
                return Some(pair.refusal(table, "location", cell));
            }
            let opened =
                self.flavors.iter().find(|it| it.outer == flavor && !cells.contains(&(location, it.inner)));
            if let Some(pair) = opened {
                let cell = format!(
                    "in `{}` `{}` is allowed and `{}`, which is `{}`, is not",
                    code(location),
                    code(flavor),
                    code(pair.inner),
                    pair.within
                );
                return Some(pair.refusal(table, "flavor", cell));
            }
        }
        None
    }
}

impl Pair {
    fn new(outer: (CodeId, &str), inner: (CodeId, &str)) -> Self {
        Self { outer: outer.0, inner: inner.0, name: outer.1.to_owned(), within: inner.1.to_owned() }
    }

    fn refusal(&self, table: &Table, what: &'static str, cell: String) -> Refusal {
        let code = |code: CodeId| table[code].name().to_owned();
        let (first, second) = (code(self.outer), code(self.inner));
        Refusal::Ambiguous { what, first, second, name: self.name.clone(), cell }
    }
}

/// Flavors whose accelerators differ in case alone, which SkyPilot does not look at.
fn spellings(map: &NameMap<Machine>) -> Vec<Pair> {
    let named = map.flavors.iter().flat_map(|(code, names)| names.iter().map(move |it| (code, it)));
    let mut by_spelling: FxHashMap<String, Vec<(CodeId, &str)>> = FxHashMap::default();
    for (code, machine) in named {
        if let Machine::With(name) = machine {
            by_spelling.entry(name.to_lowercase()).or_default().push((code, name));
        }
    }
    let mut pairs = Vec::new();
    for same in by_spelling.values() {
        for &one in same {
            let others = same.iter().filter(|other| one.0 != other.0 && one.1 != other.1);
            pairs.extend(others.map(|&other| Pair::new(one, other)));
        }
    }
    pairs.sort_unstable_by_key(|it| (it.outer, it.inner));
    pairs
}

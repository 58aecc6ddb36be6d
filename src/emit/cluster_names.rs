//! `cluster` of `[emit.karmada]`: a text with fields and the name map come in, the names of clusters go out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::about::Shape;
use super::clusters::{Clusters, offered};
use super::codes::NameMap;
use super::names::{NameRule, Piece, label_rule, no_field, pieces};
use super::plan::Plan;
use super::refusal::{Refusal, Refusals};
use super::settings::{Setting, Settings, Wrong};
use super::target::{Key, Request};
use super::toml::key;
use crate::placement::PlacementSetId;
use crate::syntax::keyword::Attribute;
use crate::table::{CodeId, Table};

/// `cluster`: what clusters are called.
pub const CLUSTER: Key = Key::new(
    "cluster",
    "What clusters are called; with `{flavor}` each of them has one flavor",
    Shape::Text("{location}-{flavor}"),
    |it| ClusterNames::read(it).map(drop),
)
.by_default("\"{location}\"");

/// Names of clusters of Karmada.
const RULE: NameRule =
    label_rule("at most 48 small letters, digits and `-`, with a letter or digit at both ends", 48);

/// What clusters are called.
#[derive(Clone, Debug)]
pub struct ClusterNames {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Location,
    Flavor,
}

/// A location, and a flavor where clusters have one each.
pub type Cell = (CodeId, Option<CodeId>);

/// What the name of a cluster stands for, and what it is made of.
#[derive(Clone, Copy, Debug)]
pub struct Meaning<'m> {
    /// The cell.
    pub cell: Cell,
    location: &'m str,
    flavor: &'m str,
}

impl ClusterNames {
    /// What `cluster` says: `{location}` where it says nothing.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(settings: &Settings) -> Result<Self, Wrong> {
        settings.get(CLUSTER.about.name).map_or_else(|| Ok(Self { parts: vec![Part::Location] }), Self::read)
    }

    fn read(setting: &Setting) -> Result<Self, Wrong> {
        Self::parse(setting.text()?).map_err(|message| {
            let help =
                "write `{location}`, or `{location}-{flavor}` where each cluster has one flavor".to_owned();
            Wrong::new(&setting.place, message, help)
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let part = |piece| {
            Ok(match piece {
                Piece::Text(text) => Part::Text(text.to_owned()),
                Piece::Field("location") => Part::Location,
                Piece::Field("flavor") => Part::Flavor,
                Piece::Field(other) => return Err(no_field(other)),
            })
        };
        let parts: Vec<Part> = pieces(text)?.into_iter().map(part).collect::<Result<_, String>>()?;
        if parts.contains(&Part::Location) {
            Ok(Self { parts })
        } else {
            Err("the clusters of all locations would have one name".to_owned())
        }
    }

    /// Whether each cluster has one flavor, which its name says.
    #[must_use]
    pub fn tell_flavors(&self) -> bool {
        self.parts.contains(&Part::Flavor)
    }

    fn fill(&self, location: &str, flavor: &str) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Location => location.to_owned(),
            Part::Flavor => flavor.to_owned(),
        };
        self.parts.iter().map(part).collect()
    }

    /// The names of the clusters of a cell.
    fn named<'m>(&self, map: &'m NameMap, cell: Cell) -> Vec<(String, Meaning<'m>)> {
        let mut all = Vec::new();
        for location in map.locations.names(cell.0) {
            let mut add =
                |flavor: &'m str| all.push((self.fill(location, flavor), Meaning { cell, location, flavor }));
            match cell.1 {
                Some(flavor) => map.flavors.names(flavor).iter().for_each(|it| add(it)),
                None => add(""),
            }
        }
        all
    }

    /// The cells whose clusters a set may choose: its own; with `locations-only` all those of its locations.
    fn cells(&self, table: &Table, map: &NameMap, clusters: &Clusters<'_>, plan: &Plan) -> Vec<Cell> {
        if !self.tell_flavors() {
            return plan.locations().into_iter().map(|location| (location, None)).collect();
        }
        if clusters.is_locations_only {
            let cells =
                |location| offered(table, map, location).into_iter().map(move |it| (location, Some(it)));
            return plan.locations().into_iter().flat_map(cells).collect();
        }
        plan.cells().map(|(location, flavor)| (location, Some(flavor))).collect()
    }

    /// The names of the clusters that a set may choose, by their bytes.
    #[must_use]
    pub fn of(&self, table: &Table, map: &NameMap, clusters: &Clusters<'_>, plan: &Plan) -> Vec<String> {
        let cells = self.cells(table, map, clusters, plan).into_iter();
        let mut names: Vec<String> =
            cells.flat_map(|cell| self.named(map, cell)).map(|(name, _)| name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Every name of a cluster of the fleet, with what it stands for.
    #[must_use]
    pub fn all<'m>(&self, table: &Table, map: &'m NameMap) -> FxHashMap<String, Vec<Meaning<'m>>> {
        let mut all: FxHashMap<String, Vec<Meaning<'_>>> = FxHashMap::default();
        for cell in self.every(table, map) {
            for (name, meaning) in self.named(map, cell) {
                all.entry(name).or_default().push(meaning);
            }
        }
        all
    }

    /// Every cell of the fleet that the tool has.
    fn every(&self, table: &Table, map: &NameMap) -> Vec<Cell> {
        let mut cells = Vec::new();
        for (location, _) in table.of(Attribute::Location) {
            if self.tell_flavors() {
                cells
                    .extend(offered(table, map, location).into_iter().map(|flavor| (location, Some(flavor))));
            } else {
                cells.push((location, None));
            }
        }
        cells
    }

    /// Refuses names that no cluster can have, and sets that have one of two cells of one name alone.
    pub fn refuse(
        &self,
        request: &Request<'_>,
        map: &NameMap,
        clusters: &Clusters<'_>,
        refusals: &mut Refusals<'_>,
    ) {
        let table = request.resolved.workspace().table();
        let shared = self.shared(table, map);
        let found = clusters.plans.map(|plan| {
            let cells = self.cells(table, map, clusters, plan);
            let mut found = self.forbidden(request, map, &cells);
            found.extend(ambiguous(table, &shared, &cells));
            found
        });
        for index in 0..request.workloads.len() {
            let refused = clusters.plans.set(index).and_then(|set: PlacementSetId| found.get(&set));
            refused.into_iter().flatten().for_each(|refusal| refusals.add(index, refusal.clone()));
        }
    }

    /// The names of some cells that no cluster can have, one a location.
    fn forbidden(&self, request: &Request<'_>, map: &NameMap, cells: &[Cell]) -> Vec<Refusal> {
        let table = request.resolved.workspace().table();
        let mut refusals = Vec::new();
        let mut seen = FxHashSet::default();
        for &cell in cells {
            let names = self.named(map, cell).into_iter();
            let broken = names.map(|(name, _)| name).find_map(|name| Some((RULE.broken_by(&name)?, name)));
            let Some((why, name)) = broken else { continue };
            let location = table[cell.0].name();
            if !seen.insert(cell.0) {
                continue;
            }
            let flavor = cell.1.map_or_else(String::new, |it| format!("`{}` in ", table[it].name()));
            refusals.push(Refusal::Name {
                what: format!("the cluster of {flavor}`{location}`"),
                name,
                why,
                rule: RULE.words.to_owned(),
                repair: Some((
                    format!("emit.{}.locations", request.target.name),
                    format!("{} = \"…\"", key(location)),
                )),
            });
        }
        refusals
    }

    /// The names that are made of different names of locations and flavors: `a-b` and `c`, `a` and `b-c`.
    /// What has the same names of these is no matter of clusters, but of the map.
    fn shared(&self, table: &Table, map: &NameMap) -> Vec<(String, Vec<Cell>)> {
        if !self.tell_flavors() {
            return Vec::new();
        }
        let made_of = |it: &Meaning<'_>| (it.location.to_owned(), it.flavor.to_owned());
        let is_shared = |it: &[Meaning<'_>]| it.iter().map(made_of).collect::<FxHashSet<_>>().len() > 1;
        let all = self.all(table, map).into_iter().filter(|(_, meanings)| is_shared(meanings));
        let mut shared: Vec<(String, Vec<Cell>)> =
            all.map(|(name, meanings)| (name, meanings.iter().map(|it| it.cell).collect())).collect();
        shared.sort_unstable();
        shared
    }
}

/// The first name of which a set has one cell and lacks another.
fn ambiguous(table: &Table, shared: &[(String, Vec<Cell>)], cells: &[Cell]) -> Option<Refusal> {
    let has: FxHashSet<Cell> = if shared.is_empty() { return None } else { cells.iter().copied().collect() };
    let words = |cell: Cell| {
        let flavor = cell.1.map_or_else(String::new, |it| format!("{}` in `", table[it].name()));
        format!("{flavor}{}", table[cell.0].name())
    };
    shared.iter().find_map(|(name, cells)| {
        let first = cells.iter().copied().find(|cell| has.contains(cell))?;
        let second = cells.iter().copied().find(|cell| !has.contains(cell))?;
        Some(Refusal::Ambiguous {
            what: "cell",
            first: words(first),
            second: words(second),
            name: name.clone(),
            cell: "the first one is allowed and the second one is not".to_owned(),
        })
    })
}

//! What is said of each row: what was observed and a workspace come in, the audit goes out. Equal rows are
//! judged once.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::{Audit, Counts, Row, RowStatus, SCHEMA};
use super::observed::{Cells, Observed};
use crate::answers::text::{self, Looks};
use crate::answers::words::{Choice, Header, WorkloadName};
use crate::placement::{PlacementSet, PlacementSetId, Provisional, Status};
use crate::suggest::{Budget, Candidate, Index, MOST};
use crate::syntax::Identity;
use crate::syntax::keyword::{Attribute, Kind, PolicyType};
use crate::table::CodeId;
use crate::workspace::Workspace;

/// What is said of rows of equal cells.
#[derive(Clone, Debug)]
struct Judged {
    status: RowStatus,
    options: Vec<Choice>,
    suggestions: Vec<String>,
    why: String,
}

/// What a verdict of a known workload hangs on: its set, and the location, flavor and country as given.
type Key<'b> = (PlacementSetId, Option<Cow<'b, str>>, Option<Cow<'b, str>>, Option<Cow<'b, str>>);

/// What a workload is called, in the order of a row.
type Named<'n> = (Kind, Cow<'n, str>, Option<Cow<'n, str>>);

/// Says of each row whether it may be.
#[must_use]
pub fn audit(provisional: &Provisional, observed: &[Observed<'_>]) -> Audit {
    let workspace = provisional.workspace();
    let workloads: FxHashMap<Named<'static>, usize> = workspace
        .workloads()
        .iter()
        .enumerate()
        .map(|(index, workload)| {
            let Identity { environment, kind, name } = workspace.identity(workload);
            ((kind, Cow::Owned(name), environment.map(Cow::Owned)), index)
        })
        .collect();
    let mut judge = Judge { provisional, known: FxHashMap::default(), near: Near::new(workspace) };
    let mut seen = FxHashSet::default();
    let mut counts = Counts::default();
    let rows: Vec<Row> = observed
        .iter()
        .map(|observed| {
            let row = judge.row(observed, &workloads, &mut seen);
            *counts.mut_of(row.status) += 1;
            row
        })
        .collect();
    let unseen = workspace.workloads().iter().enumerate().filter(|(index, workload)| {
        provisional.status(provisional.set_id(workload)) == Status::Placed && !seen.contains(index)
    });
    let unseen = unseen.map(|(_, workload)| WorkloadName::of(workspace, workload)).collect();
    Audit { header: Header::new(SCHEMA, provisional), rows, counts, unseen }
}

struct Judge<'p, 'b> {
    provisional: &'p Provisional,
    known: FxHashMap<Key<'b>, Judged>,
    near: Near<'p>,
}

impl<'b> Judge<'_, 'b> {
    fn row(
        &mut self,
        observed: &Observed<'b>,
        workloads: &FxHashMap<Named<'static>, usize>,
        seen: &mut FxHashSet<usize>,
    ) -> Row {
        let malformed = |why: String, location, flavor| Row {
            line: observed.line,
            workload: None,
            location,
            flavor,
            status: RowStatus::Malformed,
            options: Vec::new(),
            suggestions: Vec::new(),
            why,
            index: None,
        };
        let cells = match &observed.cells {
            Ok(cells) => cells,
            Err(why) => return malformed(why.clone(), None, None),
        };
        let owned = |cell: &Option<Cow<'_, str>>| cell.as_ref().map(|it| it.clone().into_owned());
        let (location, flavor) = (owned(&cells.location), owned(&cells.flavor));
        let kind = cells.kind.as_deref();
        let (Some(kind), Some(name)) = (kind.and_then(Kind::from_name), &cells.name) else {
            let why = match (kind, &cells.name) {
                (None, _) => "it has no kind".to_owned(),
                (Some(kind), Some(_)) => format!("there is no kind `{kind}`"),
                (Some(_), None) => "it has no name".to_owned(),
            };
            return malformed(why, location, flavor);
        };
        let workload = WorkloadName::from(Identity {
            environment: owned(&cells.environment),
            kind,
            name: name.clone().into_owned(),
        });
        let found = workloads.get(&(kind, name.clone(), cells.environment.clone())).copied();
        let judged = match found {
            None => self.near.unknown_workload(&workload.identity()),
            Some(index) => {
                seen.insert(index);
                self.known_workload(index, cells)
            }
        };
        let Judged { status, options, suggestions, why } = judged;
        Row {
            line: observed.line,
            workload: Some(workload),
            location,
            flavor,
            status,
            options,
            suggestions,
            why,
            index: found,
        }
    }

    fn known_workload(&mut self, index: usize, cells: &Cells<'b>) -> Judged {
        let workspace = self.provisional.workspace();
        #[expect(clippy::indexing_slicing, reason = "only workloads of the workspace are known")]
        let set = self.provisional.set_id(&workspace.workloads()[index]);
        let key = (set, cells.location.clone(), cells.flavor.clone(), cells.country.clone());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let judged = self.judged(set, cells);
        self.known.insert(key, judged.clone());
        judged
    }

    fn judged(&mut self, id: PlacementSetId, cells: &Cells<'_>) -> Judged {
        let workspace = self.provisional.workspace();
        let table = workspace.table();
        let mut options = Vec::new();
        let set = &self.provisional.sets()[id];
        if let Some(location) = cells.location.as_deref() {
            let country = || table.find(Attribute::Country, cells.country.as_deref()?);
            match (table.find(Attribute::Location, location), country()) {
                (Some(code), _) => options.extend(self.outside(set, code, false)),
                (None, Some(country)) => options.extend(self.outside(set, country, true)),
                (None, None) => return self.near.unknown_location(location, cells.country.as_deref()),
            }
        }
        if let Some(flavor) = cells.flavor.as_deref() {
            let found = [Attribute::Cpu, Attribute::Gpu].into_iter().find_map(|it| table.find(it, flavor));
            match found {
                Some(code) => options.extend(self.outside(set, code, false)),
                None => return self.near.unknown_flavor(flavor),
            }
        }
        let is_placed = self.provisional.status(id) == Status::Placed;
        if is_placed && options.is_empty() {
            return Judged { status: RowStatus::Ok, options, suggestions: Vec::new(), why: String::new() };
        }
        let why = if is_placed { self.may(set, &options) } else { "it can run nowhere".to_owned() };
        Judged { status: RowStatus::Forbidden, options, suggestions: Vec::new(), why }
    }

    /// What a set does not have of a code: all of it, or what the table does not list of it.
    fn outside(&self, set: &PlacementSet, code: CodeId, unlisted: bool) -> Option<Choice> {
        let workspace = self.provisional.workspace();
        let policy_type = workspace.table()[code].attribute().policy_type();
        let own = set.set(workspace.space(), policy_type);
        // A set that has what is not listed of a code has the code.
        let has = own.is_some_and(|own| workspace.space().has(&own, code));
        (!has).then(|| Choice { unlisted, ..Choice::code(workspace.table(), code) })
    }

    /// What a set allows of the types that something is outside of.
    fn may(&self, set: &PlacementSet, options: &[Choice]) -> String {
        let is_flavor = |it: &Choice| matches!(it.attribute.name(), "cpu" | "gpu");
        let types = PolicyType::ALL.into_iter().filter(|policy_type| {
            options.iter().any(|it| is_flavor(it) == (*policy_type == PolicyType::Flavor))
        });
        let may = |policy_type| match policy_type {
            PolicyType::Location => {
                format!("may run in {}", text::set(self.provisional, set, policy_type, Looks::default()))
            }
            PolicyType::Flavor => {
                format!("may run on {}", text::set(self.provisional, set, policy_type, Looks::default()))
            }
        };
        types.map(may).collect::<Vec<_>>().join("; ")
    }
}

/// What is near to what is unknown. Each spelling is looked for once.
struct Near<'p> {
    workspace: &'p Workspace,
    budget: Budget,
    workloads: Option<Vec<Identity>>,
    known: FxHashMap<(RowStatus, String), Judged>,
    countries: FxHashMap<String, Vec<String>>,
}

impl<'p> Near<'p> {
    fn new(workspace: &'p Workspace) -> Self {
        Self {
            workspace,
            budget: Budget::default(),
            workloads: None,
            known: FxHashMap::default(),
            countries: FxHashMap::default(),
        }
    }

    fn unknown_workload(&mut self, identity: &Identity) -> Judged {
        let workspace = self.workspace;
        let key = (RowStatus::UnknownWorkload, identity.to_string());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let all = self
            .workloads
            .get_or_insert_with(|| workspace.workloads().iter().map(|it| workspace.identity(it)).collect());
        // The name may be right, and the kind or the environment wrong.
        let mut meant: Vec<&Identity> = all.iter().filter(|it| it.name == identity.name).collect();
        if meant.is_empty() {
            let names = all.iter().enumerate().map(|(owner, it)| Candidate::name(&it.name, owner));
            let near = Index::new(names).nearest(&identity.name, &mut self.budget);
            let found = near.into_iter().flat_map(|near| near.found);
            meant = found.filter_map(|candidate| all.get(candidate.owner)).collect();
        }
        meant.sort_by_key(|it| (it.kind != identity.kind, it.environment != identity.environment));
        let suggestions = meant.into_iter().take(MOST).map(ToString::to_string).collect();
        self.keep(key, "there is no such workload", suggestions)
    }

    /// A location that the table lacks, and perhaps a country that it lacks too.
    fn unknown_location(&mut self, name: &str, country: Option<&str>) -> Judged {
        let why = "the table has no such location, and no country of it is given";
        let judged = self.unknown_code(RowStatus::UnknownLocation, &[Attribute::Location], name, why);
        let Some(country) = country else { return judged };
        let near = match self.countries.get(country) {
            Some(near) => near.clone(),
            None => self.near(&[Attribute::Country], country),
        };
        self.countries.insert(country.to_owned(), near.clone());
        let why = format!("the table has no such location, and no country `{country}`");
        Judged { why, suggestions: [judged.suggestions, near].concat(), ..judged }
    }

    fn unknown_flavor(&mut self, name: &str) -> Judged {
        let attributes = [Attribute::Cpu, Attribute::Gpu];
        self.unknown_code(RowStatus::UnknownFlavor, &attributes, name, "the table has no such flavor")
    }

    fn unknown_code(&mut self, status: RowStatus, attributes: &[Attribute], name: &str, why: &str) -> Judged {
        let key = (status, name.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let suggestions = self.near(attributes, name);
        self.keep(key, why, suggestions)
    }

    /// The codes of the table that a name may mean.
    fn near(&mut self, attributes: &[Attribute], name: &str) -> Vec<String> {
        let table = self.workspace.table();
        let codes = attributes.iter().flat_map(|&attribute| table.of(attribute));
        let names: Vec<&str> = codes.map(|(_, code)| code.name()).collect();
        let index = Index::new(names.iter().enumerate().map(|(owner, name)| Candidate::name(name, owner)));
        let near = index.nearest(name, &mut self.budget);
        let found = near.into_iter().flat_map(|near| near.found).take(MOST);
        found.map(|it| it.name.to_owned()).collect()
    }

    fn keep(&mut self, key: (RowStatus, String), why: &str, suggestions: Vec<String>) -> Judged {
        let judged = Judged { status: key.0, options: Vec::new(), suggestions, why: why.to_owned() };
        self.known.insert(key, judged.clone());
        judged
    }
}

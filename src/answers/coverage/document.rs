//! `bpol.coverage.v1` as types: edits and what becomes of them come in, the document goes out.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use super::judge::Judged;
use super::list::Made;
use super::words::{EditCounts, EditKind, Outcome, StatementName};
use crate::answers::words::{Header, Place};
use crate::emit::page;
use crate::placement::Resolved;
use crate::syntax::quoted;
use crate::workspace::{Checked, GuardId};

/// What the document says that it is.
pub const SCHEMA: &str = "bpol.coverage.v1";

/// What becomes of every edit of a workspace.
#[derive(Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Coverage {
    /// How the document begins.
    #[serde(flatten)]
    pub header: Header,
    /// The edits, by place.
    pub edits: Vec<Edit>,
    /// How many there are of each outcome: of each kind of edit, of `all`, and of those that widen.
    #[schemars(schema_with = "counts")]
    pub counts: BTreeMap<Counted, EditCounts>,
    /// The same of each policy that is edited or detached, by name.
    #[serde(skip)]
    pub policies: BTreeMap<String, EditCounts>,
}

/// The schema of counts, each of which is there.
fn counts(generator: &mut SchemaGenerator) -> Schema {
    let of = generator.subschema_for::<EditCounts>();
    let sums = [Sum::All, Sum::Widening].map(Counted::Sum);
    let names = EditKind::ALL.into_iter().map(Counted::Kind).chain(sums).map(Counted::name);
    let properties: BTreeMap<&str, Schema> = names.map(|name| (name, of.clone())).collect();
    let required: Vec<&str> = properties.keys().copied().collect();
    json_schema!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// What counts are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Counted {
    /// A kind of edit.
    Kind(EditKind),
    /// All or those that widen.
    Sum(Sum),
}

impl Counted {
    /// What the document calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.name(),
            Self::Sum(Sum::All) => "all",
            Self::Sum(Sum::Widening) => "widening",
        }
    }
}

/// Edits of several kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sum {
    /// All edits.
    All,
    /// Those by which some workload gains something.
    Widening,
}

/// A single edit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Edit {
    /// What it is.
    pub edit: EditKind,
    /// Where what it takes away stands; for the last two kinds, the name of what leaves.
    pub place: Place,
    /// The statement that it is made in.
    pub statement: StatementName,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Whether some workload gains a place, a flavor or a placement, whatever others lose.
    pub widens: bool,
    /// How many workloads change.
    pub changes: usize,
    /// The guards that catch it, by name.
    pub guards: Vec<String>,
    /// A guard that holds today and would catch it, as a statement; of those that widen and are not caught.
    pub suggestion: Option<String>,
    /// What it takes away, as it is written; the workload or environment that leaves.
    #[serde(skip)]
    pub(super) word: String,
    /// The statement, for people; a workload by all that it is known by.
    #[serde(skip)]
    pub(super) subject: String,
}

impl Coverage {
    pub(super) fn new(resolved: &Resolved, made: &[Made<'_>], judged: Vec<Judged>) -> Self {
        let workspace = resolved.workspace();
        let name = |guard: GuardId| workspace.guards()[guard].name().to_owned();
        let kinds = EditKind::ALL.into_iter().map(Counted::Kind);
        let sums = [Sum::All, Sum::Widening].map(Counted::Sum);
        let mut counts: BTreeMap<Counted, EditCounts> =
            kinds.chain(sums).map(|it| (it, EditCounts::default())).collect();
        let mut policies: BTreeMap<String, EditCounts> = BTreeMap::new();
        let mut edits = Vec::with_capacity(made.len());
        for (made, judged) in made.iter().zip(judged) {
            let widening = judged.widens.then_some(Counted::Sum(Sum::Widening));
            for counted in [Counted::Kind(made.kind), Counted::Sum(Sum::All)].into_iter().chain(widening) {
                counts.entry(counted).or_default().add(judged.outcome);
            }
            if let Some(policy) = made.policy {
                let name = workspace.policies()[policy].name().to_owned();
                policies.entry(name).or_default().add(judged.outcome);
            }
            edits.push(Edit {
                edit: made.kind,
                place: Place::of(workspace, made.span),
                statement: StatementName::of(made.statement),
                outcome: judged.outcome,
                widens: judged.widens,
                changes: judged.changes,
                guards: judged.guards.iter().map(|&id| name(id)).collect(),
                suggestion: judged.suggestion,
                subject: subject(workspace, made),
                word: workspace.files().slice(made.span).to_owned(),
            });
        }
        Self { header: Header::new(SCHEMA, resolved), edits, counts, policies }
    }

    /// How many edits that widen there are of each outcome.
    #[must_use]
    pub fn widening(&self) -> EditCounts {
        self.counts.get(&Counted::Sum(Sum::Widening)).copied().unwrap_or_default()
    }

    /// Whether fewer than `least` of a hundred edits that widen are caught; where there is no such edit, all
    /// are.
    #[must_use]
    pub fn falls_short(&self, least: usize) -> bool {
        self.widening().percent.is_some_and(|percent| percent < least)
    }

    /// The document as JSON.
    #[must_use]
    pub fn json(&self) -> Vec<u8> {
        page::pretty(self)
    }
}

/// The statement of an edit, for people.
fn subject(workspace: &Checked, made: &Made<'_>) -> String {
    let name = StatementName::of(made.statement);
    match made.what.workload().and_then(|index| workspace.workloads().get(index)) {
        Some(workload) => format!("`{}`", workspace.identity(workload)),
        None => format!("{} `{}`", name.kind.name(), quoted(&name.name)),
    }
}

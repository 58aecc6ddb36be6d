//! The shapes that all answers share, as serde types: what is known of a workspace comes in, their JSON goes
//! out.

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::document::{self, Reference};
use crate::emit::page;
use crate::emit::placement::COMPILER;
use crate::placement::{self, Provisional};
use crate::syntax::Identity;
use crate::syntax::keyword::{Kind, RuleAttribute};
use crate::table::{CodeId, Part, Table};
use crate::text::Span;
use crate::workspace::{EnvironmentId, Workload, Workspace};

/// How each document begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Header {
    /// Which document this is.
    pub schema: &'static str,
    /// What wrote it: `bpol` and its version.
    pub compiler: &'static str,
    /// The reference table.
    pub reference: Reference,
}

impl Header {
    /// The beginning of a document about a workspace.
    #[must_use]
    pub fn new(schema: &'static str, provisional: &Provisional) -> Self {
        Self { schema, compiler: COMPILER, reference: Reference::of(provisional.workspace()) }
    }

    /// The document up to the end of these members, each on a line of its own.
    #[must_use]
    pub fn text(&self) -> String {
        let line = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let [schema, compiler] = [self.schema, self.compiler].map(|it| line(page::line(&it)));
        let reference = line(page::line(&self.reference));
        format!("{{\n  \"schema\": {schema},\n  \"compiler\": {compiler},\n  \"reference\": {reference}")
    }
}

/// What wrote a document: `bpol` and its version.
#[must_use]
pub fn compiler() -> &'static str {
    COMPILER
}

/// A code or a group; in differences also what the table does not list of a code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Choice {
    /// What it is.
    #[serde(rename = "type", serialize_with = "rule_attribute")]
    #[schemars(with = "ChoiceType")]
    pub attribute: RuleAttribute,
    /// What policies call it.
    pub name: String,
    /// Whether it is only what the table does not list of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlisted: bool,
}

/// What a [`Choice`] may be, as its schema has it.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "the schema alone is made of it")]
enum ChoiceType {
    Continent,
    Country,
    Location,
    Cpu,
    Gpu,
    Group,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn rule_attribute<S: serde::Serializer>(attribute: &RuleAttribute, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(attribute.name())
}

impl Choice {
    /// A code or a group.
    #[must_use]
    pub fn new(attribute: RuleAttribute, name: impl Into<String>) -> Self {
        Self { attribute, name: name.into(), unlisted: false }
    }

    /// A code of a table.
    #[must_use]
    pub fn code(table: &Table, code: CodeId) -> Self {
        Self::new(table[code].attribute().into(), table[code].name())
    }

    /// A part of a difference.
    #[must_use]
    pub fn part(table: &Table, part: Part) -> Self {
        Self { unlisted: matches!(part, Part::Unlisted(_)), ..Self::code(table, part.code()) }
    }
}

/// What a workload is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct WorkloadName {
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its environment, if it is in one.
    pub environment: Option<String>,
}

impl WorkloadName {
    /// That of a workload of a workspace.
    #[must_use]
    pub fn of(workspace: &Workspace, workload: &Workload) -> Self {
        workspace.identity(workload).into()
    }

    /// The same as text: `model/llama@production`.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity { environment: self.environment.clone(), kind: self.kind, name: self.name.clone() }
    }
}

impl From<Identity> for WorkloadName {
    fn from(identity: Identity) -> Self {
        Self { kind: identity.kind, name: identity.name, environment: identity.environment }
    }
}

/// Where policies are attached, or what offers flavors.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PointName {
    /// A workload.
    Workload(WorkloadName),
    /// An environment.
    Environment(String),
    /// A location of the fleet.
    Location(String),
}

impl PointName {
    /// An environment of a workspace.
    #[must_use]
    pub fn environment(workspace: &Workspace, environment: EnvironmentId) -> Self {
        Self::Environment(workspace.environments()[environment].name().to_owned())
    }
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Place {
    /// The file, as messages call it.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// Where a span of a workspace begins.
    #[must_use]
    pub fn of(workspace: &Workspace, span: Span) -> Self {
        let source = workspace.files().source(span.file);
        let place = source.position(span.range().start);
        Self { path: source.name().to_owned(), line: place.line, column: place.column }
    }
}

/// Whether a workload can run anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It can.
    Placed,
    /// Policies leave nothing of a type.
    Collision,
    /// The set is not empty, but there is no placement of it.
    NoPlacement,
}

impl Status {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Collision => "collision",
            Self::NoPlacement => "no-placement",
        }
    }
}

impl From<placement::Status> for Status {
    fn from(status: placement::Status) -> Self {
        match status {
            placement::Status::Placed => Self::Placed,
            placement::Status::Collision => Self::Collision,
            placement::Status::NoPlacement => Self::NoPlacement,
        }
    }
}

/// Flavors at a location.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Placed {
    /// The location.
    pub location: String,
    /// The flavors, by type and name; never none.
    pub flavors: Vec<Choice>,
}

/// What is gained, lost or left of both types, as differences, and of placements.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Changed {
    /// The places.
    pub location: Vec<Choice>,
    /// The flavors.
    pub flavor: Vec<Choice>,
    /// The flavors of each location, where the fleet is known.
    pub placements: Vec<Placed>,
}

impl Changed {
    /// Whether there is nothing of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.location.is_empty() && self.flavor.is_empty() && self.placements.is_empty()
    }
}

/// The set of a workload as compile writes it; `None` where it is not placed.
#[must_use]
pub fn placement_set(
    provisional: &Provisional,
    id: placement::PlacementSetId,
) -> Option<document::PlacementSet> {
    let is_placed = provisional.status(id) == placement::Status::Placed;
    is_placed.then(|| document::PlacementSet::of(provisional, &provisional.sets()[id]))
}

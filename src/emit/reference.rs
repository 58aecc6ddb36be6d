//! `bpol.reference.v1`, the codes of the table in force as a JSON document: a workspace comes in, a document
//! goes out, and a program reads the text of one into it.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::syntax::ast::Statement;
use crate::syntax::keyword::Attribute;
use crate::table::CodeId;
use crate::workspace::{self, GroupId, Workspace};

/// Codes of the reference table, as `bpol reference --format json` writes them.
///
/// ```
/// use bpol::emit::reference::Document;
///
/// let text = r#"{
///   "schema": "bpol.reference.v1",
///   "reference": {"name": "none", "digest": "sha256:…"},
///   "codes": [],
///   "groups": []
/// }"#;
/// let document: Document = serde_json::from_str(text)?;
/// assert!(document.codes.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Document {
    /// Which document this is.
    pub schema: Schema,
    /// The table that was chosen, which statements of the workspace may add to.
    pub reference: Reference,
    /// The codes.
    pub codes: Vec<Code>,
    /// The groups.
    pub groups: Vec<Group>,
}

/// Which reference table was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reference {
    /// `official`, `world`, `none`, or the base name of its file.
    pub name: String,
    /// `sha256:` and the digest of its text.
    pub digest: String,
}

/// What a document says that it is; no other can be read as one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Schema {
    /// What this module describes.
    #[serde(rename = "bpol.reference.v1")]
    V1,
}

/// A place or a flavor, and what its statement says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Code {
    /// What it is.
    #[serde(rename = "type")]
    pub attribute: Attribute,
    /// What policies call it.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
    /// The continent of a country, the country of a location.
    pub parent: Option<String>,
    /// What else policies may call it.
    pub aliases: Vec<String>,
    /// The flavors that a location offers, by type and name; none for what may offer every one, and for other
    /// codes.
    pub offers: Option<Vec<String>>,
    /// The groups that hold all of it, by name.
    pub groups: Vec<String>,
    /// The lines of the comment before its statement, without their `#`.
    pub documentation: Vec<String>,
    /// The file of its statement, as messages call it.
    pub path: String,
    /// The line of its statement, from 1.
    pub line: usize,
}

/// A group, and what its statement says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Group {
    /// What policies call it.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
    /// The shortest list of codes that stands for what is in it, by type and name.
    pub members: Vec<Member>,
    /// The lines of the comment before its statement, without their `#`.
    pub documentation: Vec<String>,
    /// The file of its statement, as messages call it.
    pub path: String,
    /// The line of its statement, from 1.
    pub line: usize,
}

/// A code of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Member {
    /// What it is.
    #[serde(rename = "type")]
    pub attribute: Attribute,
    /// What policies call it.
    pub name: String,
}

impl Document {
    /// The document of `codes` and `groups`, which are of that workspace, in their order. A group that
    /// something is wrong with has no members, and so is left out.
    #[must_use]
    pub fn of(workspace: &Workspace, codes: &[CodeId], groups: &[GroupId]) -> Self {
        Self {
            schema: Schema::V1,
            reference: Reference {
                name: workspace.reference().name().to_owned(),
                digest: workspace.reference().digest().to_owned(),
            },
            codes: codes.iter().map(|&code| Code::of(workspace, code)).collect(),
            groups: groups.iter().filter_map(|&group| Group::of(workspace, group)).collect(),
        }
    }
}

impl Code {
    /// What is known of a code of that workspace.
    #[must_use]
    pub fn of(workspace: &Workspace, id: CodeId) -> Self {
        let table = workspace.table();
        let code = &table[id];
        let holds = |group: &&workspace::Group| {
            group.options().known_set().is_some_and(|set| workspace.space().has(set, id))
        };
        let groups = workspace.groups().values().iter().filter(holds);
        let name = |code: CodeId| table[code].name().to_owned();
        let statement = workspace.statement(code.statement());
        let (path, line) = declared_at(workspace, statement);
        let mut aliases: Vec<String> = code.aliases().map(str::to_owned).collect();
        // One that stands there twice is an error, and still one name.
        let mut seen = FxHashSet::default();
        aliases.retain(|alias| seen.insert(alias.clone()));
        Self {
            attribute: code.attribute(),
            name: code.name().to_owned(),
            label: statement.label().map(|label| label.value().into_owned()),
            parent: code.parent().map(name),
            aliases,
            offers: code.offers().map(|offers| offers.iter().map(|&flavor| name(flavor)).collect()),
            groups: groups.map(|group| group.name().to_owned()).collect(),
            documentation: statement.documentation().into_iter().map(str::to_owned).collect(),
            path,
            line,
        }
    }
}

impl Group {
    /// What is known of a group of that workspace; `None` where something is wrong with it.
    #[must_use]
    pub fn of(workspace: &Workspace, group: GroupId) -> Option<Self> {
        let group = &workspace.groups()[group];
        let members = workspace.space().shortest(group.options().known_set()?).into_iter().map(|id| {
            let code = &workspace.table()[id];
            Member { attribute: code.attribute(), name: code.name().to_owned() }
        });
        let statement = workspace.statement(group.statement());
        let (path, line) = declared_at(workspace, statement);
        Some(Self {
            name: group.name().to_owned(),
            label: statement.label().map(|label| label.value().into_owned()),
            members: members.collect(),
            documentation: statement.documentation().into_iter().map(str::to_owned).collect(),
            path,
            line,
        })
    }
}

/// The file and line where people find a statement.
fn declared_at(workspace: &Workspace, statement: Statement<'_>) -> (String, usize) {
    let span = workspace.files().shown(statement.span());
    let source = workspace.files().source(span.file);
    (source.name().to_owned(), source.position(span.start as usize).line)
}

//! `bpol.diagnostics.v1`, the findings of a run as a JSON document: what bpol writes, and what a program
//! reads it into.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::diagnostic::data::Data;
use crate::diagnostic::{Applicability, Severity};
use crate::text;

/// All findings of a run, in the order in which they are reported.
///
/// `List` and `Suppressions` are what holds them: vectors for those who read a document.
///
/// ```
/// use bpol::render::document::Document;
///
/// let text = r#"{"schema": "bpol.diagnostics.v1", "diagnostics": []}"#;
/// let document: Document = serde_json::from_str(text)?;
/// assert!(document.diagnostics.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Document<List = Vec<Finding<'static>>, Suppressions = Vec<Suppressed<'static>>> {
    /// Which document this is.
    pub schema: Schema,
    /// The findings.
    pub diagnostics: List,
    /// What would be findings, and is suppressed by comments.
    #[serde(default)]
    pub suppressed: Suppressions,
}

/// A finding that a comment suppresses: nothing fails by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Suppressed<'d> {
    /// What was found; it has no fix.
    pub finding: Finding<'d>,
    /// What suppresses it.
    pub suppression: Suppression<'d>,
}

/// A comment that suppresses findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Suppression<'d> {
    /// Why, as it says; empty where it does not.
    pub reason: Cow<'d, str>,
    /// The file that it stands in.
    pub path: Cow<'d, str>,
    /// Where in it.
    pub range: Range,
}

/// What a document says that it is; no other can be read as one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Schema {
    /// What this module describes.
    #[serde(rename = "bpol.diagnostics.v1")]
    V1,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding<'d> {
    /// The name of the error or lint, as `bpol explain` takes it.
    pub code: Cow<'d, str>,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in one line; hidden characters are spelled out as `\u{…}`, here and in all that is
    /// said.
    pub message: Cow<'d, str>,
    /// What to write instead.
    pub help: Option<Cow<'d, str>>,
    /// The file, as messages call it.
    pub path: Cow<'d, str>,
    /// What of it the finding is about.
    pub range: Range,
    /// Every other range that matters.
    pub related: Vec<Related<'d>>,
    /// The edits that would repair it.
    pub fix: Option<Fix<'d>>,
    /// What breaks a guard, or what the locations lack; none for every other finding.
    pub data: Option<Data<Place>>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Place {
    /// The file, as messages call it.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values; a byte-order mark does not count.
    pub column: usize,
}

/// A further range of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Related<'d> {
    /// What is there.
    pub message: Cow<'d, str>,
    /// The file.
    pub path: Cow<'d, str>,
    /// Where in it.
    pub range: Range,
}

/// Edits that repair a finding together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fix<'d> {
    /// Whether they may be applied unseen.
    pub applicability: Applicability,
    /// The edits, one at least; they do not overlap.
    pub edits: Vec<Edit<'d>>,
}

/// One replacement of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Edit<'d> {
    /// The file.
    pub path: Cow<'d, str>,
    /// What goes.
    pub range: Range,
    /// What replaces it, as it is to stand in the file.
    pub text: Cow<'d, str>,
}

/// From one position up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Range {
    /// Where it starts.
    pub start: Position,
    /// What stands behind its last character.
    pub end: Position,
}

/// A position in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values; a byte-order mark does not count.
    pub column: usize,
    /// The byte, from 0.
    pub offset: usize,
}

impl From<text::Position> for Position {
    fn from(position: text::Position) -> Self {
        Self { line: position.line, column: position.column, offset: position.offset }
    }
}

//! `bpol.verify.v1`: what is known of documents, as types; the text for people and the JSON are made of them.

use std::fmt::Write as _;

use serde::Serialize;

use super::reader::At;
use super::verdict::{Cell, Code, Judged, Options, Verdict, Verified};
use crate::diagnostic::{count, some};
use crate::emit::page;
use crate::emit::target::Request;
use crate::emit::text::Text;
use crate::text::{FileId, Source};

/// So many machines or codes are named on a line for people.
const NAMED: usize = 5;

/// What is known of documents.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    target: &'static str,
    /// What is said of each workload, in the order of output.
    pub workloads: Vec<Workload>,
    /// The documents of no workload.
    pub unknown: Vec<Unknown>,
    passed: usize,
}

/// What is said of a workload.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Workload {
    /// Its identity.
    pub workload: String,
    /// The verdict.
    #[serde(serialize_with = "name")]
    pub verdict: Verdict,
    /// What is too much or too little.
    #[serde(flatten)]
    options: Listed,
    /// What lets it in.
    at: Vec<Place>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Listed {
    Cells(Vec<CellText>),
    Codes(Vec<CodeText>),
}

#[derive(Debug, Serialize)]
struct CellText {
    location: String,
    flavor: String,
}

#[derive(Debug, Serialize)]
struct CodeText {
    #[serde(rename = "type")]
    attribute: &'static str,
    name: String,
}

/// Where something stands.
#[derive(Debug, Serialize)]
struct Place {
    file: String,
    /// The line, from 1; `null` where the field is not there.
    line: Option<usize>,
    path: String,
}

/// A document of no workload.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Unknown {
    file: String,
    line: Option<usize>,
    name: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn name<S: serde::Serializer>(verdict: &Verdict, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.name())
}

impl Report {
    /// What is known, with names for numbers. `sources` are the texts that were read.
    #[must_use]
    pub fn new(request: &Request<'_>, verified: Verified, sources: &[Source]) -> Self {
        let place = |at: &At| {
            let (file, line) = place(at.span.file, at.span.range().start, sources);
            Place { file, line: Some(line).filter(|_| !at.is_absent), path: at.path.clone() }
        };
        let workload = |it: &Judged| Workload {
            workload: request.identities.get(it.workload).map_or_else(String::new, ToString::to_string),
            verdict: it.verdict,
            options: match &it.options {
                Options::Cells(cells) => Listed::Cells(cells.iter().map(CellText::of).collect()),
                Options::Codes(codes) => Listed::Codes(codes.iter().map(CodeText::of).collect()),
            },
            at: it.at.iter().map(place).collect(),
        };
        let unknown = |(name, at): &(String, At)| {
            let (file, line) = self::place(at.span.file, at.span.range().start, sources);
            Unknown { file, line: Some(line), name: name.clone() }
        };
        Self {
            target: request.target.name,
            workloads: verified.workloads.iter().map(workload).collect(),
            unknown: verified.unknown.iter().map(unknown).collect(),
            passed: verified.passed,
        }
    }

    /// Whether a verdict makes the command fail.
    #[must_use]
    pub fn fails(&self, is_exact: bool, may_miss: bool) -> bool {
        self.workloads.iter().any(|it| match it.verdict {
            Verdict::Wider => true,
            Verdict::Missing => !may_miss,
            Verdict::Inside => is_exact,
            Verdict::Equal => false,
        })
    }

    /// As JSON, a workload a line: two texts, one behind the other.
    #[must_use]
    pub fn json(&self) -> [Text; 2] {
        let open = format!(
            "{{\n  \"schema\": \"bpol.verify.v1\",\n  \"target\": \"{}\",\n  \"workloads\": [",
            self.target
        );
        let end = |is_empty: bool| if is_empty { "]" } else { "  ]" };
        let workloads = page::lines(&self.workloads, |it| it);
        let unknown = page::lines(&self.unknown, |it| it);
        let close = format!("{},", end(self.workloads.is_empty()));
        let last = format!("{}\n}}", end(self.unknown.is_empty()));
        [
            page::document(&open, workloads, "    ", &close),
            page::document("  \"unknown\": [", unknown, "    ", &last),
        ]
    }

    /// For people: a line a workload, wider ones first, and what else there is.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut ordered: Vec<&Workload> = self.workloads.iter().collect();
        ordered.sort_by_key(|it| it.verdict);
        for it in ordered {
            let _ = write!(text, "{:7}  {}", it.verdict.name(), it.workload);
            let options = it.options.words();
            let sign = if it.verdict == Verdict::Wider { "+" } else { "-" };
            if !options.is_empty() {
                let _ = write!(text, "  {sign} {options}");
            }
            for at in &it.at {
                let _ = write!(text, "  {}", at.words());
            }
            text.push('\n');
        }
        for it in &self.unknown {
            let line = it.line.map_or_else(String::new, |line| format!(":{line}"));
            let _ = writeln!(text, "unknown  {}  {}{line}", it.name, it.file);
        }
        if self.passed > 0 {
            let _ = writeln!(
                text,
                "passed over: {} of another kind",
                count(self.passed, "document", "documents")
            );
        }
        text
    }
}

/// The file and the line, from 1, of a byte.
fn place(file: FileId, byte: usize, sources: &[Source]) -> (String, usize) {
    match sources.iter().find(|source| source.id() == file) {
        Some(source) => (source.name().to_owned(), source.position(byte).line),
        None => (String::new(), 0),
    }
}

impl Place {
    fn words(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line} {}", self.file, self.path).trim_end().to_owned(),
            None => format!("{} {} absent", self.file, self.path),
        }
    }
}

impl Listed {
    fn words(&self) -> String {
        let words: Vec<String> = match self {
            Self::Cells(cells) => cells.iter().map(|it| format!("{}/{}", it.location, it.flavor)).collect(),
            Self::Codes(codes) => codes.iter().map(|it| format!("{} {}", it.attribute, it.name)).collect(),
        };
        let more = words.len().saturating_sub(NAMED);
        some(words.into_iter().take(NAMED).collect(), more, "and")
    }
}

impl CellText {
    fn of(cell: &Cell) -> Self {
        Self { location: cell.location.clone(), flavor: cell.flavor.clone() }
    }
}

impl CodeText {
    fn of(code: &Code) -> Self {
        Self { attribute: code.attribute, name: code.name.clone() }
    }
}

//! SARIF 2.1.0: one log with one run, for code scanning. Lines and columns from 1, columns in UTF-16 code
//! units; a byte-order mark counts in bytes, not in columns.

mod log;

use std::borrow::Cow;
use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};

use super::context::{Base, Context};
use super::fingerprint::Fingerprints;
use super::path::RepositoryPath;
use super::shown::{Findings, Shown};
use super::visible::{self, Stream};
use crate::diagnostic::page::{page, sentence};
use crate::diagnostic::{Check, Fix, Level, Suppressed};
use crate::syntax::Files;
use crate::text::hidden::printable;
use crate::text::{FileId, Span, Unreadable};
use log::{
    Artifact, ArtifactChange, ArtifactLocation, BaseId, BaseIds, Configuration, Descriptor, Driver,
    FixProperties, Help, Invocation, Location, Log, Message, PartialFingerprints, PhysicalLocation, Region,
    Replacement, Run, Tool,
};

/// The schema that the log holds to.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Where the project is, as its package says.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// What relative paths are relative to, by the name that code hosts give it.
const ROOT: &str = "%SRCROOT%";

pub(super) fn write(
    findings: Findings<'_>,
    files: &Files,
    context: &Context<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let suppressed = context.suppressed;
    let artifacts = Artifacts::new(findings, suppressed, files, context.base);
    let mut found: FxHashSet<&str> = findings.counts().iter().map(|counted| counted.check.name).collect();
    found.extend(suppressed.iter().map(|it| it.finding.check.name));
    let checks: Vec<_> = context.checks.iter().filter(|check| found.contains(check.name)).collect();
    let indices = checks.iter().enumerate().map(|(index, check)| (check.name, index)).collect();
    let results = Stream(|| {
        let mut fingerprints = Fingerprints::new(files);
        // Those that are suppressed come last, so that the fingerprints of the others stay what they are.
        let open = findings.iter().map(|finding| (finding, None));
        let others = suppressed.iter().map(|it| (Shown::new(&it.finding), Some(it)));
        open.chain(others).map({
            let (artifacts, indices) = (&artifacts, &indices);
            move |(finding, by)| {
                let mut result = result(finding, indices, artifacts, &mut fingerprints);
                let suppressions = || by.map(|by| suppression(by, artifacts)).into_iter().collect();
                result.suppressions = (!suppressed.is_empty()).then(suppressions);
                result
            }
        })
    });
    let version = env!("CARGO_PKG_VERSION");
    let rules = checks.iter().map(|check| descriptor(check)).collect();
    let root = BaseId {
        description: Message::new("The root of the repository, or else the folder that bpol ran in."),
    };
    let run = Run {
        tool: Tool { driver: Driver { name: "bpol", version, semantic_version: version, rules } },
        invocations: [Invocation { execution_successful: true }],
        original_uri_base_ids: BaseIds { root },
        artifacts: &artifacts.all,
        results,
        column_kind: "utf16CodeUnits",
    };
    visible::write(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] }, out)
}

impl<'l> Message<'l> {
    fn new(text: impl Into<Cow<'l, str>>) -> Self {
        Self { text: text.into() }
    }
}

/// The page of a check in the repository of the project, as of a version; none where the package names no
/// repository.
fn help_uri(repository: &str, version: &str, name: &str) -> Option<String> {
    let repository = repository.trim_end_matches('/');
    (!repository.is_empty()).then(|| format!("{repository}/blob/v{version}/docs/rules.md#{name}"))
}

fn descriptor(check: &Check) -> Descriptor {
    // Code scanning takes no longer text here than a paragraph; the page has the rest.
    let why = check.why.trim();
    let paragraph = why.split_once("\n\n").map_or(why, |(first, _)| first);
    let page = page(check);
    Descriptor {
        id: check.name,
        short_description: Message::new(sentence(check.summary)),
        full_description: Message::new(paragraph.replace('\n', " ")),
        help: Help { text: page.clone(), markdown: page },
        help_uri: help_uri(REPOSITORY, env!("CARGO_PKG_VERSION"), check.name),
        default_configuration: Configuration {
            enabled: check.level != Level::Allow,
            level: match check.level {
                Level::Allow | Level::Warn => "warning",
                Level::Deny | Level::Error(_) => "error",
            },
        },
    }
}

fn result<'l>(
    finding: Shown<'l>,
    indices: &FxHashMap<&str, usize>,
    artifacts: &'l Artifacts<'_>,
    fingerprints: &mut Fingerprints<'_>,
) -> log::Result<'l> {
    // Code scanning shows only those other spans that the message links to, by number.
    let text = finding.prose(unlinked, |index, span| {
        let position = artifacts.files.source(span.file).position(span.start as usize);
        let shown = format!("{}:{}:{}", artifacts.path(span.file), position.line, position.column);
        format!("[{}]({})", linked(&shown), index + 1)
    });
    let check = finding.check;
    let fingerprint = fingerprints.of(check, finding.span, artifacts.path(finding.span.file));
    let fix = finding.fix.map(|fix| {
        let description = finding.help.map_or(check.summary.into(), Cow::from);
        artifacts.fix(fix, Message::new(description))
    });
    let related = finding.related.into_iter().enumerate().map(|(index, related)| Location {
        id: Some(index + 1),
        physical: artifacts.location(related.span),
        message: Some(Message::new(related.message)),
    });
    log::Result {
        rule_id: check.name,
        rule_index: indices.get(check.name).copied(),
        level: finding.severity.name(),
        message: Message::new(text),
        locations: [Location { id: None, physical: artifacts.location(finding.span), message: None }],
        related_locations: related.collect(),
        partial_fingerprints: PartialFingerprints { finding: fingerprint },
        fixes: fix.map(|fix| [fix]),
        suppressions: None,
    }
}

fn suppression<'l>(by: &Suppressed, artifacts: &'l Artifacts<'_>) -> log::Suppression<'l> {
    let location = Location { id: None, physical: artifacts.location(by.comment), message: None };
    log::Suppression { kind: "inSource", justification: printable(&by.reason).into(), location }
}

/// A text that is no link, whatever names from a file look like in it.
fn unlinked(text: &str) -> String {
    text.replace("](", r"\](")
}

/// The text of a link, with what would end it escaped.
fn linked(text: &str) -> String {
    text.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]")
}

/// The files that findings lie in, numbered as they come up.
struct Artifacts<'f> {
    files: &'f Files,
    known: FxHashMap<FileId, (RepositoryPath, ArtifactLocation)>,
    all: Vec<Artifact>,
}

impl<'f> Artifacts<'f> {
    fn new(
        findings: Findings<'_>,
        suppressed: &[Suppressed],
        files: &'f Files,
        base: Option<Base<'_>>,
    ) -> Self {
        let mut artifacts = Self { files, known: FxHashMap::default(), all: Vec::new() };
        let others = suppressed.iter().flat_map(|it| {
            let finding = std::iter::once(it.finding.span).chain(it.finding.related.iter().copied());
            finding.chain([it.comment])
        });
        for span in findings.spans().chain(others) {
            artifacts.known.entry(span.file).or_insert_with(|| {
                let source = files.source(span.file);
                let path = RepositoryPath::of(source, base);
                let location = ArtifactLocation {
                    uri: path.uri(),
                    uri_base_id: path.is_inside().then_some(ROOT),
                    index: artifacts.all.len(),
                };
                let is_read = !matches!(source.unreadable(), Some(Unreadable::TooLong(_)));
                let length = is_read.then_some(source.text().len());
                artifacts.all.push(Artifact { location: location.clone(), length });
                (path, location)
            });
        }
        artifacts
    }

    #[expect(clippy::indexing_slicing, reason = "every file of the findings is known")]
    fn of(&self, file: FileId) -> &(RepositoryPath, ArtifactLocation) {
        &self.known[&file]
    }

    fn path(&self, file: FileId) -> &str {
        self.of(file).0.path()
    }

    fn file(&self, file: FileId) -> &ArtifactLocation {
        &self.of(file).1
    }

    fn location(&self, span: Span) -> PhysicalLocation<'_> {
        PhysicalLocation { artifact_location: self.file(span.file), region: self.region(span) }
    }

    fn region(&self, span: Span) -> Region {
        let source = self.files.source(span.file);
        let position = |byte: u32| (source.position(byte as usize), source.utf16_column(byte as usize));
        let (start, start_column) = position(span.start);
        let (end, end_column) = position(span.end);
        Region {
            start_line: start.line,
            start_column,
            end_line: end.line,
            end_column,
            byte_offset: start.offset,
            byte_length: end.offset.saturating_sub(start.offset),
        }
    }

    fn fix<'l>(&'l self, fix: &'l Fix, description: Message<'l>) -> log::Fix<'l> {
        let mut changes: Vec<ArtifactChange<'l>> = Vec::new();
        for edit in &fix.edits {
            let artifact_location = self.file(edit.span.file);
            let inserted_content = Some(Message::new(&edit.text)).filter(|content| !content.text.is_empty());
            let replacement = Replacement { deleted_region: self.region(edit.span), inserted_content };
            let same =
                |change: &&mut ArtifactChange<'_>| change.artifact_location.index == artifact_location.index;
            match changes.iter_mut().find(same) {
                Some(change) => change.replacements.push(replacement),
                None => changes.push(ArtifactChange { artifact_location, replacements: vec![replacement] }),
            }
        }
        let properties = FixProperties { applicability: fix.applicability.name() };
        log::Fix { description, artifact_changes: changes, properties }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::Format;
    use super::super::sample::{Sample, files, rendered, span_of};
    use super::*;
    use crate::diagnostic::{Applicability, Diagnostic, Edit};

    #[test]
    fn a_fix_changes_each_file_once_and_inserts_where_nothing_goes() {
        let files = files([("a", "ab\n"), ("b", "ab\n")]);
        let edit = |file, range, text: &str| Edit {
            span: Span::new(span_of(&files, file, "a").file, range),
            text: text.into(),
        };
        let mut finding = Diagnostic::new(Sample::Short, span_of(&files, "b", "a")).with_fix(
            Applicability::Safe,
            span_of(&files, "b", "a"),
            "x",
        );
        let edits = [edit("a", 1..1, "new"), edit("b", 1..2, "")];
        finding.fix.as_mut().unwrap().edits.extend(edits);
        let log: Value = serde_json::from_str(&rendered(&[finding], &files, Format::Sarif)).unwrap();
        let region = |from: usize, to: usize| {
            json!({
                "startLine": 1, "startColumn": from + 1, "endLine": 1, "endColumn": to + 1,
                "byteOffset": from, "byteLength": to - from
            })
        };
        let location = |uri, index| json!({"uri": uri, "uriBaseId": "%SRCROOT%", "index": index});
        let result = &log["runs"][0]["results"][0];
        assert_eq!(
            result["fixes"][0]["artifactChanges"],
            json!([
                {"artifactLocation": location("b", 0), "replacements": [
                    {"deletedRegion": region(0, 1), "insertedContent": {"text": "x"}},
                    {"deletedRegion": region(1, 2)}
                ]},
                {"artifactLocation": location("a", 1), "replacements": [
                    {"deletedRegion": region(1, 1), "insertedContent": {"text": "new"}}
                ]}
            ])
        );
        // A check that the catalogue does not have has no index.
        assert_eq!((&result["ruleId"], result.get("ruleIndex")), (&json!("empty-list"), None));
    }

    #[test]
    fn columns_are_units_of_utf16() {
        let files = files([("a", "\u{feff}é 𝒳 x\n")]);
        let finding = Diagnostic::new(Sample::Short, span_of(&files, "a", "𝒳 x"));
        let log: Value = serde_json::from_str(&rendered(&[finding], &files, Format::Sarif)).unwrap();
        assert_eq!(
            log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"],
            json!({
                "startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 7, "byteOffset": 6, "byteLength": 6
            })
        );
    }

    #[test]
    fn a_rule_links_to_its_page_where_the_project_has_a_home() {
        let uri = help_uri("https://git.example.com/o/bpol/", "1.2.3", "empty-list");
        assert_eq!(uri.unwrap(), "https://git.example.com/o/bpol/blob/v1.2.3/docs/rules.md#empty-list");
        assert_eq!(help_uri("", "1.2.3", "empty-list"), None);
    }

    #[test]
    fn only_places_are_links() {
        assert_eq!(unlinked("`[a](https://b)` and [c]"), r"`[a\](https://b)` and [c]");
        assert_eq!(linked(r"a[1](2)\b"), r"a\[1\](2)\\b");
    }
}

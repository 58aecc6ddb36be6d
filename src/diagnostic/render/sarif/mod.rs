//! SARIF 2.1.0: one log with one run, for code scanning. Lines and columns from 1, columns in UTF-16 code units;
//! a byte-order mark counts in bytes, not in columns.

mod log;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use super::fingerprint::Fingerprints;
use super::path::Place;
use super::{Base, Context, document, prose, severity_name};
use crate::diagnostic::page::{page, sentence};
use crate::diagnostic::{Diagnostic, Fix, Level, Rule};
use crate::source::{FileId, Sources, Span, Unreadable};
use log::{
    Artifact, ArtifactChange, ArtifactLocation, BaseId, BaseIds, Configuration, Descriptor, Driver,
    FixProperties, Help, Invocation, Location, Log, Message, PartialFingerprints, PhysicalLocation, Region,
    Replacement, Run, Tool,
};

/// The schema that the log holds to.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What relative paths are relative to, by the name that code hosts give it.
const ROOT: &str = "%SRCROOT%";

pub(super) fn write(
    findings: &[Diagnostic],
    sources: &Sources,
    context: &Context<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut artifacts = Artifacts { sources, base: context.base, known: HashMap::new(), all: Vec::new() };
    let mut fingerprints = Fingerprints::new(sources);
    let indices = context.rules.iter().enumerate().map(|(index, rule)| (rule.name, index)).collect();
    let results =
        findings.iter().map(|finding| result(finding, &indices, &mut artifacts, &mut fingerprints)).collect();
    let version = env!("CARGO_PKG_VERSION");
    let rules = context.rules.iter().map(|rule| descriptor(rule)).collect();
    let root = BaseId {
        description: Message::new("The root of the repository, or else the folder that bpol ran in."),
    };
    let run = Run {
        tool: Tool { driver: Driver { name: "bpol", version, semantic_version: version, rules } },
        invocations: [Invocation { execution_successful: true }],
        original_uri_base_ids: BaseIds { root },
        artifacts: artifacts.all,
        results,
        column_kind: "utf16CodeUnits",
    };
    document::write(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] }, out)
}

impl<'l> Message<'l> {
    fn new(text: impl Into<Cow<'l, str>>) -> Self {
        Self { text: text.into() }
    }
}

fn descriptor(rule: &Rule) -> Descriptor {
    // Code scanning takes no longer text here than a paragraph; the page has the rest.
    let paragraph = rule.why.trim().split("\n\n").next().unwrap_or_default();
    let page = page(rule);
    Descriptor {
        id: rule.name,
        short_description: Message::new(sentence(rule.summary)),
        full_description: Message::new(paragraph.replace('\n', " ")),
        help: Help { text: page.clone(), markdown: page },
        default_configuration: Configuration {
            enabled: rule.level != Level::Allow,
            level: match rule.level {
                Level::Allow | Level::Warn => "warning",
                Level::Deny | Level::Error => "error",
            },
        },
    }
}

fn result<'l>(
    finding: &'l Diagnostic,
    indices: &HashMap<&str, usize>,
    artifacts: &mut Artifacts<'_>,
    fingerprints: &mut Fingerprints<'_>,
) -> log::Result<'l> {
    let sources = artifacts.sources;
    // Code scanning shows only those other places that the message links to, by number.
    let text = prose(finding, unlinked, |index, related| {
        let source = &sources[related.span.file];
        let position = source.position(related.span.start as usize);
        let path = artifacts.place(related.span.file);
        let shown = format!("{}:{}:{}", path.path(), position.line, position.column);
        format!("[{}]({})", linked(&shown), index + 1)
    });
    let locations = [artifacts.location(finding.span)];
    let related = finding.related.iter().enumerate().map(|(index, related)| Location {
        id: Some(index + 1),
        message: Some(Message::new(&related.message)),
        ..artifacts.location(related.span)
    });
    let related_locations = related.collect();
    let place = artifacts.place(finding.span.file);
    log::Result {
        rule_id: finding.rule.name,
        rule_index: indices.get(finding.rule.name).copied(),
        level: severity_name(finding.severity),
        message: Message::new(text),
        locations,
        related_locations,
        partial_fingerprints: PartialFingerprints { finding: fingerprints.of(finding, place.path()) },
        fixes: finding.fix.as_ref().map(|fix| [artifacts.fix(finding, fix)]),
    }
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
struct Artifacts<'s> {
    sources: &'s Sources,
    base: Option<Base<'s>>,
    known: HashMap<FileId, usize>,
    all: Vec<Artifact>,
}

impl Artifacts<'_> {
    fn place(&self, file: FileId) -> Place {
        Place::new(self.sources[file].name(), self.base)
    }

    fn of(&mut self, file: FileId) -> ArtifactLocation {
        let known = self.known.get(&file).and_then(|&index| self.all.get(index));
        if let Some(artifact) = known {
            return artifact.location.clone();
        }
        let place = self.place(file);
        let location = ArtifactLocation {
            uri: place.uri(),
            uri_base_id: matches!(place, Place::Inside(_)).then_some(ROOT),
            index: self.all.len(),
        };
        let source = &self.sources[file];
        let is_read = !matches!(source.unreadable(), Some(Unreadable::TooLong(_)));
        let length = is_read.then_some(source.text().len());
        self.known.insert(file, location.index);
        self.all.push(Artifact { location: location.clone(), length });
        location
    }

    fn location<'l>(&mut self, span: Span) -> Location<'l> {
        let artifact_location = self.of(span.file);
        let physical = PhysicalLocation { artifact_location, region: self.region(span) };
        Location { id: None, physical, message: None }
    }

    fn region(&self, span: Span) -> Region {
        let source = &self.sources[span.file];
        let place = |byte: u32| {
            let position = source.position(byte as usize);
            // A line may be all of a large file, and is mostly ASCII: that much is found out fast.
            let before = source.line_before(position.offset).as_bytes();
            let leads = || before.iter().filter(|&&byte| byte >= 0xf0).count();
            let pairs = if before.is_ascii() { 0 } else { leads() };
            (position.line, position.column + pairs, position.offset)
        };
        let (start_line, start_column, byte_offset) = place(span.start);
        let (end_line, end_column, end) = place(span.end);
        let byte_length = end.saturating_sub(byte_offset);
        Region { start_line, start_column, end_line, end_column, byte_offset, byte_length }
    }

    fn fix<'l>(&mut self, finding: &'l Diagnostic, fix: &'l Fix) -> log::Fix<'l> {
        let mut changes: Vec<ArtifactChange<'l>> = Vec::new();
        for edit in &fix.edits {
            let artifact_location = self.of(edit.span.file);
            let inserted_content = Some(Message::new(&edit.text)).filter(|content| !content.text.is_empty());
            let replacement = Replacement { deleted_region: self.region(edit.span), inserted_content };
            let same =
                |change: &&mut ArtifactChange<'_>| change.artifact_location.index == artifact_location.index;
            match changes.iter_mut().find(same) {
                Some(change) => change.replacements.push(replacement),
                None => changes.push(ArtifactChange { artifact_location, replacements: vec![replacement] }),
            }
        }
        log::Fix {
            description: Message::new(finding.help.as_deref().unwrap_or(finding.rule.summary)),
            artifact_changes: changes,
            properties: FixProperties { applicability: fix.applicability.name() },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::diagnostic::{Applicability, Edit, errors};
    use crate::source::Source;

    #[test]
    fn a_fix_changes_each_file_once_and_inserts_where_nothing_goes() {
        let file = |name: &str| Source::new(name, "ab\n".into());
        let sources = Sources::new(vec![file("a"), file("b")]);
        let files: Vec<FileId> = sources.iter().map(|(id, _)| id).collect();
        let edit =
            |file: usize, range, text: &str| Edit { span: Span::new(files[file], range), text: text.into() };
        let finding = Diagnostic::new(&errors::EMPTY_LIST, Span::new(files[1], 0..1), "m", "").with_fix(
            Applicability::Safe,
            Span::new(files[1], 0..1),
            "x",
        );
        let mut findings = [finding];
        let edits = [edit(0, 1..1, "new"), edit(1, 1..2, "")];
        findings[0].fix.as_mut().unwrap().edits.extend(edits);

        let context = Context { style: super::super::Style::default(), rules: &[], base: None, fix: "" };
        let mut out = Vec::new();
        write(&findings, &sources, &context, &mut out).unwrap();
        let log: Value = serde_json::from_slice(&out).unwrap();
        let region = |from: usize, to: usize| {
            json!({
                "startLine": 1, "startColumn": from + 1, "endLine": 1, "endColumn": to + 1,
                "byteOffset": from, "byteLength": to - from
            })
        };
        let place = |uri, index| json!({"uri": uri, "uriBaseId": "%SRCROOT%", "index": index});
        let result = &log["runs"][0]["results"][0];
        assert_eq!(
            result["fixes"][0]["artifactChanges"],
            json!([
                {"artifactLocation": place("b", 0), "replacements": [
                    {"deletedRegion": region(0, 1), "insertedContent": {"text": "x"}},
                    {"deletedRegion": region(1, 2)}
                ]},
                {"artifactLocation": place("a", 1), "replacements": [
                    {"deletedRegion": region(1, 1), "insertedContent": {"text": "new"}}
                ]}
            ])
        );
        // A rule that the catalogue does not have has no index.
        assert_eq!((&result["ruleId"], result.get("ruleIndex")), (&json!("empty-list"), None));
    }

    #[test]
    fn only_places_are_links() {
        assert_eq!(unlinked("`[a](https://b)` and [c]"), r"`[a\](https://b)` and [c]");
        assert_eq!(linked(r"a[1](2)\b"), r"a\[1\](2)\\b");
    }
}

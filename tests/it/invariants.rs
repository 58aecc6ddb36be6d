//! What holds for every input whatsoever: texts come in, and all that the program would print goes out, or a panic.
//! The fuzz target and the tests share this file.

use bpol::diagnostic::render::{Context, Format, Style, render};
use bpol::diagnostic::{Diagnostic, Severity};
use bpol::emit::placement;
use bpol::reference::{Builtin, Reference};
use bpol::source::{Source, Sources, Span};
use bpol::syntax::ast::{Body, File, Item, Name, Statement};
use serde_json::Value;

/// Everything that comes of a workspace.
#[derive(Debug, PartialEq)]
pub(crate) struct Outcome {
    /// The findings, in each format.
    pub(crate) findings: [String; 6],
    /// Code, start, end and message of each finding, with the index of its file.
    pub(crate) places: Vec<(&'static str, usize, usize, usize, String)>,
    /// The placements, where there is no finding.
    pub(crate) document: Option<String>,
}

/// Compiles `texts` with the table `official` and proves that the result is sound.
pub(crate) fn compile(texts: &[Vec<u8>]) -> Outcome {
    let (reference, table) = Reference::builtin(Builtin::Official);
    let files =
        texts.iter().enumerate().map(|(index, text)| Source::new(format!("{index:02}"), text.clone()));
    let sources = Sources::new(std::iter::once(table).chain(files).collect());
    let (files, parsed) = bpol::syntax::parse(&sources);
    for file in &files {
        tree(file, &sources, &parsed);
    }
    let has_parsed = parsed.is_empty();
    let (findings, document) = match bpol::compile(&sources, &files, parsed) {
        Err(findings) => {
            assert!(!findings.is_empty(), "a failure without a finding");
            (findings, None)
        }
        Ok(resolved) => {
            assert!(has_parsed, "compiled in spite of findings");
            let workloads = &resolved.workspace.workloads;
            let (mut document, mut lines) = (Vec::new(), Vec::new());
            placement::document(&resolved, &reference, workloads, &mut document).unwrap();
            placement::lines(&resolved, workloads, &mut lines).unwrap();
            (Vec::new(), Some(output(&document, &lines, workloads.len())))
        }
    };
    for finding in &findings {
        sound(finding, &sources);
    }
    in_order(&findings, &sources);
    let write = |format| rendered(&findings, &sources, format);
    let rendered = Format::ALL.map(write);
    let [_, concise, json, _, sarif, gitlab] = &rendered;
    let is_fixable = findings.iter().any(|finding| finding.fix.is_some());
    let lines = if findings.is_empty() { 0 } else { findings.len() + 1 + usize::from(is_fixable) };
    assert_eq!(concise.lines().count(), lines, "{concise}");
    let count = |text: &str, pointer: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        value.pointer(pointer).unwrap().as_array().unwrap().len()
    };
    let counts = [count(json, "/diagnostics"), count(sarif, "/runs/0/results"), count(gitlab, "")];
    assert_eq!(counts, [findings.len(); 3]);
    let places = findings.into_iter().map(|it| {
        let span = it.span.range();
        (it.rule.name, it.span.file.index(), span.start, span.end, it.message)
    });
    Outcome { places: places.collect(), findings: rendered, document }
}

/// Every place of the tree is one of the text, and nothing stands before what it follows.
fn tree(file: &File<'_>, sources: &Sources, found: &[Diagnostic]) {
    let mut end = 0;
    for item in file.items() {
        let span = match item {
            Item::Statement(statement) => statement_places(statement, sources, found),
            Item::Broken(broken) => {
                if let Some(it) = &broken.name {
                    name(it, sources);
                }
                broken.span
            }
        };
        place(span, sources);
        assert!(end <= span.start, "{item:?} overlaps the one before");
        end = span.end;
    }
    let mut end = 0;
    for comment in file.comments() {
        place(comment.span, sources);
        assert!(comment.text.starts_with('#') && end <= comment.span.start, "{comment:?}");
        end = comment.span.end;
    }
}

fn statement_places(statement: &Statement<'_>, sources: &Sources, found: &[Diagnostic]) -> Span {
    // A misspelt word is taken for the one that it is near to.
    let is_reported = |place: Span| {
        let is_there = |it: &&Diagnostic| {
            it.span.file == place.file && it.span.start < place.end && place.start < it.span.end
        };
        found.iter().filter(is_there).any(|it| matches!(it.rule.name, "unknown-keyword" | "hidden-character"))
    };
    let text = sources.slice(statement.span);
    assert!(text.starts_with(statement.keyword.name()) || is_reported(statement.span), "{statement:?}");
    let mut names = vec![statement.name];
    names.extend(statement.label);
    names.extend(statement.parent);
    match &statement.body {
        Some(Body::List(list)) => names.extend(list.iter()),
        Some(Body::Policy(body)) => {
            names.extend(body.rules.iter().flat_map(|rule| &rule.codes));
            for rule in &body.rules {
                let word = sources.slice(rule.attribute_span);
                assert!(word == rule.attribute.name() || is_reported(rule.attribute_span), "{word}");
            }
        }
        None => {}
    }
    for it in &names {
        name(it, sources);
        let (inner, outer) = (it.span(), statement.span);
        assert!(outer.start <= inner.start && inner.end <= outer.end, "{it:?} lies outside of its statement");
    }
    statement.span
}

fn name(name: &Name<'_>, sources: &Sources) {
    place(name.span(), sources);
    let text = sources.slice(name.span());
    // The tree has a filler where the text has a hidden character.
    let is_same = |(read, it): (u8, u8)| read == it || matches!(read, b'_' | b' ');
    let read = name.written().bytes();
    assert!(read.len() == text.len() && read.zip(text.bytes()).all(is_same), "{name:?} is not {text:?}");
}

fn place(span: Span, sources: &Sources) {
    let text = sources[span.file].text();
    assert!(text.get(span.range()).is_some(), "{span:?} is no place of a text of {} bytes", text.len());
}

fn sound(finding: &Diagnostic, sources: &Sources) {
    assert_eq!(finding.severity, Severity::Error);
    for text in [&finding.message, &finding.label] {
        assert!(!text.trim().is_empty() && !text.contains('\n'), "{finding:?}");
    }
    assert!(finding.help.as_ref().is_some_and(|help| !help.trim().is_empty()), "no help: {finding:?}");
    place(finding.span, sources);
    for related in &finding.related {
        assert!(!related.message.trim().is_empty(), "{finding:?}");
        place(related.span, sources);
    }
    for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
        place(edit.span, sources);
    }
}

/// By path, offset and code, and none twice.
fn in_order(findings: &[Diagnostic], sources: &Sources) {
    let key = |it: &Diagnostic| (sources[it.span.file].name().to_owned(), it.span.start, it.rule.name);
    for pair in findings.windows(2) {
        assert!(key(&pair[0]) <= key(&pair[1]), "{pair:?} are not in order");
    }
    let whole = |it: &Diagnostic| (key(it), it.span.end, it.message.clone());
    let mut all: Vec<_> = findings.iter().map(whole).collect();
    all.sort();
    for pair in all.windows(2) {
        assert!(pair[0] != pair[1], "{:?} stands twice", pair[0]);
    }
}

fn rendered(findings: &[Diagnostic], sources: &Sources, format: Format) -> String {
    let mut out = Vec::new();
    let rules: Vec<_> = bpol::catalogue::all().collect();
    let context = Context { style: Style::default(), rules: &rules, base: None, fix: "--fix" };
    render(findings, sources, format, &context, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    // The text of an edit is exact, and an emoji of a string may have a joiner in it.
    let is_joiner = |it: char| format.is_document() && matches!(it, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}');
    let raw = text.chars().find(|it| is_hidden(*it) && !is_joiner(*it));
    assert_eq!(raw, None, "raw in {text:?}");
    text
}

/// Whether a terminal would obey a character or show nothing for it. This list knows less than the compiler's.
fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{fe00}'..='\u{fe0f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => true,
        _ => character.is_control(),
    }
}

/// The document, as text. It has no list that an "unrestricted" could be read from.
fn output(document: &[u8], lines: &[u8], workloads: usize) -> String {
    let document = String::from_utf8(document.to_vec()).unwrap();
    let json: Value = serde_json::from_str(&document).unwrap();
    for set in json["placementSets"].as_array().unwrap() {
        let filled = |list: &Value| list.as_array().is_some_and(|list| !list.is_empty());
        assert!(filled(&set["locations"]) && filled(&set["flavors"]), "{set}");
        let placements = set.get("placements");
        assert!(placements.is_none_or(filled), "{set}");
        for placement in placements.and_then(Value::as_array).into_iter().flatten() {
            assert!(filled(&placement["flavors"]), "{set}");
        }
    }
    let listed = json["workloads"].as_array().unwrap();
    assert_eq!(listed.len(), workloads);
    let lines = std::str::from_utf8(lines).unwrap();
    for (line, workload) in lines.lines().zip(listed) {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["placementSet"]["id"], workload["placementSet"]);
        assert_eq!(line["name"], workload["name"]);
    }
    assert_eq!(lines.lines().count(), workloads);
    document
}

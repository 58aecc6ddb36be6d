//! What holds for every input whatsoever: texts come in, and all that the program would print goes out, or a panic.
//! The fuzz target and the tests share this file.

use std::sync::Arc;

use bpol::diagnostic::{Fact, Severity, Words};
use bpol::emit::placement;
use bpol::reference::{Builtin, Reference};
use bpol::render::{Context, Format, render};
use bpol::syntax::Files;
use bpol::syntax::ast::{Item, Name, Parsed, Statement};
use bpol::syntax::keyword::Keyword;
use bpol::text::Span;
use bpol::{Configuration, Diagnostic, Resolved, Source};
use serde_json::Value;

/// Everything that comes of a workspace.
#[derive(Debug, PartialEq)]
pub(crate) struct Outcome {
    /// The errors, in each format.
    pub(crate) findings: [String; 6],
    /// The errors.
    pub(crate) places: Vec<Found>,
    /// The placements, where there is no error.
    pub(crate) document: Option<String>,
}

/// An error and where it lies.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// Its name, as data and in words.
    pub(crate) said: (&'static str, Arc<dyn Fact>, Words),
    /// The place of its file among all.
    pub(crate) file: usize,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Compiles `texts` with the table `official` and proves that the result is sound.
pub(crate) fn compile(texts: &[Vec<u8>]) -> Outcome {
    let source = |(index, text): (usize, &Vec<u8>)| Source::new(format!("{index:02}"), text.clone());
    let sources = texts.iter().enumerate().map(source).collect();
    let analysis = bpol::compile(Configuration::default(), Reference::builtin(Builtin::Official), sources);
    let files = analysis.files();
    for file in files.iter() {
        tree(file, files);
        views(file, files);
    }
    let (findings, document) = match analysis.resolved() {
        Err(rejected) => {
            assert!(!rejected.errors().is_empty(), "a failure without a finding");
            (rejected.errors(), None)
        }
        Ok(resolved) => {
            assert!(files.iter().all(|file| file.findings().is_empty()), "compiled in spite of findings");
            (&[][..], Some(output(resolved)))
        }
    };
    for finding in findings {
        assert_eq!(finding.severity, Severity::Error);
    }
    let all = analysis.findings();
    assert!(findings.is_empty() || all.len() == findings.len());
    for finding in &all {
        sound(finding, files);
    }
    in_order(&all, files);
    let rendered = Format::ALL.map(|format| rendered(findings, files, format));
    counted(&rendered, findings);
    let found = |finding: &Diagnostic| {
        let (file, start, end) = files.order(finding.span);
        let said = (finding.check.name, Arc::clone(&finding.fact), finding.fact.words());
        Found { said, file, start, end }
    };
    Outcome { places: findings.iter().map(found).collect(), findings: rendered, document }
}

/// Every place of the tree is one of the text, and nothing stands before what it follows.
fn tree(file: &Parsed, files: &Files) {
    let mut end = 0;
    for item in file.items() {
        let span = match item {
            Item::Statement(statement) => statement_places(statement, files),
            Item::Broken(broken) => {
                if let Some(it) = broken.name() {
                    name(it, files);
                }
                broken.span()
            }
        };
        place(span, files);
        assert!(end <= span.start, "{item:?} overlaps the one before");
        end = span.end;
    }
    let mut end = 0;
    for comment in file.comments() {
        place(comment.span, files);
        assert!(comment.text.starts_with('#') && end <= comment.span.start, "{comment:?}");
        end = comment.span.end;
    }
}

fn statement_places(statement: Statement<'_>, files: &Files) -> Span {
    // A misspelt word is taken for the one that it is near to.
    let is_reported = |place: Span| {
        let is_there = |it: &&Diagnostic| it.span.start < place.end && place.start < it.span.end;
        let mut there = statement.file().findings().iter().filter(is_there);
        there.any(|it| matches!(it.check.name, "unknown-keyword" | "hidden-character"))
    };
    let span = statement.span();
    let keyword = statement.keyword();
    assert!(files.slice(span).starts_with(keyword.name()) || is_reported(span), "{statement:?}");
    let mut names = vec![statement.name()];
    names.extend(statement.label());
    names.extend(statement.parent());
    names.extend(statement.list().iter());
    for rule in statement.body().iter().flat_map(|body| body.rules()) {
        names.extend(rule.codes().iter());
        let word = files.slice(rule.attribute_span());
        assert!(word == rule.attribute().name() || is_reported(rule.attribute_span()), "{word}");
        assert!(span.contains(rule.span()) && rule.span().contains(rule.attribute_span()), "{rule:?}");
    }
    for it in names {
        name(it, files);
        assert!(span.contains(it.span()), "{it:?} lies outside of its statement");
    }
    assert!(span.contains(statement.head()), "{statement:?}");
    assert!(statement.list().is_empty() || statement.body().is_none(), "{statement:?}");
    span
}

fn name(name: Name<'_>, files: &Files) {
    place(name.span(), files);
    let text = files.slice(name.span());
    // The tree has a filler where the text has a hidden character.
    let is_same = |(read, it): (u8, u8)| read == it || matches!(read, b'_' | b' ');
    let read = name.written().bytes();
    assert!(read.len() == text.len() && read.zip(text.bytes()).all(is_same), "{name:?} is not {text:?}");
}

fn place(span: Span, files: &Files) {
    let text = files.source(span.file).text();
    assert!(text.get(span.range()).is_some(), "{span:?} is no place of a text of {} bytes", text.len());
}

/// Whichever way a part of the tree is reached, it is the same.
fn views(file: &Parsed, files: &Files) {
    let items: Vec<Item<'_>> = file.items().collect();
    let keys = |items: &[Item<'_>]| items.iter().map(|it| it.span().key()).collect::<Vec<_>>();
    let key = |item: Option<Item<'_>>| item.map(|it| it.span().key());
    assert_eq!((file.len(), file.is_empty()), (items.len(), items.is_empty()));
    for range in [0..items.len(), items.len() / 3..items.len() / 2, items.len() / 2..items.len(), 1..1] {
        let some: Vec<Item<'_>> = file.items_in(range.clone()).collect();
        let wanted = items.get(range).unwrap_or_default();
        assert!(some == wanted && keys(&some) == keys(wanted), "{some:?} is not {wanted:?}");
    }
    let mut comments = Vec::new();
    let mut end = 0;
    for (index, item) in items.iter().enumerate() {
        let span = item.span();
        let before = index.checked_sub(1).map(|index| items[index]);
        let own: Vec<Item<'_>> = file.items_in(index..index + 1).collect();
        assert_eq!(keys(&own), [span.key()]);
        let (first, last) = (span.start as usize, span.end as usize - 1);
        for byte in [first, last] {
            assert_eq!(key(file.item_at(byte)), Some(span.key()));
            assert_eq!(key(file.last_item_from(byte)), Some(span.key()));
            assert_eq!(key(file.first_item_behind(byte)), key(items.get(index + 1).copied()));
        }
        if end < first {
            assert_eq!(key(file.item_at(first - 1)), None);
            assert_eq!(key(file.last_item_from(first - 1)), key(before));
            assert_eq!(key(file.first_item_behind(first - 1)), Some(span.key()));
        }
        comments.extend(file.comments_in(end..first));
        comments.extend(file.comments_in(first..last + 1));
        end = last + 1;
        if let Some(statement) = item.statement() {
            for again in [file.statement(statement.id()), files.statement(statement.id())] {
                assert_eq!(again, statement);
                assert_eq!((again.span().key(), again.id()), (span.key(), statement.id()));
            }
        }
    }
    comments.extend(file.comments_in(end..usize::MAX));
    let places = |comment: &bpol::syntax::ast::Comment<'_>| (comment.text.to_owned(), comment.span.key());
    assert!(comments.iter().map(places).eq(file.comments().map(|it| places(&it))), "{comments:?}");
    let is_workload =
        |it: &Item<'_>| it.statement().is_some_and(|it| matches!(it.keyword(), Keyword::Workload(_)));
    let declarations: Vec<Item<'_>> = file.declarations().collect();
    let wanted: Vec<Item<'_>> = items.iter().copied().filter(|it| !is_workload(it)).collect();
    assert_eq!(keys(&declarations), keys(&wanted));
    let statements = items.iter().filter_map(|it| it.statement()).map(|it| it.span().key());
    assert!(file.statements().map(|it| it.span().key()).eq(statements));
}

fn sound(finding: &Diagnostic, files: &Files) {
    let words = finding.fact.words();
    assert_eq!(words, finding.fact.words(), "said in other words each time");
    for text in [&words.message, &words.label] {
        assert!(!text.trim().is_empty() && !text.contains('\n'), "{finding:?}");
    }
    assert!(words.help.as_ref().is_some_and(|help| !help.trim().is_empty()), "no help: {finding:?}");
    place(finding.span, files);
    assert_eq!(words.related.len(), finding.related.len(), "{finding:?}");
    for (text, span) in words.related.iter().zip(&finding.related) {
        assert!(!text.trim().is_empty(), "{finding:?}");
        place(*span, files);
    }
    for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
        place(edit.span, files);
    }
}

/// By path, offset and code, and none twice.
fn in_order(findings: &[Diagnostic], files: &Files) {
    let key = |it: &Diagnostic| (files.source(it.span.file).name().to_owned(), it.span.start, it.check.name);
    for pair in findings.windows(2) {
        assert!(key(&pair[0]) <= key(&pair[1]), "{pair:?} are not in order");
    }
    let whole = |it: &Diagnostic| (key(it), it.span.end, it.fact.words().message);
    let mut all: Vec<_> = findings.iter().map(whole).collect();
    all.sort();
    for pair in all.windows(2) {
        assert!(pair[0] != pair[1], "{:?} stands twice", pair[0]);
    }
}

/// Every format has every finding.
fn counted(rendered: &[String; 6], findings: &[Diagnostic]) {
    let [_, concise, json, _, sarif, gitlab] = rendered;
    let lines = if findings.is_empty() { 0 } else { findings.len() + 1 };
    assert_eq!(concise.lines().count(), lines, "{concise}");
    let count = |text: &str, pointer: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        value.pointer(pointer).unwrap().as_array().unwrap().len()
    };
    let counts = [count(json, "/diagnostics"), count(sarif, "/runs/0/results"), count(gitlab, "")];
    assert_eq!(counts, [findings.len(); 3]);
}

fn rendered(findings: &[Diagnostic], files: &Files, format: Format) -> String {
    let mut out = Vec::new();
    let checks: Vec<_> = bpol::catalogue::all().collect();
    let context = Context { checks: &checks, fix: "--fix", ..Context::default() };
    render(findings, files, format, &context, &mut out).unwrap();
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
fn output(resolved: &Resolved) -> String {
    let workloads = resolved.workspace().workloads();
    let (mut document, mut lines) = (Vec::new(), Vec::new());
    placement::document(resolved, workloads, &mut document).unwrap();
    placement::lines(resolved, workloads, &mut lines).unwrap();
    let document = String::from_utf8(document).unwrap();
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
    assert_eq!(listed.len(), workloads.len());
    let lines = std::str::from_utf8(&lines).unwrap();
    for (line, workload) in lines.lines().zip(listed) {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["placementSet"]["id"], workload["placementSet"]);
        assert_eq!(line["name"], workload["name"]);
    }
    assert_eq!(lines.lines().count(), workloads.len());
    document
}

//! Documents that other programs wrote: each file under `tests/data` gives its trees with the place of every
//! value, or its findings; and what `serde_json` writes is read as it was.

use std::fmt::Write as _;

use bpol::Source;
use bpol::data::{MAX_DEPTH, Node, Path, Shape, Value, read};
use bpol::text::Span;
use proptest::prelude::*;
use serde_json::{Map, Value as Json};

#[test]
fn every_file_gives_its_documents() {
    insta::glob!("../data", "*.*", |path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let source = Source::new(name, std::fs::read(path).unwrap());
        insta::with_settings!({
            snapshot_path => "../data/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("data", shown(&source));
        });
    });
}

fn shown(source: &Source) -> String {
    let mut text = String::new();
    match read(source) {
        Ok(documents) => {
            for document in &documents {
                node(source, document, Path::ROOT, &mut text);
            }
        }
        Err(findings) => {
            for finding in findings {
                let words = finding.fact.words();
                let _ =
                    writeln!(text, "{} {}: {}", at(source, finding.span), finding.check.name, words.message);
                let _ = writeln!(text, "    {}\n    help: {}", words.label, words.help.unwrap());
                for (span, related) in finding.related.iter().zip(words.related) {
                    let _ = writeln!(text, "    {} {related}", at(source, *span));
                }
            }
        }
    }
    text
}

fn node(source: &Source, it: &Node, path: Path<'_>, text: &mut String) {
    let _ = write!(text, "{} `{path}` {}", at(source, it.span), it.shape().words());
    match &it.value {
        Value::Number(word) | Value::Unclear(word) => drop(writeln!(text, " {word}")),
        Value::String(word) => drop(writeln!(text, " {word:?}")),
        Value::List(items) => {
            text.push('\n');
            items.iter().enumerate().for_each(|(index, item)| node(source, item, path.item(index), text));
        }
        Value::Map(entries) => {
            text.push('\n');
            for entry in entries {
                assert!(source.slice(entry.key_span.range()).len() >= entry.key.len().min(1));
                node(source, &entry.value, path.key(&entry.key), text);
            }
        }
        _ => text.push('\n'),
    }
}

fn at(source: &Source, span: Span) -> String {
    let [start, end] = [span.range().start, span.range().end].map(|it| source.position(it));
    format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
}

#[test]
fn what_is_too_deep_is_an_error_and_no_overflow() {
    let block = (0..200).map(|depth| " ".repeat(depth) + "a:\n").collect::<Vec<_>>().concat();
    let dashes = format!("{}a\n", "- ".repeat(100_000));
    let pairs = "{\"a\":".repeat(100_000);
    for (name, text) in [
        ("a.json", "[".repeat(1_000_000)),
        ("a.yaml", "[".repeat(1_000_000)),
        ("a.yaml", format!("- {}", "[".repeat(1_000_000))),
        ("a.json", pairs.clone()),
        ("a.yaml", pairs),
        ("a.yaml", block),
        ("a.yaml", dashes),
    ] {
        let findings = read(&Source::new(name, text.into())).unwrap_err();
        let words = findings[0].fact.words();
        assert!(words.message.ends_with("deeper than 100 levels"), "{name}: {}", words.message);
    }
    for (open, close) in [("[", "]"), ("- ", "")] {
        let text = format!("{}1{}", open.repeat(MAX_DEPTH), close.repeat(MAX_DEPTH));
        assert_eq!(read(&Source::new("a.yaml", text.into())).unwrap().len(), 1);
    }
}

#[test]
fn what_must_be_a_text_and_is_none_is_said() {
    let source = Source::new("a.yaml", "spec:\n  country: no\n  gpu: [t4]\n  list: null\n".into());
    let document = &read(&source).unwrap()[0];
    let (root, spec) = (Path::ROOT, document.get("spec").unwrap());
    let path = root.key("spec");
    let message = |key: &str, shape: Shape| {
        let words = spec.get(key).unwrap().is_no(shape, &path.key(key)).fact.words();
        format!("{}\n{}", words.message, words.help.unwrap())
    };
    assert_eq!(
        message("country", Shape::Text),
        "`no` at `spec.country` is a text to some readers of YAML, and something else to others\n\
         put it in quotes if it is meant as a text: `\"no\"`"
    );
    assert_eq!(message("gpu", Shape::Text), "`spec.gpu` is a list, and must be a text\nwrite a text here");
    assert!(spec.get("list").is_some() && spec.present("list").is_none());
    assert!(spec.get("gpu").unwrap().list(&path).is_ok());
    assert!(document.text(&root).unwrap_err().fact.words().message.starts_with("the document is a map"));
}

/// Any JSON value.
fn json() -> impl Strategy<Value = Json> {
    let text = || prop_oneof!["[a-z.0-9-]{0,8}", "\\PC{0,6}", "[\\x00-\\x20\"\\\\/\u{1f600}\u{e9}]{0,6}"];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_filter("finite", |it| it.is_finite()).prop_map(Json::from),
        text().prop_map(Json::from),
    ];
    leaf.prop_recursive(6, 60, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::vec((text(), inner), 0..16)
                .prop_map(|entries| Json::Object(entries.into_iter().collect::<Map<String, Json>>())),
        ]
    })
}

/// A tree as `serde_json` has it. Each value stands where its span says.
fn as_json(source: &Source, node: &Node) -> Json {
    let slice = source.slice(node.span.range());
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(is) => Json::from(*is),
        Value::Number(number) => {
            assert_eq!(number, slice);
            serde_json::from_str(number).unwrap()
        }
        Value::String(text) => {
            assert_eq!(serde_json::from_str::<String>(slice).unwrap(), *text);
            Json::from(text.as_str())
        }
        Value::List(items) => items.iter().map(|item| as_json(source, item)).collect(),
        Value::Map(entries) => {
            let entry = |it: &bpol::data::Entry| {
                let key = source.slice(it.key_span.range());
                assert_eq!(serde_json::from_str::<String>(key).unwrap(), it.key);
                (it.key.to_string(), as_json(source, &it.value))
            };
            Json::Object(entries.iter().map(entry).collect())
        }
        _ => panic!("{slice}"),
    }
}

/// Whether YAML reads what `serde_json` writes of a value.
fn is_in_yaml(value: &Json) -> bool {
    let is_text =
        |it: &str| !it.contains(|it: char| it.is_control() || ['\u{fffe}', '\u{ffff}'].contains(&it));
    match value {
        Json::Number(it) => !it.to_string().contains('e'),
        Json::String(it) => is_text(it),
        Json::Array(items) => items.iter().all(is_in_yaml),
        Json::Object(entries) => entries.iter().all(|(key, it)| is_text(key) && is_in_yaml(it)),
        _ => true,
    }
}

/// The value as YAML has it in lines, with its texts in quotes.
fn in_lines(value: &Json, indent: usize) -> String {
    let blanks = " ".repeat(indent);
    match value {
        Json::Array(items) if !items.is_empty() => {
            let lines = items.iter().map(|it| format!("\n{blanks}-{}", in_lines(it, indent + 1)));
            lines.collect::<Vec<_>>().concat()
        }
        Json::Object(entries) if !entries.is_empty() => {
            let lines = entries.iter().map(|(key, it)| {
                format!("\n{blanks}? {}\n{blanks}:{}", Json::from(key.as_str()), in_lines(it, indent + 1))
            });
            lines.collect::<Vec<_>>().concat()
        }
        it => format!(" {it}"),
    }
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_read_as_it_was(values in prop::collection::vec(json(), 0..4), is_pretty: bool) {
        let write = |it: &Json| if is_pretty { serde_json::to_string_pretty(it) } else { serde_json::to_string(it) };
        for between in ["\n", "\n---\n", "\r\n---\r\n# c\r\n"] {
            let text: Vec<String> = values.iter().map(|it| write(it).unwrap()).collect();
            let source = Source::new("a.json", text.join(between).into());
            let read: Vec<Json> = read(&source).unwrap().iter().map(|it| as_json(&source, it)).collect();
            prop_assert_eq!(&read, &values);
        }
    }

    #[test]
    fn json_is_yaml(value in json()) {
        // YAML has no control characters even in quotes, and takes `1e5` for a text or a number.
        prop_assume!(is_in_yaml(&value));
        for text in [format!("- {value}"), in_lines(&Json::from(vec![value.clone()]), 0)] {
            let source = Source::new("a.yaml", text.into());
            let read = read(&source).unwrap();
            prop_assert_eq!(as_json(&source, &read[0]), Json::from(vec![value.clone()]));
        }
    }

    #[test]
    fn no_text_makes_the_reader_fall(text in "([{}\\[\\],:?!&*#|>%@`'\" \\-\n\r\ta1.\u{feff}\u{e9}]|---|<<|\\\\u){0,40}") {
        for name in ["a.json", "a.yaml"] {
            let source = Source::new(name, text.clone().into());
            if let Err(findings) = read(&source) {
                prop_assert!(!findings.is_empty());
                for finding in findings {
                    prop_assert!(source.text().get(finding.span.range()).is_some());
                }
            }
        }
    }
}

//! Formatting: what `bpol fmt` does, as edits.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::Client;
use super::fixture::{ENCODINGS, edited, fixture, position};
use crate::support::Project;

const OPTIONS: &str = r#"{"tabSize": 4, "insertSpaces": true}"#;

fn ask(client: &mut Client, range: Option<Value>) -> Value {
    let uri = client.uri("a.bpol");
    let mut params = json!({"textDocument": {"uri": uri}});
    params["options"] = serde_json::from_str(OPTIONS).unwrap();
    match range {
        Some(range) => {
            params["range"] = range;
            client.request("textDocument/rangeFormatting", params).unwrap()
        }
        None => client.request("textDocument/formatting", params).unwrap(),
    }
}

#[test]
fn the_edits_give_what_fmt_gives() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format");
    let mut texts: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "bpol"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    assert!(texts.len() > 10);
    texts.extend(texts.clone().iter().map(|text| text.replace('\n', "\r\n")));
    texts.extend(["", "model  😀 # é", "# only", "modle  x", "model\r a"].map(str::to_owned));
    let project = Project::new();
    let formatted: Vec<_> = texts.iter().map(|text| project.run_with_stdin(&["fmt", "-"], text)).collect();
    for encoding in ENCODINGS {
        let project = Project::new();
        let capabilities = json!({"capabilities": {"general": {"positionEncodings": [encoding]}}});
        let mut client = Client::open_folder(&project.path(""), capabilities);
        for (text, formatted) in texts.iter().zip(&formatted) {
            client.open("a.bpol", 1, text);
            let answer = ask(&mut client, None);
            if formatted.status == 0 {
                assert_eq!(edited(text, &answer, encoding), formatted.stdout, "{encoding} {text:?}");
                assert_eq!(answer == json!([]), *text == formatted.stdout, "{text:?}");
            } else {
                assert_eq!(answer, Value::Null, "{text:?}");
            }
        }
        client.finish();
    }
}

#[test]
fn a_range_lays_out_the_statements_that_it_touches() {
    let project = Project::new();
    let mut client = Client::open_folder(&project.path(""), json!({}));
    for (version, (marked, wanted)) in (1..).zip([
        ("model  a\n\nmodel  <|b\n|>\nmodel  c\n", "model  a\n\nmodel b\n\nmodel  c\n"),
        ("model  a<||>\n\nmodel  b\n", "model a\n\nmodel  b\n"),
        ("model  a\n\n#   x\n# <||>why\nmodel  b\n", "model  a\n\n#   x\n# why\nmodel b\n"),
        ("<|model  a\n\nmodel  b|>\n", "model a\n\nmodel b\n"),
        ("model a\n\n\n\n<||>\n\nmodel  b\n", "model a\n\n\n\n\n\nmodel  b\n"),
    ]) {
        let it = fixture(marked);
        let (start, end) = it.range.unwrap();
        client.open("a.bpol", version, &it.text);
        let at = |byte| position(&it.text, byte, "utf-16");
        let answer = ask(&mut client, Some(json!({"start": at(start), "end": at(end)})));
        assert_eq!(edited(&it.text, &answer, "utf-16"), wanted, "{marked:?}");
    }
    client.finish();
}

#[test]
fn nothing_is_laid_out_while_the_configuration_cannot_be_used() {
    let project = Project::new().file("bpol.toml", "").file("a.bpol", "model  a\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    assert_ne!(ask(&mut client, None), Value::Null);
    client.open("bpol.toml", 1, "lint = 3\n");
    assert_eq!(ask(&mut client, None), Value::Null);
    client.replace("bpol.toml", 2, "exclude = [\"*\"]\n");
    client.open("a.bpol", 1, "model  a\n");
    assert_ne!(ask(&mut client, None), Value::Null, "what is left out is laid out, too");
    client.finish();
}

//! One session under each editor: what it says of itself is in `tests/clients`. Whatever an editor can do, it is
//! shown the same.
//!
//! Those of VS Code (1.139, by way of code-server), Helix 25.07, Neovim 0.7 and 0.12, eglot 1.9 and 1.17 are recorded
//! with `bpol lsp --record` and the packages of this repository; only the process and the folder are taken out. That of
//! Zed is written after its source.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::{Client, uri_of};
use super::fixture::{byte, edited, position};
use crate::support::Project;

const NAMES: [&str; 7] = ["eglot", "eglot-1.9", "helix", "neovim-0.12", "neovim-0.7", "vscode", "zed"];

const BEFORE: &str = "# é 😀\npolicy france < country in [fr] >\nmodel llama   < attach [france] >\n";

/// The edits of a person who types: where, what goes, what comes.
const EDITS: [(&str, &str, &str); 5] = [
    ("[france]", "[france]", "[frnace]"),
    ("frnace", "", "# 😀 "),
    ("# 😀 frnace", "# 😀 frnace", "france"),
    ("france < c", "france", "\"frañce 😀\""),
    ("attach [france", "attach [france", "attach [\"frañce 😀\""),
];

fn client(name: &str, project: &Project) -> Client {
    let folder = project.path("");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/clients/{name}.json"));
    let says = fs::read_to_string(path).unwrap();
    let folder = folder.components().as_path().to_owned();
    let says = says.replace("FOLDER_PATH", &folder.display().to_string()).replace("FOLDER", &uri_of(&folder));
    let mut client = Client::start(&folder, &[]);
    let says: Value = serde_json::from_str(&says).unwrap();
    let answer = client.request("initialize", says).unwrap();
    answer["capabilities"]["positionEncoding"].as_str().unwrap().clone_into(&mut client.encoding);
    client.notify("initialized", json!({}));
    client
}

/// What a session shows, in which every place is a byte.
fn session(name: &str) -> Vec<String> {
    let project = Project::new().file("bpol.toml", "").file("a.bpol", BEFORE);
    let mut client = client(name, &project);
    let encoding = client.encoding.clone();
    let mut text = BEFORE.to_owned();
    let mut shown = Vec::new();
    client.open("a.bpol", 1, &text);
    for (version, (place, old, new)) in (2..).zip(EDITS) {
        let at = |byte: usize| position(&text, byte, &encoding);
        let start = text.find(place).unwrap();
        let range = json!({"start": at(start), "end": at(start + old.len())});
        client.change("a.bpol", version, json!([{"range": range, "text": new}]));
        text.replace_range(start..start + old.len(), new);
        for it in client.list("a.bpol") {
            let end = |end: &str| byte(&text, &it["range"][end], &encoding);
            shown.push(format!("{}..{} {}", end("start"), end("end"), it["code"].as_str().unwrap()));
        }
    }
    let document = json!({"uri": client.uri("a.bpol")});
    let options = json!({"tabSize": 4, "insertSpaces": true});
    let edits =
        client.request("textDocument/formatting", json!({"textDocument": document, "options": options}));
    shown.push(edited(&text, &edits.unwrap(), &encoding));
    for method in ["hover", "definition", "references", "documentHighlight", "completion"] {
        let here = position(&text, text.rfind("fra").unwrap() + 2, &encoding);
        let context = json!({"includeDeclaration": true, "triggerKind": 1});
        let params = json!({"textDocument": document, "position": here, "context": context});
        let answer = client.request(&format!("textDocument/{method}"), params).unwrap();
        assert!(!answer.is_null(), "{name}: {method}");
    }
    client.finish();
    shown
}

#[test]
fn every_editor_is_shown_the_same() {
    let [first, others @ ..] = &NAMES.map(|name| (name, session(name)));
    assert!(first.1.len() > 3, "{first:#?}");
    for (name, shown) in others {
        assert_eq!(*shown, first.1, "{name}");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    assert_eq!(fs::read_dir(folder).unwrap().count(), NAMES.len(), "a client is not tried");
}

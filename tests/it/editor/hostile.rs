//! Clients that say anything: the server answers each request once, says nothing else that is no protocol, and
//! ends when it is told to, or when nothing more comes.

use serde_json::{Value, json};

use super::client::{Client, framed, uri_of};
use crate::dice::Dice;
use crate::support::Project;

fn project() -> Project {
    Project::new()
        .file("bpol.toml", "")
        .file("a.bpol", "policy p < country in [fr] >\nmodel m < attach [p] >\n")
}

/// Every method that the server may hear, and some that it may not.
const METHODS: [&str; 24] = [
    "initialized",
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "workspace/didChangeConfiguration",
    "workspace/executeCommand",
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/rename",
    "textDocument/codeAction",
    "textDocument/semanticTokens/full",
    "workspace/symbol",
    "workspace/textDocumentContent",
    "$/cancelRequest",
    "$/setTrace",
    "initialize",
    "no/such",
    "",
    "constructor",
];

/// A value of any shape, in which the names that parameters have are often.
fn anything(dice: &mut Dice, uri: &str, depth: usize) -> Value {
    const KEYS: [&str; 15] = [
        "textDocument",
        "uri",
        "position",
        "range",
        "start",
        "end",
        "line",
        "character",
        "contentChanges",
        "text",
        "version",
        "event",
        "id",
        "options",
        "command",
    ];
    match dice.below(if depth == 0 { 7 } else { 9 }) {
        0 => Value::Null,
        1 => json!(dice.once_in(2)),
        2 => json!(dice.below(5)),
        3 => json!(-1),
        4 => json!(u64::MAX),
        5 => json!(uri),
        6 => json!("model x < attach [\u{202e}"),
        7 => (0..dice.below(3)).map(|_| anything(dice, uri, depth - 1)).collect(),
        _ => {
            let entries = (0..dice.below(4)).map(|_| {
                let key = KEYS[dice.below(KEYS.len())];
                (key.to_owned(), anything(dice, uri, depth - 1))
            });
            Value::Object(entries.collect())
        }
    }
}

#[test]
fn whatever_is_asked_has_one_answer() {
    let project = project();
    let mut client = Client::open_folder(&project.path(""), json!({}));
    let uri = client.uri("a.bpol");
    let mut dice = Dice::new(11);
    for id in 0..1500 {
        let method = METHODS[dice.below(METHODS.len())];
        let mut params = anything(&mut dice, &uri, 4);
        if dice.once_in(2) && params.is_object() {
            params["textDocument"] = json!({"uri": uri, "version": 1, "languageId": "bpol", "text": "model"});
        }
        if dice.once_in(3) {
            client.notify(method, params);
        } else {
            client.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
            let _ = client.answer_to(&json!(id));
        }
    }
    // It is what it was, once the document is closed.
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    let folder = json!([{"uri": uri_of(&project.path("")), "name": "x"}]);
    let event = json!({"event": {"added": folder, "removed": []}});
    client.notify("workspace/didChangeWorkspaceFolders", event);
    std::fs::write(project.path("a.bpol"), "modle\n").unwrap();
    client.watched("a.bpol");
    assert_eq!(client.codes("a.bpol"), ["unknown-keyword"]);
    client.finish();
}

/// A session that ends anywhere: the server ends, too, and what it has said until then is whole.
#[test]
fn the_input_may_end_at_every_byte() {
    let project = project();
    let uri = uri_of(&project.path("a.bpol"));
    let document = json!({"uri": uri, "languageId": "bpol", "version": 1, "text": "modle"});
    let session = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}),
        json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}),
        json!({"jsonrpc": "2.0", "method": "exit"}),
    ];
    let bytes: Vec<u8> = session.iter().flat_map(framed).collect();
    let ends: Vec<usize> = session
        .iter()
        .scan(0, |end, message| {
            *end += framed(message).len();
            Some(*end)
        })
        .collect();
    // Each byte of a header and the ends of each body; the middles of bodies are alike.
    let is_telling =
        |at: &usize| ends.iter().any(|end| at.abs_diff(*end) < 30) || *at < 30 || at.is_multiple_of(17);
    for at in (0..=bytes.len()).filter(is_telling) {
        let mut client = Client::start(&project.path(""), &[]);
        client.send_bytes(&bytes[..at]);
        client.hang_up();
        let mut answers = 0;
        while let Some(message) = client.next() {
            answers += usize::from(message.get("method").is_none());
        }
        let whole = ends.iter().filter(|end| **end <= at).count();
        assert_eq!(answers, [0, 1, 1, 1, 2, 2][whole], "{at}");
        assert_eq!(client.wait().code(), Some(i32::from(whole < 4)), "{at}");
    }
}

#[test]
fn a_client_that_answers_nothing_or_wrongly_changes_nothing() {
    let project = project();
    let capabilities = json!({"workspace": {
        "configuration": true,
        "didChangeWatchedFiles": {"dynamicRegistration": true, "relativePatternSupport": true},
    }});
    let mut client = Client::open_folder(&project.path(""), json!({"capabilities": capabilities}));
    client.settle();
    let asked: Vec<(String, Value)> = client
        .questions
        .iter()
        .map(|it| (it["method"].as_str().unwrap().to_owned(), it["id"].clone()))
        .collect();
    let methods: Vec<&str> = asked.iter().map(|(method, _)| method.as_str()).collect();
    assert_eq!(methods, ["workspace/configuration", "client/registerCapability"]);
    let watchers = &client.questions[1]["params"]["registrations"][0]["registerOptions"]["watchers"];
    let globs: Vec<&Value> = watchers.as_array().unwrap().iter().map(|it| &it["globPattern"]).collect();
    assert_eq!(globs, ["**/*.bpol", "**/bpol.toml", "**/.gitignore", "**/.ignore"]);
    for (_, id) in &asked {
        client.send(&json!({"jsonrpc": "2.0", "id": id, "error": {"code": -1, "message": "no"}}));
        client.send(&json!({"jsonrpc": "2.0", "id": id, "result": [[{"lenses": 3}]]}));
    }
    std::fs::write(project.path("a.bpol"), "modle\n").unwrap();
    client.watched("a.bpol");
    assert_eq!(client.codes("a.bpol"), ["unknown-keyword"]);
    // A table that has another name is watched as well.
    std::fs::write(project.path("table.txt"), "continent eu\n").unwrap();
    std::fs::write(project.path("bpol.toml"), "reference = \"table.txt\"\n").unwrap();
    client.watched("bpol.toml");
    client.settle();
    let last = client.questions.last().unwrap();
    assert_eq!(last["method"], "client/registerCapability");
    assert!(last.to_string().contains("**/table.txt"), "{last}");
    client.finish();
}

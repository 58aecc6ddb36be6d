//! Every request that is announced, at every place of difficult texts: a new feature joins with a line in
//! [`ASKS`], without which the test of the announcement fails.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::Client;
use super::fixture::{ENCODINGS, byte, position};
use crate::support::Project;

/// What is asked about a place.
struct Ask {
    /// The capability that announces it.
    capability: &'static str,
    method: &'static str,
    /// Its parameters: the document, the position and a range of it.
    params: fn(Value, Value, Value) -> Value,
}

const ASKS: &[Ask] = &[
    Ask {
        capability: "documentFormattingProvider",
        method: "textDocument/formatting",
        params: |document, _, _| json!({"textDocument": document, "options": {"tabSize": 4, "insertSpaces": true}}),
    },
    Ask {
        capability: "documentRangeFormattingProvider",
        method: "textDocument/rangeFormatting",
        params: |document, _, range| {
            let options = json!({"tabSize": 4, "insertSpaces": true});
            json!({"textDocument": document, "range": range, "options": options})
        },
    },
];

/// What is announced and is about no place of a document.
const OTHERS: [&str; 4] = ["positionEncoding", "textDocumentSync", "executeCommandProvider", "workspace"];

/// A text that has every character that is hard to count.
const HARD: &str = "\u{feff}# 😀 e\u{301}\u{200d}\r\npolicy \"é 😀\" \"x\u{301}\" <\tcountry in [fr,\r us] >\rmodel m \
                    < attach [\"é 😀\", q] >\n\tgroup g < country in [fr] > # 👩\u{200d}👩\r\n\nmodel \"\r\n>";

fn client(project: &Project, encoding: &str) -> Client {
    let capabilities = json!({
        "general": {"positionEncodings": [encoding]},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true},
            "completion": {"completionItem": {"snippetSupport": true}},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "rename": {"prepareSupport": true},
        },
    });
    Client::open_folder(&project.path(""), json!({"capabilities": capabilities}))
}

#[test]
fn every_feature_that_is_announced_is_asked_everywhere() {
    let project = Project::new();
    let mut client = Client::start(&project.path(""), &[]);
    let announced = client.initialize(json!({}));
    for capability in announced["capabilities"].as_object().unwrap().keys() {
        let is_asked = ASKS.iter().any(|it| it.capability == capability);
        assert!(is_asked || OTHERS.contains(&capability.as_str()), "nothing asks for {capability}");
    }
    client.finish();
}

/// An answer with each position in it as a byte.
fn in_bytes(answer: &Value, text: &str, encoding: &str) -> Value {
    match answer {
        Value::Object(object) if object.len() == 2 && object.contains_key("character") => {
            json!(byte(text, answer, encoding))
        }
        Value::Object(object) => {
            object.iter().map(|(key, value)| (key.clone(), in_bytes(value, text, encoding))).collect()
        }
        Value::Array(values) => values.iter().map(|value| in_bytes(value, text, encoding)).collect(),
        other => other.clone(),
    }
}

#[test]
fn answers_are_equal_by_byte_in_every_encoding_at_every_column() {
    let project = Project::new().file("a.bpol", "");
    let mut clients: Vec<Client> = ENCODINGS.iter().map(|encoding| client(&project, encoding)).collect();
    for client in &mut clients {
        client.open("a.bpol", 1, HARD);
    }
    let lists: Vec<Value> = clients
        .iter_mut()
        .zip(ENCODINGS)
        .map(|(client, encoding)| in_bytes(&Value::from(client.list("a.bpol")), HARD, encoding))
        .collect();
    assert!(lists.iter().all(|list| *list == lists[0] && list != &json!([])), "{lists:#?}");
    let places: Vec<usize> = HARD.char_indices().map(|(at, _)| at).chain([HARD.len()]).collect();
    for &at in &places {
        for ask in ASKS {
            let mut answers = Vec::new();
            for (client, encoding) in clients.iter_mut().zip(ENCODINGS) {
                let document = json!({"uri": client.uri("a.bpol")});
                let here = position(HARD, at, encoding);
                let params = (ask.params)(document, here.clone(), json!({"start": here, "end": here}));
                let answer = client.request(ask.method, params).unwrap();
                let prefix = client.uri("");
                answers.push(in_bytes(&answer, HARD, encoding).to_string().replace(&prefix, ""));
            }
            assert!(answers.iter().all(|it| *it == answers[0]), "{} at {at}: {answers:#?}", ask.method);
        }
    }
    clients.into_iter().for_each(Client::finish);
}

/// The texts that are written from their first byte to their last.
fn texts() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = [
        "examples/quickstart/placement.bpol",
        "examples/team/placement.bpol",
        "examples/regulated/guards.bpol",
        "tests/trees/everything.bpol",
    ];
    let read = |path: &str| (root.join(path), fs::read_to_string(root.join(path)).unwrap());
    paths.map(read).to_vec()
}

/// While a text is written, nothing fails: every prefix that ends a word, and some within one, is asked about at
/// its end.
#[test]
fn a_text_that_is_half_written_is_no_error() {
    let project = Project::new();
    let mut client = client(&project, "utf-8");
    let mut version = 1;
    client.open("a.bpol", version, "");
    for (path, text) in texts() {
        let is_end = |at: usize| {
            let word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
            let (before, behind) = (text[..at].chars().next_back(), text[at..].chars().next());
            word(before) != word(behind) || at % 7 == 0
        };
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).filter(|at| is_end(*at));
        for at in ends {
            let written = &text[..at];
            version += 1;
            client.replace("a.bpol", version, written);
            let here = position(written, at, "utf-8");
            for ask in ASKS {
                let document = json!({"uri": client.uri("a.bpol")});
                let range = json!({"start": {"line": 0, "character": 0}, "end": here});
                let answer = client.request(ask.method, (ask.params)(document, here.clone(), range));
                let answer = answer.unwrap_or_else(|error| panic!("{} {at}: {error}", path.display()));
                // Every place is one of the text as it is now.
                in_bytes(&answer, written, "utf-8");
            }
            for it in client.list("a.bpol") {
                in_bytes(&it["range"], written, "utf-8");
            }
        }
    }
    client.finish();
}

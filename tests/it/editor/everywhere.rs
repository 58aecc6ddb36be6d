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
    /// What its parameters have beside the document, the position and a range.
    more: fn() -> Value,
}

/// A request with the parameters that most have.
const fn ask(capability: &'static str, method: &'static str) -> Ask {
    Ask { capability, method, more: || json!({}) }
}

const ASKS: &[Ask] = &[
    ask("completionProvider", "textDocument/completion"),
    ask("hoverProvider", "textDocument/hover"),
    ask("definitionProvider", "textDocument/definition"),
    Ask {
        more: || json!({"context": {"includeDeclaration": true}}),
        ..ask("referencesProvider", "textDocument/references")
    },
    ask("documentHighlightProvider", "textDocument/documentHighlight"),
    ask("documentSymbolProvider", "textDocument/documentSymbol"),
    Ask { more: || json!({"query": "m"}), ..ask("workspaceSymbolProvider", "workspace/symbol") },
    ask("foldingRangeProvider", "textDocument/foldingRange"),
    ask("selectionRangeProvider", "textDocument/selectionRange"),
    ask("renameProvider", "textDocument/prepareRename"),
    Ask { more: || json!({"newName": "another"}), ..ask("renameProvider", "textDocument/rename") },
    Ask {
        more: || json!({"context": {"diagnostics": []}}),
        ..ask("codeActionProvider", "textDocument/codeAction")
    },
    ask("codeLensProvider", "textDocument/codeLens"),
    ask("inlayHintProvider", "textDocument/inlayHint"),
    ask("documentFormattingProvider", "textDocument/formatting"),
    ask("documentRangeFormattingProvider", "textDocument/rangeFormatting"),
    ask("semanticTokensProvider", "textDocument/semanticTokens/full"),
    ask("semanticTokensProvider", "textDocument/semanticTokens/range"),
];

/// What is announced and is about no place of a document.
const OTHERS: [&str; 4] = ["positionEncoding", "textDocumentSync", "executeCommandProvider", "workspace"];

impl Ask {
    fn params(&self, uri: &str, position: &Value, range: &Value) -> Value {
        let mut params = json!({
            "textDocument": {"uri": uri},
            "position": position,
            "positions": [position],
            "range": range,
            "options": {"tabSize": 4, "insertSpaces": true},
        });
        for (key, value) in (self.more)().as_object().unwrap() {
            params[key] = value.clone();
        }
        params
    }
}

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

/// An answer, or a refusal that says why there is none.
fn answer_or_sentence(answer: Result<Value, Value>, what: &str) -> Value {
    answer.unwrap_or_else(|error| {
        assert_eq!(error["code"], -32803, "{what}: {error}");
        error
    })
}

/// Semantic tokens with their places as bytes.
fn tokens_in_bytes(data: &[Value], text: &str, encoding: &str) -> Value {
    let (mut line, mut column) = (0, 0);
    let token = |five: &[Value]| {
        let number = |index: usize| five[index].as_u64().unwrap();
        column = if number(0) > 0 { number(1) } else { column + number(1) };
        line += number(0);
        let at = |column: u64| byte(text, &json!({"line": line, "character": column}), encoding);
        json!([at(column), at(column + number(2)), five[3], five[4]])
    };
    data.chunks(5).map(token).collect()
}

/// An answer with each position in it as a byte.
fn in_bytes(answer: &Value, text: &str, encoding: &str) -> Value {
    match answer {
        Value::Object(object) if object.get("data").is_some_and(Value::is_array) => {
            tokens_in_bytes(object["data"].as_array().unwrap(), text, encoding)
        }
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
                let here = position(HARD, at, encoding);
                let range = json!({"start": here, "end": here});
                let params = ask.params(&client.uri("a.bpol"), &here, &range);
                let answer = answer_or_sentence(client.request(ask.method, params), ask.method);
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

/// While a text is written, nothing fails: every prefix that ends a word or a sign is asked about at its end.
#[test]
fn a_text_that_is_half_written_is_no_error() {
    let project = Project::new();
    let mut client = client(&project, "utf-8");
    let uri = client.uri("a.bpol");
    let mut version = 1;
    client.open("a.bpol", version, "");
    for (path, text) in texts() {
        let is_end = |at: &usize| {
            let (before, behind) = (text[..*at].chars().next_back(), text[*at..].chars().next());
            let is_word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
            let is_sign = before.is_some_and(|it| !it.is_alphanumeric() && !it.is_whitespace());
            is_sign || (is_word(before) && !is_word(behind))
        };
        for at in text.char_indices().map(|(at, _)| at).chain([text.len()]).filter(is_end) {
            let written = &text[..at];
            version += 1;
            client.replace("a.bpol", version, written);
            let here = position(written, at, "utf-8");
            let range = json!({"start": {"line": 0, "character": 0}, "end": here});
            // All of them before the first answer is read.
            for (id, ask) in ASKS.iter().enumerate() {
                let params = ask.params(&uri, &here, &range);
                client.send(&json!({"jsonrpc": "2.0", "id": id, "method": ask.method, "params": params}));
            }
            for (id, ask) in ASKS.iter().enumerate() {
                let what = format!("{} {at} {}", path.display(), ask.method);
                let answer = answer_or_sentence(client.answer_to(&json!(id)), &what);
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

//! Every request that is announced, at every place of difficult texts: a new feature joins with a line in
//! [`ASKS`], without which the test of the announcement fails.

use std::collections::BTreeMap;
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

/// Texts that have every character that is hard to count.
const HARD: [&str; 2] = [
    "\u{feff}# 😀 e\u{301}\u{200d}\r\npolicy \"é 😀\" \"x\u{301}\" <\tcountry in [fr,\r us] >\rmodel m \
     < attach [\"é 😀\", q] >\n\tgroup g < country in [fr] > # 👩\u{200d}👩\r\n\nmodel \"\r\n>",
    "\u{feff}# 😀 é\r\npolicy \"a 😀\" \"e\u{301}\" <\r\n\tcountry in [fr, \"u\u{308}\"]\r>\n\
     model \"é\" in \"e\u{301} x\" < attach [\"a 😀\",\r\n \"a 😀\"] > # 😀\rmodel 日本 in\n\
     environment \"e\u{301} x\" < attach [\"a 😀\"",
];

/// What the texts of `bpol.toml` name.
const NAMED: &str = "policy p < country in [fr] >\r\nenvironment \"e 😀\" < attach [p] >\n\
     guard \"é 😀\" in \"e 😀\" < within country in [fr] >\nmodel \"m 😀\" in \"e 😀\"\nlocation lab in fr\n";

/// The same of `bpol.toml`: one that can be used, and one that cannot.
const HARD_CONFIGS: [&str; 2] = [
    "\u{feff}# 😀 e\u{301}\r\nreference = 'official'\r\nexclude = [\"😀/\",\r\n  # é\r\n\t\"e\u{301}\"]\n[lint]\r\n\
     no-effect = \"warn\" # 😀\n[guards]\n\"é 😀\" = { level = \"warn\", until = \"2027-03-31\" }\r\n\
     [emit.kubernetes.names]\n'model/\"m 😀\"@\"e 😀\"' = \"é\"\n[emit.blaxel]\nmk31 = [\"lab\"]\nlocations = { lab = \"é\" }\n",
    "# 😀\r\nlint.no-efect = \"wärn\"\r\n[guards]\n\"é 😀\" = { levle = \"warn\", \r[emit.\"😀\".x]\r\nlabels = 'gk\r\n\
     [li\nreference = \"wo😀\n[emit.opa]\nnarrow = t\nflavors = { t4 = [\"é\", \"",
];

/// A `bpol.toml` with every sort of key, which is written from its first byte to its last.
const FULL: &str = "# why\nreference = \"world\"\ninclude = [\"a.bpol\", \"b/\"]\nexclude = [\n  \"old/\",\n]\n\n[lint]\n\
     no-effect = \"deny\"\n\n[guards]\n\"é 😀\" = { level = \"warn\", until = \"2027-03-31\" }\n\n[emit.kubernetes]\n\
     labels = \"gke\"\nbare = true\nresource = { job = \"batch/v1 CronJob\" }\n\n[emit.kubernetes.flavors]\n\
     t4 = { key = \"a/b\", values = [\"T4\"] }\nx86 = false\n\n[emit.rectangles.nomad.locations]\nlab = [\"a\", \"b\"]\n";

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

/// Texts by their paths; what an answer says of no other is about the first one.
type Texts<'t> = [(&'t str, &'t str)];

/// The same texts, with that of a URI first.
fn of_uri<'t>(texts: &Texts<'t>, uri: &Value) -> Vec<(&'t str, &'t str)> {
    let own = texts.iter().filter(|(path, _)| uri.as_str().is_some_and(|uri| uri.ends_with(path)));
    own.chain(texts).copied().collect()
}

/// An answer with each position in it as a byte.
fn in_bytes(answer: &Value, texts: &Texts<'_>, encoding: &str) -> Value {
    let uri = answer.get("uri").or_else(|| answer.pointer("/textDocument/uri")).unwrap_or(&Value::Null);
    let texts = &*of_uri(texts, uri);
    let text = texts[0].1;
    match answer {
        Value::Object(object) if object.get("data").is_some_and(Value::is_array) => {
            tokens_in_bytes(object["data"].as_array().unwrap(), text, encoding)
        }
        Value::Object(object) if object.len() == 2 && object.contains_key("character") => {
            json!(byte(text, answer, encoding))
        }
        // A fold gives its places in pieces.
        Value::Object(object) if object.contains_key("startCharacter") => {
            let at = |end: &str| {
                let (line, column) = (&object[&format!("{end}Line")], &object[&format!("{end}Character")]);
                byte(text, &json!({"line": line, "character": column}), encoding)
            };
            json!([at("start"), at("end"), object.get("kind")])
        }
        Value::Object(object) => {
            let of_key = |(key, value): (&String, &Value)| {
                (key.clone(), in_bytes(value, &of_uri(texts, &json!(key)), encoding))
            };
            object.iter().map(of_key).collect()
        }
        Value::Array(values) => values.iter().map(|value| in_bytes(value, texts, encoding)).collect(),
        other => other.clone(),
    }
}

#[test]
fn answers_are_equal_by_byte_in_every_encoding_at_every_column() {
    let project = Project::new().file("a.bpol", "");
    let mut clients: Vec<Client> = ENCODINGS.iter().map(|encoding| client(&project, encoding)).collect();
    let mut telling = 0;
    let of_files = HARD.into_iter().map(|text| [("a.bpol", text), ("bpol.toml", "")]);
    let of_configs = HARD_CONFIGS.into_iter().map(|text| [("bpol.toml", text), ("a.bpol", NAMED)]);
    for texts in of_files.chain(of_configs) {
        let (path, text) = texts[0];
        let mut all = |ask: &mut dyn FnMut(&mut Client, &str) -> Value, what: &str| {
            let answer = |(client, encoding): (&mut Client, &str)| {
                let answer = in_bytes(&ask(client, encoding), &texts, encoding);
                answer.to_string().replace(&client.uri(""), "")
            };
            let answers: Vec<String> = clients.iter_mut().zip(ENCODINGS).map(answer).collect();
            assert!(answers.iter().all(|it| *it == answers[0]), "{what}: {answers:#?}");
            telling += usize::from(!["null", "[]"].contains(&answers[0].as_str()));
        };
        let mut open = |client: &mut Client, _: &str| {
            texts
                .iter()
                .filter(|(_, text)| !text.is_empty())
                .for_each(|(path, text)| client.open(path, 1, text));
            Value::from(client.list(path))
        };
        all(&mut open, "diagnostics");
        let places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        // Between a carriage return and its line feed is no place.
        for at in places.filter(|at| !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n'))) {
            for ask in ASKS {
                let mut asked = |client: &mut Client, encoding: &str| {
                    let here = position(text, at, encoding);
                    let range = json!({"start": here, "end": here});
                    let params = ask.params(&client.uri(path), &here, &range);
                    answer_or_sentence(client.request(ask.method, params), ask.method)
                };
                all(&mut asked, &format!("{} at {at}", ask.method));
            }
        }
    }
    assert!(telling > 1000, "{telling}");
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
            ask_all(&mut client, &uri, &here, &range);
            for (id, ask) in ASKS.iter().enumerate() {
                let what = format!("{} {at} {}", path.display(), ask.method);
                let answer = answer_or_sentence(client.answer_to(&json!(id)), &what);
                // Every place is one of the text as it is now.
                in_bytes(&answer, &[("a.bpol", written)], "utf-8");
            }
            for it in client.list("a.bpol") {
                in_bytes(&it["range"], &[("a.bpol", written)], "utf-8");
            }
        }
    }
    client.finish();
}

/// Asks everything at a place; the answers have the numbers of what was asked.
fn ask_all(client: &mut Client, uri: &str, here: &Value, range: &Value) {
    for (id, ask) in ASKS.iter().enumerate() {
        let params = ask.params(uri, here, range);
        client.send(&json!({"jsonrpc": "2.0", "id": id, "method": ask.method, "params": params}));
    }
}

/// The same of a `bpol.toml`, at every byte of it: most of what is half written is none that can be used.
#[test]
fn a_configuration_that_is_half_written_is_no_error() {
    let project = Project::new();
    let mut client = client(&project, "utf-8");
    let uri = client.uri("bpol.toml");
    client.open("a.bpol", 1, NAMED);
    client.open("bpol.toml", 1, "");
    let (mut telling, mut version) = (BTreeMap::new(), 1);
    for at in FULL.char_indices().map(|(at, _)| at).chain([FULL.len()]) {
        let written = &FULL[..at];
        let texts = [("bpol.toml", written), ("a.bpol", NAMED)];
        version += 1;
        client.replace("bpol.toml", version, written);
        let here = position(written, at, "utf-8");
        let range = json!({"start": {"line": 0, "character": 0}, "end": here});
        ask_all(&mut client, &uri, &here, &range);
        for (id, ask) in ASKS.iter().enumerate() {
            let answer = answer_or_sentence(client.answer_to(&json!(id)), &format!("{} {at}", ask.method));
            in_bytes(&answer, &texts, "utf-8");
            let is_telling = match &answer {
                Value::Array(list) => !list.is_empty(),
                Value::Object(list) => list.get("items").is_none_or(|it| it != &json!([])),
                _ => false,
            };
            *telling.entry(ask.method).or_insert(0) += usize::from(is_telling);
        }
        for it in client.list("bpol.toml") {
            in_bytes(&it["range"], &texts, "utf-8");
        }
    }
    for method in ["completion", "hover", "definition", "references"] {
        assert!(telling[&*format!("textDocument/{method}")] > 2, "{method}: {telling:?}");
    }
    client.finish();
}

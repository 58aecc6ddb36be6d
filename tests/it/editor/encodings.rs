//! Answers are the same places of the text whatever columns are counted in.

use serde_json::{Map, Value, json};

use super::client::Client;
use super::fixture::{ENCODINGS, byte, position};
use crate::support::Project;

/// A text with all that is counted in different ways.
const TEXT: &str = "\u{feff}# 😀 é\r\npolicy \"a 😀\" \"e\u{301}\" <\r\n\tcountry in [fr, \"u\u{308}\"]\r>\n\
                    model \"é\" in \"e\u{301} x\" < attach [\"a 😀\",\r\n \"a 😀\"] > # 😀\rmodel 日本 in\n\
                    environment \"e\u{301} x\" < attach [\"a 😀\"";

/// Every place in an answer as bytes of the text.
fn in_bytes(value: &Value, encoding: &str) -> Value {
    match value {
        Value::Object(object) if object.contains_key("line") => json!(byte(TEXT, value, encoding)),
        Value::Object(object) if object.contains_key("startLine") => {
            let at = |line: &str, column: &str| {
                byte(TEXT, &json!({"line": value[line], "character": value[column]}), encoding)
            };
            json!([at("startLine", "startCharacter"), at("endLine", "endCharacter"), value["kind"]])
        }
        Value::Object(object) => {
            let all = object.iter().map(|(key, value)| match (key.as_str(), value) {
                ("data", Value::Array(data)) => (key.clone(), tokens_in_bytes(data, encoding)),
                _ => (key.clone(), in_bytes(value, encoding)),
            });
            Value::Object(all.collect::<Map<_, _>>())
        }
        Value::Array(values) => values.iter().map(|value| in_bytes(value, encoding)).collect(),
        other => other.clone(),
    }
}

fn tokens_in_bytes(data: &[Value], encoding: &str) -> Value {
    let (mut line, mut column) = (0, 0);
    let mut all = Vec::new();
    for token in data.chunks(5) {
        let number = |index: usize| token[index].as_u64().unwrap();
        column = if number(0) == 0 { column + number(1) } else { number(1) };
        line += number(0);
        let at = |column: u64| byte(TEXT, &json!({"line": line, "character": column}), encoding);
        all.push(json!([at(column), at(column + number(2)), token[3], token[4]]));
    }
    Value::Array(all)
}

/// All answers about the text.
fn answers(encoding: &str) -> Vec<(String, Value)> {
    let project = Project::new().file("a.bpol", "");
    let capabilities = json!({
        "general": {"positionEncodings": [encoding]},
        "textDocument": {
            "definition": {"linkSupport": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
        },
    });
    let mut client = Client::open_folder(&project.path(""), json!({"capabilities": capabilities}));
    client.open("a.bpol", 1, TEXT);
    let document = json!({"uri": client.uri("a.bpol")});
    let prefix = client.uri("");
    let mut all = Vec::new();
    let mut ask = |name: String, method: &str, params: Value| {
        let answer = client.request(&format!("textDocument/{method}"), params).unwrap();
        let text = in_bytes(&answer, encoding).to_string().replace(&prefix, "");
        all.push((name, serde_json::from_str(&text).unwrap()));
    };
    for method in ["semanticTokens/full", "foldingRange", "documentSymbol"] {
        ask(method.to_owned(), method, json!({"textDocument": document}));
    }
    for (at, _) in
        TEXT.char_indices().filter(|(at, _)| !TEXT[..*at].ends_with('\r') || !TEXT[*at..].starts_with('\n'))
    {
        let position = position(TEXT, at, encoding);
        for method in ["definition", "references", "documentHighlight", "prepareRename"] {
            let params = json!({"textDocument": document, "position": position, "context": {"includeDeclaration": true}});
            ask(format!("{method} at {at}"), method, params);
        }
        ask(
            format!("selection at {at}"),
            "selectionRange",
            json!({"textDocument": document, "positions": [position]}),
        );
    }
    client.finish();
    all
}

#[test]
fn every_answer_is_the_same_bytes_in_every_encoding() {
    let [utf8, utf16, utf32] = ENCODINGS.map(answers);
    assert!(utf8.iter().filter(|(_, answer)| !answer.is_null() && *answer != json!([])).count() > 200);
    for ((name, answer), others) in utf8.iter().zip(utf16.iter().zip(&utf32)) {
        assert_eq!(others.0, &(name.clone(), answer.clone()));
        assert_eq!(others.1, &(name.clone(), answer.clone()));
    }
}

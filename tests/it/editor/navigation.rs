//! What leads from one text to another: tables of one's own, documents that no file has, what is left out.

use serde_json::{Value, json};

use super::client::Client;
use crate::support::Project;

fn at(line: u32, character: u32) -> Value {
    json!({"line": line, "character": character})
}

#[test]
fn a_built_in_table_can_be_read_like_a_file() {
    let project = Project::new().file("a.bpol", "policy p < country in [fr] >\n");
    let mut client =
        Client::open_folder(&project.path(""), json!({"initializationOptions": {"virtualDocuments": true}}));
    let uri = "bpol:/reference/official.bpol";
    let content = client.request("workspace/textDocumentContent", json!({"uri": uri})).unwrap();
    let text = content["text"].as_str().unwrap().to_owned();
    let line = u32::try_from(text.lines().position(|it| it.starts_with("country fr")).unwrap()).unwrap();
    let document = json!({"uri": uri, "languageId": "bpol", "version": 1, "text": text});
    client.notify("textDocument/didOpen", json!({"textDocument": document}));
    let params = json!({"textDocument": {"uri": uri}, "position": at(line, 8), "context": {"includeDeclaration": true}});
    let found = client.request("textDocument/references", params).unwrap();
    let uris: Vec<String> =
        found.as_array().unwrap().iter().map(|it| it["uri"].as_str().unwrap().to_owned()).collect();
    assert_eq!(uris, [uri.to_owned(), client.uri("a.bpol")]);
    // It is nobody's text, so that nothing is wrong with it.
    assert_eq!(client.lists().keys().collect::<Vec<_>>(), ["a.bpol"]);
    let refused = client.request(
        "textDocument/rename",
        json!({"textDocument": {"uri": uri}, "position": at(line, 8), "newName": "x"}),
    );
    assert_eq!(refused.unwrap_err()["code"], -32803);
    client.finish();
}

#[test]
fn a_table_of_ones_own_is_a_file_like_others() {
    let project = Project::new()
        .file("bpol.toml", "reference = \"t.bpol\"\n")
        .file("t.bpol", "continent aa\ncountry bb in aa\n")
        .file("a.bpol", "policy p < country in [bb] >\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    let document = json!({"uri": client.uri("a.bpol")});
    let params = json!({"textDocument": document, "position": at(0, 24)});
    let found = client.request("textDocument/definition", params).unwrap();
    assert_eq!(found[0]["uri"], client.uri("t.bpol"));
    assert_eq!(found[0]["range"]["start"], at(1, 8));
    let table = json!({"uri": client.uri("t.bpol")});
    let params =
        json!({"textDocument": table, "position": at(1, 8), "context": {"includeDeclaration": false}});
    let found = client.request("textDocument/references", params).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(found[0]["uri"], client.uri("a.bpol"));
    client.finish();
}

#[test]
fn a_file_that_is_left_out_has_an_outline_and_no_meaning() {
    let project = Project::new()
        .file("bpol.toml", "exclude = [\"draft.bpol\"]\n")
        .file("a.bpol", "policy p < country in [fr] >\nmodel m < attach [p] >\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    client.open("draft.bpol", 1, "policy p <\n  country in [fr]\n>\nmodel n < attach [p] >\n");
    let document = json!({"uri": client.uri("draft.bpol")});
    let about = |position: Value| json!({"textDocument": document, "position": position, "context": {"includeDeclaration": true}});
    for method in ["definition", "references", "documentHighlight", "prepareRename"] {
        let answer = client.request(&format!("textDocument/{method}"), about(at(3, 18))).unwrap();
        assert_eq!(answer, Value::Null, "{method}");
    }
    for (method, number) in [("documentSymbol", 2), ("foldingRange", 1)] {
        let params = json!({"textDocument": document});
        let answer = client.request(&format!("textDocument/{method}"), params).unwrap();
        assert_eq!(answer.as_array().unwrap().len(), number, "{method}");
    }
    let found = client.request("workspace/symbol", json!({"query": ""})).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 2);
    client.finish();
}

#[test]
fn a_document_that_is_not_known_has_no_answer() {
    let project = Project::new().file("a.bpol", "model m\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    for uri in ["", "file:///nowhere/x.bpol", "untitled:x", "https://example.com/a.bpol"] {
        for method in ["definition", "references", "documentHighlight", "prepareRename", "rename"] {
            let params = json!({
                "textDocument": {"uri": uri}, "position": at(0, 0), "newName": "x",
                "context": {"includeDeclaration": true},
            });
            assert_eq!(
                client.request(&format!("textDocument/{method}"), params),
                Ok(Value::Null),
                "{method} {uri}"
            );
        }
        for method in ["documentSymbol", "foldingRange", "semanticTokens/full", "selectionRange"] {
            let params = json!({"textDocument": {"uri": uri}, "positions": [at(0, 0)]});
            assert_eq!(
                client.request(&format!("textDocument/{method}"), params),
                Ok(Value::Null),
                "{method} {uri}"
            );
        }
    }
    let content = client.request("workspace/textDocumentContent", json!({"uri": "bpol:/rules/x.md"}));
    assert_eq!(content, Ok(json!({"text": ""})));
    client.finish();
}

#[test]
fn nothing_is_renamed_while_the_configuration_cannot_be_used() {
    let project = Project::new().file("bpol.toml", "").file("a.bpol", "model m\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    let params = json!({"textDocument": {"uri": client.uri("a.bpol")}, "position": at(0, 6), "newName": "x"});
    assert!(client.request("textDocument/rename", params.clone()).unwrap()["changes"].is_object());
    client.open("bpol.toml", 1, "wrong");
    assert_eq!(client.request("textDocument/rename", params), Ok(Value::Null));
    client.finish();
}

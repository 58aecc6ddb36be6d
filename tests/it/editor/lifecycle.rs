//! The life of the server: what is said too early, too late, wrongly or not at all.

use std::process::Command;

use serde_json::{Value, json};

use super::client::{Client, framed};
use crate::support::Project;

fn project() -> Project {
    Project::new().file("a.bpol", "model a < attach [p] >\n")
}

fn code(answer: Result<Value, Value>) -> i64 {
    answer.unwrap_err()["code"].as_i64().unwrap()
}

#[test]
fn what_is_announced_is_what_there_is() {
    let project = project();
    let mut client = Client::start(&project.path(""), &["--stdio"]);
    let answer = client.initialize(json!({"capabilities": {"general": {"positionEncodings": ["utf-8"]}}}));
    assert_eq!(answer["serverInfo"], json!({"name": "bpol", "version": env!("CARGO_PKG_VERSION")}));
    insta::assert_json_snapshot!("capabilities", answer["capabilities"]);
    client.finish();
}

#[test]
fn each_phase_has_its_requests() {
    let project = project();
    let mut client = Client::start(&project.path(""), &[]);
    assert_eq!(code(client.request("textDocument/formatting", json!({}))), -32002);
    assert_eq!(code(client.request("shutdown", Value::Null)), -32002);
    // Before `initialize`, nothing is heard.
    client.open("b.bpol", 1, "modle");
    client.initialize(json!({}));
    assert_eq!(code(client.request("initialize", json!({"capabilities": {}}))), -32600);
    assert_eq!(client.lists().keys().collect::<Vec<_>>(), ["a.bpol"]);
    assert_eq!(client.request("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(code(client.request("shutdown", Value::Null)), -32600);
    assert_eq!(code(client.request("textDocument/formatting", json!({}))), -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait().code(), Some(0));
}

#[test]
fn the_status_says_how_it_ended() {
    let project = project();
    let mut client = Client::open_folder(&project.path(""), json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.wait().code(), Some(1));

    let mut client = Client::start(&project.path(""), &[]);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait().code(), Some(1));

    let mut client = Client::open_folder(&project.path(""), json!({}));
    client.settle();
    client.hang_up();
    assert_eq!(client.wait().code(), Some(1));

    let mut client = Client::open_folder(&project.path(""), json!({}));
    client.request("shutdown", Value::Null).unwrap();
    client.hang_up();
    assert_eq!(client.wait().code(), Some(0));
}

#[test]
fn it_ends_with_the_process_that_started_it() {
    let project = project();
    let mut parent = Command::new("sleep").arg("1000").spawn().unwrap();
    let mut client = Client::start(&project.path(""), &[]);
    client.initialize(json!({"processId": parent.id()}));
    client.settle();
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert_eq!(client.wait().code(), Some(1));

    // One that is gone already says nothing.
    let mut client = Client::start(&project.path(""), &[]);
    client.initialize(json!({"processId": parent.id()}));
    client.settle();
    client.finish();
}

#[test]
fn what_is_no_message_is_answered_and_no_end() {
    let project = project();
    let mut client = Client::open_folder(&project.path(""), json!({}));
    for (body, code) in [
        ("{", -32700),
        ("", -32700),
        ("nothing", -32700),
        ("[]", -32600),
        ("3", -32600),
        ("{}", -32600),
        (r#"{"jsonrpc": "2.0", "method": 3}"#, -32600),
        (r#"{"jsonrpc": "2.0", "id": {}, "method": "shutdown"}"#, -32600),
    ] {
        client.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
        assert_eq!(self::code(client.answer_to(&Value::Null)), code, "{body}");
    }
    client.settle();
    client.finish();

    let mut client = Client::open_folder(&project.path(""), json!({}));
    client.send_bytes(b"Content-Type: x\r\n\r\n{}");
    assert_eq!(client.wait().code(), Some(1));
}

#[test]
fn every_request_has_one_answer_whatever_its_id() {
    let project = project();
    let mut client = Client::open_folder(&project.path(""), json!({}));
    for id in [json!(null), json!("x"), json!(""), json!(-1), json!(4_000_000_000_u64), json!(1.5)] {
        client.send(&json!({"jsonrpc": "2.0", "id": id, "method": "no/such", "params": null}));
        assert_eq!(code(client.answer_to(&id)), -32601, "{id}");
    }
    for params in [json!(null), json!([]), json!(3), json!({"textDocument": 3}), json!({})] {
        assert_eq!(code(client.request("textDocument/formatting", params)), -32602);
    }
    // What is wrong with a notification, or not known, is passed over.
    for method in
        ["textDocument/didOpen", "textDocument/didChange", "no/such", "$/no/such", "$/cancelRequest"]
    {
        for params in [json!(null), json!({}), json!({"textDocument": {"uri": "x"}})] {
            client.notify(method, params);
        }
    }
    client.change("a.bpol", 1, json!([{"text": "not open"}]));
    client.close("a.bpol");
    client.send(&json!({"jsonrpc": "2.0", "id": "nobody asked", "result": 3}));
    for uri in ["", "x", "http://x/a.bpol", "file:///nowhere/a.bpol", "untitled:x"] {
        let params = json!({"textDocument": {"uri": uri}, "options": {"tabSize": 1, "insertSpaces": true}});
        assert_eq!(client.request("textDocument/formatting", params), Ok(Value::Null), "{uri:?}");
    }
    assert_eq!(client.codes("a.bpol"), ["unknown-policy"]);
    client.finish();
}

#[test]
fn what_is_cancelled_before_it_is_answered_is_refused() {
    let project = project();
    let mut client = Client::open_folder(&project.path(""), json!({}));
    client.settle();
    let asked = json!({"jsonrpc": "2.0", "id": "a", "method": "no/such"});
    let cancel = |id: &str| json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": id}});
    // They arrive together.
    let together: Vec<u8> = [&asked, &cancel("a"), &cancel("b")].into_iter().flat_map(framed).collect();
    client.send_bytes(&together);
    assert_eq!(code(client.answer_to(&json!("a"))), -32800);
    client.send(&json!({"jsonrpc": "2.0", "id": "b", "method": "no/such"}));
    assert_eq!(code(client.answer_to(&json!("b"))), -32601);
    client.send(&cancel("b"));
    client.settle();
    client.finish();
}

#[test]
fn a_session_that_was_recorded_can_be_played() {
    let project = project();
    let mut client = Client::start(&project.path(""), &["--record", "session"]);
    client.initialize(json!({}));
    client.open("a.bpol", 1, "modle a\n");
    assert_eq!(client.codes("a.bpol"), ["unknown-keyword"]);
    let said = client.heard.clone();
    client.finish();
    let mut client = Client::start(&project.path(""), &["--replay", "session"]);
    while client.next().is_some() {}
    assert_eq!(client.wait().code(), Some(0));
    assert_eq!(client.heard.last(), said.last());
}

//! What the server does for an edit, as its work log tells.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::agreement::agree;
use super::client::Client;
use crate::support::{Project, git};

fn project() -> Project {
    Project::new()
        .file("policies.bpol", "# Data stays in France.\npolicy france \"France\" < country in [fr] >\n")
        .file("a.bpol", "model a < attach [france] >\nmodel a < attach [france] >\n")
        .file("b.bpol", "model b < attach [france] >\n")
        .file("c.bpol", "model c\n")
}

/// The lines of the work log that an edit adds.
fn work(project: &Project, client: &mut Client, path: &str, text: &str, version: i32) -> Vec<Value> {
    client.settle();
    let before = project.read("work").lines().count();
    client.replace(path, version, text);
    client.settle();
    let log = project.read("work");
    log.lines().skip(before).map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_key_in_a_comment_a_label_or_between_words_resolves_nothing() {
    // Without an error, and with one of names, of words, of sets, and of guards.
    let one = "model a < attach [france] >\n";
    for others in [
        one.to_owned(),
        format!("{one}{one}"),
        format!("modle c # why\n{one}model d < attach [ >\n"),
        "policy us < country in [us] >\nenvironment e < attach [us] >\n".to_owned()
            + one
            + "model a in e < attach [france] >\n",
        format!("guard g < within country in [us] >\n{one}"),
    ] {
        let mut project = project().file("a.bpol", &*others);
        let mut client = Client::start(&project.path(""), &["--work-log", "work"]);
        client.initialize(json!({}));
        for path in ["policies.bpol", "a.bpol"] {
            client.open(path, 1, &project.read(path));
        }
        for (version, (path, from, to)) in (2..).zip([
            ("policies.bpol", "France.", "France!"),
            ("policies.bpol", "# Data", "\n\n# bpol: allow(unused-policy) none\n# Data"),
            ("policies.bpol", "\"France\"", "\"Francé 😀\""),
            ("policies.bpol", " >\n", "\n>\n"),
            ("a.bpol", "model a", "# 😀\r\nmodel   a"),
            ("a.bpol", "] >", "\n  ] >"),
        ]) {
            let text = project.read(path).replacen(from, to, 1);
            let lines = work(&project, &mut client, path, &text, version);
            project = project.file(path, &text);
            assert_eq!(lines.len(), 1, "{from} {lines:?}");
            assert_eq!(lines[0]["resolved"], json!([]), "{from}");
            assert_eq!(lines[0]["parsed"], json!([path]), "{from}");
            agree(&project, &mut client, "utf-16", from);
        }
        let text = project.read("policies.bpol").replace("[fr]", "[fr, us]");
        let lines = work(&project, &mut client, "policies.bpol", &text, 99);
        assert_eq!(lines[0]["resolved"].as_array().unwrap().len(), 1);
        project = project.file("policies.bpol", &text);
        agree(&project, &mut client, "utf-16", "resolved");
        client.finish();
    }
}

/// Only the help for a name that is unknown reads the labels of codes.
#[test]
fn a_label_of_a_code_resolves_nothing_where_all_names_are_known() {
    for (more, resolves) in [("", false), ("model e < attach [frence] >\n", true)] {
        let mut project = project()
            .file("a.bpol", format!("model a < attach [france] >\n{more}"))
            .file("fleet.bpol", "location here \"Here\" in fr\n");
        let mut client = Client::start(&project.path(""), &["--work-log", "work"]);
        client.initialize(json!({}));
        client.open("fleet.bpol", 1, &project.read("fleet.bpol"));
        for (version, label) in [(2, "\"There\" "), (3, "")] {
            let text = format!("location here {label}in fr\n");
            let lines = work(&project, &mut client, "fleet.bpol", &text, version);
            project = project.file("fleet.bpol", &text);
            assert_eq!(lines[0]["resolved"] != json!([]), resolves, "{label}{more}");
            agree(&project, &mut client, "utf-16", label);
        }
        client.finish();
    }
}

#[test]
fn an_edit_publishes_the_lists_that_it_changes() {
    let project = project();
    let mut client = Client::start(&project.path(""), &["--work-log", "work"]);
    client.initialize(json!({}));
    client.open("policies.bpol", 1, &project.read("policies.bpol"));
    // The model that is there twice has its error before and after.
    let text = project.read("policies.bpol").replace("policy france", "policy france2");
    let lines = work(&project, &mut client, "policies.bpol", &text, 2);
    let published = json!([client.uri("a.bpol"), client.uri("b.bpol")]);
    assert_eq!(lines[0]["published"], published);
    let text = text.replace("[fr]", "[fr, us]");
    let lines = work(&project, &mut client, "policies.bpol", &text, 3);
    assert_eq!(lines[0]["published"], json!([]));
    client.finish();
}

/// What is open where a client is told to ask anew.
const OPEN: [&str; 2] = ["policies.bpol", "a.bpol"];

/// Waits until the server has told what it tells when nobody asks.
fn look(client: &mut Client) {
    let status = client.request("workspace/executeCommand", json!({"command": "bpol.status"})).unwrap();
    client.wait_for_log(&format!("looked at generation {}", status["generation"]));
}

/// What the client was told to ask for anew since it was looked at last; all of it is answered.
fn told(client: &mut Client) -> Vec<String> {
    client.settle();
    let questions = std::mem::take(&mut client.questions);
    for question in &questions {
        client.send(&json!({"jsonrpc": "2.0", "id": question["id"], "result": null}));
    }
    questions.iter().map(|it| it["method"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_client_is_told_of_hints_and_lenses_that_change_in_another_document() {
    let project = project().file("a.bpol", "model a < attach [france] >\n");
    let mut client = refreshing(&project);
    look(&mut client);
    assert_eq!(told(&mut client), [""; 0]);
    let (hints, lenses) = ("workspace/inlayHint/refresh", "workspace/codeLens/refresh");
    let policies = |codes: &str| format!("policy france < country in [{codes}] >\n");
    for (version, (path, text, wanted)) in (2..).zip([
        ("policies.bpol", format!("# why\n{}", policies("fr")), vec![]),
        ("policies.bpol", policies("fr, us"), vec![hints]),
        ("policies.bpol", policies("us, fr"), vec![]),
        ("a.bpol", "model a # why\n".to_owned(), vec![lenses]),
        ("a.bpol", "# why\nmodel a < attach [france] >\n".to_owned(), vec![lenses]),
        ("policies.bpol", policies("fr") + "model p\n", vec![hints]),
        // Nothing is known of a model that has an error.
        ("policies.bpol", "policy france < country in [fr\n".to_owned(), vec![hints]),
    ]) {
        client.replace(path, version, &text);
        look(&mut client);
        assert_eq!(told(&mut client), wanted, "{text}");
    }
    // Not again before the last one was answered, and then once.
    client.replace("policies.bpol", 20, &policies("us"));
    look(&mut client);
    client.replace("policies.bpol", 21, &policies("de"));
    look(&mut client);
    client.settle();
    assert_eq!(client.questions.len(), 1);
    assert_eq!(told(&mut client), [hints]);
    assert_eq!(told(&mut client), [hints]);
    assert_eq!(told(&mut client), [""; 0]);
    client.finish();
}

/// A client that asks for hints and lenses anew where it is told to, with [`OPEN`] open.
fn refreshing(project: &Project) -> Client {
    let mut client = Client::start_with_log(&project.path(""));
    let refreshes = json!({"refreshSupport": true});
    client
        .initialize(json!({"capabilities": {"workspace": {"inlayHint": refreshes, "codeLens": refreshes}}}));
    for path in OPEN {
        client.open(path, 1, &project.read(path));
    }
    client
}

/// The hints of a file, as one text.
fn hints(client: &mut Client, path: &str) -> String {
    let end = json!({"line": 100, "character": 0});
    let range = json!({"start": {"line": 0, "character": 0}, "end": end});
    let document = json!({"uri": client.uri(path)});
    client
        .request("textDocument/inlayHint", json!({"textDocument": document, "range": range}))
        .unwrap()
        .to_string()
}

#[test]
fn a_client_that_asked_between_two_looks_is_told() {
    let project = project().file("a.bpol", "model a < attach [france] >\n");
    let mut client = refreshing(&project);
    look(&mut client);
    let before = hints(&mut client, "a.bpol");
    client.replace("policies.bpol", 2, "policy france < country in [us] >\n");
    assert_ne!(hints(&mut client, "a.bpol"), before);
    client.replace("policies.bpol", 3, "policy france < country in [fr] >\n");
    look(&mut client);
    assert!(told(&mut client).contains(&"workspace/inlayHint/refresh".to_owned()));
    // Now it knows.
    assert_eq!(hints(&mut client, "a.bpol"), before);
    client.replace("policies.bpol", 4, "policy france < country in [fr] > # why\n");
    look(&mut client);
    assert_eq!(told(&mut client), [""; 0]);
    client.finish();
}

#[test]
fn a_client_that_asks_before_the_last_commit_is_read_is_told() {
    let project = project().file("a.bpol", "model a < attach [france] >\n");
    git(&project, &["init", "-q"]);
    git(&project, &["add", "."]);
    git(&project, &["commit", "-qm", "all"]);
    fs::write(project.path("policies.bpol"), "policy france < country in [us] >\n").unwrap();
    let mut client = refreshing(&project);
    let at_first = hints(&mut client, "a.bpol");
    let start = Instant::now();
    let command = json!({"command": "bpol.status"});
    while
        client.request("workspace/executeCommand", command.clone()).unwrap()["workspaces"][0]["baseRevision"]
            .is_null()
    {
        assert!(start.elapsed() < Duration::from_mins(2), "the commit is not read");
        thread::sleep(Duration::from_millis(10));
    }
    look(&mut client);
    // Where the commit was read before the first question, there is nothing to tell.
    let is_told = told(&mut client).contains(&"workspace/inlayHint/refresh".to_owned());
    assert!(is_told || at_first.contains("-fr"), "{at_first}");
    client.finish();
}

//! Documents and their changes, in every way that columns are counted.

use serde_json::json;

use super::agreement::agree;
use super::client::{Client, framed};
use super::fixture::{ENCODINGS, position};
use crate::dice::Dice;
use crate::support::Project;

/// What texts are made of: every sort of character, line break and half of either.
const PARTS: [&str; 16] = [
    "model a",
    " < attach [p] >",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "# é 😀\n",
    "\u{feff}",
    "e\u{301}",
    "\"x",
    "policy p",
    " < country in [fr] >",
    "\n\n",
    "👩‍👩‍👧",
    "]",
    "\u{2028}",
];

#[test]
fn changes_give_the_text_that_the_editor_has() {
    for encoding in ENCODINGS {
        let project = Project::new().file("a.bpol", "");
        let capabilities = json!({"capabilities": {"general": {"positionEncodings": [encoding]}}});
        let mut client = Client::open_folder(&project.path(""), capabilities);
        let mut dice = Dice::new(7);
        let mut text = String::new();
        client.open("a.bpol", 0, &text);
        for version in 1..=60 {
            let mut changes = Vec::new();
            for _ in 0..=dice.below(2) {
                let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                // A place between a carriage return and its line feed has no position.
                let is_place = |at: &usize| !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n'));
                let places: Vec<usize> = places.into_iter().filter(is_place).collect();
                let (a, b) = (places[dice.below(places.len())], places[dice.below(places.len())]);
                let new = PARTS[dice.below(PARTS.len())];
                let range =
                    json!({"start": position(&text, a, encoding), "end": position(&text, b, encoding)});
                changes.push(json!({"range": range, "text": new}));
                // A range that is turned round is the same range.
                text.replace_range(a.min(b)..a.max(b), new);
            }
            client.change("a.bpol", version, changes.into());
            if version % 6 == 0 {
                let other = Project::new().file("a.bpol", &text);
                // An editor strips the mark of a file that it opens, and one that it sent counts.
                if !text.starts_with('\u{feff}') {
                    agree(&other, &mut client, encoding, &format!("{encoding} {text:?}"));
                }
            }
        }
        client.finish();
    }
}

#[test]
fn places_that_are_none_are_the_nearest() {
    let project = Project::new().file("a.bpol", "");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    let range = |a: (u32, u32), b: (u32, u32)| json!({"start": {"line": a.0, "character": a.1}, "end": {"line": b.0, "character": b.1}});
    client.open("a.bpol", 5, "modle a\nmodel 😀\n");
    client.change(
        "a.bpol",
        4,
        json!([
            {"range": range((0, 99), (0, 99)), "text": "b"},
            {"range": range((99, 0), (99, 9)), "text": "# end"},
            {"range": range((1, 7), (1, 7)), "text": "x"},
            {"range": range((0, 5), (0, 0)), "text": "model"},
        ]),
    );
    client.settle();
    let project = Project::new().file("a.bpol", "model ab\nmodel x😀\n# end");
    agree(&project, &mut client, "utf-16", "clamped");
    client.finish();
}

#[test]
fn an_open_document_stands_in_the_place_of_its_file() {
    let project = Project::new().file("a.bpol", "modle a\n").file("b.bpol", "model b < attach [p] >\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    assert_eq!(client.codes("a.bpol"), ["unknown-keyword"]);
    client.open("a.bpol", 1, "policy p < country in [fr] >\n");
    assert_eq!(client.lists().len(), 0);
    // The newer of two texts counts.
    client.open("a.bpol", 2, "policy q < country in [fr] >\n");
    assert_eq!(client.codes("b.bpol"), ["unknown-policy"]);
    let project = project.file("a.bpol", "policy p < country in [fr] >\n");
    client.watched("a.bpol");
    assert_eq!(client.codes("b.bpol"), ["unknown-policy"]);
    client.close("a.bpol");
    agree(&project, &mut client, "utf-16", "closed");
    // One that is not on disk is a file while it is open.
    client.open("c.bpol", 1, "modle\n");
    assert_eq!(client.codes("c.bpol"), ["unknown-keyword"]);
    client.close("c.bpol");
    assert_eq!(client.lists().len(), 0);
    client.finish();
}

#[test]
fn changes_that_arrive_together_are_one_analysis() {
    let project = Project::new().file("a.bpol", "");
    let mut client = Client::start(&project.path(""), &["--work-log", "work"]);
    client.initialize(json!({}));
    client.open("a.bpol", 0, "");
    client.settle();
    let before = project.read("work").lines().count();
    let change = |version: i32| {
        let document = json!({"uri": client.uri("a.bpol"), "version": version});
        let changes = json!([{"text": format!("model a{version} < attach [p] >")}]);
        let params = json!({"textDocument": document, "contentChanges": changes});
        json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})
    };
    let together: Vec<u8> = (1..=100).flat_map(|version| framed(&change(version))).collect();
    client.send_bytes(&together);
    client.settle();
    let lines: Vec<serde_json::Value> =
        project.read("work").lines().skip(before).map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["published"], json!([client.uri("a.bpol")]));
    assert_eq!(client.heard.last().unwrap()["params"]["version"], 100);
    client.finish();
}

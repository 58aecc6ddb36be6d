//! Diagnostics: the lists of the server are those of `bpol check`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::agreement::agree;
use super::client::Client;
use super::fixture::ENCODINGS;
use crate::support::{Project, workspace};

/// A workspace of two files that has findings of many sorts, in odd characters.
fn project() -> Project {
    Project::new()
        .file("bpol.toml", "[lint]\nundocumented-policy = \"warn\"\n")
        .file(
            "a.bpol",
            "\u{feff}# 😀\r\npolicy é < country in [fr, fr] >\r\npolicy q < country in [us] >\r\n",
        )
        .file("b/c.bpol", "model m < attach [\"é\", é] >\nmodel 😀 < attach [q] >\n")
}

#[test]
fn the_lists_are_those_of_check_in_every_encoding() {
    for encoding in ENCODINGS {
        let project = project();
        let capabilities = json!({"capabilities": {"general": {"positionEncodings": [encoding]}}});
        let mut client = Client::open_folder(&project.path(""), capabilities);
        agree(&project, &mut client, encoding, encoding);
        let project = project.file("b/c.bpol", "model m < attach [x] >\nmodel m\n");
        client.watched("b/c.bpol");
        agree(&project, &mut client, encoding, encoding);
        assert!(!client.lists().is_empty());
        client.finish();
    }
}

/// The fixtures of the language and of the lints, each as a workspace.
#[test]
fn the_lists_of_every_fixture_are_those_of_check() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut fixtures: Vec<PathBuf> = ["tests/language", "tests/lint"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "bpol"))
        .collect();
    fixtures.sort();
    assert!(fixtures.len() > 20);
    for fixture in fixtures {
        let (project, arguments) = workspace(&fixture);
        // What only the command line chooses.
        if !arguments.is_empty() {
            continue;
        }
        let mut client = Client::open_folder(&project.path(""), json!({}));
        agree(&project, &mut client, "utf-16", &fixture.display().to_string());
        client.finish();
    }
}

#[test]
fn a_list_is_published_once_and_with_the_version() {
    let project = Project::new().file("a.bpol", "modle a\n").file("b.bpol", "modle b\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    client.settle();
    let published =
        |client: &Client| -> Vec<Value> { client.heard.iter().map(|it| it["params"].clone()).collect() };
    assert_eq!(published(&client).len(), 2);
    assert!(published(&client).iter().all(|it| it.get("version").is_none()));
    client.open("a.bpol", 7, "modle a\n");
    client.settle();
    assert_eq!(published(&client).len(), 2, "nothing has changed");
    client.replace("a.bpol", 8, "\nmodle a\n");
    client.settle();
    let last = published(&client).pop().unwrap();
    assert_eq!((&last["uri"], &last["version"]), (&json!(client.uri("a.bpol")), &json!(8)));
    client.replace("a.bpol", 9, "");
    client.settle();
    let last = published(&client).pop().unwrap();
    assert_eq!(
        (published(&client).len(), &last["diagnostics"], &last["version"]),
        (4, &json!([]), &json!(9))
    );
    client.finish();
}

#[test]
fn a_client_that_looks_at_versions_has_the_list_of_the_last_one() {
    let project = Project::new().file("a.bpol", "");
    let capabilities = json!({"textDocument": {"publishDiagnostics": {"versionSupport": true}}});
    let mut client = Client::open_folder(&project.path(""), json!({"capabilities": capabilities}));
    client.open("a.bpol", 1, "");
    client.replace("a.bpol", 2, "modle a\n");
    client.settle();
    // Its list is that of the second version, which a client that was at the third one has dropped.
    client.replace("a.bpol", 3, "modle a\n\n");
    client.settle();
    let versions = |client: &Client| -> Vec<Value> {
        client.heard.iter().map(|it| it["params"]["version"].clone()).collect()
    };
    while versions(&client).last() != Some(&json!(3)) {
        let message = client.next().unwrap();
        assert_eq!(message["params"]["version"], 3, "{message}");
        assert_eq!(message["params"]["diagnostics"][0]["code"], "unknown-keyword");
    }
    client.finish();
}

#[test]
fn a_client_without_other_places_has_them_in_the_message() {
    let project =
        Project::new().file("a.bpol", "policy p < country in [fr] >\npolicy p < country in [us] >\n");
    let capabilities = json!({"textDocument": {"publishDiagnostics": null}});
    let mut client = Client::open_folder(&project.path(""), json!({"capabilities": capabilities}));
    let list = client.list("a.bpol");
    assert!(list.iter().all(|it| it.get("relatedInformation").is_none()));
    insta::assert_snapshot!("places_in_the_message", list[0]["message"].as_str().unwrap());
    client.finish();
}

#[test]
fn tags_and_pages_are_for_clients_that_have_them() {
    let project = Project::new().file("a.bpol", "# why\npolicy p < country in [fr] >\n");
    let diagnostics = json!({"tagSupport": {"valueSet": [1, 2]}, "codeDescriptionSupport": true});
    let capabilities = json!({"textDocument": {"publishDiagnostics": diagnostics}});
    let options = json!({"capabilities": capabilities, "initializationOptions": {"virtualDocuments": true}});
    let mut client = Client::open_folder(&project.path(""), options);
    let list = client.list("a.bpol");
    assert_eq!(list[0]["code"], "unused-policy");
    assert_eq!(list[0]["tags"], json!([1]));
    assert_eq!(list[0]["codeDescription"], json!({"href": "bpol:/rules/unused-policy.md"}));
    client.finish();
    let mut client = Client::open_folder(&project.path(""), json!({}));
    let list = client.list("a.bpol");
    assert_eq!((list[0].get("tags"), list[0].get("codeDescription")), (None, None));
    client.finish();
}

//! Which files are a workspace, and which configuration is in force there.

use serde_json::json;

use super::agreement::agree;
use super::client::{Client, uri_of};
use crate::support::Project;

#[test]
fn several_workspaces_share_nothing() {
    let project = Project::new()
        .file("a.bpol", "policy p < country in [fr] >\nenvironment e < attach [p] >\nmodel m in e\n")
        .file("x/bpol.toml", "")
        .file("x/a.bpol", "model m < attach [p] >\n")
        .file("y/z/bpol.toml", "[lint]\nunused-policy = \"allow\"\n")
        .file("y/z/a.bpol", "# p\npolicy p < country in [fr] >\n")
        .file("y/a.bpol", "modle\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    let lists = client.lists();
    assert_eq!(lists.keys().collect::<Vec<_>>(), ["x/a.bpol", "y/a.bpol"]);
    assert_eq!(client.codes("x/a.bpol"), ["unknown-policy"]);
    // Messages name files from the root.
    let project = project.file("x/b.bpol", "model m\n");
    client.watched("x/b.bpol");
    client.settle();
    let related = &client.list("x/b.bpol")[0]["relatedInformation"][0]["location"]["uri"];
    assert_eq!(*related, json!(uri_of(&project.path("x/a.bpol"))));
    client.finish();
}

#[test]
fn the_root_may_lie_above_the_folder_and_folders_come_and_go() {
    let project = Project::new()
        .file("bpol.toml", "")
        .file("a.bpol", "modle\n")
        .file("x/b.bpol", "model m < attach [p] >\n")
        .file("other/c.bpol", "modle\n");
    let mut client = Client::open_folder(&project.path("x"), json!({}));
    let uris = |client: &mut Client| client.lists().keys().cloned().collect::<Vec<_>>();
    let all = ["a.bpol", "other/c.bpol"].map(|path| uri_of(&project.path(path)));
    assert_eq!(uris(&mut client), [all.as_slice(), &["b.bpol".to_owned()]].concat());
    let folder = json!({"uri": uri_of(&project.path("x")), "name": "x"});
    let event = json!({"event": {"added": [], "removed": [folder]}});
    client.notify("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(uris(&mut client), [""; 0]);
    let event = json!({"event": {"added": [folder], "removed": []}});
    client.notify("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(uris(&mut client).len(), 3);
    client.finish();
}

#[test]
fn a_document_without_a_folder_is_a_workspace_with_its_neighbours() {
    let project = Project::new().file("a.bpol", "policy p < country in [fr] >\n");
    let mut client = Client::start(&project.path(""), &[]);
    client.initialize(json!({"rootUri": null}));
    assert!(client.lists().is_empty());
    client.open("b.bpol", 1, "model m < attach [p] >\n");
    assert!(client.lists().is_empty());
    client.replace("b.bpol", 2, "model m < attach [q] >\n");
    assert_eq!(client.codes("b.bpol"), ["unknown-policy"]);
    client.close("b.bpol");
    client.open("untitled:Untitled-1", 1, "model m < attach [p] >\n");
    assert_eq!(client.lists().keys().collect::<Vec<_>>(), ["untitled:Untitled-1"]);
    client.replace("untitled:Untitled-1", 2, "model m\n");
    assert!(client.lists().is_empty());
    client.finish();
}

#[test]
fn the_last_configuration_that_could_be_used_stays_in_force() {
    let project = Project::new()
        .file("bpol.toml", "[lint]\nunused-policy = \"deny\"\n")
        .file("a.bpol", "# p\npolicy p < country in [fr] >\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    assert_eq!(client.list("a.bpol")[0]["severity"], 1);
    for (version, (text, code)) in (1..).zip([
        ("[lint]\nunused-polcy = \"warn\"\n", "config"),
        ("[lint\n", "config"),
        ("reference = \"missing.bpol\"\n", "config"),
        ("[guards]\nnone = 3\n", "config"),
        ("exclude = [\"[\"]\n", "config"),
    ]) {
        client.open("bpol.toml", version, text);
        assert_eq!(client.codes("bpol.toml"), [code], "{text}");
        assert_eq!(client.list("a.bpol")[0]["severity"], 1, "{text}");
    }
    client.replace("bpol.toml", 9, "[lint]\nunused-policy = \"warn\"\n");
    assert_eq!(client.list("a.bpol")[0]["severity"], 2);
    assert!(client.list("bpol.toml").is_empty());
    client.close("bpol.toml");
    agree(&project, &mut client, "utf-16", "closed");
    std::fs::remove_file(project.path("bpol.toml")).unwrap();
    client.watched("bpol.toml");
    agree(&project, &mut client, "utf-16", "deleted");
    client.finish();
}

#[test]
fn what_the_configuration_or_an_ignore_file_leaves_out_has_no_diagnostics() {
    let project = Project::new()
        .file("bpol.toml", "exclude = [\"old/\"]\n")
        .file(".gitignore", "ignored.bpol\n")
        .file("old/a.bpol", "modle\n")
        .file("ignored.bpol", "modle\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    // Those that are on disk, and those that are not.
    for path in ["old/a.bpol", "old/new.bpol", "ignored.bpol", ".hidden/a.bpol", "x/ignored.bpol"] {
        client.open(path, 1, "modle\n");
        assert!(client.lists().is_empty(), "{path}");
    }
    client.open("x/new.bpol", 1, "modle\n");
    assert_eq!(client.lists().keys().collect::<Vec<_>>(), ["x/new.bpol"]);
    client.open("bpol.toml", 1, "");
    let lists = client.lists();
    assert_eq!(lists.keys().collect::<Vec<_>>(), ["old/a.bpol", "old/new.bpol", "x/new.bpol"]);
    client.finish();
}

#[test]
fn the_table_file_is_read_from_the_open_document() {
    let project = Project::new()
        .file("bpol.toml", "reference = \"table.bpol\"\n")
        .file("table.bpol", "continent eu\ncountry fr in eu\n")
        .file("a.bpol", "policy p < country in [fr] >\nmodel m < attach [p] >\n");
    let mut client = Client::open_folder(&project.path(""), json!({}));
    agree(&project, &mut client, "utf-16", "at first");
    client.open("table.bpol", 1, "continent eu\ncountry de in eu\n");
    assert_eq!(client.codes("a.bpol"), ["unknown-code"]);
    client.replace("table.bpol", 2, "continent eu\ncountry fr in\n");
    assert!(!client.list("table.bpol").is_empty());
    client.close("table.bpol");
    agree(&project, &mut client, "utf-16", "closed");
    client.finish();
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_root_and_never_twice() {
    use std::os::unix::fs::symlink;

    let project = Project::new().file("root/a/b.bpol", "modle\n").file("outside/c.bpol", "modle\n");
    symlink(project.path("outside"), project.path("root/out")).unwrap();
    symlink(project.path("root/a"), project.path("root/again")).unwrap();
    symlink(project.path("root"), project.path("root/a/circle")).unwrap();
    symlink(project.path("root"), project.path("other")).unwrap();
    let mut client = Client::open_folder(&project.path("root"), json!({}));
    assert_eq!(client.lists().keys().collect::<Vec<_>>(), ["a/b.bpol"]);
    client.finish();
    // By another name of the folder, its files have that name.
    let mut client = Client::open_folder(&project.path("other"), json!({}));
    assert_eq!(client.lists().keys().collect::<Vec<_>>(), ["a/b.bpol"]);
    client.open("again/b.bpol", 1, "modle\n");
    assert_eq!(client.lists().keys().collect::<Vec<_>>(), ["again/b.bpol"]);
    client.finish();
}

//! Links: followed inside the folders that were given, passed over where they lead out.

use std::fs;
use std::os::unix::fs::symlink;

use super::{fails, workloads};
use crate::support::Project;

const BAD: &str = "model bad < attach [nothing] >\n";

fn link(project: &Project, target: &str, link: &str) {
    symlink(target, project.path(link)).unwrap();
}

#[test]
fn a_link_out_of_the_folder_is_passed_over_with_a_note() {
    let project = Project::new()
        .file("ws/a.bpol", "model a\n")
        .file("other/b.bpol", "model   b\n")
        .file("secret", "PASSWORD=1\n")
        .file("ws/.git/config", "TOKEN=1\n");
    link(&project, "../other", "ws/lib");
    link(&project, "../secret", "ws/secret.bpol");
    link(&project, ".git/config", "ws/token.bpol");
    link(&project, ".git", "ws/git");
    link(&project, "../secret", "ws/no-policy");
    let run = project.run(&["compile", "ws"]);
    assert_eq!(workloads(&run), ["a"]);
    let note = "note: `ws/git`, `ws/lib`, `ws/secret.bpol` and 1 more were passed over: \
                a link that leads out of the folders that were given\n";
    assert_eq!(run.stderr, note);
    for arguments in [&["check", "ws"][..], &["fmt", "ws"], &["check", "ws", "--fix"]] {
        let run = project.run(arguments);
        assert_eq!(run.status, 0, "{}", run.transcript());
        assert!(!run.transcript().contains("PASSWORD") && !run.transcript().contains("TOKEN"));
    }
    assert_eq!(project.read("other/b.bpol"), "model   b\n");
    // What is named is meant.
    assert_eq!(workloads(&project.run(&["compile", "ws", "other"])), ["a", "b"]);
    assert_eq!(workloads(&project.run(&["compile", "ws/lib"])), ["b"]);
    assert_eq!(project.run(&["check", "ws/secret.bpol"]).status, 1);
}

#[test]
fn a_link_that_leads_nowhere_is_a_file_that_cannot_be_read() {
    let project = Project::new().file("a.bpol", "model a\n");
    link(&project, "gone", "fleet.bpol");
    let message = "cannot read `fleet.bpol`: it is a link that leads nowhere\n";
    for arguments in [&["check"][..], &["compile"], &["fmt"], &["reference"]] {
        fails(&project.run(arguments), 2, message);
    }
    fails(&project.run(&["compile", "fleet.bpol"]), 2, "cannot read `fleet.bpol`: ");
    fs::remove_file(project.path("fleet.bpol")).unwrap();
    // What is called otherwise is no file of the workspace, and Emacs leaves such a link while it edits.
    link(&project, "gone", "fleet");
    link(&project, "me@host.1:2", ".#a.bpol");
    let run = project.run(&["compile"]);
    assert_eq!((workloads(&run), run.stderr.as_str()), (vec!["a".to_owned()], ""));
}

#[test]
fn a_loop_of_links_stops_nothing() {
    let project = Project::new().file("a.bpol", "model a\n").file("x/b.bpol", "model b\n");
    link(&project, "l2", "l1");
    link(&project, "l1", "l2");
    link(&project, "self", "self");
    link(&project, "..", "x/up");
    link(&project, "x", "y");
    let run = project.run(&["compile"]);
    assert_eq!((workloads(&run), run.stderr.as_str()), (vec!["a".to_owned(), "b".to_owned()], ""));
}

/// Each of some folders has links to all others: there are more ways through them than anybody can go.
#[test]
fn no_folder_is_entered_twice() {
    let count = 14;
    let project = (0..count).fold(Project::new(), |project, number| {
        project.file(&format!("{number}/{number}.bpol"), format!("model m{number}\n"))
    });
    for from in 0..count {
        (0..count).for_each(|to| link(&project, &format!("../{to}"), &format!("{from}/to{to}")));
    }
    assert_eq!(workloads(&project.run(&["compile"])).len(), count);
}

#[test]
fn a_file_is_called_by_its_own_name() {
    let project = Project::new().file("z.bpol", BAD).file("sub/b.bpol", "model b\n");
    link(&project, "z.bpol", "current.bpol");
    link(&project, "sub", "a");
    for arguments in [&["."][..], &["current.bpol", "."], &["current.bpol", "z.bpol"], &["a", "sub", "."]] {
        let run = project.run(&[&["check", "--output-format", "concise"], arguments].concat());
        assert!(run.stdout.starts_with("z.bpol:1:"), "{arguments:?}: {}", run.transcript());
        assert!(run.stdout.contains("found 1 error"), "{}", run.transcript());
    }
    // Where there is no other way to it, a link's name is as good.
    let run = project.run(&["check", "--output-format", "concise", "current.bpol"]);
    assert!(run.stdout.starts_with("current.bpol:1:"), "{}", run.transcript());
    // As a mounted configuration map has it: the files lie in a hidden folder.
    let project = Project::new().file("map/..1/a.bpol", "model a\n");
    link(&project, "..1", "map/..data");
    link(&project, "..data/a.bpol", "map/a.bpol");
    assert_eq!(workloads(&project.run(&["compile", "map"])), ["a"]);
}

#[test]
fn a_file_with_two_names_is_read_once() {
    let project = Project::new().file("a.bpol", "model a\n").file("t.bpol", "continent c\ncpu x\n");
    fs::hard_link(project.path("a.bpol"), project.path("b.bpol")).unwrap();
    fs::hard_link(project.path("t.bpol"), project.path("u.bpol")).unwrap();
    assert_eq!(workloads(&project.run(&["compile", "--reference", "t.bpol"])), ["a"]);
    assert_eq!(project.run(&["check", "--reference", "t.bpol"]).transcript().matches("error").count(), 0);
}

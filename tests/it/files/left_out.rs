//! What `include`, `exclude` and ignore files leave out, and that somebody hears of it.

use super::{fails, workloads};
use crate::support::Project;

const BAD: &str = "model bad < attach [nothing] >\n";

#[test]
fn what_leaves_no_file_is_named() {
    let project = || Project::new().file("p/a.bpol", "model a\n");
    let help = |project: Project, help: &str| {
        let run = project.run(&["compile"]);
        fails(&run, 2, &format!("no .bpol files under `.`\n  help: `p/a.bpol` is left out: {help}\n"));
    };
    let configuration = "`include` or `exclude` of the configuration says so";
    help(project().file("bpol.toml", "exclude = [\"p/\"]"), configuration);
    help(project().file("bpol.toml", "include = [\"q/\"]"), configuration);
    help(project().file(".gitignore", "a.bpol"), "an ignore file such as `.gitignore` says so");
    help(project().file("p/.ignore", "*"), "an ignore file such as `.gitignore` says so");
    let hidden = Project::new().file(".p/a.bpol", "model a\n").run(&["check"]);
    fails(&hidden, 2, "help: `.p/a.bpol` is left out: hidden folders are not searched\n");
    fails(&Project::new().run(&["check"]), 2, "help: `bpol init` writes a starter workspace\n");
}

#[test]
fn an_error_that_would_not_stand_with_a_file_that_is_left_out_says_so() {
    let project = Project::new()
        .file("a.bpol", "model a < attach [home, gone] >\n")
        .file("home.bpol", "policy home < country in [fr] >\n")
        .file("other.bpol", "model other\n")
        .file(".gitignore", "home.bpol\nother.bpol\n");
    let note = "note: 1 error would not stand with `home.bpol`, left out: an ignore file such as `.gitignore` says so\n";
    let run = project.run(&["check"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, note));
    let run = project.run(&["compile"]);
    assert!(run.status == 1 && run.stderr.ends_with(note), "{}", run.transcript());
    let project = project.file(".gitignore", "").file("bpol.toml", "exclude = [\"/home.bpol\"]");
    let run = project.run(&["check"]);
    assert!(run.stderr.contains("`home.bpol`, left out: `include` or `exclude`"), "{}", run.transcript());
    // Nothing is said where no file would help.
    let project = project.file("bpol.toml", "exclude = [\"/other.bpol\"]");
    assert_eq!(project.run(&["check"]).stderr, "");
}

#[test]
fn an_error_that_would_not_stand_with_the_file_beside_says_so() {
    let project = Project::new()
        .file("a.bpol", "model a < attach [home] >\n")
        .file("home.bpol", "policy home < country in [fr] >\n")
        .file("bad.bpol", BAD);
    let run = project.run(&["check", "a.bpol"]);
    let note = "note: 1 error would not stand with `home.bpol`, which this run did not read: \
                name the folder instead of the file\n";
    assert_eq!((run.status, run.stderr.as_str()), (1, note));
    assert_eq!(project.run(&["check", "bad.bpol"]).stderr, "");
}

#[test]
fn what_is_named_is_read_unless_the_configuration_is_to_decide() {
    let project = Project::new()
        .file("bpol.toml", "exclude = [\"generated/\"]\n")
        .file("generated/x.bpol", "model   x\n")
        .file("a.bpol", "model   a\n");
    assert_eq!(workloads(&project.run(&["compile", "generated/x.bpol", "a.bpol"])), ["a", "x"]);
    let forced = &["compile", "--force-exclude", "generated/x.bpol", "a.bpol"];
    assert_eq!(workloads(&project.run(forced)), ["a"]);
    fails(&project.run(&["compile", "--force-exclude", "generated/x.bpol"]), 2, "no .bpol files under");
    // A hook that names files has nothing to do then, which is fine.
    let run = project.run(&["fmt", "--force-exclude", "generated/x.bpol"]);
    assert_eq!((run.status, project.read("generated/x.bpol").as_str()), (0, "model   x\n"));
    assert!(run.stderr.contains("`generated/x.bpol` was passed over: `--force-exclude`"), "{}", run.stderr);
    assert_eq!(project.run(&["fmt", "--force-exclude", "a.bpol"]).status, 0);
    assert_eq!(project.read("a.bpol"), "model a\n");
}

#[test]
fn files_that_are_nearly_called_so_are_named() {
    let project = Project::new().file("a.bpol", "model a\n").file(".bpol", BAD).file("X.BPOL", BAD);
    let run = project.run(&["check"]);
    let note = "note: `.bpol` and `X.BPOL` were passed over: a file of the workspace is called `NAME.bpol`\n";
    assert_eq!((run.status, run.stderr.as_str()), (0, note));
    assert_eq!(project.run(&["check", "X.BPOL"]).status, 1);
}

//! An output never replaces a file that its run has read.

use std::fs;

use super::fails;
use crate::support::Project;

const SOURCE: &str = "model a\n";
const TABLE: &str = "continent c\ncpu x\n";
const CONFIGURATION: &str = "reference = \"t.bpol\"\n";

fn project() -> Project {
    Project::new().file("x.bpol", SOURCE).file("t.bpol", TABLE).file("bpol.toml", CONFIGURATION)
}

#[test]
fn an_output_over_a_file_that_was_read_is_refused() {
    let project = project();
    for arguments in [
        &["compile", "x.bpol", "-o", "x.bpol"][..],
        &["compile", "x.bpol", "-o", "./x.bpol"],
        &["compile", "-o", "t.bpol"],
        &["compile", "-o", "bpol.toml"],
        &["check", ".", "--output-format", "json", "--output-file", "x.bpol"],
        &["check", "--output-file", "t.bpol"],
        &["check", "--fix", "--output-file", "bpol.toml"],
    ] {
        fails(&project.run(arguments), 2, "this run has read it");
    }
    for (file, text) in [("x.bpol", SOURCE), ("t.bpol", TABLE), ("bpol.toml", CONFIGURATION)] {
        assert_eq!(project.read(file), text);
    }
    fails(&project.run(&["compile", "-o", "t.bpol"]), 2, "it is the reference table\n");
    assert_eq!(project.run(&["compile", "-o", "out.json"]).status, 0);
    assert_eq!(project.run(&["compile", "-o", "out.json"]).status, 0);
}

#[cfg(unix)]
#[test]
fn an_output_is_refused_by_whatever_name_it_goes() {
    let project = project();
    std::os::unix::fs::symlink("x.bpol", project.path("link")).unwrap();
    fs::hard_link(project.path("x.bpol"), project.path("hard")).unwrap();
    for output in ["link", "hard"] {
        fails(&project.run(&["compile", "-o", output]), 2, "this run has read it, as `x.bpol`");
    }
    assert_eq!(project.read("x.bpol"), SOURCE);
}

#[cfg(unix)]
#[test]
fn the_file_that_standard_input_comes_from_is_no_output() {
    let project = project();
    let mut command = crate::support::command(&project.path(""));
    command.stdin(fs::File::open(project.path("x.bpol")).unwrap());
    let output = command.args(["compile", "-", "-o", "x.bpol"]).output().unwrap();
    assert_eq!((output.status.code(), project.read("x.bpol").as_str()), (Some(2), SOURCE));
}

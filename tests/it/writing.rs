//! What becomes of files that are written while others write, link, lock, protect or delete them, or end the program: on
//! Linux, with real files, pipes and signals.
#![cfg(target_os = "linux")]

mod attributes;
mod meanwhile;
mod signals;

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::{Child, Command};
use std::time::Duration;

use crate::support::{Project, Run, command};

/// Not laid out, and what it becomes.
const MESSY: &str = "model   a\n";
const NEAT: &str = "model a\n";

/// A run that has read all its files but the last one, a pipe, for which it waits.
struct Waiting {
    child: Child,
    gate: fs::File,
}

/// Starts a run that reads a pipe last.
fn start(project: &Project, arguments: &[&str]) -> Waiting {
    make_pipe(project, "gate");
    let child = command(&project.path("")).args(arguments).arg("gate").spawn().unwrap();
    // This waits until the program opens it, too, with all other files behind it.
    let gate = OpenOptions::new().write(true).open(project.path("gate")).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    Waiting { child, gate }
}

impl Waiting {
    /// What the run gives when it may go on.
    fn go_on(mut self) -> Run {
        self.gate.write_all(b"continent gate\n").unwrap();
        drop(self.gate);
        run(self.child)
    }
}

fn run(child: Child) -> Run {
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().expect("bpol was killed"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// More than a pipe holds when it is compiled.
fn many_workloads() -> String {
    let workload = |index: usize| format!("model number-{index}\n");
    (0..2_000).map(workload).collect()
}

fn make_pipe(project: &Project, name: &str) {
    let made = Command::new("mkfifo").arg(project.path(name)).status().unwrap();
    assert!(made.success());
}

/// The files for the time being that lie in the folder of the project.
fn left_behind(project: &Project) -> Vec<String> {
    let names = fs::read_dir(project.path("")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".bpol-")).collect()
}

#[test]
fn a_write_protected_file_is_not_replaced() {
    let fixable = "policy p < country in [fr, fr] >\nmodel a < attach [p] >\n";
    let project = Project::new().file("a.bpol", MESSY).file("b.bpol", fixable).file("out.json", "{}\n");
    for file in ["a.bpol", "b.bpol", "out.json"] {
        fs::set_permissions(project.path(file), fs::Permissions::from_mode(0o444)).unwrap();
    }
    for (arguments, file) in [
        (&["fmt", "a.bpol"][..], "a.bpol"),
        (&["check", "--fix", "b.bpol"], "b.bpol"),
        (&["compile", "a.bpol", "-o", "out.json"], "out.json"),
        (&["check", "a.bpol", "--output-file", "out.json"], "out.json"),
    ] {
        let run = project.run(arguments);
        assert_eq!(run.status, 2, "{}", run.transcript());
        let says = format!("error: `{file}` was left as it is: it is write-protected\n");
        assert!(run.stderr.contains(&says), "{}", run.transcript());
    }
    assert_eq!((project.read("a.bpol"), project.read("b.bpol")), (MESSY.to_owned(), fixable.to_owned()));
    assert_eq!(project.read("out.json"), "{}\n");
    assert_eq!(left_behind(&project), [""; 0]);
}

#[test]
fn a_hard_link_is_cut_and_that_is_said() {
    let project = Project::new().file("a.bpol", MESSY);
    fs::hard_link(project.path("a.bpol"), project.path("other.txt")).unwrap();
    let run = project.run(&["fmt"]);
    assert_eq!(run.status, 0);
    assert_eq!(run.stderr, "`a.bpol` was a hard link: its other names keep what it held\n1 file formatted\n");
    assert_eq!((project.read("a.bpol"), project.read("other.txt")), (NEAT.to_owned(), MESSY.to_owned()));
}

#[test]
fn an_output_goes_through_a_link_which_stays() {
    let project = Project::new().file("a.bpol", NEAT).file("real.json", "{}");
    symlink("real.json", project.path("link.json")).unwrap();
    symlink("new.json", project.path("ahead.json")).unwrap();
    for (link, real) in [("link.json", "real.json"), ("ahead.json", "new.json")] {
        assert_eq!(project.run(&["compile", "-o", link]).status, 0);
        assert!(project.path(link).is_symlink());
        assert!(project.read(real).contains("placementSets"));
    }
}

#[test]
fn a_reader_of_a_pipe_who_leaves_is_no_failure() {
    let project = Project::new().file("a.bpol", many_workloads());
    for arguments in [
        &["compile", "-o", "pipe"][..],
        &["check", "--warn", "all", "--output-format", "json", "--output-file", "pipe"],
    ] {
        make_pipe(&project, "pipe");
        let child = command(&project.path("")).args(arguments).spawn().unwrap();
        let mut first = [0; 1];
        fs::File::open(project.path("pipe")).unwrap().read_exact(&mut first).unwrap();
        let run = run(child);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        fs::remove_file(project.path("pipe")).unwrap();
    }
}

//! A file that is replaced keeps its owner, group, mode and extended attributes, as far as the system lets.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;

use super::{MESSY, NEAT, left_behind};
use crate::support::{Project, Run};

/// A user and group that are nobody's.
const OTHER: u32 = 41_234;

fn project() -> Project {
    Project::new().file("a.bpol", MESSY)
}

/// Whether this process may give files away.
fn is_root(project: &Project) -> bool {
    fs::metadata(project.path("a.bpol")).unwrap().uid() == 0
}

fn set_mode(project: &Project, path: &str, mode: u32) {
    fs::set_permissions(project.path(path), fs::Permissions::from_mode(mode)).unwrap();
}

/// Owner, group and mode of the formatted file.
fn kept(project: &Project) -> (u32, u32, u32) {
    assert_eq!(project.read("a.bpol"), NEAT);
    let about = fs::metadata(project.path("a.bpol")).unwrap();
    (about.uid(), about.gid(), about.mode() & 0o7777)
}

#[test]
fn owner_group_and_mode_are_kept() {
    let project = project();
    set_mode(&project, "a.bpol", 0o4640);
    let about = fs::metadata(project.path("a.bpol")).unwrap();
    let (owner, group) = if is_root(&project) { (OTHER, OTHER + 1) } else { (about.uid(), about.gid()) };
    chown(project.path("a.bpol"), Some(owner), Some(group)).unwrap();
    set_mode(&project, "a.bpol", 0o4640);
    assert_eq!(project.run(&["fmt"]).status, 0);
    assert_eq!(kept(&project), (owner, group, 0o4640));
}

#[test]
fn extended_attributes_are_kept() {
    let project = project();
    let path = project.path("a.bpol");
    if xattr::set(&path, "user.note", b"kept").is_err() {
        // The file system has none.
        return;
    }
    assert_eq!(project.run(&["fmt"]).status, 0);
    assert_eq!(project.read("a.bpol"), NEAT);
    assert_eq!(xattr::get(&path, "user.note").unwrap().as_deref(), Some(&b"kept"[..]));
}

/// Formats as a user who owns nothing there; `None` where this test may not become one.
fn format_as_other(project: &Project) -> Option<Run> {
    if !is_root(project) {
        return None;
    }
    // The program itself may lie where others cannot go.
    let program = project.path("program");
    fs::copy(env!("CARGO_BIN_EXE_bpol"), &program).unwrap();
    let output = std::process::Command::new(program)
        .args(["fmt", "a.bpol"])
        .current_dir(project.path(""))
        .uid(OTHER)
        .gid(OTHER)
        .output()
        .unwrap();
    Some(Run {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    })
}

#[test]
fn what_was_the_owners_is_not_given_to_another() {
    let project = project();
    set_mode(&project, "", 0o777);
    set_mode(&project, "a.bpol", 0o6776);
    let Some(run) = format_as_other(&project) else { return };
    assert_eq!(run.status, 0, "{}", run.transcript());
    // Neither the bits that lend an identity, nor what the old group might do.
    assert_eq!(kept(&project), (OTHER, OTHER, 0o0766));
}

#[test]
fn a_refusal_reads_the_same_wherever_it_comes_from() {
    let project = project();
    set_mode(&project, "", 0o755);
    set_mode(&project, "a.bpol", 0o666);
    let Some(run) = format_as_other(&project) else { return };
    assert_eq!(run.status, 2);
    assert_eq!(run.stderr, "1 file not written\nerror: cannot write `a.bpol`: permission denied\n");
    assert_eq!(project.read("a.bpol"), MESSY);
    assert_eq!(left_behind(&project), [""; 0]);
    set_mode(&project, "a.bpol", 0o644);
    let run = format_as_other(&project).unwrap();
    assert!(run.stderr.contains("`a.bpol` was left as it is: it is write-protected\n"), "{}", run.stderr);
}

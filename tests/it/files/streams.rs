//! Standard streams that are closed, full or nothing.

use std::process::Command;

use super::run_of;
use crate::support::{Project, Run};

/// Runs `bpol` as a shell has it.
fn shell(project: &Project, line: &str) -> Run {
    let script = format!("bpol() {{ \"$0\" \"$@\"; }}; {line}");
    run_of(
        Command::new("bash").args(["-c", &script, env!("CARGO_BIN_EXE_bpol")]).current_dir(project.path("")),
    )
}

#[test]
fn a_stream_that_is_closed_is_not_taken_for_an_empty_one() {
    let project = Project::new().file("x.bpol", "model a\n");
    for line in ["bpol compile x.bpol >&-", "bpol reference >&-", "bpol --version >&-", "bpol --help >&-"] {
        let run = shell(&project, line);
        assert_eq!((run.status, run.stderr.contains("standard output is closed")), (2, true), "{line}");
    }
    for line in ["bpol compile - <&-", "bpol check - <&-", "bpol fmt - <&-"] {
        let run = shell(&project, line);
        assert_eq!((run.status, run.stderr.contains("standard input is closed")), (2, true), "{line}");
    }
    for line in [
        "bpol compile x.bpol -o out.json <&- >&-",
        "bpol check x.bpol <&- >&-",
        "bpol compile x.bpol > /dev/null < /dev/null",
        "bpol compile - < /dev/null",
        "bpol compile x.bpol 2>&-",
    ] {
        assert_eq!(shell(&project, line).status, 0, "{line}");
    }
}

#[test]
fn a_result_that_finds_no_room_is_status_2() {
    let project = Project::new().file("x.bpol", "model a\n");
    for line in
        ["bpol --help", "bpol --version", "bpol compile --help", "bpol compile x.bpol", "bpol explain"]
    {
        let run = shell(&project, &format!("{line} > /dev/full"));
        assert_eq!(run.status, 2, "{line}");
        assert!(
            run.stderr.contains("cannot write to standard output: No space left"),
            "{line}: {}",
            run.stderr
        );
    }
    // A reader who has enough is no failure.
    assert_eq!(shell(&project, "bpol --help | head -c1; exit ${PIPESTATUS[0]}").status, 0);
}

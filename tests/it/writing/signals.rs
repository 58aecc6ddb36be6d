//! A signal ends the program, and leaves every file whole and nothing else.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{MESSY, NEAT, left_behind, many_workloads, run};
use crate::support::{Project, command};

const FILES: usize = 400;

fn project(files: usize) -> Project {
    (0..files).fold(Project::new(), |project, index| project.file(&format!("{index}.bpol"), MESSY))
}

/// How many files are formatted; each is either so, or as it was.
fn formatted(project: &Project, files: usize) -> usize {
    let texts = (0..files).map(|index| project.read(&format!("{index}.bpol")));
    texts.inspect(|text| assert!([MESSY, NEAT].contains(&text.as_str()))).filter(|text| text == NEAT).count()
}

/// Sends a signal as soon as `child` has written the first file, if that is seen before it ends. Looking at
/// one file takes less time than writing one, however many there are.
fn interrupt(project: &Project, child: &mut Child, signal: &str) {
    let began = Instant::now();
    while project.read("0.bpol") != NEAT {
        assert!(began.elapsed() < Duration::from_secs(20), "nothing was written");
        if child.try_wait().unwrap().is_some() {
            return;
        }
    }
    let pid = child.id().to_string();
    assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
}

#[test]
fn a_signal_leaves_nothing_behind() {
    for (name, number) in [("-INT", 2), ("-TERM", 15), ("-HUP", 1)] {
        let (mut interrupted, mut files) = (0, FILES);
        while interrupted < 4 {
            let project = project(files);
            let mut child = command(&project.path("")).arg("fmt").spawn().unwrap();
            interrupt(&project, &mut child, name);
            let status = child.wait().unwrap();
            // On a fast disk, or a busy machine, the signal may come when all is done.
            if status.success() && formatted(&project, files) == files {
                files *= 2;
                assert!(files <= FILES << 5, "{name} always comes too late");
                continue;
            }
            interrupted += 1;
            assert_eq!(status.signal(), Some(number), "{status}");
            assert_eq!(left_behind(&project), [""; 0], "{name}");
            assert!(formatted(&project, files) < files);
        }
    }
}

#[test]
fn a_signal_that_is_ignored_is_ignored() {
    let project = project(FILES);
    let script = "trap '' HUP; exec \"$0\" fmt";
    let mut child = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_bpol")])
        .current_dir(project.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    interrupt(&project, &mut child, "-HUP");
    assert_eq!(run(child).status, 0);
    assert_eq!(formatted(&project, FILES), FILES);
}

#[test]
fn a_file_that_may_not_get_so_long_is_not_written_in_part() {
    let project = Project::new().file("a.bpol", many_workloads()).file("out.json", "{}\n");
    let script = "ulimit -f 8; exec \"$0\" compile -o out.json";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_bpol")])
        .current_dir(project.path(""))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", output.status);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr, "error: cannot write `out.json`: file too large\n");
    assert_eq!(fs::read_to_string(project.path("out.json")).unwrap(), "{}\n");
    assert_eq!(left_behind(&project), [""; 0]);
}

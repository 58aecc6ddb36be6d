//! Reading that has no end of its own, under a limit of memory and of time; and threads that cannot be had.

use std::os::unix::fs::symlink;
use std::process::Command;

use super::{as_somebody, fails, run_of, workloads};
use crate::support::{Project, Run};

/// Runs `bpol` in a project with at most so many kibibytes of memory, for at most a minute.
fn limited(project: &Project, kibibytes: u32, arguments: &str) -> Run {
    let script = format!("ulimit -v {kibibytes}; exec timeout 60 \"$0\" {arguments}");
    let mut command = Command::new("bash");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_bpol")]).current_dir(project.path(""));
    run_of(&mut command)
}

/// Too little for a file of the greatest length: where there is no memory, that is said.
const LITTLE: u32 = 700_000;

#[test]
fn what_has_no_end_is_not_read_to_its_end() {
    let project = Project::new().file("a.bpol", "model a\n");
    for arguments in [
        "check /dev/zero",
        "check <(yes)",
        "fmt /dev/zero",
        "compile a.bpol --reference /dev/zero",
        "compile - < /dev/zero",
        "check a.bpol --config /dev/zero",
    ] {
        let run = limited(&project, LITTLE, arguments);
        assert_eq!(run.status, 2, "{arguments}: {}", run.transcript());
        assert!(run.stderr.contains("cannot read"), "{arguments}: {}", run.stderr);
    }
    // With memory for it, it is a file that is too long.
    let run = limited(&project, 4_000_000, "check <(yes)");
    assert_eq!(run.status, 1, "{}", run.transcript());
    assert!(run.stdout.contains("limit-exceeded"), "{}", run.stdout);
}

#[test]
fn a_walk_reads_regular_files_alone() {
    let project = Project::new().file("a.bpol", "model a\n");
    assert!(Command::new("mkfifo").arg(project.path("pipe.bpol")).status().unwrap().success());
    for (target, link) in [("/proc/self/pagemap", "p.bpol"), ("/dev/zero", "z.bpol"), ("pipe.bpol", "l.bpol")]
    {
        symlink(target, project.path(link)).unwrap();
    }
    let run = limited(&project, LITTLE, "compile");
    assert_eq!(workloads(&run), ["a"]);
    assert!(
        run.stderr.contains("note: `p.bpol` and `z.bpol` were passed over: a link that"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("`pipe.bpol` and `l.bpol` were passed over: no regular file"),
        "{}",
        run.stderr
    );
}

#[test]
fn an_ignore_file_that_may_have_no_end_is_refused() {
    for name in [".gitignore", ".ignore", "x/.gitignore"] {
        let project = Project::new().file("x/a.bpol", "model a\n");
        let path = project.path(name);
        let refused = |why: &str| {
            let run = limited(&project, LITTLE, "check .");
            fails(&run, 2, &format!("cannot read `{name}`: {why}\n"));
            std::fs::remove_file(&path).unwrap();
        };
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        refused("it is no regular file");
        for target in ["/dev/zero", "/proc/self/pagemap"] {
            symlink(target, &path).unwrap();
            refused("it is a link that leads out of the repository");
        }
        std::fs::write(&path, "#".repeat((1 << 20) + 1)).unwrap();
        refused("it is longer than 1 MiB");
        symlink("nowhere", &path).unwrap();
        assert_eq!(limited(&project, LITTLE, "check .").status, 0);
        std::fs::remove_file(&path).unwrap();
        symlink("/dev/zero", &path).unwrap();
        assert_eq!(limited(&project, LITTLE, "check x").status, 2);
    }
}

#[test]
fn a_pipe_that_is_named_is_read() {
    let project = Project::new().file("bpol.toml", "reference = \"world\"\n");
    let run =
        limited(&project, LITTLE, "compile <(echo 'policy p < country in [de] > model a < attach [p] >')");
    assert_eq!(workloads(&run), ["a"]);
}

#[test]
fn there_may_be_no_thread() {
    let text: String = (0..6_000).fold(String::new(), |text, number| format!("{text}model  m{number}\n"));
    let project = Project::new().file("x.bpol", "model  a\n").file("big.bpol", &text);
    let alone = |arguments: &[&str]| {
        let mut command = as_somebody(&project.path(""), &["--nproc=1"])?;
        Some(run_of(command.args(arguments)))
    };
    let Some(run) = alone(&["fmt", "--check", "x.bpol"]) else { return };
    assert_eq!((run.status, run.stdout.as_str()), (1, "x.bpol\n"), "{}", run.transcript());
    for (arguments, status) in [
        (&["compile", "big.bpol"][..], 0),
        (&["compile", "--format", "ndjson", "big.bpol"], 0),
        (&["check", "big.bpol", "x.bpol"], 0),
        (&["fmt", "--diff", "big.bpol"], 1),
    ] {
        let run = alone(arguments).unwrap();
        assert_eq!(
            (run.status, run.stderr.contains("panicked")),
            (status, false),
            "{arguments:?}: {}",
            run.stderr
        );
        let run = project.run(arguments);
        assert_eq!(run.stdout, alone(arguments).unwrap().stdout, "{arguments:?}");
    }
    fails(&alone(&["check", "nowhere"]).unwrap(), 2, "cannot read `nowhere`");
}

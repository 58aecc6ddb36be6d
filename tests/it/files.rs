//! Files as a hostile or unlucky person leaves them: what is read, what is refused, and what is said of it.

mod configuration;
mod discovery;
mod left_out;
#[cfg(unix)]
mod links;
#[cfg(unix)]
mod names;
mod outputs;
#[cfg(target_os = "linux")]
mod reading;
mod stdin;
#[cfg(target_os = "linux")]
mod streams;

use crate::support::Run;

/// Fails unless a run ended with `status`, wrote nothing to standard output, and said `message`.
fn fails(run: &Run, status: i32, message: &str) {
    assert_eq!(run.status, status, "{}", run.transcript());
    assert!(run.stderr.contains(message), "{}", run.transcript());
    assert_eq!(run.stdout, "", "{}", run.transcript());
}

/// The names of the workloads that a run compiled.
fn workloads(run: &Run) -> Vec<String> {
    assert_eq!(run.status, 0, "{}", run.transcript());
    let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let workloads = document["workloads"].as_array().unwrap();
    workloads.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

/// The program as somebody for whom there is something that may not be read, with limits on top. `None`, and a
/// line that says so, where this machine cannot run it so.
#[cfg(target_os = "linux")]
fn as_somebody(folder: &std::path::Path, limits: &[&str]) -> Option<std::process::Command> {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::Command;

    let starter = ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups", "prlimit"];
    let works = Command::new(starter[0]).args(&starter[1..]).args(["--", "true"]).output();
    if !works.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: only root can try what somebody else may do, with setpriv and prlimit");
        return None;
    }
    let program = folder.join("the-program");
    if !program.exists() {
        std::fs::copy(env!("CARGO_BIN_EXE_bpol"), &program).unwrap();
    }
    for path in [folder, &program] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = Command::new(starter[0]);
    command.args(&starter[1..]).args(limits).arg("--").arg(program).current_dir(folder);
    Some(command)
}

/// What came of a command.
#[cfg(target_os = "linux")]
fn run_of(command: &mut std::process::Command) -> Run {
    let output = command.output().unwrap();
    Run {
        status: output.status.code().expect("it was killed"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

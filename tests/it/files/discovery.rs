//! Which `bpol.toml` is in force, and what is said of the others.

use super::{fails, workloads};
use crate::support::{Project, run};

const BAD: &str = "model bad < attach [nothing] >\n";

/// Two parts, each with a configuration that leaves out a broken file.
fn parts() -> Project {
    let configuration = "exclude = [\"bad.bpol\"]\n";
    Project::new()
        .file("a/bpol.toml", configuration)
        .file("a/a.bpol", "model a\n")
        .file("a/bad.bpol", BAD)
        .file("b/bpol.toml", configuration)
        .file("b/deep/b.bpol", "model b\n")
        .file("b/bad.bpol", BAD)
}

#[test]
fn the_configuration_is_that_of_the_folder_that_holds_all_paths() {
    let project = parts();
    assert_eq!(workloads(&project.run(&["compile", "a"])), ["a"]);
    assert_eq!(workloads(&project.run(&["compile", "./b/"])), ["b"]);
    assert_eq!(workloads(&project.run(&["compile", "b/deep"])), ["b"]);
    assert_eq!(workloads(&project.run(&["compile", "b/deep/b.bpol", "b"])), ["b"]);
    assert_eq!(workloads(&run(&project.path("b"), &["compile", "../a"], b"")), ["a"]);
    let absolute = project.path("a");
    assert_eq!(workloads(&run(&project.path("b"), &["compile", absolute.to_str().unwrap()], b"")), ["a"]);
}

#[test]
fn a_configuration_further_down_is_not_in_force_and_said_to_be_so() {
    let project = parts();
    let note = "note: `a/bpol.toml` and `b/bpol.toml` are not in force: name that folder alone to use it\n";
    for arguments in [&["check"][..], &["check", "."], &["check", "a", "b"], &["compile"], &["reference"]] {
        let run = project.run(arguments);
        assert!(run.stderr.starts_with(note), "{arguments:?}: {}", run.transcript());
    }
    let files = project.run(&["check", "a/a.bpol", "b/deep/b.bpol"]);
    assert_eq!((files.status, files.stderr.as_str()), (0, note));
    // One of a folder of which nothing is read has nothing to be in force for.
    let project = project.file("bpol.toml", "exclude = [\"bad.bpol\", \"a/\"]\n").file("c/bpol.toml", "");
    let run = project.run(&["check"]);
    assert_eq!(run.stderr, "note: `b/bpol.toml` is not in force: name that folder alone to use it\n");
}

#[test]
fn a_configuration_can_be_named_or_done_without() {
    let project = parts().file("other.toml", "reference = \"world\"\nexclude = [\"bad.bpol\"]\n");
    let none = project.run(&["compile", "--no-config", "a"]);
    assert!(none.status == 1 && none.stderr.contains("nothing"), "{}", none.transcript());
    let named = project.run(&["compile", "--config", "other.toml", "a", "b"]);
    assert_eq!((workloads(&named), named.stderr.as_str()), (vec!["a".into(), "b".into()], ""));
    assert!(named.stdout.contains("\"world\""));
    // Its patterns are relative to it.
    assert_eq!(workloads(&project.run(&["compile", "--config", "b/bpol.toml", "b"])), ["b"]);
    fails(&project.run(&["compile", "--config", "nowhere.toml"]), 2, "cannot read `nowhere.toml`: ");
    fails(&project.run(&["compile", "--config", "a"]), 2, "cannot read `a`: ");
    fails(&project.run(&["check", "--config", "other.toml", "--no-config"]), 2, "cannot be used with");
}

#[test]
fn standard_input_has_the_configuration_of_its_name() {
    let project = parts();
    let text = "model x < attach [nothing] >";
    let project = project.file("a/bpol.toml", "reference = 1");
    let at = |name: &str| project.run_with_stdin(&["check", "-", "--stdin-filename", name], text);
    fails(&at("a/new.bpol"), 2, "error: a/bpol.toml:1:13: expected a string");
    fails(&at("a/new/folder/new.bpol"), 2, "error: a/bpol.toml:1:13: expected a string");
    assert_eq!(at("new.bpol").status, 1);
    assert_eq!(project.run_with_stdin(&["check", "-"], text).status, 1);
    let run = run(&project.path("a"), &["check", "-"], text.as_bytes());
    fails(&run, 2, "error: bpol.toml:1:13: expected a string");
}

#[cfg(unix)]
#[test]
fn a_configuration_that_is_no_plain_file_is_not_passed_over() {
    use std::fs;
    use std::os::unix::fs::symlink;

    let project = parts();
    let path = project.path("a/bpol.toml");
    let refused = |why: &str| {
        for command in ["check", "compile", "fmt"] {
            fails(&project.run(&[command, "a"]), 2, &format!("cannot read `a/bpol.toml`: {why}"));
        }
        let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir(&path));
    };
    fs::remove_file(&path).unwrap();
    symlink("gone.toml", &path).unwrap();
    refused("it is a link that leads nowhere\n");
    symlink("bpol.toml", &path).unwrap();
    refused("");
    symlink("/dev/zero", &path).unwrap();
    refused("it is no regular file\n");
    symlink("/etc/passwd", &path).unwrap();
    refused("it is a link that leads out of its folder and the repository\n");
    fs::create_dir(&path).unwrap();
    refused("it is a folder\n");
    let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    refused("it is no regular file\n");
    fs::write(&path, b"\xff").unwrap();
    refused("it is not UTF-8\n");
    fs::write(&path, "# ".repeat(1 << 20)).unwrap();
    refused("it is longer than 1 MiB\n");
    // A link to a file beside it is as good as the file.
    fs::write(project.path("a/real.toml"), "exclude = [\"bad.bpol\"]").unwrap();
    symlink("real.toml", &path).unwrap();
    assert_eq!(workloads(&project.run(&["compile", "a"])), ["a"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_configuration_that_cannot_be_looked_for_is_no_missing_one() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    let project = parts();
    let Some(mut command) = super::as_somebody(&project.path(""), &[]) else { return };
    fs::set_permissions(project.path("a/bpol.toml"), fs::Permissions::from_mode(0o000)).unwrap();
    let run = super::run_of(command.args(["check", "a"]));
    fails(&run, 2, "cannot read `a/bpol.toml`: Permission denied");
    // Who is in a folder already may read there, though not look into the one above.
    let mut command = super::as_somebody(&project.path(""), &[]).unwrap();
    fs::set_permissions(project.path("b"), fs::Permissions::from_mode(0o666)).unwrap();
    let run = super::run_of(command.current_dir(project.path("b/deep")).arg("check"));
    fails(&run, 2, "Permission denied");
    fs::set_permissions(project.path("b"), fs::Permissions::from_mode(0o755)).unwrap();
}

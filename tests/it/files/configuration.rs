//! What a `bpol.toml` may say, and how what a stranger wrote into it is shown.

use super::{fails, workloads};
use crate::support::Project;

#[test]
fn a_misspelt_table_is_pointed_at() {
    let project =
        Project::new().file("sub/a.bpol", "model a\n").file("sub/bpol.toml", "# us\nreference = \"wrld\"\n");
    let run = project.run(&["compile", "sub"]);
    let message = "error: sub/bpol.toml:2:13: no reference table `wrld`: there is no such file\n  \
                   |\n2 | reference = \"wrld\"\n  |             ^^^^^^\n  help: did you mean `world`?\n";
    assert_eq!((run.status, run.stderr.as_str()), (2, message));
    // On the command line it has no place.
    let run = project.run(&["compile", "--no-config", "sub", "--reference", "wrld"]);
    fails(
        &run,
        2,
        "error: no reference table `wrld`: there is no such file\n  help: did you mean `world`?\n",
    );
}

#[test]
fn an_unknown_key_is_pointed_at() {
    let project = Project::new().file("a.bpol", "model a\n").file("bpol.toml", "\n excldue = []\n");
    let message = "error: bpol.toml:2:2: unknown key `excldue`\n  |\n2 |  excldue = []\n  |  ^^^^^^^\n  \
                   help: did you mean `exclude`?\n";
    assert_eq!(project.run(&["check"]).stderr, message);
}

#[test]
fn nothing_of_a_configuration_is_shown_raw() {
    let forged = "x\\n::error file=a::forged\\u001b[31m";
    for text in [
        format!("\"{forged}\" = 1"),
        format!("reference = \"{forged}\""),
        format!("include = [\"{forged}[z\"]"),
        format!("exclude = [\"{{{forged}\"]"),
        format!("[lint]\n\"{forged}\" = \"deny\""),
        format!("[lint]\nno-effect = \"{forged}\""),
        format!("[guards]\n\"{forged}\" = \"warn\""),
        format!("[guards]\ng = \"{forged}\""),
        format!("[guards]\ng = {{ \"{forged}\" = \"warn\" }}"),
        format!("[guards]\ng = {{ level = \"warn\", until = \"{forged}\" }}"),
        "reference = '''\n::error file=a::forged\u{1b}'''".to_owned(),
        "\"\n::error file=a::forged\"".to_owned(),
        "reference = \"\u{202e}\" nonsense".to_owned(),
    ] {
        let project = Project::new().file("a.bpol", "model a\n").file("bpol.toml", &text);
        let run = project.run(&["check"]);
        fails(&run, 2, "bpol.toml:");
        let is_raw = |line: &str| line.starts_with("::") || line.contains(['\u{1b}', '\u{202e}']);
        assert!(!run.stderr.lines().any(is_raw), "{text}: {}", run.stderr);
    }
}

#[test]
fn a_line_break_in_an_argument_stays_on_the_line() {
    let project = Project::new().file("a.bpol", "model a\n");
    for workload in ["a\n::error::x", "model/a\n::error::x", "model/\"a\n::error::x\""] {
        let run = project.run(&["compile", "--workload", workload]);
        assert_eq!(run.status, 2);
        assert!(!run.stderr.contains("\n::"), "{}", run.stderr);
    }
}

#[test]
fn the_table_of_a_configuration_lies_near_it() {
    let table = "continent c\ncpu x\n";
    let project = Project::new()
        .file("repo/.git/config", "secret = 1\n")
        .file("repo/tables/t.bpol", table)
        .file("repo/team/a.bpol", "model a\n")
        .file("repo/team/bpol.toml", "reference = \"../tables/t.bpol\"\n")
        .file("t.bpol", table);
    assert_eq!(workloads(&project.run(&["compile", "repo/team"])), ["a"]);
    for (reference, message) in [
        ("../../t.bpol", "lies outside of the folder and of its repository"),
        ("/proc/self/environ", "lies outside of the folder and of its repository"),
        ("../.git/config", "lies outside of the folder and of its repository"),
        ("../tables", "it is a folder"),
    ] {
        if !cfg!(target_os = "linux") && reference.starts_with("/proc") {
            continue;
        }
        let project_file = project.path("repo/team/bpol.toml");
        std::fs::write(&project_file, format!("reference = \"{reference}\"\n")).unwrap();
        let run = project.run(&["check", "repo/team"]);
        fails(&run, 2, message);
        fails(&run, 2, "repo/team/bpol.toml:1:13: ");
        assert!(!run.stderr.contains("secret") && !run.stderr.contains("PATH="), "{}", run.stderr);
    }
    // Who names it on the command line knows what it is.
    let run = project.run(&["compile", "repo/team", "--no-config", "--reference", "t.bpol"]);
    assert_eq!(workloads(&run), ["a"]);
}

#[test]
fn a_guard_may_be_declared_in_a_file_that_was_not_read() {
    let project = Project::new()
        .file("a.bpol", "model a\n")
        .file("sub/guards.bpol", "guard home < within continent in [eu, na] >\n")
        .file("bpol.toml", "[guards]\nhome = \"warn\"\n");
    for path in ["a.bpol", "sub", "."] {
        assert_eq!(project.run(&["check", path]).status, 0, "{path}");
    }
    let project = project.file("bpol.toml", "[guards]\nhoem = \"warn\"\n");
    for path in ["a.bpol", "sub", "."] {
        fails(&project.run(&["check", path]), 2, "bpol.toml:2:1: no guard is called `hoem`");
    }
}

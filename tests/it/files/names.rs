//! Names of files that are no text, or have a line break: every format leads to the file.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;

use serde_json::Value;

use crate::support::Project;

/// A broken file of each name.
fn project(names: &[&[u8]]) -> Project {
    let project = Project::new().file("sub/x.txt", "");
    for name in names {
        fs::write(project.path("sub").join(OsStr::from_bytes(name)), "model m < attach [nothing] >\n")
            .unwrap();
    }
    project
}

const NAMES: [&[u8]; 4] = [b"\xfe.bpol", b"\xff.bpol", b"a\nb.bpol", b"a%0Ab.bpol"];

#[test]
fn a_uri_leads_to_the_file() {
    let project = project(&NAMES);
    let run = project.run(&["check", "sub", "--output-format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    let artifacts = log["runs"][0]["artifacts"].as_array().unwrap();
    let uris: Vec<&str> = artifacts.iter().map(|it| it["location"]["uri"].as_str().unwrap()).collect();
    assert_eq!(uris, ["sub/a%0Ab.bpol", "sub/a%250Ab.bpol", "sub/%FE.bpol", "sub/%FF.bpol"]);
}

#[test]
fn a_workflow_command_names_the_file() {
    let run = project(&NAMES).run(&["check", "sub", "--output-format", "github"]);
    let mut files: Vec<&str> =
        run.stdout.lines().filter_map(|line| line.split("file=").nth(1)?.split(',').next()).collect();
    let wanted = ["sub/a%0Ab.bpol", "sub/a%250Ab.bpol", "sub/%FE.bpol", "sub/%FF.bpol"];
    files.dedup();
    assert_eq!(files, wanted, "{}", run.stdout);
}

#[test]
fn two_such_names_stay_two_in_one_order() {
    let project = project(&NAMES[..2]);
    let path = |name: &[u8]| project.path("sub").join(OsStr::from_bytes(name));
    let (one, other) = (path(NAMES[0]), path(NAMES[1]));
    let check = |first: &std::path::Path, second: &std::path::Path| {
        let mut command = crate::support::command(&project.path("sub"));
        let names = [first, second].map(|path| path.file_name().unwrap().to_owned());
        let output = command.args(["check", "--output-format", "concise"]).args(names).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let said = check(&one, &other);
    assert_eq!(said, check(&other, &one));
    assert!(said.starts_with("\\xfe.bpol:1:") && said.contains("\n\\xff.bpol:1:"), "{said}");
}

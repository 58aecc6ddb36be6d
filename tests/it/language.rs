//! The language by example: every `.bpol` file under `tests/language` is a workspace, and its snapshot is what
//! becomes of it. To add a case, add a file and read the snapshot that it gets.
//!
//! A line `#-- NAME` begins another file of the workspace, `#-- args …` adds arguments to the command.

use std::fs::File;

use crate::support::{Project, workspace};

#[test]
fn every_fixture_gives_its_snapshot() {
    insta::glob!("../language", "**/*.bpol", |path| {
        let (project, arguments) = workspace(path);
        let mut command = vec!["compile"];
        command.extend(arguments.iter().map(String::as_str));
        let compiled = project.run(&command);
        assert_eq!(
            compiled.stdout.is_empty(),
            compiled.status != 0,
            "output where there is an error: {path:?}"
        );
        insta::with_settings!({
            snapshot_path => "../language/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("language", compiled.transcript());
        });
    });
}

#[test]
fn a_file_of_more_than_a_gibibyte_is_not_read() {
    let project = Project::new().file("model.bpol", "model m < attach [p] >\n");
    // Nothing is written to the disk: all of it is a hole.
    File::create(project.path("long.bpol")).unwrap().set_len((1 << 30) + 1).unwrap();
    insta::assert_snapshot!("too_long", project.run(&["compile"]).transcript());
}

//! The lints by example: every `.bpol` file under `tests/lint` is a workspace, and its snapshot is what is found
//! in it, as people read it and then with every fix. It is written like those of `language.rs`.

use crate::support::{fixes, workspace};

#[test]
fn every_fixture_gives_its_snapshot() {
    insta::glob!("../lint", "*.bpol", |path| {
        let (project, arguments) = workspace(path);
        let check = |format| {
            let mut command = vec!["check", "--warn", "all", "--output-format", format];
            command.extend(arguments.iter().map(String::as_str));
            project.run(&command)
        };
        let found = check("full");
        assert_eq!((found.status, found.stderr.as_str()), (0, ""), "more than warnings: {path:?}");
        insta::with_settings!({
            snapshot_path => "../lint/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("lint", format!("{}--- fixes\n{}", found.stdout, fixes(&check("json").stdout)));
        });
    });
}

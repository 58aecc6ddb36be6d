//! The language by example: every `.bpol` file under `tests/language` is a workspace, and its snapshot is what
//! becomes of it. To add a case, add a file and read the snapshot that it gets.
//!
//! A line `#-- NAME` begins another file of the workspace, `#-- args …` adds arguments to the command.

use crate::support::Project;

#[test]
fn every_fixture_gives_its_snapshot() {
    insta::glob!("../language", "**/*.bpol", |path| {
        let text = std::fs::read(path).unwrap();
        let (project, arguments) = workspace(path.file_name().unwrap().to_str().unwrap(), &text);
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

/// The folder that a fixture describes, and the arguments that it adds.
fn workspace(name: &str, text: &[u8]) -> (Project, Vec<String>) {
    let mut project = Project::new();
    let mut arguments = Vec::new();
    let mut file = (name.to_owned(), Vec::new());
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        match line.strip_prefix(b"#-- ").map(|rest| String::from_utf8(rest.to_vec()).unwrap()) {
            Some(rest) => match rest.trim().strip_prefix("args ") {
                Some(more) => arguments.extend(more.split(' ').map(str::to_owned)),
                None => {
                    let done = std::mem::replace(&mut file, (rest.trim().to_owned(), Vec::new()));
                    project = if done.1.is_empty() { project } else { project.file(&done.0, done.1) };
                }
            },
            None => file.1.extend_from_slice(line),
        }
    }
    (project.file(&file.0, file.1), arguments)
}

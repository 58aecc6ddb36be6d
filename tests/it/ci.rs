//! What the repository offers to CI systems, run as they run it.

use std::fs;
use std::path::Path;

use crate::support::Project;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn every_check_that_the_page_shows_runs() {
    let page = read("docs/ci.md");
    let fenced = page.split("```").skip(1).step_by(2).flat_map(str::lines);
    let commands: Vec<&str> =
        fenced.filter_map(|line| Some(&line[line.find("bpol check")? + "bpol ".len()..])).collect();
    assert!(commands.len() >= 3, "{commands:?}");
    for shown in commands {
        let project = Project::new().file("a.bpol", "model llama\n");
        let run = project.run(&shown.split_whitespace().collect::<Vec<_>>());
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{shown}");
        for file in ["bpol.sarif", "gl-code-quality-report.json"] {
            assert_eq!(project.path(file).exists(), shown.contains(file), "{shown}");
        }
    }
}

/// The last script of the action, run with its inputs as GitHub hands them over.
#[cfg(unix)]
fn action(project: &Project, paths: &str, arguments: &str, sarif: &str) -> (i32, String) {
    let action = read("action.yml");
    let script = action.rsplit("run: |\n").next().unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_bpol")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(bin.to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let output = std::process::Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(project.path(""))
        .env("PATH", path.unwrap())
        .env("INPUT_PATHS", paths)
        .env("INPUT_ARGS", arguments)
        .env("INPUT_SARIF_FILE", sarif)
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[cfg(unix)]
#[test]
fn the_action_checks_what_its_inputs_say() {
    let project = Project::new()
        .file("a b/*.bpol", "policy l4 < gpu in [l4] >\n")
        .file("other/a.bpol", "policy x < country in [x] >\n")
        .file("unasked/a.bpol", "model a < attach [] >\n");
    let (status, shown) = action(&project, "a b/*.bpol\n\nother\n", "", "out put.sarif");
    assert_eq!(status, 1);
    assert!(shown.starts_with("::error file=a b/*.bpol,line=1,endLine=1,col=21,endColumn=23,"), "{shown}");
    assert!(shown.contains("::error file=other/a.bpol,") && !shown.contains("unasked"), "{shown}");
    assert!(project.read("out put.sarif").contains("\"version\": \"2.1.0\""));

    let (status, shown) = action(&project, "a b", "--reference world\n  --allow unused-policy\n", "");
    assert_eq!((status, shown.as_str()), (0, ""));
    let (status, shown) = action(&project, "", "", "");
    assert_eq!(status, 1);
    assert!(shown.contains("unasked"), "{shown}");
    let (status, _) = action(&project, "$(touch pwned)", "--reference `touch pwned`", "$(touch pwned)");
    assert_eq!((status, project.path("pwned").exists()), (2, false));
}

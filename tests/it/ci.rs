//! What the repository offers to CI systems, run as they run it.

use std::fs;
use std::path::Path;

use crate::support::Project;

#[cfg(unix)]
mod comment;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The pages that show workflows.
fn pages() -> String {
    ["docs/ci.md", "docs/report.md"].map(read).concat()
}

/// The steps of the pages run in a workspace where all is well.
#[test]
fn every_command_that_the_pages_show_runs() {
    let page = pages();
    let fenced = page.split("```yaml\n").skip(1).filter_map(|it| it.split("```").next()).flat_map(str::lines);
    let commands: Vec<&str> = fenced
        .filter_map(|line| line.trim_start().strip_prefix("- "))
        .filter_map(|line| line.strip_prefix("run: ").unwrap_or(line).strip_prefix("bpol "))
        .collect();
    for command in ["check", "compile", "fmt"] {
        assert!(
            commands.iter().any(|it| it.starts_with(command)),
            "the page shows no {command}: {commands:?}"
        );
    }
    let project = Project::new()
        .file("policies/a.bpol", "policy p < country in [fr] >\n\nmodel llama < attach [p] >\n")
        .file("fleet/b.bpol", "location eu-par-1 in fr\n");
    for shown in commands {
        let arguments: Vec<&str> = shown.split_whitespace().collect();
        if shown.starts_with("compile") {
            let write: Vec<&str> =
                arguments.iter().map(|&it| if it == "--check" { "-o" } else { it }).collect();
            assert_eq!(project.run(&write).status, 0, "{shown}");
        }
        let run = project.run(&arguments);
        assert_eq!(run.status, 0, "{shown}: {}", run.stderr);
        assert_eq!(project.path("gl-code-quality-report.json").exists(), shown.contains("gitlab"), "{shown}");
        let _ = fs::remove_file(project.path("gl-code-quality-report.json"));
    }
}

/// What a step of the action gave.
#[cfg(unix)]
struct Step {
    status: i32,
    stdout: String,
    stderr: String,
}

/// The script of a step of the action, run as GitHub runs it, with `bin` before all other programs.
#[cfg(unix)]
fn step(name: &str, project: &Project, bin: &Path, variables: &[(&str, &str)]) -> Step {
    step_in(name, &project.path(""), bin, variables)
}

#[cfg(unix)]
fn step_in(name: &str, folder: &Path, bin: &Path, variables: &[(&str, &str)]) -> Step {
    let action = read("action.yml");
    let step = action.split("    - name: ").find(|step| step.starts_with(name)).unwrap();
    run_script(step.split("run: |\n").nth(1).unwrap(), folder, bin, variables)
}

/// A script, run as GitHub runs it.
#[cfg(unix)]
fn run_script(script: &str, folder: &Path, bin: &Path, variables: &[(&str, &str)]) -> Step {
    let path = std::env::join_paths(
        std::iter::once(bin.to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let output = std::process::Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(folder)
        .env("PATH", path.unwrap())
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    Step {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The step that checks, with its inputs as GitHub hands them over.
#[cfg(unix)]
fn check(project: &Project, paths: &str, arguments: &str, sarif: &str) -> Step {
    let bin = Path::new(env!("CARGO_BIN_EXE_bpol")).parent().unwrap();
    let inputs = [("INPUT_PATHS", paths), ("INPUT_ARGS", arguments), ("INPUT_SARIF_FILE", sarif)];
    step("Check", project, bin, &inputs)
}

#[cfg(unix)]
#[test]
fn the_action_checks_what_its_inputs_say() {
    let project = Project::new()
        .file("a b/*.bpol", "policy l4 < gpu in [l4] >\n")
        .file("other/a.bpol", "policy x < country in [x] >\n")
        .file("unasked/a.bpol", "model a < attach [] >\n");
    let run = check(&project, "a b/*.bpol\n\nother\n", "", "out put.sarif");
    assert_eq!(run.status, 1);
    let shown = run.stdout;
    assert!(shown.starts_with("::error file=a b/*.bpol,line=1,endLine=1,col=21,endColumn=23,"), "{shown}");
    assert!(shown.contains("::error file=other/a.bpol,") && !shown.contains("unasked"), "{shown}");
    assert!(project.read("out put.sarif").contains("\"version\": \"2.1.0\""));

    let run = check(&project, "a b", "--reference world\n  --allow unused-policy\n", "");
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(!run.stdout.contains("::"), "{}", run.stdout);
    let run = check(&project, "", "", "");
    assert_eq!(run.status, 1);
    assert!(run.stdout.contains("unasked"), "{}", run.stdout);
}

/// Whoever opens a pull request may choose the names of files, and so, where a workflow lists what changed, the inputs.
#[cfg(unix)]
#[test]
fn the_action_takes_its_inputs_for_words_and_never_for_code_or_flags() {
    let good = "policy p < country in [fr] >\nmodel m < attach [p] >\n";
    let names = ["-x.bpol", "--fix", "--output-file=pwned", "$(touch pwned).bpol", "`touch pwned`.bpol", "~"];
    let others =
        ["a'b\".bpol", "; touch pwned", "*", "?.bpol", " led and trailed ", "a\\nb.bpol", "$HOME", "!!"];
    for name in names.into_iter().chain(others) {
        let project = Project::new().file(name, good).file("unasked.bpol", "model a < attach [] >\n");
        let run = check(&project, name, "", "");
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{name}: {}", run.stdout);
        assert!(!project.path("pwned").exists(), "{name}");
        assert_eq!(project.read(name), good);
    }
    for arguments in [
        "--reference `touch pwned`",
        "--reference $(touch pwned)",
        "--reference world;touch pwned",
        "--reference \"world\"",
        "*.bpol",
        "--output-file",
        "| touch pwned",
        "&& touch pwned",
    ] {
        let project = Project::new().file("a.bpol", good);
        let run = check(&project, "", arguments, "");
        assert_eq!((run.status, project.path("pwned").exists()), (2, false), "{arguments}");
    }
    for sarif in ["-x.sarif", "--fix", "$(touch pwned)", "a b.sarif", "a\nb.sarif", "*.sarif"] {
        let project = Project::new().file("a.bpol", good);
        let run = check(&project, "", "", sarif);
        assert_eq!((run.status, project.path("pwned").exists()), (0, false), "{sarif}: {}", run.stderr);
        assert!(project.read(sarif).contains("\"version\": \"2.1.0\""), "{sarif}");
    }
}

/// There is no standard input in a workflow: to check it would be to check nothing, and to be green.
#[cfg(unix)]
#[test]
fn the_action_does_not_check_an_empty_standard_input() {
    for (paths, arguments) in [("-", ""), ("a.bpol\n-\n", ""), ("", "-"), ("a.bpol", "--reference world -")] {
        let project = Project::new().file("a.bpol", "model a < attach [] >\n");
        let run = check(&project, paths, arguments, "");
        assert_eq!(run.status, 2, "{paths:?} {arguments:?}");
        assert!(run.stdout.starts_with("::error::"), "{}", run.stdout);
    }
    let project = Project::new().file("-", "policy p < country in [x] >\n");
    assert_eq!(check(&project, "./-", "", "").status, 1, "a file of that name can be checked");
}

/// A line that begins with `::` is a command to GitHub, so names of files must not begin one.
#[cfg(unix)]
#[test]
fn no_name_of_a_file_writes_a_workflow_command() {
    let name = "a\n::error file=forged::x\n::stop-commands::y.bpol";
    let project = Project::new().file(name, "policy p < country in [x] >\n");
    for (paths, status) in [("", 1), ("::error::gone\n::stop-commands::y", 2)] {
        let run = check(&project, paths, "", "");
        assert_eq!(run.status, status, "{}", run.stderr);
        for line in run.stdout.lines().chain(run.stderr.lines()).filter(|line| line.starts_with("::")) {
            assert!(line.starts_with("::error file=a") && line.contains("y.bpol,line=1,"), "{line}");
        }
    }
}

/// No input is part of a script's text, where the shell would read it as code.
#[test]
fn the_action_hands_its_inputs_over_in_variables() {
    let action = read("action.yml");
    for step in action.split("    - name: ").skip(1) {
        let (before, script) = step.split_once("run: |\n").unwrap();
        assert!(!script.contains("${{"), "{script}");
        assert!(before.contains("working-directory: "), "{before}");
    }
    assert!(action.contains("working-directory: ${{ github.action_path }}"));
}

#[cfg(unix)]
#[test]
fn the_action_installs_itself_and_only_once() {
    use std::os::unix::fs::PermissionsExt as _;
    let program = "#!/bin/sh\necho \"$(basename \"$0\") $*\" >> \"$LOG\"\n";
    let project = Project::new().file("bin/cargo", program).file("bin/rustup", program);
    let project = project.file("temp dir/path", "").file("temp dir/log", "");
    for name in ["cargo", "rustup"] {
        let path = project.path("bin").join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let temp = project.path("temp dir").to_str().unwrap().to_owned();
    let (path, log) = (format!("{temp}/path"), format!("{temp}/log"));
    let variables = [("RUNNER_TEMP", temp.as_str()), ("GITHUB_PATH", path.as_str()), ("LOG", log.as_str())];
    let install = || step("Install", &project, &project.path("bin"), &variables).status;
    assert_eq!(install(), 0);
    assert_eq!(project.read("temp dir/path"), format!("{temp}/bpol/bin\n"));
    let installed = format!(
        "rustup toolchain install stable --profile minimal --no-self-update\n\
         cargo +stable install --locked --path . --root {temp}/bpol\n"
    );
    assert_eq!(project.read("temp dir/log"), installed);

    // What a cache brought is not built again.
    let project = project.file("temp dir/bpol/bin/bpol", program);
    let path = project.path("temp dir/bpol/bin/bpol");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(step("Install", &project, &project.path("bin"), &variables).status, 0);
    assert_eq!(project.read("temp dir/log"), installed);
}

/// Every action that the pages show is pinned to a commit, its version in a comment; `COMMIT` stands for one of bpol's.
/// What a workflow may do is written in it, and is to read, but where findings are uploaded.
#[test]
fn the_workflows_of_the_pages_are_pinned_and_may_do_the_least() {
    let page = pages();
    let action = read("action.yml");
    let fenced: Vec<&str> =
        page.split("```yaml\n").skip(1).map(|it| it.split("```").next().unwrap()).collect();
    let mut uses = 0;
    for block in &fenced {
        for line in block.lines().filter(|line| line.contains("uses: ")) {
            let (name, version) = line.split_once("uses: ").unwrap().1.split_once(" # v").expect(line);
            let commit = name.split_once('@').unwrap().1;
            let is_commit = commit.len() == 40 && commit.bytes().all(|it| it.is_ascii_hexdigit());
            assert!(is_commit || name == "OWNER/bpol@COMMIT", "{line}");
            assert!(version.starts_with(|it: char| it.is_ascii_digit()), "{line}");
            uses += 1;
        }
        if block.contains("jobs:") {
            assert!(block.contains("permissions:\n      contents: read\n"), "{block}");
            assert_eq!(block.contains("security-events: write"), block.contains("upload-sarif"), "{block}");
            assert!(!block.contains("pull_request_target"), "{block}");
        }
        let inputs = block.split("OWNER/bpol@COMMIT").skip(1).flat_map(|behind| {
            // The inputs are two levels below `uses`; what is deeper is a value.
            let step = behind.split("- uses:").next().unwrap();
            step.lines()
                .filter_map(|line| line.strip_prefix("          "))
                .filter(|line| !line.starts_with(' '))
        });
        for name in inputs.filter_map(|line| line.split(':').next()) {
            assert!(action.contains(&format!("\n  {name}:\n")), "{name} is no input of the action");
        }
    }
    assert!(uses >= 4, "the page uses no action");
}

/// The command of a hook with names of files behind it, as pre-commit runs it: its entry, its `args`, the names.
fn hook(id: &str, names: &[&str], project: &Project) -> crate::support::Run {
    let hooks = read(".pre-commit-hooks.yaml");
    let hook = hooks.split("- id: ").find(|hook| hook.lines().next() == Some(id)).unwrap();
    let entry = hook.lines().find_map(|line| line.strip_prefix("  entry: bpol ")).unwrap();
    assert!(!hook.contains("args: [") || hook.contains("args: []"), "the entry has all: {hook}");
    let arguments: Vec<&str> = entry.split(' ').chain(names.iter().copied()).collect();
    project.run(&arguments)
}

/// Whoever may commit may choose the names of files.
#[test]
fn the_hook_that_formats_takes_names_for_names_and_keeps_what_is_excluded() {
    let (loose, tidy) = ("model   a\n", "model a\n");
    let names = ["-x.bpol", "--stdin-filename=a.bpol", "--diff", "a b.bpol", "$(touch pwned).bpol"];
    let project = names.iter().fold(Project::new(), |project, name| project.file(name, loose));
    let project = project
        .file("bpol.toml", "exclude = [\"generated/\"]\n")
        .file("generated/x.bpol", loose)
        .file("unasked.bpol", loose);
    let run = hook("bpol-fmt", &[&names[..], &["generated/x.bpol"]].concat(), &project);
    assert_eq!(run.status, 0, "{}", run.stderr);
    for name in names {
        assert_eq!(project.read(name), tidy, "{name}");
    }
    for name in ["generated/x.bpol", "unasked.bpol"] {
        assert_eq!(project.read(name), loose, "{name}");
    }
    assert!(!project.path("pwned").exists());
}

#[test]
fn the_hook_that_checks_keeps_what_is_excluded() {
    let project = Project::new()
        .file("bpol.toml", "exclude = [\"generated/\"]\n")
        .file("generated/x.bpol", "policy p < country in [x] >\n")
        .file("a.bpol", "model a\n");
    let run = hook("bpol-check", &[], &project);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    // With `args`, a path that the configuration excludes stays excluded.
    assert_eq!(hook("bpol-check", &["a.bpol", "generated/x.bpol"], &project).status, 0);
    assert_eq!(hook("bpol-check", &["--reference", "none"], &project).status, 1);
}

/// An output over a file that was read would destroy it.
#[cfg(unix)]
#[test]
fn the_action_writes_no_log_over_a_source() {
    let text = "model a\n";
    for name in ["policies/a.bpol", "bpol.toml"] {
        let project = Project::new().file("policies/a.bpol", text).file("bpol.toml", "");
        let run = check(&project, "", "", name);
        assert_eq!(run.status, 2, "{name}: {}", run.stdout);
        assert_eq!(project.read("policies/a.bpol"), text);
        assert_eq!(project.read("bpol.toml"), "");
    }
}

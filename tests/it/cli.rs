//! The command line: files, streams, exit statuses and configuration, as scripts rely on them.

use std::fs;
use std::io::Read as _;

use crate::support::{Project, Run, command, run};

const GOOD: &str = "policy fr < country in [fr] >\nenvironment e < attach [fr] >\nmodel a in e\nmodel b\n";
const BAD: &str = "model a < attach [nothing] >\n";

fn compiled(run: &Run) -> serde_json::Value {
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    serde_json::from_str(&run.stdout).unwrap()
}

fn names(run: &Run) -> Vec<String> {
    let workloads = compiled(run)["workloads"].clone();
    workloads.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

fn fails(run: &Run, status: i32, message: &str) {
    assert_eq!(run.status, status, "{}", run.transcript());
    assert!(run.stderr.contains(message), "{}", run.transcript());
    assert_eq!(run.stdout, "");
}

#[test]
fn no_path_is_the_working_directory() {
    let project = Project::new().file("x/a.bpol", "model a").file("b.bpol", "model b").file("c.txt", BAD);
    assert_eq!(names(&project.run(&["compile"])), ["a", "b"]);
    assert_eq!(names(&project.run(&["compile", "x"])), ["a"]);
    assert_eq!(names(&project.run(&["compile", "x", "b.bpol", "x/a.bpol", "./x"])), ["a", "b"]);
}

#[test]
fn a_named_file_is_read_whatever_it_is_called_or_ignored_by() {
    let project = Project::new()
        .file("a.txt", "model a")
        .file("b.bpol", "model b")
        .file("c.bpol", "model c")
        .file(".gitignore", "b.bpol\n")
        .file("bpol.toml", "exclude = [\"c.bpol\"]\n");
    fails(&project.run(&["compile"]), 2, "no .bpol files under `.`");
    assert_eq!(names(&project.run(&["compile", "a.txt", "b.bpol", "c.bpol"])), ["a", "b", "c"]);
}

#[test]
fn hidden_folders_are_not_searched_unless_they_are_named() {
    let project = Project::new()
        .file(".platform/a.bpol", "model a")
        .file(".b.bpol", "model b")
        .file("x/.y/c.bpol", BAD)
        .file(".git/c.bpol", BAD)
        .file(".git/info/exclude", ".b.bpol\n")
        .file("d/.ignore", "x.bpol\n")
        .file("d/x.bpol", BAD);
    assert_eq!(names(&project.run(&["compile"])), ["b"]);
    assert_eq!(names(&project.run(&["compile", ".", ".platform"])), ["a", "b"]);
}

#[test]
fn include_and_exclude_choose_what_is_searched_for() {
    let project = Project::new()
        .file("p/a.bpol", "model a")
        .file("p/old/b.bpol", BAD)
        .file("q/c.bpol", BAD)
        .file("bpol.toml", "include = [\"p/\"]\nexclude = [\"old\"]\n");
    assert_eq!(names(&project.run(&["compile"])), ["a"]);
    fails(&project.run(&["compile", "q"]), 2, "no .bpol files under `q`");
}

#[test]
fn the_configuration_is_found_upwards_and_its_paths_are_relative_to_it() {
    let project = Project::new()
        .file("bpol.toml", "reference = \"table.bpol\"\n")
        .file("table.bpol", "continent c\ncpu x\n")
        .file("sub/deep/a.bpol", "model a");
    let run = crate::support::run(&project.path("sub/deep"), &["compile"], b"");
    assert_eq!(compiled(&run)["reference"]["name"], "table.bpol");
    let flag = crate::support::run(&project.path("sub/deep"), &["compile", "--reference", "world"], b"");
    assert_eq!(compiled(&flag)["reference"]["name"], "world");
    // The table is no part of the workspace even where it lies under its paths.
    assert_eq!(names(&project.run(&["compile"])), ["a"]);
}

#[test]
fn what_the_configuration_names_is_shown_from_the_working_directory() {
    let project = Project::new()
        .file("bpol.toml", "reference = \"tables/t.bpol\"\nexclude = [\"sub/old\"]\n")
        .file("tables/t.bpol", "continent c\ncountry k in nowhere\n")
        .file("sub/a.bpol", "model a\n")
        .file("sub/old/b.bpol", BAD);
    for (folder, path) in
        [("", "tables/t.bpol"), ("sub", "../tables/t.bpol"), ("sub/old", "../../tables/t.bpol")]
    {
        let run = crate::support::run(
            &project.path(folder),
            &["check", "--output-format", "concise", if folder == "sub/old" { ".." } else { "." }],
            b"",
        );
        let place = format!("{path}:2:14: error[unknown-parent]");
        assert!(run.stdout.starts_with(&place), "{}", run.transcript());
        assert!(!run.stdout.contains("unknown-policy"), "{}", run.transcript());
    }
    let project = project.file("bpol.toml", "reference = 1\n");
    let run = crate::support::run(&project.path("sub"), &["check"], b"");
    fails(&run, 2, "error: ../bpol.toml:1:13: expected a string");
}

#[test]
fn a_file_may_be_called_as_a_built_in_table_is() {
    let project = Project::new().file("official", "continent c\ncpu x\n").file("a.bpol", "model a");
    assert_eq!(
        compiled(&project.run(&["compile", "--reference", "./official"]))["placementSets"][0]["locations"][0]
            ["name"],
        "c"
    );
    assert_eq!(
        compiled(&project.run(&["compile", "--reference", "official"]))["reference"]["name"],
        "official"
    );
}

#[test]
fn a_wrong_configuration_is_pointed_at() {
    for (text, message) in [
        ("refrence = \"world\"", "bpol.toml:1:1: unknown key `refrence`\n  help: did you mean `reference`?"),
        ("reference = 1", "bpol.toml:1:13: expected a string, found integer"),
        ("\ninclude = \"x\"", "bpol.toml:2:11: expected a list of strings, found string"),
        (
            "reference = \"wrld\"",
            "no reference table `wrld`: there is no such file\n  help: did you mean `world`?",
        ),
        ("exclude = [", "bpol.toml:1:12: "),
        (
            "exclude = [\n  \"old/\",\n  \"[z\"\n]",
            "bpol.toml:3:3: `[z` is no pattern: unclosed character class",
        ),
        ("include = [\"{a\"]", "bpol.toml:1:12: `{a` is no pattern: unclosed alternate group"),
        (
            "[lint]\nno-efect = \"deny\"",
            "bpol.toml:2:1: there is no lint `no-efect`: did you mean `no-effect`?",
        ),
        ("[lint]\nno-effect = \"dny\"", "bpol.toml:2:13: unknown level `dny`\n  help: did you mean `deny`?"),
        ("[lint]\ncollision = \"warn\"", "bpol.toml:2:1: `collision` is an error, and errors have no level"),
        ("[lint]\nall = \"warn\"", "bpol.toml:2:1: `all` is no lint"),
        ("lint = 3", "bpol.toml:1:8: expected a table, found integer"),
    ] {
        let project = Project::new().file("a.bpol", "model a").file("bpol.toml", text);
        let run = project.run(&["compile"]);
        message.split("\n  help: ").for_each(|part| fails(&run, 2, part));
    }
}

#[test]
fn what_cannot_be_read_is_status_2() {
    let project = Project::new().file("a.bpol", GOOD).file("empty/x.txt", "");
    fails(&project.run(&["compile", "nowhere"]), 2, "cannot read `nowhere`");
    fails(&project.run(&["check", "nowhere"]), 2, "cannot read `nowhere`");
    fails(&project.run(&["compile", "empty"]), 2, "no .bpol files under `empty`");
    fails(&project.run(&["compile", "--reference", "nope", "a.bpol"]), 2, "no reference table `nope`");
    fails(&project.run(&["compile", "--fromat", "json"]), 2, "--format");
    fails(&project.run(&["cmpile"]), 2, "compile");
    fails(&project.run(&[]), 2, "Usage");
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_under_a_folder_is_named_once() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = Project::new().file("a/b/x.bpol", GOOD);
    fs::set_permissions(project.path("a/b"), fs::Permissions::from_mode(0o000)).unwrap();
    // For some users nothing is unreadable.
    if fs::read_dir(project.path("a/b")).is_err() {
        let message = "error: cannot read `a/b`: Permission denied (os error 13)\n";
        fails(&project.run(&["check"]), 2, message);
    }
    fs::set_permissions(project.path("a/b"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn standard_input_is_a_file_of_the_workspace() {
    let project = Project::new().file("a.bpol", "policy fr < country in [fr] >");
    let run = project.run_with_stdin(&["compile", "-", "a.bpol"], "model s < attach [fr] >");
    assert_eq!(names(&run), ["s"]);
    let bad = project.run_with_stdin(&["check", "--output-format", "concise", "-"], BAD);
    assert!(bad.stdout.starts_with("<stdin>:1:19: error[unknown-policy]"), "{}", bad.stdout);
    let named = project
        .run_with_stdin(&["check", "--output-format", "concise", "--stdin-filename", "x/y.bpol", "-"], BAD);
    assert!(named.stdout.starts_with("x/y.bpol:1:19: error[unknown-policy]"), "{}", named.stdout);
}

#[test]
fn errors_leave_no_output() {
    let project = Project::new().file("a.bpol", BAD).file("out.json", "before");
    let run = project.run(&["compile", "-o", "out.json"]);
    fails(&run, 1, "unknown-policy");
    assert_eq!(project.read("out.json"), "before");
    fails(&project.run(&["compile", "--format", "ndjson"]), 1, "unknown-policy");
    let new = project.run(&["compile", "-o", "new.json"]);
    assert_eq!(new.status, 1);
    assert!(!project.path("new.json").exists());
}

#[test]
fn a_file_is_written_whole_and_checked() {
    let project = Project::new().file("a.bpol", GOOD);
    let stdout = project.run(&["compile"]).stdout;
    assert_eq!(
        project.run(&["compile", "-o", "out.json"]).transcript(),
        "status: 0\n--- stdout\n--- stderr\n"
    );
    assert_eq!(project.read("out.json"), stdout);
    assert_eq!(project.run(&["compile", "--check", "out.json"]).status, 0);
    let project = project.file("a.bpol", "model other");
    fails(
        &project.run(&["compile", "--check", "out.json"]),
        1,
        "`out.json` is stale: 1 is new, 2 are gone\n",
    );
    fails(&project.run(&["compile", "--check", "missing.json"]), 1, "`missing.json` does not exist\n");
    assert!(!project.path("missing.json").exists());
    assert_eq!(project.run(&["compile", "-o", "-"]).status, 0);
    assert!(!project.path("-").exists());
    for (path, folder) in
        [("nodir/x.json", "nodir"), ("no/such/folder.json", "no/such"), ("nodir/", "nodir/")]
    {
        let message = format!("cannot write `{path}`: the folder `{folder}` does not exist\n");
        fails(&project.run(&["compile", "-o", path]), 2, &message);
    }
    let left: Vec<_> = fs::read_dir(project.path("")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_link_is_written_through_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = Project::new().file("a.bpol", GOOD).file("real.json", "");
    std::os::unix::fs::symlink("real.json", project.path("link.json")).unwrap();
    fs::set_permissions(project.path("real.json"), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(project.run(&["compile", "-o", "link.json"]).status, 0);
    assert!(fs::symlink_metadata(project.path("link.json")).unwrap().is_symlink());
    assert!(project.read("real.json").starts_with('{'));
    let mode = fs::metadata(project.path("real.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_written_through_too() {
    use std::os::unix::fs::symlink;

    let project = Project::new().file("a.bpol", GOOD).file("out/x.txt", "");
    for (target, link) in
        [("out/real.json", "link"), ("link", "second"), ("nodir/x.json", "lost"), ("loop", "loop")]
    {
        symlink(target, project.path(link)).unwrap();
    }
    assert_eq!(project.run(&["compile", "a.bpol", "-o", "second"]).status, 0);
    let pipe = project.run(&["compile", "a.bpol", "-o", "/dev/stdout"]);
    assert_eq!((pipe.status, pipe.stdout), (0, project.read("out/real.json")));
    for link in ["link", "second"] {
        assert!(fs::symlink_metadata(project.path(link)).unwrap().is_symlink());
    }
    assert!(project.read("out/real.json").starts_with('{'));
    fails(&project.run(&["compile", "a.bpol", "-o", "lost"]), 2, "the folder `nodir` does not exist");
    fails(&project.run(&["compile", "a.bpol", "-o", "loop"]), 2, "cannot write `loop`");
    assert!(fs::symlink_metadata(project.path("loop")).unwrap().is_symlink());
}

#[test]
fn chosen_workloads_come_with_their_sets_alone() {
    let project = Project::new().file("a.bpol", GOOD).file("b.bpol", "agent \"x y\" in e");
    let run = project.run(&["compile", "--workload", "model/b", "--workload", "agent/\"x y\"@e"]);
    assert_eq!(names(&run), ["b", "x y"]);
    let one = compiled(&project.run(&["compile", "--workload", "model/a@e", "--workload", "model/a@e"]));
    assert_eq!(
        (one["workloads"].as_array().unwrap().len(), one["placementSets"].as_array().unwrap().len()),
        (1, 1)
    );
    fails(&project.run(&["compile", "--workload", "model/a"]), 2, "there is no workload `model/a`");
    fails(&project.run(&["compile", "--workload", "model/a@ee"]), 2, "did you mean `model/a@e`?");
    fails(&project.run(&["compile", "--workload", "a"]), 2, "`a` names no workload");
    fails(&project.run(&["compile", "--workload", "models/a"]), 2, "`models/a` names no workload");
    for (asked, help) in
        [("modle/a", "did you mean `model/a@e`?"), ("Models/a@x", "did you mean `model/a@e`?")]
    {
        fails(&project.run(&["compile", "--workload", asked]), 2, help);
    }
    fails(&project.run(&["compile", "--workload", "thing/a"]), 2, "write `KIND/NAME@ENVIRONMENT`");
    // The whole workspace must still be free of errors.
    let project = project.file("c.bpol", BAD);
    fails(&project.run(&["compile", "--workload", "model/b"]), 1, "unknown-policy");
}

#[test]
fn a_workload_without_its_environment_is_looked_for_in_every_one() {
    let text = "environment production\nenvironment e1\nenvironment e2\nenvironment e3\n\
                model llama in production\nmodel lama in e1\nmodel thing in e1\nmodel thing in e2\nmodel thing in e3\n\
                model thing in production\nmodel things in e1\nagent llama\n";
    let project = Project::new().file("a.bpol", text);
    for (asked, help) in [
        ("model/llama", "did you mean `model/llama@production` or `agent/llama`?"),
        (
            "model/thing",
            "did you mean `model/thing@e1`, `model/thing@e2`, `model/thing@e3` or one of 1 more?",
        ),
        ("model/lamma@e9", "did you mean `model/lama@e1`?"),
    ] {
        let run = project.run(&["compile", "--workload", asked]);
        fails(&run, 2, &format!("there is no workload `{asked}`\n  help: {help}\n"));
    }
}

#[test]
fn ndjson_is_a_line_a_workload_with_its_set() {
    let project = Project::new().file("a.bpol", GOOD);
    let run = project.run(&["compile", "--format", "ndjson"]);
    insta::assert_snapshot!("ndjson", run.stdout);
    let document = compiled(&project.run(&["compile"]));
    for (line, workload) in run.stdout.lines().zip(document["workloads"].as_array().unwrap()) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["placementSet"]["id"], workload["placementSet"]);
        assert_eq!(line["policies"], workload["policies"]);
    }
}

#[test]
fn check_prints_findings_as_its_result() {
    let project = Project::new().file("a.bpol", BAD).file("good/a.bpol", "model a\n");
    let run = project.run(&["check", "a.bpol"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.contains("unknown-policy") && run.stdout.contains("found 1 error"), "{}", run.stdout);
    assert_eq!(project.run(&["check", "good"]).transcript(), "status: 0\n--- stdout\n--- stderr\n");
    assert_eq!(project.run(&["lint", "good"]).status, 0);
    let json = project.run(&["check", "good", "--output-format", "json"]);
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&json.stdout).unwrap(),
        serde_json::json!({"schema": "bpol.diagnostics.v1", "diagnostics": [], "suppressed": []})
    );
}

#[test]
fn levels_apply_from_left_to_right_over_the_configuration() {
    let project = Project::new().file("a.bpol", "policy unused < country in [fr] >\nmodel m\n");
    let level = |project: &Project, flags: &[&str]| {
        let run = project.run(&[&["check", "--output-format", "concise"], flags].concat());
        let severity = run.stdout.split(['[', ' ']).nth(1).unwrap_or_default().to_owned();
        (run.status, severity)
    };
    let of = |status, severity: &str| (status, severity.to_owned());
    assert_eq!(level(&project, &[]), of(0, "warning"));
    assert_eq!(level(&project, &["--deny", "unused-policy"]), of(1, "error"));
    assert_eq!(level(&project, &["--deny", "warnings"]), of(1, "error"));
    assert_eq!(level(&project, &["--allow", "unused-policy", "--deny", "warnings"]), of(0, ""));
    assert_eq!(level(&project, &["--deny", "all", "--allow", "all"]), of(0, ""));
    assert_eq!(level(&project, &["--allow", "all", "--warn", "unused-policy"]), of(0, "warning"));
    let project = project.file("bpol.toml", "[lint]\nunused-policy = \"deny\"\n");
    assert_eq!(level(&project, &[]), of(1, "error"));
    assert_eq!(level(&project, &["--warn", "unused-policy"]), of(0, "warning"));
    fails(&project.run(&["check", "--deny", "unusd-policy"]), 2, "did you mean `unused-policy`?");
    fails(&project.run(&["check", "--allow", "collision"]), 2, "errors have no level");
    // Lint findings are no business of `compile`.
    assert_eq!(project.run(&["compile"]).status, 0);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let text: String = (0..20_000).fold(String::new(), |text, number| format!("{text}model m{number}\n"));
    let project = Project::new().file("a.bpol", text);
    for arguments in
        [&["compile"][..], &["check", "--warn", "all", "--output-format", "json"], &["reference"]]
    {
        let mut child = command(&project.path("")).args(arguments).spawn().unwrap();
        let mut first = [0; 16];
        let mut stdout = child.stdout.take().unwrap();
        let _ = stdout.read(&mut first).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn nothing_in_a_name_reaches_the_terminal_raw() {
    let project = Project::new().file("\u{1b}[31mred.bpol", BAD);
    let run = project.run(&["compile"]);
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
    assert!(run.stderr.contains("\\u{1b}[31mred.bpol"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_name_of_a_file_is_on_one_line() {
    let project = Project::new().file("a\n::error::b.bpol", BAD);
    for format in ["full", "concise", "github"] {
        let run = project.run(&["check", "--output-format", format]);
        let name = if format == "github" { "file=a%0A%3A%3Aerror%3A%3Ab.bpol," } else { "a\\u{a}" };
        assert!(!run.stdout.contains("\n::error::b") && run.stdout.contains(name), "{}", run.stdout);
    }
    let named = project
        .run_with_stdin(&["check", "--output-format", "concise", "--stdin-filename", "x\ny", "-"], BAD);
    assert!(named.stdout.starts_with("x\\u{a}y:1:19: "), "{}", named.stdout);
    fails(&project.run(&["compile", "no\nwhere"]), 2, "cannot read `no\\u{a}where`");
    fails(&project.run(&["compile", "--reference", "no\nwhere"]), 2, "no reference table `no\\u{a}where`");
    let project = project.file("good/a.bpol", GOOD);
    fails(&project.run(&["compile", "good", "-o", "no\nwhere/x"]), 2, "the folder `no\\u{a}where` does not");
}

#[test]
fn init_writes_a_workspace_that_is_without_findings() {
    let project = Project::new();
    let init = project.run(&["init", "new"]);
    assert_eq!((init.status, init.stderr.as_str()), (0, ""));
    assert!(init.stdout.ends_with("compile it with: bpol compile new\n"), "{}", init.stdout);
    fails(&project.run(&["init", "new"]), 2, "exists already");
    assert_eq!(project.run(&["init", "new"]).status, 2);

    let new = |arguments: &[&str]| run(&project.path("new"), arguments, b"");
    assert_eq!(new(&["check", "--deny", "warnings"]).transcript(), "status: 0\n--- stdout\n--- stderr\n");
    let document = compiled(&new(&["compile"]));
    assert_eq!(document["reference"]["name"], "world");
    assert_eq!(document["workloads"].as_array().unwrap().len(), 5);
}

/// Its guard says of itself how to break it.
#[test]
fn the_guard_of_a_new_workspace_fails_as_its_comment_says() {
    let project = Project::new();
    assert_eq!(project.run(&["init"]).status, 0);
    let text = project.read("placement.bpol");
    assert!(text.contains("# To see it fail, write `continent in [eu]` for `group in [eu27]` above."));
    let project =
        project.file("placement.bpol", text.replacen("< group in [eu27]", "< continent in [eu]", 1));
    fails(&project.run(&["compile"]), 1, "the guard `residency` does not hold: 2 of 4 workloads");
}

#[test]
fn completions_exist_for_every_shell() {
    let project = Project::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = project.run(&["completions", shell]);
        assert_eq!(run.status, 0);
        assert!(run.stdout.contains("BPOL_COMPLETE"), "{shell}: {}", run.stdout);
    }
}

#[test]
fn the_reference_table_is_listed() {
    let project = Project::new();
    insta::assert_snapshot!("reference", project.run(&["reference"]).stdout);
    insta::assert_snapshot!("reference_na", project.run(&["reference", "na", "--reference", "world"]).stdout);
    insta::assert_snapshot!(
        "reference_t4_json",
        project.run(&["reference", "t4", "--format", "json"]).stdout
    );
    let project = project.file("a.bpol", "# Our own.\nlocation paris \"Paris\" in fr < offers [t4] >\n");
    insta::assert_snapshot!("reference_paris", project.run(&["reference", "paris"]).stdout);
    insta::assert_snapshot!("reference_t4", project.run(&["reference", "t4"]).stdout);
    fails(&project.run(&["reference", "pariss"]), 2, "did you mean `paris`?");
    fails(&project.run(&["reference", "FR"]), 2, "did you mean `fr`?");
    fails(&project.run(&["reference", "usa"]), 2, "its code is `us`");
    let world = "the built-in table `world` has `l4`: use `--reference world`";
    fails(&project.run(&["reference", "l4"]), 2, world);
    assert_eq!(project.run(&["reference", "l4", "--reference", "world"]).status, 0);
    fails(
        &project.run(&["reference", "germany"]),
        2,
        "the built-in table `world` has `de`: use `--reference world`",
    );
}

#[test]
fn help_is_the_same_until_someone_means_to_change_it() {
    let project = Project::new();
    for command in [
        "",
        "check",
        "compile",
        "query",
        "matrix",
        "coverage",
        "import",
        "reference",
        "explain",
        "init",
        "licenses",
        "completions",
        "schema",
    ] {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|it| !it.is_empty()).collect();
        let run = project.run(&arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        insta::assert_snapshot!(format!("help_{command}"), run.stdout);
    }
    assert!(project.run(&["--version"]).stdout.starts_with("bpol "));
}

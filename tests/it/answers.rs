//! What the program answers beside its findings: whether a compiled file is stale and by what, what the table has
//! while errors stand, the last line on a terminal, and what a shell may complete.

use std::process::{Command, Stdio};

use crate::support::{Project, Run};

const GOOD: &str = "\
policy europe < continent in [eu] >
policy us < country in [us] >
environment prod < attach [europe] >
model a in prod
model b in prod
model c
";

fn stale(run: &Run, lines: &[&str]) {
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{run:?}");
    assert_eq!(run.stderr.lines().collect::<Vec<_>>(), lines);
}

#[test]
fn a_stale_file_is_told_by_what() {
    let project = Project::new().file("a.bpol", GOOD);
    assert_eq!(project.run(&["compile", "-o", "p.json"]).status, 0);
    let changed = GOOD.replace("continent in [eu]", "country in [fr]").replace("model c", "job \"d e\"");
    let project = project.file("a.bpol", changed);
    stale(
        &project.run(&["compile", ".", "--check", "p.json"]),
        &[
            "`p.json` is stale: 2 workloads differ, 1 is new, 1 is gone",
            "  new: `job/\"d e\"`",
            "  gone: `model/c`",
            "  `model/a@prod` and `model/b@prod`: places add country `fr`, lose continent `eu`",
            "`bpol compile . -o p.json` writes it",
        ],
    );
    // The command that it names writes it.
    assert_eq!(project.run(&["compile", ".", "-o", "p.json"]).status, 0);
    assert_eq!(
        project.run(&["compile", ".", "--check", "p.json"]).transcript(),
        "status: 0\n--- stdout\n--- stderr\n"
    );

    let project = project.file("fleet.bpol", "location paris in fr < offers [t4] >\n");
    stale(
        &project.run(&["compile", "--check=p.json"]),
        &[
            "`p.json` is stale: 3 workloads differ",
            "  the table in force changed: a code, parent, alias, offer, label or group",
            "  `job/\"d e\"`, `model/a@prod` and `model/b@prod`: placements add `paris`",
            "`bpol compile --output=p.json` writes it",
        ],
    );
}

#[test]
fn what_differs_is_not_told_without_end() {
    let codes: Vec<String> = (0..40).map(|it| format!("c{it:02}")).collect();
    let countries = codes.iter().map(|code| format!("country {code}\n")).collect::<Vec<_>>().concat();
    let models = |of: usize| {
        let model = |it: usize| {
            let list = if it < of { codes.join(", ") } else { codes[it].clone() };
            format!("policy p{it:02} < country in [{list}] >\nmodel m{it:02} < attach [p{it:02}] >\n")
        };
        (0..40).map(model).collect::<Vec<_>>().concat()
    };
    let project = Project::new().file("a.bpol", format!("{countries}{}", models(0)));
    assert_eq!(project.run(&["compile", "-o", "p.json"]).status, 0);
    let run =
        project.file("a.bpol", format!("{countries}{}", models(30))).run(&["compile", "--check", "p.json"]);
    assert_eq!((run.status, run.stderr.lines().count()), (1, 13), "{}", run.stderr);
    assert!(run.stderr.contains("places add country `c01`, country `c02`, country `c03`, country `c04`, country `c05` and 34 more\n"), "{}", run.stderr);
    assert!(run.stderr.contains("  and 20 workloads more\n"), "{}", run.stderr);
}

#[test]
fn line_ends_of_a_checkout_are_no_difference() {
    let project = Project::new().file("a.bpol", GOOD);
    for format in ["json", "ndjson"] {
        let text = project.run(&["compile", "--format", format]).stdout;
        let project = Project::new().file("a.bpol", GOOD).file("p", text.replace('\n', "\r\n"));
        let run = project.run(&["compile", "--format", format, "--check", "p"]);
        let note = "`p` is current; its lines end with CRLF, which is no difference\n";
        assert_eq!((run.status, run.stderr.as_str()), (0, note));
    }
}

#[test]
fn a_file_that_bpol_did_not_write_is_said_to_be_that() {
    let project = Project::new().file("a.bpol", GOOD);
    let [json, ndjson] =
        ["json", "ndjson"].map(|format| project.run(&["compile", "--format", format]).stdout);
    let cases = [
        (
            "json",
            "{",
            "`p` is not what `bpol compile` writes: EOF while parsing an object at line 1 column 1",
        ),
        ("json", "{\"a\": 1}", "`p` is not what `bpol compile` writes: missing field `schema`"),
        ("json", "", "`p` is not what `bpol compile` writes: EOF"),
        (
            "json",
            &ndjson,
            "`p` is not what `bpol compile` writes: it has a line a workload, as `--format ndjson` writes",
        ),
        (
            "ndjson",
            &json,
            "`p` is not what `bpol compile` writes: it is one document, as `--format json` writes",
        ),
        (
            "json",
            &json.replace("  ", " "),
            "`p` says the same as would be written, but is laid out in another way",
        ),
    ];
    for (format, text, message) in cases {
        let project = Project::new().file("a.bpol", GOOD).file("p", text);
        let run = project.run(&["compile", "--format", format, "--check", "p"]);
        assert_eq!(run.status, 1);
        assert!(run.stderr.starts_with(message), "{}", run.stderr);
        assert!(
            run.stderr.ends_with(&format!("`bpol compile --format {format} -o p` writes it\n")),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn no_placement_of_many_locations_is_short_for_people_and_whole_for_programs() {
    let text = include_str!("../language/fleet/no_placement_many.bpol");
    let project = Project::new().file("a.bpol", text);
    let run = project.run(&["check", "--reference", "world", "--output-format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let [first, same, kenya, any] = &document["diagnostics"].as_array().unwrap()[..] else {
        panic!("{document}")
    };
    // Findings of one cause say the same, so that they may be joined.
    assert_eq!((&first["message"], &first["help"]), (&same["message"], &same["help"]));
    assert_eq!(same["data"]["workload"]["name"], "b");
    for finding in [first, kenya, any] {
        assert!(finding["help"].as_str().unwrap().lines().count() <= 3, "{finding}");
        let groups = finding["data"]["locations"].as_array().unwrap();
        let names: usize = groups.iter().map(|group| group["names"].as_array().unwrap().len()).sum();
        assert_eq!(names, 130);
    }
    assert_eq!(first["data"]["allowed"]["locations"].as_array().unwrap().len(), 27);
    assert_eq!(any["data"]["allowed"]["flavors"], serde_json::Value::Null);
}

#[test]
fn the_table_is_shown_while_errors_stand_elsewhere() {
    let broken = "group broken < country in [zz] >\ngroup fine < country in [fr, us] >\npolcy x\n";
    let project = Project::new().file("a.bpol", broken);
    let note = "note: 2 errors stand in the workspace, so that something may be missing here; `bpol check` lists them\n";
    let all = project.run(&["reference"]);
    assert_eq!((all.status, all.stderr.as_str()), (0, note));
    for line in ["  country fr \"France\"\n", "group broken, with an error\n", "group fine, 2 countries\n"] {
        assert!(all.stdout.contains(line), "{}", all.stdout);
    }
    let one = project.run(&["reference", "fr"]);
    assert_eq!((one.status, one.stderr.as_str()), (0, note));
    assert!(
        one.stdout.contains("  in groups fine\n") && !one.stdout.contains("country us"),
        "{}",
        one.stdout
    );
    let document = project.run(&["reference", "--format", "json"]);
    assert!(document.status == 0 && !document.stdout.contains("broken"), "{}", document.stdout);
    // An error in what is asked for is all that is said of errors.
    let broken = project.run(&["reference", "broken"]);
    assert_eq!(
        (broken.status, broken.stdout.as_str()),
        (1, "group broken, with an error\n  declared at a.bpol:1\n")
    );
    assert!(broken.stderr.contains("`zz`") && !broken.stderr.contains("polcy"), "{}", broken.stderr);
    let missing = project.run(&["reference", "nope"]);
    assert_eq!(missing.status, 2);
    assert!(missing.stderr.starts_with(note), "{}", missing.stderr);
}

/// What a person at a terminal sees of `bpol check` with such arguments; `None` where there is no program that
/// makes a terminal.
fn at_a_terminal(project: &Project, arguments: &str) -> Option<String> {
    let command = format!("{} check --color never {arguments}", env!("CARGO_BIN_EXE_bpol"));
    let script = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .current_dir(project.path(""))
        .stdin(Stdio::null())
        .output();
    let output = script.ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).unwrap().replace('\r', ""))
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_found_is_said_at_a_terminal_only() {
    let text = "policy us < country in [us] >\nenvironment e < attach [us] >\nmodel a in e\njob b in e\n";
    let project = Project::new().file("a.bpol", text);
    assert_eq!(project.run(&["check"]).transcript(), "status: 0\n--- stdout\n--- stderr\n");
    let Some(shown) = at_a_terminal(&project, "") else { return };
    assert!(shown.ends_with("no findings in 2 workloads, 1 policy\n"), "{shown}");
    let document = at_a_terminal(&project, "--output-format json").unwrap();
    assert!(document.trim_end().ends_with('}'), "{document}");
    let findings = at_a_terminal(&Project::new().file("a.bpol", GOOD), "").unwrap();
    assert!(!findings.contains("no findings"), "{findings}");
}

/// What bash offers for the last of some words.
fn offered(project: &Project, words: &[&str]) -> Vec<String> {
    let script = r#"
        eval "$(bpol completions bash)"
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_TYPE=9
        _clap_complete_bpol bpol "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_bpol")).parent().unwrap();
    let path = std::env::join_paths(
        [folder.to_owned()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let output = Command::new("bash")
        .args(["--norc", "-c", script, "bash"])
        .args(words)
        .env("PATH", path.unwrap())
        .current_dir(project.path(""))
        .output()
        .unwrap();
    let offered = String::from_utf8(output.stdout).unwrap();
    offered.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_what_may_stand_there() {
    let project = Project::new().file("a.bpol", GOOD).file("sub/b.bpol", "function f\njob \"in quotes\"\n");
    let offers = |line: &str| offered(&project, &line.split(' ').collect::<Vec<_>>());
    assert_eq!(offers("bpol explain no-"), ["no-placement", "no-effect", "no-environment"]);
    assert_eq!(offers("bpol check --deny unused-p"), ["unused-policy"]);
    // Errors have no level.
    assert!(offers("bpol check --allow no-p").is_empty());
    assert_eq!(&offers("bpol check --warn ")[..2], ["all", "warnings"]);
    assert_eq!(offers("bpol compile --workload model/"), ["model/c", "model/a@prod", "model/b@prod"]);
    assert_eq!(offers("bpol compile --workload model/a@"), ["model/a@prod"]);
    // Of the paths that are given, and nothing that a shell would read in another way.
    assert_eq!(offers("bpol compile sub --workload "), ["function/f"]);
    assert_eq!(offers("bpol reference f"), ["fr"]);
    assert_eq!(&offers("bpol compile --reference ")[..3], ["official", "world", "none"]);
    // No flags where a value should stand, and flags where one is begun.
    for line in
        ["bpol explain ", "bpol reference ", "bpol check --deny ", "bpol compile --workload ", "bpol check "]
    {
        let offered = offers(line);
        assert!(!offered.is_empty() && !offered.iter().any(|it| it.starts_with('-')), "{line}: {offered:?}");
    }
    assert_eq!(offers("bpol check --fi"), ["--fix"]);
    assert_eq!(offers("bpol exp"), ["explain"]);
    // An error in the workspace is no matter here.
    let broken = Project::new().file("a.bpol", format!("{GOOD}polcy x\n"));
    assert_eq!(offered(&broken, &["bpol", "compile", "--workload", "model/c"]), ["model/c"]);
}

//! What findings look like in every output format, and where they are written to.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bpol::render::document::Document;
use serde_json::Value;

use crate::support::{Project, Run};

/// Findings of every shape: places in other files, fixes of both sorts, several lines, a byte-order mark, characters
/// outside the basic plane, and a path that no format may take as it is.
fn project() -> Project {
    Project::new()
        .file(
            "teams, 50%/é: [a](1).bpol",
            "\u{feff}policy \"𝒳 é\" < country in [fra] >\r\n\
             policy us < country in [us] >\r\n\
             policy fr < country in [FR] > # 日本 𝒳\r\n\
             model llama in production < attach [us, \"𝒳 é\", fra] >\r\n",
        )
        .file(
            "shared.bpol",
            "policy us < country in [us] > # 𝒳\n\n\
             environment production < attach [\n  # 100 %\n] >\n\
             model one\u{202e}two\n",
        )
}

fn check(project: &Project, format: &str) -> Run {
    let run = project.run(&["check", "--output-format", format]);
    assert_eq!(run.status, 1, "{run:?}");
    assert_eq!(run.stderr, "");
    run
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_format_says_it_in_its_own_way() {
    let project = project();
    for format in ["full", "concise", "json", "github", "gitlab"] {
        insta::assert_snapshot!(format, check(&project, format).stdout);
    }
    let mut log = json(&check(&project, "sarif").stdout);
    // The rules have a test of their own, and change with every rule.
    log["runs"][0]["tool"]["driver"]["rules"] = "…".into();
    for result in log["runs"][0]["results"].as_array_mut().unwrap() {
        result["ruleIndex"] = "…".into();
    }
    insta::assert_snapshot!("sarif", serde_json::to_string_pretty(&log).unwrap());
}

#[test]
fn nothing_is_written_raw_and_every_run_writes_the_same() {
    let project = project();
    for format in ["full", "concise", "json", "github", "sarif", "gitlab"] {
        let text = check(&project, format).stdout;
        let raw = text.chars().find(|&character| {
            (character.is_control() && character != '\n') || matches!(character, '\u{202e}' | '\u{feff}')
        });
        assert_eq!(raw, None, "{format}");
        assert_eq!(text, check(&project, format).stdout);
    }
}

#[test]
fn a_workspace_without_findings_is_a_whole_document_or_nothing() {
    let project = Project::new().file("a.bpol", "model llama\n");
    for (format, expected) in [
        ("full", ""),
        ("concise", ""),
        ("github", ""),
        ("gitlab", "[]\n"),
        (
            "json",
            "{\n  \"schema\": \"bpol.diagnostics.v1\",\n  \"diagnostics\": [],\n  \"suppressed\": []\n}\n",
        ),
    ] {
        let run = project.run(&["check", "--output-format", format]);
        assert_eq!((run.status, run.stdout.as_str()), (0, expected), "{format}");
    }
    let run = project.run(&["check", "--output-format", "sarif"]);
    validate("sarif", &run.stdout);
    assert_eq!(json(&run.stdout)["runs"][0]["results"], json("[]"));
}

#[test]
fn a_dash_is_standard_output() {
    let project = project();
    let run = project.run(&["check", "--output-format", "json", "--output-file", "-"]);
    assert_eq!(run.stdout, check(&project, "json").stdout);
    assert!(!project.path("-").exists());
}

#[test]
fn documents_hold_to_their_schemas() {
    let project = project();
    for format in ["json", "sarif", "gitlab"] {
        validate(format, &check(&project, format).stdout);
    }
    let stdin = project.run_with_stdin(&["check", "-", "--output-format", "sarif"], "policy us <\n");
    validate("sarif", &stdin.stdout);
    let location = &json(&stdin.stdout)["runs"][0]["artifacts"][0]["location"];
    assert_eq!(location, &json(r#"{"uri": "%3Cstdin%3E", "index": 0}"#));
    let table = Project::new().file("a.bpol", "country us \"United States\" in na\n");
    let builtin = check(&table, "sarif").stdout;
    validate("sarif", &builtin);
    assert!(builtin.contains("\"uri\": \"%3Cofficial%3E\""), "{builtin}");
}

#[test]
fn a_program_reads_back_what_was_written() {
    let text = check(&project(), "json").stdout;
    let document: Document = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_value(&document).unwrap(), json(&text));
}

#[test]
fn sarif_lists_the_rules_that_occur_with_their_pages() {
    let log = json(&check(&project(), "sarif").stdout);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let id = |value: &Value| value.as_str().unwrap().to_owned();
    let listed: Vec<String> = rules.iter().map(|rule| id(&rule["id"])).collect();
    let results = run["results"].as_array().unwrap();
    let found: BTreeSet<String> = results.iter().map(|result| id(&result["ruleId"])).collect();
    assert_eq!(listed, found.into_iter().collect::<Vec<_>>());
    for (rule, name) in rules.iter().zip(&listed) {
        let check = bpol::catalogue::find(name).unwrap();
        assert_eq!(rule["help"]["markdown"], bpol::diagnostic::page::page(check));
        // Code scanning takes no more.
        assert!(rule["fullDescription"]["text"].as_str().unwrap().len() <= 1024, "{name}");
    }
    insta::assert_json_snapshot!("sarif_rule", rules.iter().find(|rule| rule["id"] == "empty-list"));
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], rules[index]["id"]);
    }
    // Code scanning takes no more.
    for check in bpol::catalogue::all() {
        assert!(check.why.trim().split("\n\n").next().unwrap().len() <= 1024, "{}", check.name);
    }
}

#[test]
fn github_is_told_how_much_it_does_not_show() {
    let policies = |number: usize| -> String {
        let codes: Vec<String> = (0..number).map(|index| format!("z{index}z")).collect();
        format!("policy p < country in [{}] >\nmodel m < attach [q] >\n", codes.join(", "))
    };
    let notice = |number| {
        let run = check(&Project::new().file("a.bpol", policies(number)), "github");
        run.stdout.lines().find(|line| line.starts_with("::notice ")).map(str::to_owned)
    };
    assert_eq!(notice(9), None);
    assert_eq!(
        notice(10).unwrap(),
        "::notice title=bpol::found 11 errors; GitHub shows 10 of a sort at their lines, the log of this step has \
         all%0A10 error[unknown-code]%0A1 error[unknown-policy]"
    );
}

#[test]
fn sarif_regions_cut_out_what_the_json_offsets_do() {
    let project = project();
    let diagnostics = json(&check(&project, "json").stdout);
    let log = json(&check(&project, "sarif").stdout);
    let results = log["runs"][0]["results"].as_array().unwrap();
    for (finding, result) in diagnostics["diagnostics"].as_array().unwrap().iter().zip(results) {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let text = project.read(finding["path"].as_str().unwrap());
        let range = &finding["range"];
        let expected = &text[number(&range["start"]["offset"])..number(&range["end"]["offset"])];
        // As an editor counts: the mark is gone, a line is an array of UTF-16 code units.
        let lines: Vec<Vec<u16>> = text
            .trim_start_matches('\u{feff}')
            .split_inclusive('\n')
            .map(|line| line.encode_utf16().collect())
            .collect();
        let place = |line: &str, column: &str| {
            let line = number(&region[line]) - 1;
            let before: usize = lines[..line].iter().map(Vec::len).sum();
            before + number(&region[column]) - 1
        };
        let units = lines.concat();
        let cut = &units[place("startLine", "startColumn")..place("endLine", "endColumn")];
        assert_eq!(String::from_utf16(cut).unwrap(), expected);
        let start = number(&region["byteOffset"]);
        assert_eq!(&text[start..start + number(&region["byteLength"])], expected);
    }
}

/// The fingerprints of all findings, in order.
fn fingerprints(project: &Project, format: &str) -> Vec<String> {
    let document = json(&check(project, format).stdout);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    if format == "gitlab" {
        return document.as_array().unwrap().iter().map(|one| text(&one["fingerprint"])).collect();
    }
    let results = document["runs"][0]["results"].as_array().unwrap();
    results.iter().map(|one| text(&one["partialFingerprints"]["bpolFinding/v1"])).collect()
}

#[test]
fn a_finding_keeps_its_fingerprint_wherever_it_moves() {
    let text = "policy a < country in [fra, fra] >\npolicy b <\n  country in [fra]\n>\n";
    let before = Project::new().file("a.bpol", text);
    let after = Project::new().file(
        "a.bpol",
        format!("# a line\n\npolicy fine < country in [us] >\npolicy c < country in [fra] >\n{text}")
            .replace("policy a <", "policy   a  <"),
    );
    let elsewhere = Project::new().file("b.bpol", text);
    for format in ["sarif", "gitlab"] {
        let known = fingerprints(&before, format);
        assert_eq!(known.iter().collect::<BTreeSet<_>>().len(), 3, "not unique: {known:?}");
        assert_eq!(fingerprints(&after, format)[1..], known);
        assert!(fingerprints(&elsewhere, format).iter().all(|other| !known.contains(other)));
    }
    assert_eq!(fingerprints(&before, "sarif"), fingerprints(&before, "gitlab"));
}

#[test]
fn code_hosts_get_paths_from_the_root_of_the_repository() {
    let project = Project::new().file("team/a.bpol", "policy a < country in [fra] >\n");
    let absolute = project.path("team/a.bpol");
    for path in ["team", "./team/../team/a.bpol", absolute.to_str().unwrap()] {
        let run = project.run(&["check", path, "--output-format", "gitlab"]);
        assert_eq!(json(&run.stdout)[0]["location"]["path"], "team/a.bpol", "{path}");
        let run = project.run(&["check", path, "--output-format", "github"]);
        assert!(run.stdout.starts_with("::error file=team/a.bpol,line=1,"), "{}", run.stdout);
        let run = project.run(&["check", path, "--output-format", "sarif"]);
        let location = &json(&run.stdout)["runs"][0]["artifacts"][0]["location"];
        let expected = r#"{"uri": "team/a.bpol", "uriBaseId": "%SRCROOT%", "index": 0}"#;
        assert_eq!(location, &json(expected), "{path}");
    }

    let project = project.file(".git", "gitdir: elsewhere\n");
    let run = crate::support::run(&project.path("team"), &["check", "--output-format", "gitlab"], b"");
    assert_eq!(json(&run.stdout)[0]["location"]["path"], "team/a.bpol");
    let run = crate::support::run(&project.path("team"), &["check", "--output-format", "concise"], b"");
    assert!(run.stdout.starts_with("a.bpol:1:"), "what people read has paths as given");
}

#[test]
fn one_run_writes_several_formats() {
    let project = project();
    let run = project.run(&[
        "check",
        "--output-format=sarif",
        "--output-file=bpol.sarif",
        "--output-format=github",
        "--output-format=concise",
        "--color=always",
        "--output-file=report.txt",
        "--output-file=full.txt",
        "--output-format=gitlab",
        "--output-file=quality.json",
        "--output-format=concise",
    ]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    // `full.txt` belongs to the format nearest before it that had no file.
    assert_eq!(run.stdout, check(&project, "concise").stdout);
    for (file, format) in [
        ("bpol.sarif", "sarif"),
        ("report.txt", "concise"),
        ("full.txt", "github"),
        ("quality.json", "gitlab"),
    ] {
        assert_eq!(project.read(file), check(&project, format).stdout, "{file}");
    }

    let run = project.run(&["check", "--output-file", "findings.txt", "--color", "always"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert_eq!(project.read("findings.txt"), check(&project, "full").stdout);

    let shared = project.run(&["check", "--output-format", "github", "--output-format", "concise"]).stdout;
    assert_eq!(shared, check(&project, "github").stdout + &check(&project, "concise").stdout);
}

#[test]
fn outputs_that_would_get_into_one_another_are_refused() {
    let project = project();
    let mut transcript = String::new();
    for arguments in [
        &["--output-format", "json", "--output-format", "full"][..],
        &["--output-format", "github", "--output-format", "sarif"],
        &["--output-format", "sarif", "--output-format", "sarif"],
        &["--output-format", "full", "--output-file", "x", "--output-file", "./x"],
        &["--output-format", "full", "--output-file", "x", "--output-file", "teams, 50%/../x"],
        &["--output-format", "full", "--output-file", "missing/x"],
        &["--output-format", "xml"],
    ] {
        let run = project.run(&[&["check"], arguments].concat());
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}: {run:?}");
        let _ = writeln!(transcript, "$ bpol check {}\n{}", arguments.join(" "), run.stderr);
        assert!(!project.path("x").exists());
    }
    insta::assert_snapshot!("refused", transcript);
}

#[test]
fn the_summary_counts_what_can_be_fixed() {
    let last = |text: &str| {
        let run = check(&Project::new().file("a.bpol", text), "concise");
        run.stdout.lines().skip_while(|line| !line.starts_with("found ")).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(last("model m < attach [] >\n"), "found 1 error");
    assert_eq!(last("policy a < country in [US] >\n"), "found 1 error; 1 can be fixed with `--fix`");
    assert_eq!(
        last("policy a < country in [us, usa] >\n"),
        "found 1 error; 1 can be fixed with `--fix --unsafe-fixes`"
    );
    assert_eq!(
        last("policy a < country in [US, FR, zz] >\npolicy b < gpu in [us] >\n"),
        "found 4 errors; 2 can be fixed with `--fix`, 1 more with `--fix --unsafe-fixes`"
    );
    let compiled = Project::new().file("a.bpol", "policy a < country in [US] >\n").run(&["compile"]);
    let end = "\n1 can be fixed with `bpol check --fix`\n`bpol explain unknown-code` says more\n";
    assert!(compiled.stderr.ends_with(end), "{}", compiled.stderr);
}

#[test]
fn what_is_suppressed_is_no_finding_and_leaves_a_trace() {
    let text = "# bpol: allow(unused-policy) the contract; 日本 \"next\" year\n\
                policy a < country in [us] >\npolicy b < country in [fr, fr] >\n\
                model m < attach [b] >\n";
    let project = Project::new().file("a.bpol", text);
    let run = |format| {
        let run = project.run(&["check", "--output-format", format]);
        assert_eq!(run.status, 0, "{run:?}");
        if matches!(format, "json" | "sarif") {
            validate(format, &run.stdout);
        }
        run.stdout
    };
    let document = json(&run("json"));
    let codes = |list: &Value, of: fn(&Value) -> &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|it| of(it)["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(&document["diagnostics"], |it| it), ["redundant-code"]);
    assert_eq!(codes(&document["suppressed"], |it| &it["finding"]), ["unused-policy"]);
    insta::assert_json_snapshot!("suppressed_json", document["suppressed"]);
    let log = json(&run("sarif"));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let rules: Vec<&Value> = results.iter().map(|result| &result["ruleId"]).collect();
    assert_eq!(rules, ["redundant-code", "unused-policy"]);
    assert_eq!(results[0]["suppressions"], json("[]"));
    insta::assert_json_snapshot!("suppressed_sarif", results[1]["suppressions"]);
    for format in ["full", "concise", "github", "gitlab"] {
        let text = run(format);
        assert!(text.contains("redundant-code") && !text.contains("unused-policy"), "{format}: {text}");
    }
}

/// Fails where `text` is no document of the format.
fn validate(format: &str, text: &str) {
    let schema = match format {
        "json" => include_str!("data/bpol.diagnostics.v1.schema.json"),
        "gitlab" => include_str!("data/gitlab-code-quality.schema.json"),
        _ => include_str!("data/sarif-2.1.0.schema.json"),
    };
    // The published pattern of `language` closes a bracket that it does not open: a typing error for `)`.
    let schema = schema.replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    let validator = jsonschema::validator_for(&json(&schema)).unwrap();
    let document = json(text);
    let errors: Vec<String> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{format}: {errors:#?}\n{text}");
}

//! Guards on the command line: what `[guards]` of `bpol.toml` makes of them, and what programs read of them.

use serde_json::{Value, json};

use crate::support::{Project, Run};

const BROKEN: &str = "policy us < country in [us] >
environment production < attach [us] >
guard residency in production < within continent in [eu] >
model a in production
";

fn project(guards: &str) -> Project {
    Project::new().file("a.bpol", BROKEN).file("bpol.toml", format!("[guards]\n{guards}\n"))
}

fn fails(run: &Run, message: &str) {
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.contains(message), "{} in {}", message, run.stderr);
}

#[test]
fn a_broken_guard_is_an_error_wherever_it_is_met() {
    let project = Project::new().file("a.bpol", BROKEN);
    let compiled = project.run(&["compile", "-o", "out.json"]);
    assert_eq!(compiled.status, 1);
    assert!(compiled.stderr.contains("guard-violated"), "{}", compiled.stderr);
    assert!(!project.path("out.json").exists());
    assert_eq!(project.run(&["check"]).status, 1);
    // A comment weakens no guard.
    let text = BROKEN.replace("guard ", "# bpol: allow(guard-violated) for now\nguard ");
    assert_eq!(Project::new().file("a.bpol", text).run(&["check"]).status, 1);
}

#[test]
fn a_guard_that_is_a_warning_lets_compile_go_on_and_says_so() {
    let project = project("residency = \"warn\"");
    let compiled = project.run(&["compile"]);
    assert_eq!(compiled.status, 0);
    assert!(compiled.stdout.starts_with("{\n  \"schema\": \"bpol.placement.v1\""));
    assert!(compiled.stderr.contains("`[guards]` in bpol.toml makes it one"), "{}", compiled.stderr);
    let checked = project.run(&["check", "--output-format", "concise"]);
    assert_eq!(checked.status, 0);
    assert!(checked.stdout.contains("warning[guard-violated]"), "{}", checked.stdout);
    assert_eq!(project.run(&["check", "--deny", "warnings"]).status, 0, "only lints have levels");
    assert_eq!(project.run(&["check", "--fix"]).status, 0);
}

#[test]
fn a_warning_with_an_end_counts_its_days() {
    let project = project("residency = { level = \"warn\", until = \"2027-03-31\" }");
    for (today, status, words) in [
        ("2027-03-01", 0, "until 2027-03-31, 30 days from now"),
        ("2027-03-30", 0, "1 day from now"),
        ("2027-03-31", 0, "this is the last day"),
        ("2027-04-01", 1, "until 2027-03-31, which is over"),
    ] {
        let run = project.run(&["check", "--today", today]);
        assert_eq!(run.status, status, "{today}");
        let text = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(words), "{today}: {text}");
        assert_eq!(project.run(&["compile", "--today", today]).status, status);
    }
    fails(&project.run(&["check", "--today", "tomorrow"]), "2027-03-31");
}

#[test]
fn a_wrong_table_of_guards_is_pointed_at() {
    for (guards, message) in [
        (
            "residenzy = \"warn\"",
            "bpol.toml:2:1: no guard is called `residenzy`\n  help: did you mean `residency`?",
        ),
        ("other = \"warn\"", "bpol.toml:2:1: no guard is called `other`\n  help: the guards are `residency`"),
        ("residency = \"deny\"", "bpol.toml:2:13: unknown level `deny`"),
        ("residency = 1", "bpol.toml:2:13: expected a string, found integer"),
        ("residency = { until = \"2027-03-31\" }", "bpol.toml:2:13: `level` is missing"),
        ("residency = { level = \"warn\", until = \"2027-02-30\" }", "the calendar has no day `2027-02-30`"),
        ("residency = { level = \"warn\", until = 2027-03-31 }", "bpol.toml:2:39: expected a string"),
        ("residency = { level = \"warn\", till = \"x\" }", "bpol.toml:2:31: unknown key `till`"),
    ] {
        for command in ["check", "compile"] {
            let run = project(guards).run(&[command]);
            message.split("\n  help: ").for_each(|part| fails(&run, part));
        }
    }
    let project = Project::new().file("a.bpol", "model a").file("bpol.toml", "guards = 3");
    fails(&project.run(&["check"]), "bpol.toml:1:10: expected a table, found integer");
}

/// A guard that something is wrong with is there all the same, so that its errors are what is reported.
#[test]
fn a_guard_that_cannot_be_read_is_no_unknown_one() {
    for guard in [
        "guard residency < country in [us] >",
        "guard residency in nowhere < within country in [us] >",
        "guard residency < within country in [xx] >",
    ] {
        let project =
            Project::new().file("a.bpol", guard).file("bpol.toml", "[guards]\nresidency = \"warn\"\n");
        assert_eq!(project.run(&["check"]).status, 1, "{guard}");
    }
}

#[test]
fn programs_read_who_breaks_a_guard_and_who_lets_that_in() {
    let run = Project::new().file("a.bpol", BROKEN).run(&["check", "--output-format", "json"]);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let workload = json!({"kind": "model", "name": "a", "environment": "production"});
    let wanted = json!({
        "guard": "residency",
        "form": "within",
        "covered": 1,
        "witnesses": [{
            "workload": workload,
            "options": [{"type": "country", "name": "us"}],
            "letIn": [
                {"type": "location", "point": {"workload": workload}, "policy": null, "place": null},
                {
                    "type": "location",
                    "point": {"environment": "production"},
                    "policy": "us",
                    "place": {"path": "a.bpol", "line": 2, "column": 34}
                }
            ]
        }]
    });
    assert_eq!(document["diagnostics"][0]["data"], wanted);
}

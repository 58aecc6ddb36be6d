//! What stands on standard error beside answers that are given all the same: who can run nowhere, who violates
//! guards, and which guards are warnings for now.

use crate::support::Project;

const VIOLATED: &str = "policy us < country in [us] >\nenvironment e\nmodel \"a b\" in e < attach [us] >\n\
    model c in e\nguard home in e < excludes country in [us] >\nguard near < within country in [fr] >\n";

const OBSERVED: &str = "kind,name,environment,location,flavor\nmodel,c,e,,x86\n";

fn project(text: &str) -> Project {
    Project::new().file("a.bpol", text).file("b/b.bpol", "model other\n").file("observed.csv", OBSERVED)
}

const ASKED: [&[&str]; 4] = [
    &["matrix", "a.bpol"],
    &["matrix", "a.bpol", "--format", "json"],
    &["audit", "observed.csv", "--workspace", "a.bpol"],
    &["audit", "observed.csv", "--workspace", "a.bpol", "--format", "csv"],
];

#[test]
fn workloads_that_violate_guards_are_named() {
    let project = project(VIOLATED);
    let sentence = "2 workloads violate guards: `model/\"a b\"@e` and `model/c@e`; `bpol check` says why\n";
    for arguments in ASKED {
        let run = project.run(arguments);
        assert_eq!((run.status, run.stderr), (0, format!("note: {sentence}")), "{arguments:?}");
    }
    // Of the two sides, the one is meant that has them.
    for (sides, side) in [([".", "b"], "."), (["b", "."], ".")] {
        let run = project.run(&["diff", sides[0], sides[1]]);
        let sentence = sentence.replace("2 workloads", "3 workloads").replace(" and `model/c@e`", "");
        let sentence =
            sentence.replace("`model/\"a b\"@e`", "`model/other`, `model/\"a b\"@e` and `model/c@e`");
        assert_eq!((run.status, run.stderr), (0, format!("note: `{side}`: {sentence}")), "{sides:?}");
    }
}

#[test]
fn workloads_that_can_run_nowhere_are_named_the_first_ones_alone() {
    let many: String = (0..7).map(|it| format!("model m{it} in e < attach [de] >\n")).collect();
    let text = format!(
        "policy fr < country in [fr] >\npolicy de < country in [us] >\nenvironment e < attach [fr] >\n\
         model c in e\n{many}"
    );
    let project = project(&text);
    for arguments in ASKED {
        let run = project.run(arguments);
        let named = "`model/m0@e`, `model/m1@e`, `model/m2@e`, `model/m3@e`, `model/m4@e` and 2 more";
        let note = format!("note: 7 workloads can run nowhere: {named}; `bpol check` says why\n");
        assert_eq!((run.status, run.stderr), (0, note), "{arguments:?}");
    }
}

#[test]
fn nothing_is_said_where_nothing_is_wrong_or_the_answer_says_it() {
    let whole = project("model c\n");
    for arguments in &ASKED[..2] {
        assert_eq!(whole.run(arguments).stderr, "");
    }
    assert_eq!(whole.run(&["diff", ".", "b"]).stderr, "");
    let violated = project(VIOLATED);
    for arguments in [&["why", "c", "--workspace", "a.bpol"][..], &["query", "a.bpol"]] {
        let run = violated.run(arguments);
        assert!(run.stdout.contains("violates "), "{}", run.stdout);
        assert_eq!(run.stderr, "");
    }
}

/// A guard that is a warning says on every run how long it will be one.
#[test]
fn a_comparison_reports_the_guards_that_are_warnings() {
    let weak = "[guards]\nhome = { level = \"warn\", until = \"2027-03-31\" }\nnear = \"warn\"\n";
    let project = Project::new()
        .file("old/a.bpol", "model c\n")
        .file("new/a.bpol", VIOLATED)
        .file("new/bpol.toml", format!("reference = \"world\"\n{weak}"));
    let run = project.run(&["diff", "old", "new", "--today", "2027-03-01"]);
    assert_eq!(run.status, 0);
    assert!(run.stderr.contains("warning[guard-violated]: the guard `home` does not hold"), "{}", run.stderr);
    assert!(run.stderr.contains("2027-03-31, 30 days from now"), "{}", run.stderr);
    assert!(!run.stderr.contains("note: `new`"), "{}", run.stderr);
    // Then it is an error again, which a comparison answers beside.
    let run = project.run(&["diff", "old", "new", "--today", "2027-04-01"]);
    assert_eq!(run.status, 0);
    assert!(run.stderr.starts_with("note: `new`: 2 workloads violate guards: "), "{}", run.stderr);
}

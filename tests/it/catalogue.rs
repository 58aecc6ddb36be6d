//! Every page of the catalogue keeps what it says: its bad example has the finding, its good one has not.

use std::fmt::Write as _;

use bpol::catalogue;
use bpol::diagnostic::page::page;
use bpol::diagnostic::{Applicability, Diagnostic, Example, Level};
use bpol::lint::{Change, Levels, Selection};
use bpol::reference::{Builtin, Reference};
use bpol::source::{Source, Sources};

use crate::support::Project;

/// What is found in an example with no lint rule but `rule` looked for; `None` where it cannot be shown.
fn check(example: Example, rule: &'static str) -> Option<Vec<Diagnostic>> {
    let bytes = match example {
        Example::Text(text) => text.as_bytes().to_vec(),
        Example::Bytes(bytes) => bytes.to_vec(),
        Example::Described(_) => return None,
    };
    let table = Reference::builtin(Builtin::Official).1;
    let sources = Sources::new(vec![table, Source::new("example.bpol", bytes)]);
    let (files, findings) = bpol::syntax::parse(&sources);
    let mut levels = vec![
        Change { selection: Selection::All, level: Level::Allow },
        Change { selection: Selection::Rule(rule), level: Level::Warn },
    ];
    if rule == "unused-suppression" {
        // Its page suppresses findings of this rule.
        levels.push(Change { selection: Selection::Rule("unused-policy"), level: Level::Warn });
    }
    Some(bpol::check(&sources, &files, findings, &Levels::new(&levels)))
}

#[test]
fn every_bad_example_has_its_finding_and_no_good_one_has() {
    for rule in catalogue::all() {
        if let Some(bad) = check(rule.bad, rule.name) {
            assert!(
                !bad.is_empty() && bad.iter().all(|it| it.rule.name == rule.name),
                "{}: {bad:?}",
                rule.name
            );
        }
        if let Some(good) = check(rule.good, rule.name) {
            assert!(good.is_empty(), "{}: {good:?}", rule.name);
        }
    }
}

#[test]
fn every_fix_that_a_page_promises_can_occur() {
    for rule in catalogue::all().filter(|rule| rule.level != Level::Error) {
        let bad = check(rule.bad, rule.name).unwrap();
        let of_rule = bad.iter().find(|finding| finding.rule.name == rule.name).unwrap();
        assert_eq!(of_rule.fix.as_ref().map(|fix| fix.applicability), rule.fix, "{}", rule.name);
    }
}

#[test]
fn every_entry_says_what_a_page_needs() {
    let mut names = Vec::new();
    for rule in catalogue::all() {
        assert!(!rule.summary.is_empty() && !rule.summary.ends_with('.'), "{}", rule.name);
        assert!(rule.why.ends_with(['.', '\u{201d}', ')', ']', '`']), "{}: {:?}", rule.name, rule.why);
        assert!(rule.why.lines().all(|line| line.chars().count() <= 120), "{}", rule.name);
        assert_eq!(catalogue::find(rule.name).map(|found| found.name), Some(rule.name));
        names.push((rule.level != Level::Error, rule.name));
    }
    assert!(names.is_sorted(), "{names:?}");
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn explain_prints_the_catalogue() {
    let project = Project::new();
    let list = project.run(&["explain"]).stdout;
    let names: Vec<&str> = list.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, catalogue::all().map(|rule| rule.name).collect::<Vec<_>>());
    insta::assert_snapshot!("explain", list);
    for rule in catalogue::all() {
        let page = project.run(&["explain", rule.name]);
        assert_eq!((page.status, page.stderr.as_str()), (0, ""));
        assert!(page.stdout.starts_with(&format!("# {}\n", rule.name)), "{}", page.stdout);
        for paragraph in rule.why.split("\n\n") {
            assert!(page.stdout.contains(paragraph), "{}", rule.name);
        }
    }
    insta::assert_snapshot!("explain_no_effect", project.run(&["explain", "no-effect"]).stdout);
    let unknown = project.run(&["explain", "no-efect"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.stderr.contains("`no-effect`"), "{}", unknown.stderr);
}

/// A table of every rule, as Markdown.
fn table() -> String {
    let mut table = "| rule | default | fix | reports |\n| --- | --- | --- | --- |\n".to_owned();
    for rule in catalogue::all() {
        let fix = match rule.fix {
            None => "",
            Some(Applicability::Safe) => "safe",
            Some(Applicability::Unsafe) => "unsafe",
        };
        let _ = writeln!(table, "| `{}` | {} | {fix} | {} |", rule.name, rule.level.name(), rule.summary);
    }
    table
}

/// Compares a file of the repository with what it should be, or writes it where `UPDATE_DOCS` is set.
fn keeps(path: &str, wanted: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, wanted).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == wanted, "{} is stale: run the tests with UPDATE_DOCS=1", path.display());
}

#[test]
fn the_documentation_has_the_catalogue() {
    let readme = include_str!("../../README.md");
    let (before, rest) = readme.split_once("<!-- rules -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of rules -->\n").unwrap();
    keeps("README.md", &format!("{before}<!-- rules -->\n{}<!-- end of rules -->\n{after}", table()));

    let mut rules = format!(
        "# Errors and lint rules\n\nWhat `bpol explain` prints, all of it. This page is written by the tests.\n\n{}",
        table()
    );
    for rule in catalogue::all() {
        // A page is a section here.
        let _ = write!(rules, "\n{}", page(rule).replace("\n## ", "\n### ").replacen("# ", "## ", 1));
    }
    keeps("docs/rules.md", &rules);
}

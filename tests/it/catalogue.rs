//! Every page of the catalogue keeps what it says: its bad example has the finding, its good one has not.

use bpol::catalogue;
use bpol::diagnostic::{Diagnostic, Example, Level};
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

//! Every page of the catalogue keeps what it says: its bad example has the finding, its good one has not.

use std::fmt::Write as _;

use bpol::catalogue;
use bpol::diagnostic::page::page;
use bpol::diagnostic::{Applicability, Diagnostic, Example, Level};
use bpol::lint::{Change, Levels, Selection};
use bpol::reference::{Builtin, Reference};
use bpol::{Configuration, Source};

use crate::support::Project;

/// What is found in an example with no lint but that of one name looked for; `None` where it cannot be shown.
fn found(example: Example, name: &'static str) -> Option<Vec<Diagnostic>> {
    let bytes = match example {
        Example::Text(text) => text.as_bytes().to_vec(),
        Example::Bytes(bytes) => bytes.to_vec(),
        Example::Described(_) => return None,
    };
    let mut levels = vec![
        Change { selection: Selection::All, level: Level::Allow },
        Change { selection: Selection::Lint(name), level: Level::Warn },
    ];
    if name == "unused-suppression" {
        // Its page suppresses findings of another one.
        levels.push(Change { selection: Selection::Lint("unused-policy"), level: Level::Warn });
    }
    let configuration = Configuration::with_levels(Levels::new(&levels));
    let source = Source::new("example.bpol", bytes);
    Some(bpol::compile(configuration, Reference::builtin(Builtin::Official), vec![source]).findings())
}

#[test]
fn every_bad_example_has_its_finding_and_no_good_one_has() {
    for check in catalogue::all() {
        if let Some(bad) = found(check.bad, check.name) {
            assert!(
                !bad.is_empty() && bad.iter().all(|it| it.check.name == check.name),
                "{}: {bad:?}",
                check.name
            );
        }
        if let Some(good) = found(check.good, check.name) {
            assert!(good.is_empty(), "{}: {good:?}", check.name);
        }
    }
}

#[test]
fn every_fix_that_a_page_promises_can_occur() {
    for check in catalogue::all().filter(|check| !check.level.is_error()) {
        let bad = found(check.bad, check.name).unwrap();
        let of_check = bad.iter().filter(|finding| finding.check.name == check.name);
        let riskiest = of_check.filter_map(|it| it.fix.as_ref()).map(|fix| fix.applicability).max();
        assert_eq!(riskiest, check.fix, "{}", check.name);
    }
}

#[test]
fn every_entry_says_what_a_page_needs() {
    let mut names = Vec::new();
    for check in catalogue::all() {
        assert!(!check.summary.is_empty() && !check.summary.ends_with('.'), "{}", check.name);
        assert!(check.why.ends_with(['.', '\u{201d}', ')', ']', '`']), "{}: {:?}", check.name, check.why);
        assert!(check.why.lines().all(|line| line.chars().count() <= 120), "{}", check.name);
        assert_eq!(catalogue::find(check.name).map(|it| it.name), Some(check.name));
        names.push((!check.level.is_error(), check.name));
    }
    assert!(names.is_sorted(), "{names:?}");
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn explain_prints_the_catalogue() {
    let project = Project::new();
    let list = project.run(&["explain"]).stdout;
    let names: Vec<&str> = list.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, catalogue::all().map(|check| check.name).collect::<Vec<_>>());
    insta::assert_snapshot!("explain", list);
    for check in catalogue::all() {
        let page = project.run(&["explain", check.name]);
        assert_eq!((page.status, page.stderr.as_str()), (0, ""));
        assert!(page.stdout.starts_with(&format!("{}\n\n", check.name)), "{}", page.stdout);
        // The same words as in the Markdown, without its marks, and in lines that fit.
        let words = |text: &str| text.replace(['*', '\\'], "").split_whitespace().collect::<String>();
        assert!(words(&page.stdout).contains(&words(check.why)), "{}", page.stdout);
        let marks = ["```", "\n#", "\\`"];
        assert!(!marks.iter().any(|mark| page.stdout.contains(mark)), "{}", page.stdout);
        let prose = page.stdout.lines().filter(|line| !line.starts_with("    "));
        prose.for_each(|line| assert!(line.chars().count() <= 80, "{line}"));
    }
    insta::assert_snapshot!("explain_no_effect", project.run(&["explain", "no-effect"]).stdout);
    let unknown = project.run(&["explain", "no-efect"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.stderr.contains("`no-effect`"), "{}", unknown.stderr);
}

/// A table of every check, as Markdown.
fn table() -> String {
    let mut table = "| name | level | fix | reports |\n| --- | --- | --- | --- |\n".to_owned();
    for check in catalogue::all() {
        let fix = check.fix.map_or("", Applicability::name);
        let _ = writeln!(table, "| `{}` | {} | {fix} | {} |", check.name, check.level.name(), check.summary);
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
    let mut rules = format!(
        "# Errors and lints\n\nAn error cannot be suppressed, and its page says what it stops. Lints have a level, `allow`, `warn` or `deny`, of which only the \
         last fails.\nThe fixes are those of `bpol check --fix`: *safe*, or *unsafe*, which needs a person's judgement. \
         Below are the pages that\n`bpol explain` prints. The tests write this page.\n\n{}",
        table()
    );
    for check in catalogue::all() {
        // A page is a section here.
        let _ = write!(rules, "\n{}", page(check).replace("\n## ", "\n### ").replacen("# ", "## ", 1));
    }
    keeps("docs/rules.md", &rules);
}

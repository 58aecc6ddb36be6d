//! What the documentation shows is what the program does: every command of a page is run, every text in the
//! language is compiled, and so is every example workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Run, run};

/// A line of a page that stands for any number of lines of output.
const ELISION: &str = "...";

#[test]
fn every_command_of_the_pages_prints_what_the_page_shows() {
    let mut commands = 0;
    let mut wrong = Vec::new();
    for block in pages().iter().flat_map(|page| blocks(page)).filter(|block| block.info == "console") {
        let mut lines = block.text.lines().peekable();
        while let Some(line) = lines.next() {
            let place = &block.place;
            let command = line.strip_prefix("$ ").unwrap_or_else(|| panic!("{place}: no command: {line}"));
            let shown: Vec<&str> =
                std::iter::from_fn(|| lines.next_if(|line| !line.starts_with("$ "))).collect();
            let ran = execute(place, command);
            let printed = ran.stdout + &ran.stderr;
            if !agrees(&shown, &printed.lines().collect::<Vec<_>>()) {
                wrong.push(format!("{place}: `{command}` prints\n{printed}"));
            }
            commands += 1;
        }
    }
    assert!(commands > 0, "the pages show no command");
    assert!(wrong.is_empty(), "the pages show something else:\n\n{}", wrong.join("\n\n"));
}

#[test]
fn every_text_in_the_language_compiles() {
    let mut texts = 0;
    // Half of the texts of the rules' pages are wrong on purpose; the tests of the catalogue know which.
    let pages = pages().into_iter().filter(|page| !page.ends_with("docs/rules.md"));
    for block in pages.flat_map(|page| blocks(&page)).filter(|block| block.info == "bpol") {
        let compiled = run(&root(), &["compile", "-"], block.text.as_bytes());
        assert_eq!(compiled.status, 0, "{}: {}", block.place, compiled.stderr);
        texts += 1;
    }
    assert!(texts > 0, "the pages show no text in the language");
}

#[test]
fn every_link_within_the_repository_leads_somewhere() {
    let mut links = 0;
    for page in pages().into_iter().chain([root().join("examples/README.md")]) {
        let text = fs::read_to_string(&page).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !target.starts_with("http") {
                let path = page.parent().unwrap().join(target);
                assert!(path.exists(), "{} links to {target}", page.display());
                links += 1;
            }
        }
    }
    assert!(links > 0, "the pages have no link");
}

#[test]
fn the_language_page_names_every_rule() {
    let page = fs::read_to_string(root().join("docs/language.md")).unwrap();
    let rules = run(&root(), &["explain"], b"").stdout;
    assert!(!rules.is_empty());
    for rule in rules.lines().filter_map(|line| line.split(' ').next()) {
        assert!(page.contains(&format!("`{rule}`")), "docs/language.md does not name {rule}");
    }
}

#[test]
fn every_example_gives_its_snapshot() {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty(), "there are no examples");
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let compiled = compile(name);
        assert_eq!((compiled.status, compiled.stderr.as_str()), (0, ""), "{name}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(
                format!("example-{name}"),
                compiled.stdout.replace(concat!("bpol ", env!("CARGO_PKG_VERSION")), "bpol VERSION")
            );
        });
    }
}

/// The eight worked combinations of A (country us), B (continents na and eu) and C (gpu t4), by hand: what a
/// point attaches is a union per type, environment and workload are an intersection per type, and a type without
/// policy is everything that the table has.
#[test]
fn the_worked_combinations_give_what_their_comments_say() {
    let everywhere = ["continent eu", "continent na"].as_slice();
    let us = ["country us"].as_slice();
    let anything = ["cpu x86", "gpu t4"].as_slice();
    let t4 = ["gpu t4"].as_slice();
    let location = ["location"].as_slice();
    let both = ["location", "flavor"].as_slice();
    let expected = [
        ("model/case-1@A-B", location, everywhere, anything),
        ("model/case-2@B-C", both, everywhere, t4),
        ("model/case-3@A-C", both, us, t4),
        ("model/case-4@A-B-C", both, everywhere, t4),
        ("model/case-5@A", location, us, anything),
        ("model/case-6@B", location, us, anything),
        ("model/case-7@B", both, everywhere, t4),
        ("model/case-8@A", both, us, t4),
    ];
    let document: Value = serde_json::from_str(&compile("combinations").stdout).unwrap();
    let sets: BTreeMap<&str, &Value> =
        list(&document["placementSets"]).iter().map(|set| (text(&set["id"]), set)).collect();
    let workloads: BTreeMap<String, &Value> = list(&document["workloads"])
        .iter()
        .map(|workload| {
            let [kind, name, environment] = ["kind", "name", "environment"].map(|key| text(&workload[key]));
            (format!("{kind}/{name}@{environment}"), sets[text(&workload["placementSet"])])
        })
        .collect();
    assert_eq!(workloads.len(), expected.len());
    for (workload, restricts, locations, flavors) in expected {
        let set = workloads[workload];
        assert_eq!(list(&set["restricts"]).iter().map(text).collect::<Vec<_>>(), restricts, "{workload}");
        assert_eq!(codes(&set["locations"]), locations, "{workload}");
        assert_eq!(codes(&set["flavors"]), flavors, "{workload}");
        assert_eq!(set.get("placements"), None, "{workload}: no fleet is declared");
    }
}

#[test]
fn the_examples_to_copy_have_no_findings() {
    for name in ["quickstart", "combinations", "team", "global"] {
        let checked = run(&root().join("examples").join(name), &["check", "--output-format", "json"], b"");
        let findings: Value = serde_json::from_str(&checked.stdout).unwrap();
        assert_eq!(findings["diagnostics"], Value::Array(Vec::new()), "{name}");
        assert_eq!(checked.status, 0, "{name}");
    }
}

/// Compiles an example in its folder, so that its `bpol.toml` is in force.
fn compile(example: &str) -> Run {
    match example {
        // Its configuration is about lint rules, of which `compile` has none.
        "findings" => run(&root(), &["compile", "examples/findings"], b""),
        _ => run(&root().join("examples").join(example), &["compile"], b""),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// `{type, name}` objects as the language names them.
fn codes(value: &Value) -> Vec<String> {
    list(value).iter().map(|code| format!("{} {}", text(&code["type"]), text(&code["name"]))).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// README.md and the pages under `docs`.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

/// A fenced block of a page.
struct Block {
    /// File and line, for messages.
    place: String,
    /// What stands behind the opening fence.
    info: String,
    text: String,
}

fn blocks(page: &Path) -> Vec<Block> {
    let text = fs::read_to_string(page).unwrap();
    let name = page.strip_prefix(root()).unwrap().display();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                let place = format!("{name}:{}", index + 1);
                open = Some(Block { place, info: info.trim().to_owned(), text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{name}: a block is not closed");
    blocks
}

/// Runs a command of a page in the repository's root. Words are separated by spaces; there is no quoting.
fn execute(place: &str, command: &str) -> Run {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("bpol"), "{place}: `console` blocks are for bpol, others are `sh`");
    run(&root(), &words.collect::<Vec<_>>(), b"")
}

/// Whether the lines are those shown, an elision standing for any lines.
fn agrees(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&ELISION, rest)) => (0..=printed.len()).any(|skipped| agrees(rest, &printed[skipped..])),
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(first, others)| line.trim_end() == first.trim_end() && agrees(rest, others)),
    }
}

#[test]
fn an_elision_stands_for_any_lines_and_nothing_else_does() {
    assert!(agrees(&["a", "...", "d"], &["a", "b", "c", "d"]));
    assert!(agrees(&["a", "..."], &["a"]));
    assert!(!agrees(&["a", "...", "c"], &["a", "b", "c", "d"]));
    assert!(!agrees(&["a"], &["a", "b"]));
    assert!(!agrees(&["a", "b"], &["a"]));
}

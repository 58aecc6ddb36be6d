//! What the documentation shows is what the program does: every command of a page is run, every text in the
//! language is compiled, and so is every example workspace.

mod elision;
mod page;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Project, Run, run};

use page::{blocks, laid_out, pages, play, root};

/// With `UPDATE_DOCS` set, the pages are written as they should be.
#[test]
fn every_command_of_the_pages_prints_what_the_page_shows() {
    let mut commands = 0;
    let mut wrong = Vec::new();
    for page in pages() {
        if is_update() && is_laid_out(&page) {
            fs::write(&page, laid_out(&page).0).unwrap();
        }
        let played = play(&page);
        commands += played.commands;
        if is_update() && !played.wrong.is_empty() {
            fs::write(&page, played.text).unwrap();
        } else {
            wrong.extend(played.wrong);
        }
    }
    assert!(commands > 0, "the pages show no command");
    assert!(
        wrong.is_empty(),
        "the pages show something else; UPDATE_DOCS=1 writes them:\n\n{}",
        wrong.join("\n\n")
    );
}

/// A block with a name is a file, which the commands behind it read; every other text in the language compiles, with
/// the table `official` or with the one that the block says.
#[test]
fn every_text_in_the_language_compiles() {
    let mut texts = 0;
    // Half of the texts of the rules' pages are wrong on purpose; the tests of the catalogue know which.
    let pages = pages().into_iter().filter(|page| !page.ends_with("docs/rules.md"));
    for block in pages.flat_map(|page| blocks(&page)).filter(|block| block.file().is_none()) {
        let ("bpol", table) = block.info.split_once(' ').unwrap_or((&block.info, "official")) else {
            continue;
        };
        let compiled = run(&root(), &["compile", "--reference", table, "-"], block.text.as_bytes());
        assert_eq!(compiled.status, 0, "{}: {}", block.place, compiled.stderr);
        texts += 1;
    }
    assert!(texts > 0, "the pages show no text in the language");
}

/// No block is left out: each is of a sort that a test runs, or is no text of bpol's at all.
#[test]
fn every_block_is_of_a_sort_that_is_tested() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for block in pages().into_iter().flat_map(|page| blocks(&page)) {
        let place = &block.place;
        match block.info.split(' ').next().unwrap() {
            "bpol" | "console" => {}
            "csv" | "diff" | "json" | "toml" => assert!(block.file().is_some(), "{place}: of which file?"),
            // The pages of CI are run by the tests of `ci`.
            "yaml" => assert!(
                ["docs/ci.md:", "docs/report.md:"].iter().any(|it| place.starts_with(it))
                    || block.file().is_some(),
                "{place}: nothing reads this"
            ),
            // Programs that use what a target writes; `emit` says of them what they do not restrict.
            "python" | "javascript" => {
                assert!(place.starts_with("docs/emit/"), "{place}: nothing runs this");
            }
            "sh" => block.text.lines().for_each(|line| {
                let words: Vec<&str> = line.split(' ').collect();
                match words.as_slice() {
                    ["cargo", "run", "--release", "--", arguments @ ..] => {
                        assert_eq!(run(&root(), arguments, b"").status, 0, "{place}: {line}");
                    }
                    ["cargo", "bench", "--bench", name, ..] => {
                        assert!(manifest.contains(&format!("name = \"{name}\"")), "{place}: {line}");
                    }
                    ["cargo", "install", "--locked", "--path", "."] | ["cargo", "test"] => {}
                    _ => panic!("{place}: who knows whether this works: {line}"),
                }
            }),
            other => panic!("{place}: nothing tests a block of `{other}`"),
        }
    }
}

#[test]
fn every_text_of_the_pages_is_laid_out_as_fmt_does_it() {
    if is_update() {
        return;
    }
    let wrong: Vec<String> =
        pages().iter().filter(|page| is_laid_out(page)).flat_map(|page| laid_out(page).1).collect();
    assert!(wrong.is_empty(), "not laid out; UPDATE_DOCS=1 writes them: {}", wrong.join(", "));
}

/// Whether the pages are to be written: by the first test alone, as two would overwrite each other.
fn is_update() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some()
}

/// The page about the layout shows others on purpose, and those of the rules show texts that are none.
fn is_laid_out(page: &Path) -> bool {
    !page.ends_with("docs/fmt.md") && !page.ends_with("docs/rules.md")
}

/// The table of docs/europe.md: a country is in what a column says if a location there is a placement of it.
#[test]
fn the_table_about_europe_says_what_the_program_says() {
    let page = fs::read_to_string(root().join("docs/europe.md")).unwrap();
    let rows: Vec<Vec<&str>> = page
        .lines()
        .skip_while(|line| !line.starts_with("| country |"))
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let codes: Vec<&str> = rows[2..].iter().map(|row| row[0].split('`').nth(1).unwrap()).collect();
    let fleet: Vec<String> = codes.iter().map(|code| format!("location {code} in {code}\n")).collect();
    let fleet = fleet.concat();
    for (column, rule) in rows[0].iter().enumerate().skip(1) {
        let text = format!("{fleet}policy p < {} >\nmodel m < attach [p] >\n", rule.trim_matches('`'));
        let compiled = run(&root(), &["compile", "--reference", "world", "-"], text.as_bytes());
        assert_eq!(compiled.status, 0, "{rule}: {}", compiled.stderr);
        let document: Value = serde_json::from_str(&compiled.stdout).unwrap();
        let placements: Vec<&str> = list(&document["placementSets"][0]["placements"])
            .iter()
            .map(|placement| self::text(&placement["location"]))
            .collect();
        for (code, row) in codes.iter().zip(&rows[2..]) {
            let expected = if placements.contains(code) { "yes" } else { "no" };
            assert_eq!(row[column], expected, "{code} and {rule}");
        }
    }
    assert!(codes.len() > 10 && rows[0].len() > 5, "the page has no table");
}

#[test]
fn every_link_within_the_repository_leads_somewhere() {
    let mut links = 0;
    let editor = fs::read_dir(root().join("docs/editor")).unwrap().map(|entry| entry.unwrap().path());
    let others = editor.filter(|path| path.extension().is_some_and(|it| it == "md"));
    for page in pages().into_iter().chain(others).chain([root().join("examples/README.md")]) {
        let text = fs::read_to_string(&page).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("http") {
                continue;
            }
            let (path, heading) = target.split_once('#').unwrap_or((target, ""));
            let path = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            assert!(path.exists(), "{} links to {target}", page.display());
            let is_there = heading.is_empty() || anchors(&path).iter().any(|anchor| anchor == heading);
            assert!(is_there, "{} links to {target}, and there is no such heading", page.display());
            links += 1;
        }
    }
    assert!(links > 0, "the pages have no link");
}

#[test]
fn the_readme_shows_the_quickstart_in_full() {
    let shown = blocks(&root().join("README.md")).into_iter().find(|it| it.file() == Some("quickstart.bpol"));
    let kept = fs::read_to_string(root().join("examples/quickstart/placement.bpol")).unwrap();
    assert_eq!(shown.map(|block| block.text), Some(kept));
}

/// Every name between backticks that looks like that of an error or lint is one: a page must not outlive it.
#[test]
fn every_error_and_lint_that_a_page_names_exists() {
    let listed = run(&root(), &["explain"], b"").stdout;
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split(' ').next()).collect();
    // The words that names are made of: what has two of them and is no name is a slip, or was one once.
    let words: Vec<&str> = names.iter().flat_map(|name| name.split('-')).collect();
    let mut found = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for word in text.split('`').skip(1).step_by(2) {
            let is_like = word.contains('-') && word.split('-').all(|part| words.contains(&part));
            assert!(!is_like || names.contains(&word), "{} names `{word}`", page.display());
            found += usize::from(is_like);
        }
    }
    assert!(found > names.len(), "the pages name {found}");
}

#[test]
fn every_example_gives_its_snapshot() {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        // The two sides of `change` are broken on purpose: questions/change.rs compares them.
        .filter(|path| path.is_dir() && !path.ends_with("change"))
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
    for name in ["quickstart", "combinations", "team", "global", "export-control", "regulated"] {
        let checked = run(&root().join("examples").join(name), &["check", "--output-format", "json"], b"");
        let findings: Value = serde_json::from_str(&checked.stdout).unwrap();
        assert_eq!(findings["diagnostics"], Value::Array(Vec::new()), "{name}");
        assert_eq!(checked.status, 0, "{name}");
    }
}

/// The guards of `examples/regulated`, each with one change that breaks it and no other one.
#[test]
fn each_guard_of_the_example_fails_where_it_must() {
    let folder = root().join("examples/regulated");
    let names = ["bpol", "environments", "fleet", "groups", "guards", "policies", "workloads"];
    let read = |name: &str| {
        let name = format!("{name}.{}", if name == "bpol" { "toml" } else { "bpol" });
        let text = fs::read_to_string(folder.join(&name)).unwrap();
        (name, text)
    };
    let changes = [
        ("policies", "group in [eea30, gdpr-adequate-2026]", "group in [eea30, gdpr-adequate-partial-2026]"),
        ("environments", "attach [open_markets, serving, processors]", "attach [serving, processors]"),
        ("policies", "  or location in [eu-par-2]\n", ""),
        ("fleet", "in sg < offers [x86, l4] >", "in sg < offers [x86, l4, h100] >"),
        ("groups", "location in [eu-dub-1, eu-fra-1, eu-par-1]", "location in [eu-dub-1, eu-fra-1]"),
    ];
    let mut broken = Vec::new();
    for (changed, from, to) in changes {
        let mut project = Project::new();
        for name in names {
            let (name, mut text) = read(name);
            if name == format!("{changed}.bpol") {
                assert!(text.contains(from), "{name} has no `{from}`");
                text = text.replace(from, to);
            }
            project = project.file(&name, text);
        }
        let checked = project.run(&["check", "--output-format", "json"]);
        assert_eq!(checked.status, 1, "{from}");
        let findings: Value = serde_json::from_str(&checked.stdout).unwrap();
        let errors: Vec<&Value> =
            list(&findings["diagnostics"]).iter().filter(|finding| finding["severity"] == "error").collect();
        assert_eq!(errors.len(), 1, "{from}: {}", checked.stdout);
        broken.push((
            text(&errors[0]["data"]["guard"]).to_owned(),
            text(&errors[0]["data"]["form"]).to_owned(),
        ));
    }
    let expected = [
        ("residency", "within"),
        ("left", "excludes"),
        ("test_hall", "excludes"),
        ("licence", "excludes-and"),
        ("failover", "allows"),
    ];
    assert_eq!(broken, expected.map(|(guard, form)| (guard.to_owned(), form.to_owned())));
    assert_eq!(read("guards").1.matches("\nguard ").count(), expected.len(), "a guard is not tried");
}

/// What a link to each heading of a page ends in, as code hosts make it.
fn anchors(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let headings =
        text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    headings
        .map(|heading| {
            let kept = heading.chars().filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
            kept.map(|it| if it == ' ' { '-' } else { it }).collect::<String>().to_lowercase()
        })
        .collect()
}

/// Compiles an example in its folder, so that its `bpol.toml` is in force.
fn compile(example: &str) -> Run {
    match example {
        // Its configuration is about lints, of which `compile` has none.
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

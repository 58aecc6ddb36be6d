//! What the documentation shows is what the program does: every command of a page is run, every text in the
//! language is compiled, and so is every example workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Project, Run, run};

/// A line of a page that stands for any number of lines of output.
const ELISION: &str = "...";

#[test]
fn every_command_of_the_pages_prints_what_the_page_shows() {
    let mut commands = 0;
    let mut wrong = Vec::new();
    for page in pages() {
        let mut folder = Folder::default();
        for block in blocks(&page) {
            if let Some(name) = block.file() {
                folder.write(name, &block);
            }
            if block.info != "console" {
                continue;
            }
            let mut lines = block.text.lines().peekable();
            while let Some(line) = lines.next() {
                let place = &block.place;
                let command =
                    line.strip_prefix("$ ").unwrap_or_else(|| panic!("{place}: no command: {line}"));
                let shown: Vec<&str> =
                    std::iter::from_fn(|| lines.next_if(|line| !line.starts_with("$ "))).collect();
                let ran = folder.execute(place, command);
                let printed = ran.stdout + &ran.stderr;
                if agrees(&shown, &printed.lines().collect::<Vec<_>>()) {
                    // It is as it should be.
                } else if std::env::var_os("UPDATE_DOCS").is_some() && !shown.contains(&ELISION) {
                    update(&page, &shown, &printed, line);
                } else {
                    wrong.push(format!("{place}: `{command}` prints\n{printed}"));
                }
                commands += 1;
            }
        }
        assert_eq!(folder.unread, Vec::<String>::new(), "{}: no command reads these", page.display());
    }
    assert!(commands > 0, "the pages show no command");
    assert!(wrong.is_empty(), "the pages show something else:\n\n{}", wrong.join("\n\n"));
}

/// Writes into a page what a command prints, in the place of what is shown.
fn update(page: &Path, shown: &[&str], printed: &str, command: &str) {
    let text = fs::read_to_string(page).unwrap();
    let old: Vec<&str> = std::iter::once(command).chain(shown.iter().copied()).collect();
    let new: Vec<&str> = std::iter::once(command).chain(printed.lines().map(str::trim_end)).collect();
    let [old, new] = [old, new].map(|lines| lines.join("\n") + "\n");
    fs::write(page, text.replacen(&old, &new, 1)).unwrap();
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
    for page in pages().into_iter().chain([root().join("examples/README.md")]) {
        let text = fs::read_to_string(&page).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !target.starts_with("http") && !target.starts_with('#') {
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

impl Block {
    /// The name behind the language, where the block is a file.
    fn file(&self) -> Option<&str> {
        self.info.split(' ').nth(1).filter(|name| name.contains('.'))
    }
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

/// The files that a page has shown so far, in a folder of their own.
#[derive(Default)]
struct Folder {
    project: Option<Project>,
    /// The places of the files that no command has come behind yet.
    unread: Vec<String>,
}

impl Folder {
    fn write(&mut self, name: &str, block: &Block) {
        let project = self.project.take().unwrap_or_else(Project::new);
        self.project = Some(project.file(name, &block.text));
        self.unread.push(block.place.clone());
    }

    /// Runs a command, in the repository's root where the page has shown no file. Words are separated by spaces; there
    /// is no quoting.
    fn execute(&mut self, place: &str, command: &str) -> Run {
        self.unread.clear();
        let folder = self.project.as_ref().map_or_else(root, |project| project.path(""));
        let mut words = command.split_whitespace();
        assert_eq!(words.next(), Some("bpol"), "{place}: `console` blocks are for bpol, others are `sh`");
        run(&folder, &words.collect::<Vec<_>>(), b"")
    }
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

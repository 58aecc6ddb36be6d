//! The list of what bpol is built from names every crate that is locked, under a licence that it may be used under.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use toml::Table;

use crate::support::Project;

const LIST: &str = "docs/third-party.txt";

const OPENING: &str = "\
bpol is licensed under the Apache License 2.0, which stands at the end of what `bpol licenses`
prints.

It is built from the crates below, and with the standard library of Rust (MIT OR Apache-2.0).
Some are used on some systems only, or only while it is built. The second column is the licence
that a crate offers, the third the one that bpol takes it under. Those that are not the Apache
License 2.0 follow, each with the crates that it is for.

The names and regions of countries in the table `world` are from the Unicode CLDR, under the
Unicode License v3.

The shapes of countries in the pages of `bpol report` are from Natural Earth, which is in the
public domain.

This file is written by the tests: UPDATE_DOCS=1 cargo test --test it licenses

";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Name and version of every crate of Cargo.lock that the program needs, directly or over others. What the tests alone
/// need is not among them.
fn locked() -> BTreeSet<(String, String)> {
    let manifest: Table = read("Cargo.toml").parse().unwrap();
    let lock: Table = read("Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    // One may be called by another name here.
    let name = |(key, value): (&String, &toml::Value)| {
        value.get("package").and_then(toml::Value::as_str).unwrap_or(key).to_owned()
    };
    let mut left: Vec<String> = manifest["dependencies"].as_table().unwrap().iter().map(name).collect();
    let mut needed = BTreeSet::new();
    while let Some(wanted) = left.pop() {
        // A name, and its version where several are locked.
        let mut words = wanted.split(' ');
        let (name, version) = (words.next().unwrap(), words.next());
        for package in packages {
            let text = |key: &str| package[key].as_str().unwrap();
            let is_wanted = text("name") == name && version.is_none_or(|version| text("version") == version);
            if is_wanted && needed.insert((name.to_owned(), text("version").to_owned())) {
                let more = package.get("dependencies").and_then(toml::Value::as_array);
                left.extend(more.into_iter().flatten().map(|it| it.as_str().unwrap().to_owned()));
            }
        }
    }
    needed
}

/// The licences to take of an expression: one of each choice, the Apache License where it is offered.
fn taken(expression: &str) -> Vec<String> {
    let choices =
        expression.split(" AND ").map(|choice| choice.trim_matches(['(', ')']).replace('/', " OR "));
    choices
        .map(|choice| {
            let offered: Vec<&str> = choice.split(" OR ").collect();
            let preferred = ["Apache-2.0", "MIT"].into_iter().find(|it| offered.contains(it));
            preferred.unwrap_or(offered[0]).to_owned()
        })
        .collect()
}

/// The text of a licence as a crate brings it along.
fn brought(folder: &Path, license: &str) -> String {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.to_uppercase().starts_with("LICENSE"))
        .collect();
    names.sort();
    let sort = license.split('-').next().unwrap().to_uppercase();
    let fitting = names.iter().find(|name| name.to_uppercase().contains(&sort));
    let name = fitting.or(names.first()).unwrap_or_else(|| panic!("{}: no licence", folder.display()));
    let text = fs::read_to_string(folder.join(name)).unwrap();
    let lines: Vec<&str> = text.trim_matches('\n').lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

/// The list, from what cargo knows of each crate. cargo may have to load some that are for other systems.
fn list() -> String {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo metadata");
    let needed = locked();
    let mut rows = BTreeMap::new();
    let mut texts: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for package in metadata["packages"].as_array().unwrap() {
        let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        let key = (text("name"), text("version"));
        if !needed.contains(&key) {
            continue;
        }
        let licenses = taken(&text("license"));
        let manifest = PathBuf::from(text("manifest_path"));
        for license in licenses.iter().filter(|license| *license != "Apache-2.0") {
            let text = brought(manifest.parent().unwrap(), license);
            texts.entry((license.clone(), text)).or_default().push(key.0.clone());
        }
        rows.insert(key, (text("license"), licenses.join(" AND ")));
    }
    let mut list = OPENING.to_owned();
    for ((name, version), (offered, taken)) in rows {
        let _ = writeln!(list, "{:32}  {offered:44}  {taken}", format!("{name} {version}"));
    }
    for ((license, text), mut crates) in texts {
        crates.sort();
        crates.dedup();
        let rule = "-".repeat(80);
        let _ = write!(list, "\n{rule}\n{license}: {}\n{rule}\n\n{text}", crates.join(", "));
    }
    list
}

#[test]
fn the_list_names_every_crate_that_is_locked() {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(root().join(LIST), list()).unwrap();
    }
    let list = read(LIST);
    assert!(list.starts_with(OPENING));
    let rows: Vec<&str> = list[OPENING.len()..].lines().take_while(|line| !line.is_empty()).collect();
    let named: BTreeSet<(String, String)> = rows
        .iter()
        .map(|row| {
            let mut words = row.split_whitespace().map(str::to_owned);
            (words.next().unwrap(), words.next().unwrap())
        })
        .collect();
    let stale = "docs/third-party.txt is stale: run the tests with UPDATE_DOCS=1";
    assert_eq!(named, locked(), "{stale}");
    // The text of each licence stands there for each crate that is taken under it.
    for row in rows {
        let columns: Vec<&str> = row.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect();
        let [name, offered, shown] = columns.as_slice() else { panic!("{row}") };
        let name = name.split(' ').next().unwrap();
        assert_eq!(taken(offered).join(" AND "), *shown, "{row}");
        for license in taken(offered).iter().filter(|license| *license != "Apache-2.0") {
            let heading = |line: &&str| line.strip_prefix(&format!("{license}: ")).is_some();
            let crates = list.lines().filter(heading).flat_map(|line| line.split([' ', ',']));
            assert!(crates.into_iter().any(|it| it == name), "{row}: its text is not there");
        }
    }
}

#[test]
fn a_licence_is_taken_of_every_choice() {
    assert_eq!(taken("MIT"), ["MIT"]);
    assert_eq!(taken("Unlicense/MIT"), ["MIT"]);
    assert_eq!(taken("(MIT OR Apache-2.0) AND Unicode-3.0"), ["Apache-2.0", "Unicode-3.0"]);
    assert_eq!(taken("Zlib OR BSL-1.0"), ["Zlib"]);
}

#[test]
fn the_program_prints_them() {
    let run = Project::new().run(&["licenses"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, format!("{}\n{}", read(LIST), read("LICENSE")));
}

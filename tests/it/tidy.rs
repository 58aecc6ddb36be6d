//! The walls of the house: which folder may name which, what only one folder may do, and how long files are.

mod checks;
mod reader;
mod seen;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use checks::{
    Fault, circles, crossing, doors, layers, long_file, long_lines, no_opening, silences, strangers,
};
use reader::Tree;

/// Which folders or files of `src` each of them may name, from the lowest to the highest. There is no entry
/// that nothing needs, and each names only what stands above it here.
const LAYERS: &[(&str, &[&str])] = &[
    ("arena", &[]),
    ("date", &[]),
    ("parallel", &[]),
    ("text", &[]),
    ("suggest", &["text"]),
    ("diagnostic", &["text"]),
    ("data", &["diagnostic", "parallel", "text"]),
    ("syntax", &["diagnostic", "parallel", "suggest", "text"]),
    ("reference", &["suggest", "syntax", "text"]),
    ("table", &["arena", "syntax", "text"]),
    ("workspace", &["arena", "diagnostic", "parallel", "reference", "suggest", "syntax", "table", "text"]),
    ("placement", &["arena", "date", "diagnostic", "parallel", "syntax", "table", "text", "workspace"]),
    (
        "lint",
        &[
            "date",
            "diagnostic",
            "parallel",
            "placement",
            "reference",
            "suggest",
            "syntax",
            "table",
            "text",
            "workspace",
        ],
    ),
    (
        "analysis",
        &["date", "diagnostic", "lint", "parallel", "placement", "reference", "syntax", "text", "workspace"],
    ),
    (
        "lib",
        &["analysis", "date", "diagnostic", "lint", "placement", "reference", "syntax", "text", "workspace"],
    ),
    ("catalogue", &["diagnostic", "lint"]),
    (
        "emit",
        &[
            "arena",
            "data",
            "diagnostic",
            "parallel",
            "placement",
            "reference",
            "suggest",
            "syntax",
            "table",
            "text",
            "workspace",
        ],
    ),
    ("verify", &["data", "diagnostic", "emit", "parallel", "placement", "syntax", "table", "text"]),
    (
        "answers",
        &[
            "arena",
            "date",
            "diagnostic",
            "emit",
            "parallel",
            "placement",
            "suggest",
            "syntax",
            "table",
            "text",
            "workspace",
        ],
    ),
    ("fix", &["analysis", "diagnostic", "placement", "syntax", "table", "text", "workspace"]),
    ("format", &["diagnostic", "parallel", "syntax"]),
    ("import", &["data", "diagnostic", "format", "reference", "syntax", "text"]),
    ("render", &["diagnostic", "syntax", "text"]),
    (
        "project",
        &[
            "analysis",
            "date",
            "diagnostic",
            "emit",
            "lint",
            "parallel",
            "placement",
            "reference",
            "suggest",
            "syntax",
            "text",
            "workspace",
        ],
    ),
    (
        "editor",
        &[
            "analysis",
            "answers",
            "arena",
            "catalogue",
            "date",
            "diagnostic",
            "emit",
            "fix",
            "format",
            "lint",
            "parallel",
            "placement",
            "project",
            "reference",
            "syntax",
            "table",
            "text",
            "workspace",
        ],
    ),
    (
        "cli",
        &[
            "project",
            "editor",
            "date",
            "parallel",
            "suggest",
            "text",
            "diagnostic",
            "syntax",
            "reference",
            "table",
            "workspace",
            "lint",
            "analysis",
            "lib",
            "catalogue",
            "emit",
            "verify",
            "answers",
            "fix",
            "format",
            "import",
            "render",
        ],
    ),
    ("main", &[]),
];

#[test]
fn no_folder_names_one_above_it() {
    let uses = tree().uses();
    hold(layers(&uses, LAYERS));
    let named: BTreeSet<(&str, &str)> = uses.iter().filter_map(crossing).collect();
    for (index, (layer, below)) in LAYERS.iter().enumerate() {
        for other in *below {
            assert!(
                named.contains(&(*layer, *other)),
                "{layer} does not name {other}: take it off the table"
            );
            let is_below = LAYERS.iter().take(index).any(|(it, _)| it == other);
            assert!(is_below, "{layer} may name {other}, which does not stand above it in the table");
        }
    }
}

#[test]
fn each_door_is_in_one_place() {
    hold(doors(&tree().uses()));
}

#[test]
fn nothing_that_is_missing_is_silently_something_else() {
    hold(silences(&tree()));
}

#[test]
fn no_files_name_each_other_in_a_circle() {
    hold(circles(&tree().uses()));
}

#[test]
fn files_and_lines_are_short_and_files_say_what_they_are() {
    let files = sources();
    let of =
        |check: fn(&str, &str) -> Vec<Fault>| files.iter().flat_map(move |(name, text)| check(name, text));
    hold(of(long_file).collect());
    hold(of(long_lines).collect());
    hold(of(no_opening).collect());
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    let mut faults = Vec::new();
    for (name, text) in project() {
        faults.extend(strangers(&name, &text));
    }
    hold(faults);
}

/// Fails with what there is in `faults`.
fn hold(faults: Vec<Fault>) {
    let sentences: Vec<&str> = faults.iter().map(|fault| fault.sentence.as_str()).collect();
    assert!(sentences.is_empty(), "\n{}\n", sentences.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of Rust under `src`, and its text.
fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut |path| {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root().join("src")).unwrap().to_str().unwrap().replace('\\', "/");
            files.push((name, fs::read_to_string(path).unwrap()));
        }
    });
    assert!(files.len() > 50, "src is not where it was");
    files
}

fn tree() -> Tree {
    let files = sources();
    Tree::new(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

/// Every text of the project, lock files aside, which name the registry of each package.
fn project() -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(root(), &mut |path| {
        let is_lock = path.extension().is_some_and(|extension| extension == "lock");
        if let Some(text) = fs::read_to_string(path).ok().filter(|_| !is_lock) {
            files.push((path.strip_prefix(root()).unwrap().display().to_string(), text));
        }
    });
    files
}

/// Calls `each` with every file under a folder, but what git, cargo, npm and fuzzers keep there.
fn collect(folder: &Path, each: &mut dyn FnMut(&Path)) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        if [".git", "target", "node_modules", "dist", "corpus", "artifacts"].contains(&name) {
            continue;
        }
        if path.is_dir() { collect(&path, each) } else { each(&path) }
    }
}

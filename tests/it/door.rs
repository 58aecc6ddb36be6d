//! What people read first is true: the recipes of the justfile, and the files that CONTRIBUTING.md names, are
//! there.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The recipes of the justfile: name and command.
fn recipes() -> Vec<(String, String)> {
    let text = read("justfile");
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let pairs = lines.chunks(2).map(|pair| {
        let &[head, command] = pair else { panic!("a recipe is a head and one line: {pair:?}") };
        (head.strip_suffix(':').unwrap().to_owned(), command.strip_prefix("    ").unwrap().to_owned())
    });
    pairs.collect()
}

#[test]
fn recipes_call_what_there_is() {
    let recipes = recipes();
    let names: Vec<&str> = recipes.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["test", "ci", "docs", "bench", "fmt", "snapshots"]);
    for (name, command) in &recipes {
        for part in command.split(" && ") {
            let words = part.split(' ').skip_while(|word| word.contains('='));
            let words: Vec<&str> = words.collect();
            match words.as_slice() {
                ["cargo", "test" | "fmt" | "doc" | "run", ..] => {}
                ["cargo", "bench", "--bench", bench] => {
                    assert!(root().join("benches").join(format!("{bench}.rs")).exists(), "{name}: {bench}");
                }
                [program] => assert!(root().join(program).exists(), "{name}: {program}"),
                other => panic!("{name}: {other:?}"),
            }
        }
    }
}

#[test]
fn what_is_named_to_those_who_work_here_exists() {
    let recipes = recipes();
    let mut named = 0;
    for (page, text) in ["CONTRIBUTING.md", "tools/README.md"].map(|page| (page, read(page))) {
        let folder = root().join(Path::new(page).parent().unwrap());
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(folder.join(target).exists(), "{page} links to {target}");
            named += 1;
        }
        for code in text.split('`').skip(1).step_by(2) {
            let top = code.split('/').next().unwrap();
            let is_path = ["src", "tests", "benches", "fuzz", "docs", "grammar", "tools"].contains(&top);
            if is_path && !code.contains(' ') {
                assert!(root().join(code).exists(), "{page} names {code}");
                named += 1;
            }
            if let Some(recipe) = code.strip_prefix("just ") {
                assert!(recipes.iter().any(|(name, _)| name == recipe), "{page} names {code}");
                named += 1;
            }
        }
    }
    assert!(named > 30, "{named} names are too few to have been found");
}

//! The slips of `tests/language/slips`: each is answered in words of its own.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Project, workspace};

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language/slips");
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.file_name().unwrap().to_str().unwrap().starts_with("syntax_"));
    found.sort();
    found
}

fn findings(project: &Project, arguments: &[String]) -> Vec<Value> {
    let mut command = vec!["check", "--output-format", "json"];
    command.extend(arguments.iter().map(String::as_str));
    let document: Value = serde_json::from_str(&project.run(&command).stdout).unwrap();
    document["diagnostics"].as_array().unwrap().clone()
}

#[test]
fn every_slip_has_help_of_its_own() {
    for path in fixtures() {
        let (project, arguments) = workspace(&path);
        let found = findings(&project, &arguments);
        assert!(!found.is_empty(), "{path:?}");
        for finding in found {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            let (message, help) = (text("message"), text("help"));
            assert!(!help.is_empty(), "{path:?}: {message}");
            assert!(!message.starts_with("expected "), "{path:?}: {message}");
        }
    }
}

#[test]
fn no_label_says_that_something_does_not_fit() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language/snapshots");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let snapshot = fs::read_to_string(&path).unwrap();
        assert!(!snapshot.contains("does not fit here"), "{path:?}");
    }
}

/// Each safe fix alone, in the file that it is for: it leaves one syntax error less, and adds none.
#[test]
fn safe_fixes_of_slips_leave_what_can_be_read() {
    let mut tried = 0;
    for path in fixtures() {
        let (project, arguments) = workspace(&path);
        let found = findings(&project, &arguments);
        let of_syntax = |it: &&Value| it["code"] == "syntax-error" || it["code"] == "unclosed-block";
        let before = found.iter().filter(of_syntax).count();
        for finding in &found {
            let fix = &finding["fix"];
            if fix["applicability"] != "safe" || finding["code"] != "syntax-error" {
                continue;
            }
            tried += 1;
            let file = finding["path"].as_str().unwrap();
            let text = project.read(file);
            let mut fixed = text.clone();
            let mut edits: Vec<&Value> = fix["edits"].as_array().unwrap().iter().collect();
            edits.sort_by_key(|edit| edit["range"]["start"]["offset"].as_u64());
            for edit in edits.into_iter().rev() {
                let offset =
                    |end: &str| usize::try_from(edit["range"][end]["offset"].as_u64().unwrap()).unwrap();
                fixed.replace_range(offset("start")..offset("end"), edit["text"].as_str().unwrap());
            }
            fs::write(project.path(file), &fixed).unwrap();
            let after = findings(&project, &arguments);
            fs::write(project.path(file), text).unwrap();
            let left = after.iter().filter(of_syntax).count();
            let is_gone = !after
                .iter()
                .any(|it| it["range"] == finding["range"] && it["message"] == finding["message"]);
            assert!(left <= before && is_gone, "{path:?}: {finding:#}\n{fixed}\n{after:#?}");
        }
    }
    assert!(tried > 60, "only {tried} safe fixes");
}

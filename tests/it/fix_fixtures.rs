//! What the fixes make of every fixture of `lint_fixtures.rs` and `language.rs`: every fix as it is offered, then a diff
//! of the safe ones and one of all of them, each with what is left to say.

use std::path::Path;

use crate::support::{fixes, workspace};

#[test]
fn lint_fixtures_are_fixed() {
    insta::glob!("../lint", "*.bpol", |path| snapshot("lint", path));
}

#[test]
fn language_fixtures_are_fixed() {
    insta::glob!("../language", "**/*.bpol", |path| snapshot("language", path));
}

fn snapshot(name: &str, path: &Path) {
    let (project, arguments) = workspace(path);
    let check = |flags: &[&str]| {
        let mut command = [&["check"], flags].concat();
        command.extend(arguments.iter().map(String::as_str));
        project.run(&command)
    };
    let offered = fixes(&check(&["--output-format", "json"]).stdout);
    let safe = check(&["--fix", "--diff", "--output-format", "concise"]).transcript();
    let all = check(&["--fix", "--unsafe-fixes", "--diff", "--output-format", "concise"]).transcript();
    let text = format!("{offered}===== --fix\n{safe}===== --fix --unsafe-fixes\n{all}");
    insta::with_settings!({
        snapshot_path => "../fix/snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, visible(&text));
    });
}

/// `text` with its hidden characters escaped: a diff has them as the file does.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        match character {
            '\n' | '"' | '\'' | '\\' => shown.push(character),
            // Letters and symbols that have no shape.
            '\u{115f}' | '\u{2800}' | '\u{3164}' => shown.extend(character.escape_unicode()),
            _ => shown.extend(character.escape_debug()),
        }
    }
    shown
}

//! Every page of `docs/editor` says what the server does.

use std::fs;
use std::path::{Path, PathBuf};

use super::page::play;

/// With `UPDATE_DOCS` set, the pages are written as they should be.
#[test]
fn every_answer_on_the_pages_is_the_servers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/editor");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|it| it == "md")).collect();
    pages.sort();
    let (mut answers, mut wrong) = (0, Vec::new());
    for page in pages {
        let played = play(&page);
        answers += played.answers;
        if std::env::var_os("UPDATE_DOCS").is_some() && !played.wrong.is_empty() {
            fs::write(&page, played.text).unwrap();
        } else {
            wrong.extend(played.wrong);
        }
    }
    assert!(answers > 0, "the pages show no answer");
    let help = "the pages show something else; UPDATE_DOCS=1 writes them";
    assert!(wrong.is_empty(), "{help}:\n\n{}", wrong.join("\n\n"));
}

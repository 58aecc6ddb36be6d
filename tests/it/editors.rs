//! The packages of the editors, as far as they can be tested without one: they list the words of the language, they read
//! a text as the program does, and their files are what the editors take.

mod packages;
mod queries;
mod trees;
mod vscode;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files with an ending below a folder of the repository, in order; what is made or fetched is none of it.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if !["target", "node_modules", "dist", "artifacts", "corpus"].contains(&name)
                    && !name.starts_with('.')
                {
                    folders.push(path);
                }
            } else if name.ends_with(ending) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
}

/// What a program prints, on either stream, and whether it is content; nothing, said aloud, where it is not there.
fn run(program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    match Command::new(program).args(arguments).current_dir(root()).output() {
        Ok(output) => {
            let text = [output.stdout, output.stderr].concat();
            Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
        }
        Err(error) => {
            eprintln!("SKIPPED: {program} cannot be had here: {error}");
            None
        }
    }
}

//! Documents of other tools: files, folders and standard input come in, their texts go out.

use std::fs;
use std::path::{Path, PathBuf};

use crate::project::disk::Disk;
use crate::project::failure::Failure;
use crate::project::inputs::{Inputs, Role};
use crate::project::locate::unreadable;
use crate::project::paths::shown;
use crate::project::read::{self, Allowed};
use crate::text::Source;

/// The endings of the files that are read in a folder.
const ENDINGS: [&str; 3] = ["json", "yaml", "yml"];

/// The texts of files, each once, in the order in which they are named; of a folder those in it that end as
/// documents do, or in one of `texts`, by path. `-` is standard input.
pub(super) fn read(paths: &[PathBuf], texts: &[&str]) -> Result<(Vec<Source>, Inputs), Failure> {
    let mut documents = Documents::default();
    for path in paths {
        if path.as_os_str() == "-" {
            documents.stdin()?;
        } else if path.is_dir() {
            let before = documents.sources.len();
            in_folder(path, texts, &mut documents)?;
            if documents.sources.len() == before {
                return Err(Failure::with_help(
                    format!("`{}` has no file that ends with .json, .yaml or .yml", shown(path)),
                    "name the files themselves",
                ));
            }
        } else {
            documents.file(path, Allowed::Any)?;
        }
    }
    Ok((documents.sources, documents.inputs))
}

/// What has been read.
#[derive(Default)]
struct Documents {
    sources: Vec<Source>,
    inputs: Inputs,
    has_stdin: bool,
}

impl Documents {
    fn stdin(&mut self) -> Result<(), Failure> {
        if std::mem::replace(&mut self.has_stdin, true) {
            return Ok(());
        }
        let failure = |error| Failure::new(format!("cannot read standard input: {error}"));
        self.sources.push(read::stdin("<stdin>".to_owned()).map_err(failure)?);
        if let Some(file) = read::file_of_stdin() {
            self.inputs.add(file, Path::new("-"), Role::Document);
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, allowed: Allowed) -> Result<(), Failure> {
        let contents = read::file(&Disk::here(), path, allowed).map_err(|error| unreadable(path, &error))?;
        if !self.inputs.has(&contents.file) {
            self.inputs.add(contents.file.clone(), path, Role::Document);
            self.sources.push(contents.into_source(shown(path)).at(path.to_owned()));
        }
        Ok(())
    }
}

/// Adds the documents of a folder and of those in it. Hidden ones are passed over, and links are not
/// followed.
fn in_folder(folder: &Path, texts: &[&str], documents: &mut Documents) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut paths: Vec<PathBuf> =
        entries.map_err(|error| unreadable(folder, &error))?.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let is_hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
        let about = fs::symlink_metadata(&path).map_err(|error| unreadable(&path, &error))?;
        let is_document =
            path.extension().is_some_and(|ending| ENDINGS.iter().chain(texts).any(|it| ending == *it));
        if about.is_dir() && !is_hidden {
            in_folder(&path, texts, documents)?;
        } else if about.is_file() && is_document && !is_hidden {
            documents.file(&path, Allowed::Regular)?;
        }
    }
    Ok(())
}

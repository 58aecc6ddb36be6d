//! Documents of other tools: files, folders and standard input come in, their texts go out.

use std::fs;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::locate::unreadable;
use super::paths::shown;
use super::read::{self, Allowed};
use crate::text::Source;

/// The endings of the files that are read in a folder.
const ENDINGS: [&str; 3] = ["json", "yaml", "yml"];

/// The texts of files, in their order; of a folder those in it that end as documents do, or in one of
/// `texts`, by path.
pub(super) fn read(paths: &[PathBuf], texts: &[&str]) -> Result<Vec<Source>, Failure> {
    let mut sources = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let source = read::stdin("<stdin>".to_owned());
            sources
                .push(source.map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?);
        } else if path.is_dir() {
            let before = sources.len();
            in_folder(path, texts, &mut sources)?;
            if sources.len() == before {
                return Err(Failure::with_help(
                    format!("`{}` has no file that ends with .json, .yaml or .yml", shown(path)),
                    "name the files themselves",
                ));
            }
        } else {
            sources.push(file(path, Allowed::Any)?);
        }
    }
    Ok(sources)
}

fn file(path: &Path, allowed: Allowed) -> Result<Source, Failure> {
    let contents = read::file(path, allowed).map_err(|error| unreadable(path, &error))?;
    Ok(contents.into_source(shown(path)).at(path.to_owned()))
}

/// Adds the documents of a folder and of those in it. Hidden ones are passed over, and links are not
/// followed.
fn in_folder(folder: &Path, texts: &[&str], sources: &mut Vec<Source>) -> Result<(), Failure> {
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
            in_folder(&path, texts, sources)?;
        } else if about.is_file() && is_document && !is_hidden {
            sources.push(file(&path, Allowed::Regular)?);
        }
    }
    Ok(())
}

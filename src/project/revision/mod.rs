//! A workspace as it stood in a revision: the name of the revision and arguments come in, its texts,
//! configuration and reference table go out.

mod git;
mod tree;

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::config::{Choice, Config, is_table_file};
use super::config_values::GuardChoice;
use super::disk::Disk;
use super::failure::Failure;
use super::locate;
use super::paths;
use super::table::Table;
use crate::lint::Change;
use crate::reference::Reference;
use crate::text::Source;
use crate::text::hidden::one_line;
use git::{Asker, Git};
use tree::Tree;

/// A workspace as it stood in a revision.
pub(crate) struct Revision {
    /// The full hash of the commit.
    pub(crate) hash: String,
    pub(crate) sources: Vec<Source>,
    pub(crate) reference: Reference,
    pub(crate) lint: Vec<Change>,
    pub(crate) guards: Vec<GuardChoice>,
}

/// What is to be read of it.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) paths: &'a [PathBuf],
    pub(crate) config: Choice<'a>,
    /// The reference table in the place of the configuration's.
    pub(crate) table: Option<&'a str>,
    /// How long each question to git may take, of which the environment says nothing then; `None` for ever.
    pub(crate) limit: Option<Duration>,
}

/// Whether the working directory is in a repository that has no files of its own.
pub(crate) fn is_bare(disk: &Disk) -> bool {
    Git::open(Asker::new(disk, None), "HEAD").is_ok_and(|git| git.is_bare())
}

/// The full hash of the last commit of the repository around a folder.
#[cfg(feature = "editor")]
pub(crate) fn head(disk: &Disk, limit: Duration) -> Option<String> {
    Git::open(Asker::new(disk, Some(limit)), "HEAD").and_then(|git| git.commit("HEAD")).ok()
}

/// Whether a file is one of git's own, as `HEAD` is in a repository that is bare, and git takes its name for
/// a revision.
pub(crate) fn is_hidden(disk: &Disk, name: &str) -> bool {
    Git::open(Asker::new(disk, None), name).is_ok_and(|git| git.is_inside && git.commit(name).is_ok())
}

/// Whether git takes a name for a revision.
pub(crate) fn is_known(disk: &Disk, name: &str) -> bool {
    Git::open(Asker::new(disk, None), name).is_ok_and(|git| git.commit(name).is_ok())
}

/// Reads a workspace from the objects of the repository around the working directory: the folder of the
/// revision that this is stands for it. Nothing is checked out.
pub(crate) fn load(disk: &Disk, revision: &str, asked: Asked<'_>) -> Result<Revision, Failure> {
    let repository = Asker::new(disk, asked.limit);
    let git = Git::open(repository.clone(), revision)?;
    let hash = git.commit(revision)?;
    let tree = Tree::new(repository.clone(), repository.tree(&hash)?);
    let roots = roots(&git, disk, asked.paths)?;
    for root in &roots {
        tree.check(root, revision)?;
    }
    let config = match asked.config {
        Choice::File(_) => Config::choose(disk, asked.config, &[], None)?,
        Choice::None => Config::none(PathBuf::new(), git::absolute("")),
        Choice::Nearest => configuration(&tree, &common(&roots))?,
    };
    let own = match (asked.table, &config.reference) {
        (None, Some(choice)) if is_table_file(&choice.name) => {
            let folder = config.folder.to_string_lossy();
            let path = tree::joined(&folder, &choice.name).filter(|path| tree.has_file(path));
            let missing = || {
                let message =
                    format!("no reference table `{}` in `{}`", one_line(&choice.name), one_line(revision));
                config.at_reference(Failure::new(message))
            };
            Some(path.ok_or_else(missing)?)
        }
        _ => None,
    };
    let reference = match &own {
        Some(path) => Reference::own(git::split(path).1, tree.source(path, &git.prefix)?),
        None => Table::choose(disk, asked.table, &config)?.reference,
    };
    let paths = tree.workspace(&roots, &config, own.as_deref())?;
    let sources = tree.sources(&paths, &git.prefix)?;
    if sources.is_empty() {
        let under: Vec<&str> = roots.iter().map(|root| if root.is_empty() { "." } else { root }).collect();
        let message = format!("`{}` has no .bpol files under `{}`", one_line(revision), under.join("`, `"));
        return Err(Failure {
            help: tree.submodule_below(&roots).map(tree::within),
            ..Failure::new(message)
        });
    }
    Ok(Revision { hash, sources, reference, lint: config.lint, guards: config.guards })
}

/// The folders and files that are asked for, as paths of the repository without a slash at the end.
fn roots(git: &Git, disk: &Disk, paths: &[PathBuf]) -> Result<Vec<String>, Failure> {
    let prefix = git.prefix.trim_end_matches('/');
    if paths.is_empty() {
        return Ok(vec![prefix.to_owned()]);
    }
    let checkout = if paths.iter().any(|path| path.is_absolute()) { git.checkout()? } else { None };
    let root = |path: &PathBuf| {
        let inside = if path.is_absolute() {
            checkout.as_deref().and_then(|checkout| below(disk, checkout, path)).map(|it| ("", it))
        } else {
            Some((prefix, path.clone()))
        };
        inside.and_then(|(folder, path)| tree::joined(folder, path.to_str()?)).ok_or_else(|| {
            let message = format!("`{}` lies outside of the repository", paths::shown(path));
            Failure::with_help(message, "paths are relative to the folder that is the working directory")
        })
    };
    paths.iter().map(root).collect()
}

/// An absolute path as it is seen from the folder of a checkout that it lies in. It need not be there now:
/// then the nearest folder that is says where it would be.
fn below(disk: &Disk, checkout: &Path, path: &Path) -> Option<PathBuf> {
    let checkout = disk.canonical(checkout).ok()?;
    path.ancestors().find_map(|there| {
        let rest = path.strip_prefix(there).ok()?;
        let inside = disk.canonical(there).ok()?;
        Some(inside.strip_prefix(&checkout).ok()?.join(rest))
    })
}

/// The deepest folder that holds all roots.
fn common(roots: &[String]) -> String {
    let mut deepest: Option<Vec<&str>> = None;
    for root in roots {
        let parts: Vec<&str> = root.split('/').filter(|part| !part.is_empty()).collect();
        deepest = Some(match deepest {
            None => parts,
            Some(other) => {
                other.into_iter().zip(parts).take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
            }
        });
    }
    deepest.unwrap_or_default().join("/")
}

/// The nearest configuration at or above a folder of the repository.
fn configuration(tree: &Tree, start: &str) -> Result<Config, Failure> {
    let mut folder = Some(start);
    while let Some(at) = folder {
        let path = tree::joined(at, locate::FILE).unwrap_or_default();
        if tree.has_file(&path) {
            let text = tree.text(&path)?;
            return Config::parse(&path, text, PathBuf::from(at), git::absolute(at));
        }
        folder = (!at.is_empty()).then(|| git::split(at).0);
    }
    Ok(Config::none(Path::new(start).to_owned(), git::absolute(start)))
}

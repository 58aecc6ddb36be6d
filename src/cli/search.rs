//! Which files a workspace has: paths come in, the files at them and the `.bpol` files below them go out.

use std::collections::HashSet;
use std::error::Error as _;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::config::Config;
use super::failure::Failure;
use super::paths::shown;

/// A file of the workspace.
pub(super) enum Found {
    Stdin,
    File(PathBuf),
}

/// The files under `paths`, which must be some.
pub(super) fn find_some(
    paths: &[PathBuf],
    config: &Config,
    table: Option<&Path>,
) -> Result<Vec<Found>, Failure> {
    let files = find(paths, config, table)?;
    if files.is_empty() {
        let paths: Vec<String> = paths.iter().map(|path| shown(path)).collect();
        let under = if paths.is_empty() { ".".to_owned() } else { paths.join("`, `") };
        return Err(Failure::with_help(
            format!("no .bpol files under `{under}`"),
            "`bpol init` writes a starter workspace",
        ));
    }
    Ok(files)
}

/// The files under `paths`, each once, but `table`.
pub(super) fn find(paths: &[PathBuf], config: &Config, table: Option<&Path>) -> Result<Vec<Found>, Failure> {
    let filter = Filter::new(config)?;
    let mut seen: HashSet<PathBuf> = table.map(Path::to_owned).into_iter().collect();
    let mut found = Vec::new();
    let mut has_stdin = false;
    let here = [PathBuf::from(".")];
    let mut add = |path: PathBuf| {
        let canonical = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if seen.insert(canonical) {
            found.push(Found::File(path));
        }
    };
    for path in if paths.is_empty() { &here[..] } else { paths } {
        if path.as_os_str() == "-" {
            has_stdin = true;
            continue;
        }
        let about = fs::metadata(path)
            .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", shown(path))))?;
        if about.is_dir() {
            walk(path, &filter)?.into_iter().for_each(&mut add);
        } else {
            add(path.clone());
        }
    }
    if has_stdin {
        found.push(Found::Stdin);
    }
    Ok(found)
}

/// The `.bpol` files under a folder, in the order of their paths.
fn walk(folder: &Path, filter: &Filter) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    let mut walker = WalkBuilder::new(folder);
    let pruned = filter.clone();
    walker
        // A policy in a folder such as `.platform` is one like any other.
        .hidden(false)
        .require_git(false)
        // What one person's machine ignores must not decide what is compiled.
        .git_global(false)
        .git_exclude(false)
        .follow_links(true)
        .sort_by_file_name(OsStr::cmp)
        .filter_entry(move |entry| {
            let is_dir = entry.file_type().is_some_and(|it| it.is_dir());
            let is_git = is_dir && entry.file_name() == ".git";
            !is_git && !pruned.excludes(entry.path(), is_dir)
        });
    for entry in walker.build() {
        let entry = match entry {
            Ok(entry) => entry,
            // A link to a folder above it leads to nothing new, and one to nothing is no file.
            Err(error)
                if is_loop(&error)
                    || error.io_error().is_some_and(|it| it.kind() == io::ErrorKind::NotFound) =>
            {
                continue;
            }
            Err(error) => return Err(unreadable(folder, &error)),
        };
        let is_file = entry.file_type().is_some_and(|it| it.is_file());
        if is_file && entry.path().extension() == Some(OsStr::new("bpol")) && filter.includes(entry.path()) {
            paths.push(under(folder, entry.path()).to_owned());
        }
    }
    Ok(paths)
}

/// What was found under `folder` as a person would name it.
fn under<'p>(folder: &Path, path: &'p Path) -> &'p Path {
    if folder == Path::new(".") { path.strip_prefix(".").unwrap_or(path) } else { path }
}

/// Why a search under `folder` stopped: what could not be read and the bare reason, where both are known.
fn unreadable(folder: &Path, error: &ignore::Error) -> Failure {
    let mut innermost = error;
    let mut path = folder;
    loop {
        match innermost {
            ignore::Error::WithPath { path: its, err } => (path, innermost) = (under(folder, its), err),
            ignore::Error::WithDepth { err, .. } => innermost = err,
            _ => break,
        }
    }
    let reason = match innermost {
        // What the walker says besides is the path once more.
        ignore::Error::Io(error) => error.source().map_or_else(|| error.to_string(), ToString::to_string),
        other => other.to_string(),
    };
    Failure::new(format!("cannot read `{}`: {reason}", shown(path)))
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}

/// `include` and `exclude` of the configuration.
#[derive(Clone)]
struct Filter {
    root: PathBuf,
    include: Option<Gitignore>,
    exclude: Gitignore,
}

impl Filter {
    fn new(config: &Config) -> Result<Self, Failure> {
        let folder = Path::new(".").join(&config.folder);
        let root = fs::canonicalize(&folder).unwrap_or(folder);
        let matcher = |patterns: &[String]| -> Result<Gitignore, Failure> {
            let failure = |error| Failure::new(format!("bpol.toml: {error}"));
            let mut builder = GitignoreBuilder::new(&root);
            for pattern in patterns {
                builder.add_line(None, pattern).map_err(failure)?;
            }
            builder.build().map_err(failure)
        };
        let include = if config.include.is_empty() { None } else { Some(matcher(&config.include)?) };
        let exclude = matcher(&config.exclude)?;
        Ok(Self { root, include, exclude })
    }

    fn excludes(&self, path: &Path, is_dir: bool) -> bool {
        !self.exclude.is_empty() && self.matches(&self.exclude, path, is_dir)
    }

    fn includes(&self, path: &Path) -> bool {
        self.include.as_ref().is_none_or(|include| self.matches(include, path, false))
    }

    fn matches(&self, matcher: &Gitignore, path: &Path, is_dir: bool) -> bool {
        let Ok(path) = fs::canonicalize(path) else { return false };
        path.strip_prefix(&self.root)
            .is_ok_and(|path| matcher.matched_path_or_any_parents(path, is_dir).is_ignore())
    }
}

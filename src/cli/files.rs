//! From paths to sources: which files a workspace has, and which reference table is in force.

use std::collections::HashSet;
use std::error::Error as _;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rayon::prelude::*;

use super::Failure;
use super::args::WorkspaceArguments;
use super::config::Config;
use crate::diagnostic::printable;
use crate::lint::Change;
use crate::reference::{Builtin, Reference};
use crate::source::{MAX_FILE_BYTES, Source, Sources};
use crate::suggest::nearest;

/// A workspace as it was read: its texts, the name of its reference table, and the lint levels of its `bpol.toml`.
pub(super) struct Loaded {
    pub(super) sources: Sources,
    pub(super) reference: Reference,
    pub(super) lint: Vec<Change>,
}

/// Reads the workspace that the arguments and `bpol.toml` name.
pub(super) fn load(arguments: &WorkspaceArguments) -> Result<Loaded, Failure> {
    let config = Config::find()?;
    let table = Table::choose(arguments.reference.as_deref(), &config)?;
    let files = find_some(&arguments.paths, &config, table.path.as_deref())?;
    load_files(files, table, arguments.stdin_filename.as_deref(), config)
}

/// Reads the files of a workspace one by one, in the order of their names, and no reference table. A table that lies
/// under the paths is a file like any other.
pub(super) fn load_each(paths: &[PathBuf], stdin: Option<&str>) -> Result<Vec<Sources>, Failure> {
    let files = find_some(paths, &Config::find()?, None)?;
    let mut read = files.into_par_iter().map(|file| file.read(stdin)).collect::<Result<Vec<_>, _>>()?;
    read.sort_by(|a, b| a.name().cmp(b.name()));
    Ok(read.into_iter().map(|source| Sources::new(vec![source])).collect())
}

/// Reads the table that is in force for a workspace that may have no files.
pub(super) fn load_table(paths: &[PathBuf], reference: Option<&str>) -> Result<Loaded, Failure> {
    let config = Config::find()?;
    let table = Table::choose(reference, &config)?;
    let files = find(paths, &config, table.path.as_deref())?;
    load_files(files, table, None, config)
}

fn load_files(
    files: Vec<Found>,
    table: Table,
    stdin: Option<&str>,
    config: Config,
) -> Result<Loaded, Failure> {
    if files.iter().map(Found::bytes).sum::<u64>() < WORTH_THREADS {
        // Starting threads takes longer than the work that they would share. Where there are some already, so be it.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    }
    let read: Vec<Result<Source, Failure>> = files.into_par_iter().map(|file| file.read(stdin)).collect();
    let mut sources: Vec<Source> = table.source.into_iter().collect();
    for source in read {
        sources.push(source?);
    }
    Ok(Loaded { sources: Sources::new(sources), reference: table.reference, lint: config.lint })
}

/// The reference table in force.
struct Table {
    reference: Reference,
    source: Option<Source>,
    /// The canonical path of its file, if it has one.
    path: Option<PathBuf>,
}

impl Table {
    fn choose(flag: Option<&str>, config: &Config) -> Result<Self, Failure> {
        let (choice, folder) = match (flag, &config.reference) {
            (Some(flag), _) => (flag, None),
            (None, Some(choice)) => (choice.as_str(), Some(config.folder.as_path())),
            (None, None) => (Builtin::default().name(), None),
        };
        if choice == "none" {
            return Ok(Self { reference: Reference::none(), source: None, path: None });
        }
        if let Some(builtin) = Builtin::ALL.into_iter().find(|builtin| builtin.name() == choice) {
            let (reference, source) = Reference::builtin(builtin);
            return Ok(Self { reference, source: Some(source), path: None });
        }
        let path = folder.map_or_else(|| PathBuf::from(choice), |folder| folder.join(choice));
        if !path.exists() {
            let near = nearest(choice, ["official", "world", "none"]);
            let help = match near.first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a table is `official`, `world`, `none`, or a `.bpol` file".to_owned(),
            };
            return Err(Failure::with_help(
                format!("no reference table `{}`: there is no such file", shown(Path::new(choice))),
                help,
            ));
        }
        let source = read_file(&path)?.into_table();
        let base = path.file_name().unwrap_or(OsStr::new(choice)).to_string_lossy();
        let reference = Reference::of(&base, source.text().as_bytes());
        Ok(Self { reference, source: Some(source), path: fs::canonicalize(&path).ok() })
    }
}

/// A file of the workspace.
enum Found {
    Stdin,
    File(PathBuf),
}

/// From how many bytes on a workspace is worked on by several threads.
const WORTH_THREADS: u64 = 1 << 16;

impl Found {
    /// How long the file is, as far as that is known before it is read.
    fn bytes(&self) -> u64 {
        match self {
            Self::Stdin => WORTH_THREADS,
            Self::File(path) => fs::metadata(path).map_or(0, |about| about.len()),
        }
    }

    /// Its text; `stdin` is the name of standard input.
    fn read(&self, stdin: Option<&str>) -> Result<Source, Failure> {
        match self {
            Self::Stdin => read_stdin(stdin),
            Self::File(path) => read_file(path),
        }
    }
}

/// The files under `paths`, which must be some.
fn find_some(paths: &[PathBuf], config: &Config, table: Option<&Path>) -> Result<Vec<Found>, Failure> {
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
fn find(paths: &[PathBuf], config: &Config, table: Option<&Path>) -> Result<Vec<Found>, Failure> {
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

fn read_file(path: &Path) -> Result<Source, Failure> {
    let failure = |error: io::Error| Failure::new(format!("cannot read `{}`: {error}", shown(path)));
    let length = fs::metadata(path).map_err(failure)?.len();
    if length > MAX_FILE_BYTES {
        return Ok(Source::too_long(shown(path), length));
    }
    Ok(Source::new(shown(path), fs::read(path).map_err(failure)?).at(path.to_owned()))
}

fn read_stdin(name: Option<&str>) -> Result<Source, Failure> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
    Ok(Source::new(name.map_or_else(|| "<stdin>".to_owned(), |name| shown(Path::new(name))), bytes))
}

/// The file that is written where `path` is named, which may not exist yet: a link stands for what it leads to.
pub(super) fn destination(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        // A pipe has no path of its own, though there may be a link to it.
        Err(_) if path.exists() => return Ok(path.to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        known => return known,
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    if let Ok(target) = fs::read_link(path) {
        return destination(&folder.join(target));
    }
    let missing = |folder: &Path| {
        let message = format!("the folder `{}` does not exist", shown(folder));
        io::Error::new(io::ErrorKind::NotFound, message)
    };
    let ends_in_slash = path.as_os_str().as_encoded_bytes().last().is_some_and(|&byte| byte == b'/');
    let Some(name) = path.file_name().filter(|_| !ends_in_slash) else { return Err(missing(path)) };
    let folder = Path::new(".").join(folder);
    let known = fs::canonicalize(&folder).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => missing(path.parent().unwrap_or(&folder)),
        _ => error,
    })?;
    Ok(known.join(name))
}

/// A path as messages show it: on one line, with `/`.
pub(super) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text };
    printable(&text).replace('\n', "\\u{a}")
}

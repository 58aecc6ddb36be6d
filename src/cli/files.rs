//! From paths to sources: arguments and configuration come in, the texts of a workspace and the reference
//! table in force go out.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::args::WorkspaceArguments;
use super::config::Config;
use super::failure::Failure;
use super::guards::GuardChoice;
use super::paths::shown;
use super::search::{Found, find, find_some};
use crate::lint::Change;
use crate::parallel;
use crate::reference::{Builtin, Reference};
use crate::suggest::nearest;
use crate::syntax::Files;
use crate::text::{MAX_FILE_BYTES, Source};

/// A workspace as it was read: its texts, its reference table, and what its `bpol.toml` says of lints and
/// guards.
pub(super) struct Loaded {
    pub(super) sources: Vec<Source>,
    pub(super) reference: Reference,
    pub(super) lint: Vec<Change>,
    pub(super) guards: Vec<GuardChoice>,
}

/// Reads the workspace that the arguments and `bpol.toml` name.
pub(super) fn load(arguments: &WorkspaceArguments) -> Result<Loaded, Failure> {
    let config = Config::find()?;
    let table = Table::choose(arguments.reference.as_deref(), &config)?;
    let files = find_some(&arguments.paths, &config, table.path.as_deref())?;
    load_files(files, table, arguments.stdin_filename.as_deref(), config)
}

/// Reads the files of a workspace one by one, in the order of their names, and no reference table. A table
/// that lies under the paths is a file like any other.
pub(super) fn load_each(paths: &[PathBuf], stdin: Option<&str>) -> Result<Vec<Source>, Failure> {
    let files = find_some(paths, &Config::find()?, None)?;
    let mut read = read_all(files, stdin)?;
    read.sort_by(|a, b| a.name().cmp(b.name()));
    Ok(read)
}

/// How many other files of a workspace are looked into, and how many bytes of them.
const MOST_OTHERS: usize = 2000;
const MOST_BYTES: usize = 32 << 20;

/// The files of the workspace around a `bpol.toml` that were not read, one after the other, without those of
/// a workspace in it. They are only looked into for advice: what cannot be read is passed over, and so is
/// what is behind the first few.
pub(super) fn others(arguments: &WorkspaceArguments, read: &Files) -> impl Iterator<Item = Source> {
    let known: HashSet<PathBuf> =
        read.iter().filter_map(|file| fs::canonicalize(file.source().path()?).ok()).collect();
    let found = || {
        let config = Config::find().ok().filter(Config::is_there)?;
        let table = Table::choose(arguments.reference.as_deref(), &config).ok()?;
        let mut found = find(&[config.root()], &config, table.path.as_deref()).ok()?;
        found.retain(|file| !file.is_of_other(&config));
        Some(found)
    };
    let mut left = MOST_BYTES;
    found().unwrap_or_else(Vec::new).into_iter().take(MOST_OTHERS).filter_map(move |file| {
        left = left.checked_sub(file.bytes())?;
        let Found::File(path) = &file else { return None };
        let is_read = fs::canonicalize(path).is_ok_and(|path| known.contains(&path));
        if is_read { None } else { read_file(path).ok() }
    })
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
    let sources = read_all(files, stdin)?;
    Ok(Loaded { sources, reference: table.reference, lint: config.lint, guards: config.guards })
}

/// Reads files at the same time; the first that cannot be read is the failure.
fn read_all(files: Vec<Found>, stdin: Option<&str>) -> Result<Vec<Source>, Failure> {
    let bytes = files.iter().map(Found::bytes).fold(0, usize::saturating_add);
    parallel::run(bytes, || parallel::map(files, |file| file.read(stdin))).into_iter().collect()
}

impl Found {
    /// How long the file is, as far as that is known before it is read.
    fn bytes(&self) -> usize {
        match self {
            Self::Stdin => 0,
            Self::File(path) => {
                fs::metadata(path).map_or(0, |about| usize::try_from(about.len()).unwrap_or(usize::MAX))
            }
        }
    }

    /// Whether a folder between it and that of `config` has a configuration of its own.
    fn is_of_other(&self, config: &Config) -> bool {
        let Self::File(path) = self else { return false };
        let root = config.root();
        let folders = path.ancestors().skip(1);
        let mut below = folders.take_while(|folder| !folder.as_os_str().is_empty() && *folder != root);
        below.any(Config::is_in)
    }

    /// Its text; `stdin` is the name of standard input.
    fn read(&self, stdin: Option<&str>) -> Result<Source, Failure> {
        match self {
            Self::Stdin => read_stdin(stdin),
            Self::File(path) => read_file(path),
        }
    }
}

/// The reference table in force.
struct Table {
    reference: Reference,
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
            return Ok(Self { reference: Reference::none(), path: None });
        }
        if let Some(builtin) = Builtin::ALL.into_iter().find(|builtin| builtin.name() == choice) {
            return Ok(Self { reference: Reference::builtin(builtin), path: None });
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
        let base = path.file_name().unwrap_or(OsStr::new(choice)).to_string_lossy();
        let reference = Reference::own(&base, read_file(&path)?);
        Ok(Self { reference, path: fs::canonicalize(&path).ok() })
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

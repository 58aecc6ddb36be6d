//! From paths to sources: arguments and configuration come in, the texts of a workspace and the reference
//! table in force go out.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::WorkspaceArguments;
use super::config::Config;
use super::failure::Failure;
use super::guards::GuardChoice;
use super::inputs::{Inputs, Role};
use super::paths::shown;
use super::read::{self, Allowed};
use super::search::{Found, find, find_some};
use crate::lint::Change;
use crate::parallel;
use crate::reference::{Builtin, Reference};
use crate::suggest::nearest;
use crate::syntax::Files;
use crate::text::Source;

/// A workspace as it was read: its texts, its reference table, and what its `bpol.toml` says of lints and
/// guards.
pub(super) struct Loaded {
    pub(super) sources: Vec<Source>,
    pub(super) reference: Reference,
    pub(super) lint: Vec<Change>,
    pub(super) guards: Vec<GuardChoice>,
    /// Every file that was read for it.
    pub(super) inputs: Inputs,
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
pub(super) fn load_each(paths: &[PathBuf], stdin: Option<&str>) -> Result<(Vec<Source>, Inputs), Failure> {
    let files = find_some(paths, &Config::find()?, None)?;
    let (mut read, inputs) = read_all(files, stdin)?;
    read.sort_by(|a, b| a.name().cmp(b.name()));
    Ok((read, inputs))
}

/// How many other files of a workspace are looked into, and how many bytes of them.
const MOST_OTHERS: usize = 2000;
const MOST_BYTES: usize = 32 << 20;

/// The files of the workspace around a `bpol.toml` that were not read, one after the other. They are only
/// looked into for advice: what cannot be read is passed over, and so is what is behind the first few.
pub(super) fn others(arguments: &WorkspaceArguments, read: &Files) -> impl Iterator<Item = Source> {
    let known: HashSet<PathBuf> =
        read.iter().filter_map(|file| fs::canonicalize(file.source().path()?).ok()).collect();
    let found = || {
        let config = Config::find().ok().filter(Config::is_there)?;
        let table = Table::choose(arguments.reference.as_deref(), &config).ok()?;
        find(&[config.root()], &config, table.path.as_deref()).ok()
    };
    let mut left = MOST_BYTES;
    let files = found().unwrap_or_else(Vec::new).into_iter().take(MOST_OTHERS).filter_map(move |file| {
        left = left.checked_sub(file.bytes())?;
        let Found::File(path) = &file else { return None };
        let is_read = fs::canonicalize(path).is_ok_and(|path| known.contains(&path));
        if is_read { None } else { Some(read_file(path, Role::Source, Allowed::Regular).ok()?.0) }
    });
    files
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
    let (sources, mut inputs) = read_all(files, stdin)?;
    inputs.extend(table.inputs);
    inputs.extend(config.inputs);
    Ok(Loaded { sources, reference: table.reference, lint: config.lint, guards: config.guards, inputs })
}

/// Reads files at the same time; the first that cannot be read is the failure.
fn read_all(files: Vec<Found>, stdin: Option<&str>) -> Result<(Vec<Source>, Inputs), Failure> {
    let bytes = files.iter().map(Found::bytes).fold(0, usize::saturating_add);
    let read = parallel::run(bytes, || parallel::map(files, |file| file.read(stdin)));
    let mut sources = Vec::with_capacity(read.len());
    let mut inputs = Inputs::default();
    for one in read {
        let (source, its) = one?;
        sources.push(source);
        inputs.extend(its);
    }
    Ok((sources, inputs))
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

    /// Its text; `stdin` is the name of standard input.
    fn read(&self, stdin: Option<&str>) -> Result<(Source, Inputs), Failure> {
        match self {
            Self::Stdin => Ok((read_stdin(stdin)?, Inputs::default())),
            Self::File(path) => read_file(path, Role::Source, Allowed::Any),
        }
    }
}

/// The reference table in force.
struct Table {
    reference: Reference,
    /// The canonical path of its file, if it has one.
    path: Option<PathBuf>,
    inputs: Inputs,
}

impl Table {
    fn choose(flag: Option<&str>, config: &Config) -> Result<Self, Failure> {
        let (choice, folder) = match (flag, &config.reference) {
            (Some(flag), _) => (flag, None),
            (None, Some(choice)) => (choice.as_str(), Some(config.folder.as_path())),
            (None, None) => (Builtin::default().name(), None),
        };
        if choice == "none" {
            return Ok(Self { reference: Reference::none(), path: None, inputs: Inputs::default() });
        }
        if let Some(builtin) = Builtin::ALL.into_iter().find(|builtin| builtin.name() == choice) {
            let reference = Reference::builtin(builtin);
            return Ok(Self { reference, path: None, inputs: Inputs::default() });
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
        let (source, inputs) =
            read_file(&path, Role::Table, if folder.is_some() { Allowed::Regular } else { Allowed::Any })?;
        let reference = Reference::own(&base, source);
        Ok(Self { reference, path: fs::canonicalize(&path).ok(), inputs })
    }
}

fn read_file(path: &Path, role: Role, allowed: Allowed) -> Result<(Source, Inputs), Failure> {
    let failure = |error: io::Error| Failure::new(format!("cannot read `{}`: {error}", shown(path)));
    let contents = read::file(path, allowed).map_err(failure)?;
    let mut inputs = Inputs::default();
    inputs.add(contents.file.clone(), path, role);
    Ok((contents.into_source(shown(path)).at(path.to_owned()), inputs))
}

fn read_stdin(name: Option<&str>) -> Result<Source, Failure> {
    let name = name.map_or_else(|| "<stdin>".to_owned(), |name| shown(Path::new(name)));
    read::stdin(name).map_err(|error| Failure::new(format!("cannot read standard input: {error}")))
}

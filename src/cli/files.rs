//! From paths to sources: arguments and configuration come in, the texts of a workspace and the reference
//! table in force go out.

use std::path::{Path, PathBuf};

use super::args_workspace::{ConfigArguments, ForceArguments, WorkspaceArguments};
use super::beyond::Beyond;
use super::config::Config;
use super::config_values::GuardChoice;
use super::emit_settings::EmitSettings;
use super::failure::Failure;
use super::fleet;
use super::inputs::{FileIdentity, Inputs, Role};
use super::locate::unreadable;
use super::paths::shown;
use super::read;
use super::search::{Asked, Found, Place, Search, find, nothing};
use super::table::Table;
use crate::lint::Change;
use crate::parallel;
use crate::reference::Reference;
use crate::text::Source;

/// A workspace as it was read: its texts, its reference table, and what its `bpol.toml` says of lints,
/// guards and deployment tools.
pub(super) struct Loaded {
    pub(super) sources: Vec<Source>,
    pub(super) reference: Reference,
    pub(super) lint: Vec<Change>,
    pub(super) guards: Vec<GuardChoice>,
    pub(super) emit: EmitSettings,
    /// Every file that was read for it.
    pub(super) inputs: Inputs,
    /// The files that were not.
    pub(super) beyond: Beyond,
}

/// Reads the workspace that the arguments and `bpol.toml` name.
pub(super) fn load(arguments: &WorkspaceArguments) -> Result<Loaded, Failure> {
    let asked = Asked {
        paths: &arguments.paths,
        stdin: arguments.stdin_filename.as_deref(),
        force_exclude: arguments.force.force_exclude,
    };
    let config = Config::choose(&arguments.config, asked.paths, asked.stdin)?;
    let table = Table::choose(arguments.reference.as_deref(), &config)?;
    let search = find(asked, &config, table.file.as_ref())?;
    if search.files.is_empty() {
        return Err(nothing(asked, &config));
    }
    if arguments.paths.iter().chain(&arguments.fleet).filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Failure::with_help(
            "standard input cannot be both a file of the workspace and a fleet",
            "name a file for one of them",
        ));
    }
    let mut loaded = load_files(search, table, asked, config)?;
    let (reference, inputs) = fleet::with_fleet(loaded.reference, &arguments.fleet, &loaded.sources)?;
    loaded.reference = reference;
    loaded.inputs.extend(inputs);
    Ok(loaded)
}

/// The reference table in force in the working directory, and the files that it was read from.
pub(super) fn load_reference(
    reference: Option<&str>,
    config: &ConfigArguments,
) -> Result<(Reference, Inputs), Failure> {
    let config = Config::choose(config, &[], None)?;
    let mut table = Table::choose(reference, &config)?;
    table.inputs.extend(config.inputs);
    Ok((table.reference, table.inputs))
}

/// Reads the files of a workspace one by one, in the order of their paths, and no reference table. A table
/// that lies under the paths is a file like any other. There may be none where the configuration leaves out
/// every file that was named.
pub(super) fn load_each(
    paths: &[PathBuf],
    stdin: Option<&Path>,
    force: ForceArguments,
    config: &ConfigArguments,
) -> Result<(Vec<Source>, Inputs), Failure> {
    let asked = Asked { paths, stdin, force_exclude: force.force_exclude };
    let config = Config::choose(config, paths, stdin)?;
    let search = find(asked, &config, None)?;
    if search.files.is_empty() && search.passed.forced.is_empty() {
        return Err(nothing(asked, &config));
    }
    search.passed.say();
    let (mut read, inputs) = read_all(search.files, stdin)?;
    read.sort_by(|a, b| a.order().cmp(b.order()));
    Ok((read, inputs))
}

/// Reads the table that is in force for a workspace that may have no files.
pub(super) fn load_table(
    paths: &[PathBuf],
    reference: Option<&str>,
    config: &ConfigArguments,
) -> Result<Loaded, Failure> {
    let asked = Asked { paths, stdin: None, force_exclude: false };
    let config = Config::choose(config, paths, None)?;
    let table = Table::choose(reference, &config)?;
    let search = find(asked, &config, table.file.as_ref())?;
    load_files(search, table, asked, config)
}

fn load_files(search: Search, table: Table, asked: Asked<'_>, config: Config) -> Result<Loaded, Failure> {
    search.passed.say();
    let (sources, mut inputs) = read_all(search.files, asked.stdin)?;
    inputs.extend(table.inputs);
    inputs.extend(config.inputs.clone());
    let (lint, guards, emit) = (config.lint.clone(), config.guards.clone(), config.emit.clone());
    let beyond = Beyond::new(asked.paths, config, inputs.clone());
    Ok(Loaded { sources, reference: table.reference, lint, guards, emit, inputs, beyond })
}

/// Reads files at the same time; the first that cannot be read is the failure.
fn read_all(files: Vec<Found>, stdin: Option<&Path>) -> Result<(Vec<Source>, Inputs), Failure> {
    let bytes = files.iter().map(|file| file.bytes).fold(0, usize::saturating_add);
    let read = parallel::run(bytes, || parallel::map(files, |file| file.read(stdin)));
    let mut sources = Vec::with_capacity(read.len());
    let mut inputs = Inputs::default();
    for one in read {
        let (source, file) = one?;
        for (file, path) in file {
            inputs.add(file, &path, Role::Source);
        }
        sources.push(source);
    }
    Ok((sources, inputs))
}

impl Found {
    /// Its text, and which files it is, or stands for; `stdin` is the name of standard input.
    fn read(self, stdin: Option<&Path>) -> Result<(Source, Vec<(FileIdentity, PathBuf)>), Failure> {
        match self.place {
            Place::Stdin => {
                let name = stdin.map_or_else(|| "<stdin>".to_owned(), shown);
                let source = read::stdin(name)
                    .map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
                let replaced = self.file.zip(stdin.map(Path::to_owned));
                let redirected = read::file_of_stdin().map(|file| (file, PathBuf::from("-")));
                Ok((source, replaced.into_iter().chain(redirected).collect()))
            }
            Place::File(path, allowed) => {
                let contents = read::file(&path, allowed).map_err(|error| unreadable(&path, &error))?;
                let file = contents.file.clone();
                Ok((contents.into_source(shown(&path)).at(path.clone()), vec![(file, path)]))
            }
        }
    }
}

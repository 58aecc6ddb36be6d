//! From paths to sources: what is asked for comes in, the texts of a workspace and the reference table in
//! force go out.

use std::path::{Path, PathBuf};

use super::beyond::Beyond;
use super::config::{Choice, Config};
use super::config_values::GuardChoice;
use super::disk::Disk;
use super::emit_settings::EmitSettings;
use super::failure::Failure;
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
pub(crate) struct Loaded {
    pub(crate) sources: Vec<Source>,
    pub(crate) reference: Reference,
    pub(crate) lint: Vec<Change>,
    pub(crate) guards: Vec<GuardChoice>,
    pub(crate) emit: EmitSettings,
    /// Every file that was read for it.
    pub(crate) inputs: Inputs,
    /// The files that were not.
    pub(crate) beyond: Beyond,
}

/// What is to be read of a workspace, before any of its files is.
pub(crate) struct Listed<'a> {
    disk: &'a Disk,
    asked: Asked<'a>,
    config: Config,
    table: Option<Table>,
    search: Search,
}

impl<'a> Listed<'a> {
    /// The files under the paths that are asked for, under the configuration that is chosen; `table` names
    /// the reference table in the place of the configuration's.
    pub(crate) fn new(
        disk: &'a Disk,
        asked: Asked<'a>,
        choice: Choice<'_>,
        table: Option<&str>,
    ) -> Result<Self, Failure> {
        let config = Config::choose(disk, choice, asked.paths, asked.stdin)?;
        let table = Table::choose(disk, table, &config)?;
        Self::with(disk, asked, config, Some(table))
    }

    /// The same without a table: one that lies under the paths is a file like any other.
    pub(crate) fn without_table(
        disk: &'a Disk,
        asked: Asked<'a>,
        choice: Choice<'_>,
    ) -> Result<Self, Failure> {
        let config = Config::choose(disk, choice, asked.paths, asked.stdin)?;
        Self::with(disk, asked, config, None)
    }

    /// The same under a configuration and a table that are known.
    pub(crate) fn with(
        disk: &'a Disk,
        asked: Asked<'a>,
        config: Config,
        table: Option<Table>,
    ) -> Result<Self, Failure> {
        let search = find(disk, asked, &config, table.as_ref().and_then(|table| table.file.as_ref()))?;
        Ok(Self { disk, asked, config, table, search })
    }

    /// Whether there is no file to read.
    pub(crate) fn is_empty(&self) -> bool {
        self.search.files.is_empty()
    }

    /// Whether a file was named, and the configuration leaves it out all the same.
    pub(crate) fn is_all_forced(&self) -> bool {
        !self.search.passed.forced.is_empty()
    }

    /// Why there is nothing to read.
    pub(crate) fn nothing(&self) -> Failure {
        nothing(self.disk, self.asked, &self.config)
    }

    /// Whether there was too much to look at, so that only the root's own files and open texts are there.
    #[cfg(feature = "editor")]
    pub(crate) fn is_cut(&self) -> bool {
        self.search.is_cut
    }

    /// The folders below that have a configuration of their own.
    #[cfg(feature = "editor")]
    pub(crate) fn roots_below(&self) -> Vec<PathBuf> {
        let folders = self.search.configs.iter().filter_map(|path| path.parent());
        folders.filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned).collect()
    }

    /// What was passed over.
    pub(crate) fn notes(&self) -> Vec<String> {
        self.search.passed.notes()
    }

    /// Reads the files, and leaves the table out of account.
    pub(crate) fn read_texts(self) -> Result<(Vec<Source>, Inputs), Failure> {
        read_all(self.disk, self.search.files, self.asked.stdin)
    }

    /// Reads the files.
    pub(crate) fn read(self) -> Result<Loaded, Failure> {
        let Self { disk, asked, config, table, search } = self;
        let (sources, mut inputs) = read_all(disk, search.files, asked.stdin)?;
        let (reference, of_table) = match table {
            Some(table) => (table.reference, table.inputs),
            None => (Reference::none(), Inputs::default()),
        };
        inputs.extend(of_table);
        inputs.extend(config.inputs.clone());
        let (lint, guards, emit) = (config.lint.clone(), config.guards.clone(), config.emit.clone());
        let beyond = Beyond::new(disk.clone(), asked.paths, config, inputs.clone());
        Ok(Loaded { sources, reference, lint, guards, emit, inputs, beyond })
    }
}

/// Reads files at the same time; the first that cannot be read is the failure.
fn read_all(disk: &Disk, files: Vec<Found>, stdin: Option<&Path>) -> Result<(Vec<Source>, Inputs), Failure> {
    let bytes = files.iter().map(|file| file.bytes).fold(0, usize::saturating_add);
    let read = parallel::run(bytes, || parallel::map(files, |file| file.read(disk, stdin)));
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
    fn read(
        self,
        disk: &Disk,
        stdin: Option<&Path>,
    ) -> Result<(Source, Vec<(FileIdentity, PathBuf)>), Failure> {
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
                let contents = read::file(disk, &path, allowed).map_err(|error| unreadable(&path, &error))?;
                let file = contents.file.clone();
                Ok((contents.into_source(shown(&path)).at(path.clone()), vec![(file, path)]))
            }
        }
    }
}

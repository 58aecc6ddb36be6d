//! `bpol.toml`: the arguments come in, and what the configuration in force says goes out; a flag beats it.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::config_values::{GuardChoice, Reader};
use super::disk::Disk;
use super::emit_settings::EmitSettings;
use super::failure::Failure;
use super::inputs::{Inputs, Role};
use super::keys::{KEYS, NO_TABLE};
use super::locate;
use super::paths::shown;
use super::read::{self, Allowed};
use crate::diagnostic::listed;
use crate::lint::Change;
use crate::reference::Builtin;
use crate::suggest::nearest;
use crate::text::Source;
use crate::text::hidden::one_line;

/// A configuration is no longer than this.
const MAX_BYTES: u64 = 1 << 20;

/// Which configuration is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Choice<'a> {
    /// The nearest at or above the folder that holds all paths.
    Nearest,
    /// This one.
    File(&'a Path),
    None,
}

/// What the configuration in force says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    /// The canonical folder that its paths and patterns are relative to: its own, or, where there is none,
    /// the deepest that holds all paths.
    pub(crate) root: PathBuf,
    /// The same folder as messages show it.
    pub(crate) folder: PathBuf,
    /// Where the search for it began, if it was searched for: one below is not in force.
    pub(crate) start: Option<PathBuf>,
    /// The reference table.
    pub(crate) reference: Option<ReferenceChoice>,
    /// Patterns as in `.gitignore`: what is searched for, if there is any.
    pub(crate) include: Vec<String>,
    /// Patterns as in `.gitignore`: what is passed over.
    pub(crate) exclude: Vec<String>,
    /// `[lint]`: the levels of lints.
    pub(crate) lint: Vec<Change>,
    /// `[guards]`: the guards that are warnings.
    pub(crate) guards: Vec<GuardChoice>,
    /// `[emit.TARGET]`: what deployment tools call things.
    pub(crate) emit: EmitSettings,
    /// The file itself.
    pub(crate) inputs: Inputs,
    file: Option<Source>,
}

/// The reference table that the configuration names, and where.
#[derive(Clone, Debug)]
pub(crate) struct ReferenceChoice {
    pub(crate) name: String,
    range: Range<usize>,
}

impl Config {
    /// The configuration in force for `paths`; `stdin` is the name of standard input.
    pub(crate) fn choose(
        disk: &Disk,
        choice: Choice<'_>,
        paths: &[PathBuf],
        stdin: Option<&Path>,
    ) -> Result<Self, Failure> {
        let start = locate::start(disk, paths, stdin)?;
        let found = match choice {
            Choice::File(path) => return Self::read(disk, path, Allowed::Any),
            Choice::Nearest => locate::nearest(disk, &start)?,
            Choice::None => None,
        };
        let start_if_searched = matches!(choice, Choice::Nearest).then(|| start.clone());
        match found {
            Some(path) => Ok(Self { start: start_if_searched, ..Self::found(disk, &path)? }),
            None => {
                let folder = disk.seen(&start)?;
                Ok(Self { start: start_if_searched, ..Self::none(folder, start) })
            }
        }
    }

    /// That of a file which nobody named.
    pub(crate) fn found(disk: &Disk, path: &Path) -> Result<Self, Failure> {
        locate::check(disk, path)?;
        Self::read(disk, path, Allowed::Regular)
    }

    /// That of a folder without any: its absolute path is `root`, and messages show it as `folder`.
    pub(crate) fn none(folder: PathBuf, root: PathBuf) -> Self {
        Self { root, folder, ..Self::default() }
    }

    fn read(disk: &Disk, path: &Path, allowed: Allowed) -> Result<Self, Failure> {
        let shown = shown(path);
        let refused = |why: &str| locate::refused(path, why);
        let contents = read::file_up_to(disk, path, allowed, MAX_BYTES);
        let contents = contents.map_err(|error| refused(&error.to_string()))?;
        let mut inputs = Inputs::default();
        inputs.add(contents.file, path, Role::Configuration);
        let bytes = contents.bytes.map_err(|_| refused("it is longer than 1 MiB"))?;
        let text = String::from_utf8(bytes).map_err(|_| refused("it is not UTF-8"))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let absolute = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let root = disk.canonical(absolute).map_err(|error| locate::unreadable(folder, &error))?;
        Ok(Self { inputs, ..Self::parse(&shown, text, folder.to_owned(), root)? })
    }

    /// What a text says, which messages call `shown` and which lies in `folder`; its patterns are matched
    /// with paths below `root`.
    pub(crate) fn parse(shown: &str, text: String, folder: PathBuf, root: PathBuf) -> Result<Self, Failure> {
        let reader = Reader { source: Source::new(shown, text.clone().into_bytes()) };
        let table = DeTable::parse(&text)
            .map_err(|error| reader.failure(error.span().unwrap_or(0..0), error.message(), None))?;
        let mut config = Self { root, folder, ..Self::default() };
        for (key, value) in table.get_ref() {
            match key.get_ref().as_ref() {
                "reference" => {
                    let name = reader.string(value)?;
                    config.reference = Some(ReferenceChoice { name, range: value.span() });
                }
                "include" => config.include = reader.patterns(value)?,
                "exclude" => config.exclude = reader.patterns(value)?,
                "lint" => config.lint = reader.levels(value)?,
                "guards" => config.guards = reader.guards(value)?,
                "emit" => config.emit = EmitSettings::read(&reader, value, &config.folder)?,
                other => {
                    let names = KEYS.map(|about| about.name);
                    let near = nearest(other, names);
                    let help = match near.as_slice() {
                        [] => format!("the keys are {}", listed(&names, "and")),
                        near => format!("did you mean {}?", listed(near, "or")),
                    };
                    let message = format!("unknown key `{}`", one_line(other));
                    return Err(reader.failure(key.span(), &message, Some(help)).near(&near));
                }
            }
        }
        config.file = Some(reader.source);
        Ok(config)
    }

    /// Whether both are one text in one place.
    #[cfg(feature = "editor")]
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let text = |config: &Self| config.file.as_ref().map(|file| file.text().to_owned());
        self.root == other.root && text(self) == text(other)
    }

    /// What it was read from.
    #[cfg(feature = "editor")]
    pub(crate) fn text(&self) -> Option<&Source> {
        self.file.as_ref()
    }

    /// The file of the reference table, if it names one.
    #[cfg(feature = "editor")]
    pub(crate) fn reference_file(&self) -> Option<PathBuf> {
        let choice = self.reference.as_ref().filter(|choice| is_table_file(&choice.name))?;
        Some(self.folder.join(&choice.name))
    }

    /// The same failure, at the place where the configuration names the reference table.
    pub(crate) fn at_reference(&self, failure: Failure) -> Failure {
        match (&self.file, &self.reference) {
            (Some(source), Some(choice)) => {
                let reader = Reader { source: source.clone() };
                let near = failure.near;
                Failure { near, ..reader.failure(choice.range.clone(), &failure.message, failure.help) }
            }
            _ => failure,
        }
    }
}

/// Whether the name of a reference table is that of a file.
pub(crate) fn is_table_file(name: &str) -> bool {
    name != NO_TABLE && Builtin::ALL.into_iter().all(|builtin| builtin.name() != name)
}

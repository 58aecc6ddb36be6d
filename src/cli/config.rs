//! `bpol.toml`: found upwards from the working directory; a flag beats it.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use ignore::gitignore::GitignoreBuilder;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::failure::Failure;
use super::guards::GuardChoice;
use super::paths;
use crate::date::Date;
use crate::diagnostic::{Level, listed};
use crate::lint::{Change, Selection};
use crate::suggest::nearest;
use crate::text::Source;

/// What the file is called.
const FILE: &str = "bpol.toml";

/// The keys that there are.
const KEYS: [&str; 5] = ["exclude", "guards", "include", "lint", "reference"];

/// The levels that a lint may have.
const LEVELS: [Level; 3] = [Level::Allow, Level::Warn, Level::Deny];

/// What a `bpol.toml` says.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The folder that it lies in, from the working directory: empty, `..`, `../..` and so on. Its paths and
    /// patterns are relative to it.
    pub(super) folder: PathBuf,
    /// The reference table.
    pub(super) reference: Option<String>,
    /// Patterns as in `.gitignore`: what is searched for, if there is any.
    pub(super) include: Vec<String>,
    /// Patterns as in `.gitignore`: what is passed over.
    pub(super) exclude: Vec<String>,
    /// `[lint]`: the levels of lints.
    pub(super) lint: Vec<Change>,
    /// `[guards]`: the guards that are warnings.
    pub(super) guards: Vec<GuardChoice>,
}

impl Config {
    /// Reads the nearest `bpol.toml` of the working directory and the folders above it; an empty
    /// configuration where there is none.
    pub(super) fn find() -> Result<Self, Failure> {
        let here = std::env::current_dir()
            .map_err(|error| Failure::new(format!("the working directory cannot be read: {error}")))?;
        let above =
            (0..here.ancestors().count()).map(|up| std::iter::repeat_n("..", up).collect::<PathBuf>());
        match above.into_iter().find(|folder| folder.join(FILE).is_file()) {
            Some(folder) => Self::read(folder),
            None => Ok(Self::default()),
        }
    }

    /// Whether there is a `bpol.toml`.
    pub(super) fn is_there(&self) -> bool {
        Self::is_in(&self.root())
    }

    /// Whether a folder has a `bpol.toml`.
    pub(super) fn is_in(folder: &Path) -> bool {
        folder.join(FILE).is_file()
    }

    /// The folder that the `bpol.toml` lies in, as a path that is never empty.
    pub(super) fn root(&self) -> PathBuf {
        if self.folder.as_os_str().is_empty() { PathBuf::from(".") } else { self.folder.clone() }
    }

    fn read(folder: PathBuf) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let shown = paths::shown(&path);
        let text = fs::read_to_string(&path)
            .map_err(|error| Failure::new(format!("cannot read `{shown}`: {error}")))?;
        let reader = Reader { source: Source::new(shown, text.clone().into_bytes()) };
        let table = DeTable::parse(&text)
            .map_err(|error| reader.failure(error.span().unwrap_or(0..0), error.message(), None))?;
        let mut config = Self { folder, ..Self::default() };
        for (key, value) in table.get_ref() {
            match key.get_ref().as_ref() {
                "reference" => config.reference = Some(reader.string(value)?),
                "include" => config.include = reader.patterns(value)?,
                "exclude" => config.exclude = reader.patterns(value)?,
                "lint" => config.lint = reader.levels(value)?,
                "guards" => config.guards = reader.guards(value)?,
                other => {
                    let near = nearest(other, KEYS);
                    let help = match near.as_slice() {
                        [] => format!("the keys are {}", listed(&KEYS, "and")),
                        near => format!("did you mean {}?", listed(near, "or")),
                    };
                    return Err(reader.failure(key.span(), &format!("unknown key `{other}`"), Some(help)));
                }
            }
        }
        Ok(config)
    }
}

/// Takes values out of the file and says where they stand if they are wrong.
struct Reader {
    source: Source,
}

impl Reader {
    fn failure(&self, range: Range<usize>, message: &str, help: Option<String>) -> Failure {
        let position = self.source.position(range.start);
        let message = format!("{}:{}:{}: {message}", self.source.name(), position.line, position.column);
        Failure { message, help }
    }

    fn string(&self, value: &Spanned<DeValue<'_>>) -> Result<String, Failure> {
        match value.get_ref() {
            DeValue::String(text) => Ok(text.clone().into_owned()),
            other => Err(self.failure(
                value.span(),
                &format!("expected a string, found {}", other.type_str()),
                None,
            )),
        }
    }

    /// A table of lints and their levels.
    fn levels(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<Change>, Failure> {
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!("expected a table, found {}", value.get_ref().type_str());
            return Err(self.failure(value.span(), &message, Some("write `[lint]`".to_owned())));
        };
        let mut changes = Vec::new();
        for (name, level) in table {
            let selection = Selection::from_name(name.get_ref())
                .map_err(|message| self.failure(name.span(), &message, None))?;
            if !matches!(selection, Selection::Lint(_)) {
                let message = format!("`{}` is no lint rule", name.get_ref());
                let help = "name each rule; `--deny`, `--warn` and `--allow` take `all` and `warnings`";
                return Err(self.failure(name.span(), &message, Some(help.to_owned())));
            }
            let word = self.string(level)?;
            let level = LEVELS.into_iter().find(|known| known.name() == word).ok_or_else(|| {
                let names = LEVELS.map(Level::name);
                let help = match nearest(&word, names).first() {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the levels are {}", listed(&names, "and")),
                };
                self.failure(level.span(), &format!("unknown level `{word}`"), Some(help))
            })?;
            changes.push(Change { selection, level });
        }
        Ok(changes)
    }

    /// A table of guards: `NAME = "warn"`, or `NAME = { level = "warn", until = "2027-03-31" }`.
    fn guards(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<GuardChoice>, Failure> {
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!("expected a table, found {}", value.get_ref().type_str());
            return Err(self.failure(value.span(), &message, Some("write `[guards]`".to_owned())));
        };
        let guard = |(name, choice): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
            let name: &Spanned<std::borrow::Cow<'_, str>> = name;
            let position = self.source.position(name.span().start);
            let place = format!("{}:{}:{}", self.source.name(), position.line, position.column);
            let until = self.guard(choice)?;
            Ok(GuardChoice { name: name.get_ref().clone().into_owned(), place, until })
        };
        table.iter().map(guard).collect()
    }

    /// The last day on which a guard is a warning, if there is one.
    fn guard(&self, value: &Spanned<DeValue<'_>>) -> Result<Option<Date>, Failure> {
        let DeValue::Table(table) = value.get_ref() else {
            self.warn(value)?;
            return Ok(None);
        };
        let (mut has_level, mut until) = (false, None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "level" => {
                    self.warn(value)?;
                    has_level = true;
                }
                "until" => {
                    let date = self.string(value)?.parse::<Date>();
                    until = Some(date.map_err(|error| self.failure(value.span(), &error.to_string(), None))?);
                }
                other => {
                    let help = "a guard has `level` and `until`".to_owned();
                    return Err(self.failure(key.span(), &format!("unknown key `{other}`"), Some(help)));
                }
            }
        }
        if has_level {
            return Ok(until);
        }
        let help = "write `{ level = \"warn\", until = \"2027-03-31\" }`".to_owned();
        Err(self.failure(value.span(), "`level` is missing", Some(help)))
    }

    /// The level of a guard, of which there is one that can be chosen.
    fn warn(&self, value: &Spanned<DeValue<'_>>) -> Result<(), Failure> {
        let word = self.string(value)?;
        if word == Level::Warn.name() {
            return Ok(());
        }
        let help = "a guard is an error, and `warn` makes it a warning for a while; there is no other level";
        Err(self.failure(value.span(), &format!("unknown level `{word}`"), Some(help.to_owned())))
    }

    /// A list of patterns as in `.gitignore`.
    fn patterns(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, Failure> {
        let DeValue::Array(values) = value.get_ref() else {
            let message = format!("expected a list of strings, found {}", value.get_ref().type_str());
            return Err(self.failure(value.span(), &message, None));
        };
        values.iter().map(|value| self.pattern(value)).collect()
    }

    fn pattern(&self, value: &Spanned<DeValue<'_>>) -> Result<String, Failure> {
        let pattern = self.string(value)?;
        let wrong = GitignoreBuilder::new("").allow_unclosed_class(false).add_line(None, &pattern).err();
        match wrong {
            None => Ok(pattern),
            Some(error) => {
                let why = match error {
                    ignore::Error::Glob { err, .. } => err,
                    other => other.to_string(),
                };
                Err(self.failure(value.span(), &format!("`{pattern}` is no pattern: {why}"), None))
            }
        }
    }
}

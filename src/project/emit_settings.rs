//! `[emit.TARGET]` of `bpol.toml`: what the parser of TOML read comes in, the settings of each target go out.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::config_values::Reader;
use super::failure::Failure;
use crate::diagnostic::listed;
use crate::emit::list::{self, TARGETS};
use crate::emit::settings::{Entry, Place, Setting, Settings, Value, Wrong};
use crate::suggest::nearest;
use crate::text::Source;
use crate::text::hidden::one_line;

/// What `bpol.toml` says of the targets.
#[derive(Clone, Debug, Default)]
pub(crate) struct EmitSettings {
    tables: BTreeMap<&'static str, Settings>,
    file: Option<Source>,
    /// The folder that its paths are relative to.
    folder: PathBuf,
}

impl EmitSettings {
    /// Reads `[emit]`. The table of every target is read and checked, whichever is asked for.
    pub(crate) fn read(
        reader: &Reader,
        value: &Spanned<DeValue<'_>>,
        folder: &Path,
    ) -> Result<Self, Failure> {
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!("expected a table, found {}", value.get_ref().type_str());
            let help = "write `[emit.TARGET]`, such as `[emit.kubernetes]`".to_owned();
            return Err(reader.failure(value.span(), &message, Some(help)));
        };
        let mut tables = BTreeMap::new();
        for (name, value) in table {
            let Some(target) = list::find(name.get_ref()) else {
                let names = TARGETS.map(|target| target.name);
                let near = nearest(name.get_ref(), names);
                let help = match near.as_slice() {
                    [] => format!("the targets are {}", listed(&names, "and")),
                    near => format!("did you mean {}?", listed(near, "or")),
                };
                let message = format!("there is no target `{}`", one_line(name.get_ref()));
                return Err(reader.failure(name.span(), &message, Some(help)).near(&near));
            };
            let setting = setting(value);
            let settings = setting.table().and_then(|settings| {
                target.check(settings)?;
                Ok(settings.clone())
            });
            let settings = settings.map_err(|wrong| at(&reader.source, wrong))?;
            tables.insert(target.name, settings);
        }
        Ok(Self { tables, file: Some(reader.source.clone()), folder: folder.to_owned() })
    }

    /// The settings of a target: those of the file, and over them those that flags gave.
    pub(crate) fn of(&self, target: &str, flags: Vec<Entry>) -> Settings {
        let mut settings = self.tables.get(target).cloned().unwrap_or_default();
        for entry in flags {
            settings.set(entry);
        }
        settings
    }

    /// The path that a setting gives.
    pub(crate) fn path(&self, setting: &Setting) -> Result<PathBuf, Failure> {
        match &setting.value {
            Value::Path(path) => Ok(path.clone()),
            _ => setting.text().map(|path| self.folder.join(path)).map_err(|wrong| self.failure(wrong)),
        }
    }

    /// A wrong setting as what the command says.
    pub(crate) fn failure(&self, wrong: Wrong) -> Failure {
        match (&wrong.place, &self.file) {
            (Place::File(_), Some(source)) => at(source, wrong),
            (Place::Flag(name), _) => {
                Failure { help: wrong.help, ..Failure::new(format!("`--{name}`: {}", wrong.message)) }
            }
            (Place::File(_), None) => Failure { help: wrong.help, ..Failure::new(wrong.message) },
        }
    }
}

/// A wrong setting at its place in the file.
fn at(source: &Source, wrong: Wrong) -> Failure {
    let range: Range<usize> = match wrong.place {
        Place::File(range) => range,
        Place::Flag(_) => 0..0,
    };
    let near = wrong.near;
    Failure { near, ..Reader { source: source.clone() }.failure(range, &wrong.message, wrong.help) }
}

fn setting(value: &Spanned<DeValue<'_>>) -> Setting {
    let place = Place::File(value.span());
    let value = match value.get_ref() {
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Integer(number) => {
            let digits = number.as_str();
            i64::from_str_radix(digits, number.radix()).map_or(Value::Other("a number"), Value::Number)
        }
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Array(values) => Value::List(values.iter().map(setting).collect()),
        DeValue::Table(table) => Value::Table(settings(table)),
        DeValue::Float(_) => Value::Other("a number with a point"),
        DeValue::Datetime(_) => Value::Other("a date"),
    };
    Setting { value, place }
}

fn settings(table: &DeTable<'_>) -> Settings {
    let entry = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| Entry {
        key: key.get_ref().clone().into_owned(),
        place: Place::File(key.span()),
        setting: setting(value),
    };
    let mut settings = Settings::default();
    // The parser keeps them by name; messages speak of the first in the file.
    let mut entries: Vec<(usize, Entry)> =
        table.iter().map(|(key, value)| (key.span().start, entry((key, value)))).collect();
    entries.sort_by_key(|(start, _)| *start);
    for (_, entry) in entries {
        settings.set(entry);
    }
    settings
}

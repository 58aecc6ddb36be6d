//! What `[emit.TARGET]` of `bpol.toml` and the flags of a target say: values come in with their places, and
//! what a target asks for goes out, or what is wrong and where.

use std::ops::Range;
use std::path::PathBuf;

use crate::diagnostic::listed;
use crate::suggest::nearest;
use crate::text::hidden::one_line;

/// Where a setting stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In `bpol.toml`, at these bytes.
    File(Range<usize>),
    /// On the command line, as this flag.
    Flag(&'static str),
}

/// A setting: its value, and where it stands.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub place: Place,
}

/// The value of a setting.
#[derive(Clone, Debug)]
pub enum Value {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Number(i64),
    /// A string.
    Text(String),
    /// A path that a flag gives; one of the file is a text, and relative to its folder.
    Path(PathBuf),
    /// A list.
    List(Vec<Setting>),
    /// A table.
    Table(Settings),
    /// A value of a sort that no setting has, by its name.
    Other(&'static str),
}

/// A table of settings, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    entries: Vec<Entry>,
}

/// One entry of a table of settings.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// What it is set to.
    pub setting: Setting,
}

/// A setting that cannot be what it is: the command does not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where.
    pub place: Place,
    /// What is wrong, in one line.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The names that may have been meant, which the help has.
    pub near: Vec<String>,
}

impl Wrong {
    /// What is wrong at a place, and what to write instead.
    #[must_use]
    pub fn new(place: &Place, message: impl Into<String>, help: impl Into<Option<String>>) -> Self {
        Self { place: place.clone(), message: message.into(), help: help.into(), near: Vec::new() }
    }

    /// The same, where some names may have been meant.
    #[must_use]
    pub fn near(self, near: &[&str]) -> Self {
        Self { near: near.iter().map(|&name| name.to_owned()).collect(), ..self }
    }
}

impl Settings {
    /// The entries, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The setting of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.setting)
    }

    /// Sets a key, whatever it was before: a flag beats the file.
    pub fn set(&mut self, entry: Entry) {
        self.entries.retain(|it| it.key != entry.key);
        self.entries.push(entry);
    }

    /// Whether a key is set to `true`.
    ///
    /// # Errors
    /// Where it is no boolean.
    pub fn is_set(&self, key: &str) -> Result<bool, Wrong> {
        self.get(key).map_or(Ok(false), Setting::boolean)
    }

    /// The text of a key, if it is there.
    ///
    /// # Errors
    /// Where it is no string, or empty.
    pub fn text(&self, key: &str) -> Result<Option<&str>, Wrong> {
        self.get(key).map(Setting::text).transpose()
    }

    /// The table of a key; none where it is not there.
    ///
    /// # Errors
    /// Where it is no table.
    pub fn table(&self, key: &str) -> Result<Option<&Self>, Wrong> {
        self.get(key).map(Setting::table).transpose()
    }

    /// Fails at the first key that is none of `keys`.
    ///
    /// # Errors
    /// The key, with the nearest of those that there are.
    pub fn only(&self, keys: &[&str]) -> Result<(), Wrong> {
        match self.entries.iter().find(|entry| !keys.contains(&&*entry.key)) {
            None => Ok(()),
            Some(entry) => Err(unknown(entry, keys.iter().copied())),
        }
    }
}

/// The error that a key is none of those that there are.
#[must_use]
pub fn unknown<'k>(entry: &Entry, keys: impl Iterator<Item = &'k str> + Clone) -> Wrong {
    let near = nearest(&entry.key, keys.clone());
    let help = if near.is_empty() {
        format!("the keys are {}", listed(&keys.collect::<Vec<_>>(), "and"))
    } else {
        format!("did you mean {}?", listed(&near, "or"))
    };
    Wrong::new(&entry.place, format!("unknown key `{}`", one_line(&entry.key)), help).near(&near)
}

impl Setting {
    /// The value as a boolean.
    ///
    /// # Errors
    /// Where it is none.
    pub fn boolean(&self) -> Result<bool, Wrong> {
        match self.value {
            Value::Boolean(value) => Ok(value),
            _ => Err(self.expected("`true` or `false`")),
        }
    }

    /// The value as a whole number from 1.
    ///
    /// # Errors
    /// Where it is none.
    pub fn number(&self) -> Result<u64, Wrong> {
        let number = match &self.value {
            Value::Number(number) => u64::try_from(*number).ok(),
            // A flag has text only.
            Value::Text(text) if matches!(self.place, Place::Flag(_)) => text.parse().ok(),
            _ => None,
        };
        number.filter(|&number| number > 0).ok_or_else(|| self.expected("a whole number from 1"))
    }

    /// The value as a string that is not empty.
    ///
    /// # Errors
    /// Where it is none, or empty.
    pub fn text(&self) -> Result<&str, Wrong> {
        match &self.value {
            Value::Text(text) if text.is_empty() => Err(Wrong::new(&self.place, "the string is empty", None)),
            Value::Text(text) => Ok(text),
            _ => Err(self.expected("a string")),
        }
    }

    /// The value as a list that is not empty, of strings that are not empty, of which none stands twice.
    ///
    /// # Errors
    /// Where it is none.
    pub fn texts(&self) -> Result<Vec<&str>, Wrong> {
        let Value::List(items) = &self.value else { return Err(self.expected("a list of strings")) };
        if items.is_empty() {
            return Err(Wrong::new(&self.place, "the list is empty", None));
        }
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            let text = item.text()?;
            if texts.contains(&text) {
                return Err(Wrong::new(&item.place, format!("`{}` stands twice", one_line(text)), None));
            }
            texts.push(text);
        }
        Ok(texts)
    }

    /// Fails where the value is no path.
    ///
    /// # Errors
    /// Where it is none.
    pub fn path(&self) -> Result<(), Wrong> {
        match &self.value {
            Value::Path(_) => Ok(()),
            _ => self.text().map(drop),
        }
    }

    /// The value as a table.
    ///
    /// # Errors
    /// Where it is none.
    pub fn table(&self) -> Result<&Settings, Wrong> {
        match &self.value {
            Value::Table(table) => Ok(table),
            _ => Err(self.expected("a table")),
        }
    }

    /// The error that another sort of value must stand here.
    #[must_use]
    pub fn expected(&self, what: &str) -> Wrong {
        let found = match &self.value {
            Value::Boolean(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) | Value::Path(_) => "a string",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Other(name) => name,
        };
        let found = match (&self.place, &self.value) {
            (Place::Flag(_), Value::Text(text)) => format!("`{}`", one_line(text)),
            _ => found.to_owned(),
        };
        Wrong::new(&self.place, format!("expected {what}, found {found}"), None)
    }
}

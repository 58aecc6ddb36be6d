//! The values of `bpol.toml`: what the parser of TOML read comes in; patterns, levels and guards go out, or
//! what is wrong and where.

use std::borrow::Cow;
use std::ops::Range;

use ignore::gitignore::GitignoreBuilder;
use toml::Spanned;
use toml::de::DeValue;

use super::excerpt::excerpt;
use super::failure::{At, Failure};
use super::keys::{GUARD, LEVELS};
use crate::date::Date;
use crate::diagnostic::{Level, listed};
use crate::lint::{Change, Selection};
use crate::suggest::nearest;
use crate::text::Source;
use crate::text::hidden::one_line;

/// A guard that is to be a warning.
#[derive(Clone, Debug)]
pub(crate) struct GuardChoice {
    pub(crate) name: String,
    /// The file that says so.
    pub(crate) source: Source,
    /// Where it does.
    pub(crate) range: Range<usize>,
    /// The last day on which it is one.
    pub(crate) until: Option<Date>,
}

/// Takes values out of the file and says where they stand if they are wrong.
pub(crate) struct Reader {
    pub(crate) source: Source,
}

impl Reader {
    /// What is wrong at a range of the file.
    pub(crate) fn failure(&self, range: Range<usize>, message: &str, help: Option<String>) -> Failure {
        let position = self.source.position(range.start);
        let place = format!("{}:{}:{}", self.source.name(), position.line, position.column);
        let excerpt = excerpt(&self.source, range.clone());
        let at = At { source: self.source.clone(), range, message: message.to_owned() };
        let message = format!("{place}: {message}");
        Failure { excerpt, help, at: Some(Box::new(at)), ..Failure::new(message) }
    }

    pub(crate) fn string(&self, value: &Spanned<DeValue<'_>>) -> Result<String, Failure> {
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
    pub(crate) fn levels(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<Change>, Failure> {
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!("expected a table, found {}", value.get_ref().type_str());
            return Err(self.failure(value.span(), &message, Some("write `[lint]`".to_owned())));
        };
        let mut changes = Vec::new();
        for (name, level) in table {
            let selection = Selection::from_name(name.get_ref())
                .map_err(|message| self.failure(name.span(), &one_line(&message), None))
                .map_err(|failure| failure.near(&near(name.get_ref())))?;
            if !matches!(selection, Selection::Lint(_)) {
                let message = format!("`{}` is no lint", name.get_ref());
                let help = "name each rule; `--deny`, `--warn` and `--allow` take `all` and `warnings`";
                return Err(self.failure(name.span(), &message, Some(help.to_owned())));
            }
            let word = self.string(level)?;
            let level = LEVELS.into_iter().find(|known| known.name() == word).ok_or_else(|| {
                let names = LEVELS.map(Level::name);
                let near = nearest(&word, names);
                let help = match near.as_slice() {
                    [] => format!("the levels are {}", listed(&names, "and")),
                    near => format!("did you mean {}?", listed(near, "or")),
                };
                let message = format!("unknown level `{}`", one_line(&word));
                self.failure(level.span(), &message, Some(help)).near(&near)
            })?;
            changes.push(Change { selection, level });
        }
        Ok(changes)
    }

    /// A table of guards: `NAME = "warn"`, or `NAME = { level = "warn", until = "2027-03-31" }`.
    pub(crate) fn guards(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<GuardChoice>, Failure> {
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!("expected a table, found {}", value.get_ref().type_str());
            return Err(self.failure(value.span(), &message, Some("write `[guards]`".to_owned())));
        };
        let guard = |(name, choice): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
            let until = self.guard(choice)?;
            let (source, range) = (self.source.clone(), name.span());
            Ok(GuardChoice { name: name.get_ref().clone().into_owned(), source, range, until })
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
                    let wrong = |error: &dyn ToString| {
                        self.failure(value.span(), &one_line(&error.to_string()), None)
                    };
                    until = Some(date.map_err(|error| wrong(&error))?);
                }
                other => {
                    let names = GUARD.map(|about| about.name);
                    let help = format!("a guard has {}", listed(&names, "and"));
                    let message = format!("unknown key `{}`", one_line(other));
                    let failure = self.failure(key.span(), &message, Some(help));
                    return Err(failure.near(&nearest(other, names)));
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
        let message = format!("unknown level `{}`", one_line(&word));
        Err(self.failure(value.span(), &message, Some(help.to_owned())))
    }

    /// A list of patterns as in `.gitignore`.
    pub(crate) fn patterns(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, Failure> {
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
                let message = format!("`{}` is no pattern: {}", one_line(&pattern), one_line(&why));
                Err(self.failure(value.span(), &message, None))
            }
        }
    }
}

/// The lints that may have been meant by a word that is none.
fn near(word: &str) -> Vec<&'static str> {
    let is_lint = |near: &&'static str| matches!(Selection::from_name(near), Ok(Selection::Lint(_)));
    Selection::near(word).into_iter().filter(is_lint).collect()
}

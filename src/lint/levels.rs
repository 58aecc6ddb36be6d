//! Which lints are looked for and which of them fail a run: choices come in, the level of each lint goes out.

use rustc_hash::FxHashMap;

use super::rules::LINTS;
use crate::diagnostic::{Check, Level, errors};
use crate::suggest::nearest;

/// The lints that one choice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Selection {
    /// Every lint.
    All,
    /// The lints that are at `warn` when the choice is made.
    Warnings,
    /// One lint.
    Lint(&'static str),
}

/// A level for some lints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The lints.
    pub selection: Selection,
    /// `Allow`, `Warn` or `Deny`.
    pub level: Level,
}

impl Selection {
    /// The selection that a word stands for: `all`, `warnings`, or the name of a lint.
    ///
    /// # Errors
    /// What is wrong with the word and what to write instead.
    pub fn from_name(word: &str) -> Result<Self, String> {
        match word {
            "all" => return Ok(Self::All),
            "warnings" => return Ok(Self::Warnings),
            _ => {}
        }
        if let Some(lint) = LINTS.iter().find(|lint| lint.check.name == word) {
            return Ok(Self::Lint(lint.check.name));
        }
        if errors::ALL.iter().any(|error| error.name == word) {
            return Err(format!("`{word}` is an error, and errors have no level"));
        }
        Err(match Self::near(word).first() {
            Some(near) => format!("there is no lint `{word}`: did you mean `{near}`?"),
            None => format!("there is no lint `{word}`: `bpol explain` lists them all"),
        })
    }

    /// The words that may have been meant by one that is none.
    pub(crate) fn near(word: &str) -> Vec<&'static str> {
        if errors::ALL.iter().any(|error| error.name == word) {
            return Vec::new();
        }
        let names = LINTS.iter().map(|lint| lint.check.name).chain(["all", "warnings"]);
        nearest(word, names).into_iter().take(1).collect()
    }
}

/// The level of every lint.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    changed: FxHashMap<&'static str, Level>,
}

impl Levels {
    /// The default levels after `changes`, from first to last.
    #[must_use]
    pub fn new(changes: &[Change]) -> Self {
        let mut levels = Self::default();
        for change in changes {
            for lint in LINTS {
                let is_meant = match change.selection {
                    Selection::All => true,
                    Selection::Warnings => levels.of(&lint.check) == Level::Warn,
                    Selection::Lint(name) => name == lint.check.name,
                };
                if is_meant {
                    levels.changed.insert(lint.check.name, change.level);
                }
            }
        }
        levels
    }

    /// The level of a lint.
    #[must_use]
    pub fn of(&self, lint: &Check) -> Level {
        self.changed.get(lint.name).copied().unwrap_or(lint.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_apply_from_left_to_right() {
        let change = |selection, level| Change { selection, level };
        let level = |levels: &Levels, name: &str| {
            LINTS.iter().find(|lint| lint.check.name == name).map(|lint| levels.of(&lint.check))
        };
        let levels = Levels::new(&[
            change(Selection::Lint("no-effect"), Level::Allow),
            change(Selection::Warnings, Level::Deny),
            change(Selection::Lint("cut-off"), Level::Warn),
        ]);
        assert_eq!(level(&levels, "no-effect"), Some(Level::Allow));
        assert_eq!(level(&levels, "unused-policy"), Some(Level::Deny));
        assert_eq!(level(&levels, "vacuous-policy"), Some(Level::Allow));
        assert_eq!(level(&levels, "cut-off"), Some(Level::Warn));
        let all = Levels::new(&[change(Selection::All, Level::Deny)]);
        assert!(LINTS.iter().all(|lint| all.of(&lint.check) == Level::Deny));
    }

    #[test]
    fn a_word_that_is_no_rule_is_explained() {
        assert_eq!(Selection::from_name("all"), Ok(Selection::All));
        assert!(Selection::from_name("no-efect").is_err_and(|text| text.contains("`no-effect`")));
        assert!(Selection::from_name("collision").is_err_and(|text| text.contains("error")));
    }
}

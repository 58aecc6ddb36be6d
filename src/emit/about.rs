//! What a key of `bpol.toml` is, for people: its name, what it says in one line, and what may stand there.
//! The parser's errors, the flags, the documentation and the editor have it from here.

use super::subjects::{Subject, Subjects};
use crate::diagnostic::listed;

/// A key.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line without a full stop.
    pub line: &'static str,
    /// What may stand there.
    pub value: Shape,
    /// What holds where it is not set, as it would stand there; empty where nothing does.
    pub default: &'static str,
}

/// What may stand at a key.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Shape {
    /// `true` or `false`.
    Boolean,
    /// `false` alone.
    False,
    /// A whole number from 1.
    Number,
    /// A string, and one for example.
    Text(&'static str),
    /// One of these strings.
    Words(fn() -> Vec<Word>),
    /// The path of a file or folder.
    Path,
    /// A day.
    Day,
    /// A pattern as in `.gitignore`.
    Pattern,
    /// The name of something.
    Name(Subject),
    /// A list.
    List(&'static Shape),
    /// Any of these.
    Any(&'static [Shape]),
    /// A table with these keys.
    Table(&'static [About]),
    /// A table whose keys are names.
    Map(Subject, &'static Shape),
}

/// A string that may stand somewhere.
#[derive(Clone, Debug)]
pub struct Word {
    /// The string.
    pub word: &'static str,
    /// What it means, in one line without a full stop.
    pub line: String,
}

impl Shape {
    /// What may stand there, in words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Boolean => "`true` or `false`".to_owned(),
            Self::False => "`false`".to_owned(),
            Self::Number => "a whole number from 1".to_owned(),
            Self::Text(example) => format!("a string such as `\"{example}\"`"),
            Self::Words(words) => {
                let words: Vec<String> = words().iter().map(|it| format!("\"{}\"", it.word)).collect();
                listed(&words, "or")
            }
            Self::Path => "a path".to_owned(),
            Self::Day => "a day such as `\"2027-03-31\"`".to_owned(),
            Self::Pattern => "a pattern as in `.gitignore`".to_owned(),
            Self::Name(subject) => format!("a {}", subject.name()),
            Self::List(shape) => format!("a list, each {}", shape.words()),
            Self::Any(shapes) => shapes.iter().map(|it| it.words()).collect::<Vec<_>>().join(", or "),
            Self::Table([]) => "a table".to_owned(),
            Self::Table(keys) => {
                let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
                format!("a table with {}", listed(&names, "and"))
            }
            Self::Map(subject, shape) => format!("a table, for each {} {}", subject.name(), shape.words()),
        }
    }

    /// What the keys of the table are names of, and what values are.
    #[must_use]
    pub fn subjects(self) -> Subjects {
        match self {
            Self::Map(subject, shape) => Subjects { keys: Some(subject), values: shape.named() },
            shape => Subjects { keys: None, values: shape.named() },
        }
    }

    /// What a value is the name of.
    fn named(self) -> Option<Subject> {
        match self {
            Self::Name(subject) => Some(subject),
            Self::List(shape) => shape.named(),
            Self::Any(shapes) => shapes.iter().find_map(|it| it.named()),
            _ => None,
        }
    }
}

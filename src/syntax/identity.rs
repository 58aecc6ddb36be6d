//! `KIND/NAME@ENVIRONMENT`: how the command line and messages name a workload.

use std::fmt::Write as _;

use super::grammar::{self, Rule};
use super::is_word;
use super::keyword::Kind;
use super::word::value;

/// What a workload is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The environment, if it is in one.
    pub environment: Option<String>,
    /// The kind.
    pub kind: Kind,
    /// The name.
    pub name: String,
}

/// Reads an identity as [`Identity`] is displayed; `None` where the text is none.
#[must_use]
pub fn identity(text: &str) -> Option<Identity> {
    let mut pairs = grammar::parse(Rule::identity, text);
    let kind = Kind::from_name(pairs.next()?.as_str())?;
    let mut parts = pairs.filter(|pair| pair.as_rule() == Rule::part);
    let name = value(parts.next()?.as_str()).into_owned();
    let environment = parts.next().map(|part| value(part.as_str()).into_owned());
    Some(Identity { environment, kind, name })
}

impl std::fmt::Display for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.kind.name(), quoted(&self.name))?;
        match &self.environment {
            Some(environment) => write!(formatter, "@{}", quoted(environment)),
            None => Ok(()),
        }
    }
}

/// `value` as the language writes it: as it is where it is a word, else in quotes.
#[must_use]
pub fn quoted(value: &str) -> String {
    if is_word(value) {
        return value.to_owned();
    }
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for character in value.chars() {
        if matches!(character, '"' | '\\') {
            text.push('\\');
        }
        let _ = text.write_char(character);
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_read_as_they_are_written() {
        for text in ["model/llama-3.1-8b@production", "job/7b", r#"agent/"a b"@"\"x\\""#, r#"function/"é""#]
        {
            assert_eq!(identity(text).map(|identity| identity.to_string()).as_deref(), Some(text));
        }
        for text in ["", "model", "model/", "models/x", "model/x@", "model/x@y@z", "model/a b", "model/\"\""]
        {
            assert_eq!(identity(text), None, "{text}");
        }
    }
}

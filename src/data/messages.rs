//! What is said of documents that cannot be read: the words of all their findings.

use super::fault::Fault;
use super::node::MAX_DEPTH;
use super::shape::Shape;
use crate::diagnostic::{Check, Classify, Describe, Words, errors};
use crate::text::MAX_FILE_BYTES;

impl Classify for Fault {
    fn check(&self) -> &'static Check {
        match self {
            Self::NotUtf8 => &errors::INVALID_UTF8,
            Self::TooLong(_) => &errors::LIMIT_EXCEEDED,
            Self::NotJson(_)
            | Self::CutOff(_)
            | Self::NotYaml(_)
            | Self::DuplicateKey(_)
            | Self::TooDeep
            | Self::Alias
            | Self::MergeKey
            | Self::Tag
            | Self::OddKey(_)
            | Self::WrongShape { .. } => &errors::UNREADABLE_DOCUMENT,
        }
    }
}

impl Describe for Fault {
    fn words(&self) -> Words {
        match self {
            Self::NotUtf8 => Words::new("the file is not UTF-8", "not a UTF-8 character")
                .with_help("save the file as UTF-8"),
            Self::TooLong(bytes) => Words::new(
                format!("the file has {bytes} bytes, and bpol reads at most {MAX_FILE_BYTES}"),
                "not read",
            )
            .with_help("divide it into several files"),
            Self::NotJson(why) => Words::new(format!("the text is not JSON: {why}"), "not read from here on")
                .with_help("JSON has no comments, no `'`, and no `,` behind the last value of a list or map"),
            Self::CutOff(place) => Words::new(format!("the text is not JSON: it ends {place}"), "the end")
                .with_help("the file is cut off: write it again"),
            Self::NotYaml(why) => Words::new(format!("the text is not YAML: {why}"), "not read from here on")
                .with_help("indent with spaces, and put texts with `:`, `#` or brackets in quotes"),
            Self::DuplicateKey(key) => Words::new(
                format!("the key `{key}` stands twice in one map"),
                "some programs take this one, others the first",
            )
            .with_help("keep one of the two")
            .with_related("first here"),
            Self::TooDeep => Words::new(
                format!("lists and maps stand in each other deeper than {MAX_DEPTH} levels"),
                "one level too many",
            )
            .with_help("no document that bpol knows is that deep: look at what wrote it"),
            Self::Alias => Words::new("an alias stands for another part of the document", "not followed")
                .with_help("write the value itself: programs differ in what they make of an alias"),
            Self::MergeKey => Words::new("`<<` merges another map into this one", "not followed")
                .with_help("write the keys themselves: not every reader of YAML knows `<<`"),
            Self::Tag => Words::new("a tag gives the value a type", "not followed")
                .with_help("leave the tag out; a text that looks like something else stands in quotes"),
            Self::OddKey(shape) => {
                Words::new(format!("a key is {}, and must be a text", shape.words()), "no text")
                    .with_help("put the key in quotes if it is meant as a text")
            }
            Self::WrongShape { path, wanted, found, unclear } => {
                wrong(path, *wanted, *found, unclear.as_deref())
            }
        }
    }
}

fn wrong(path: &str, wanted: Shape, found: Shape, unclear: Option<&str>) -> Words {
    let place = if path.is_empty() { "the document".to_owned() } else { format!("`{path}`") };
    let wanted = wanted.words();
    match unclear {
        Some(word) => Words::new(
            format!("`{word}` at {place} is a text to some readers of YAML, and something else to others"),
            "a word without quotes",
        )
        .with_help(format!("put it in quotes if it is meant as a text: `\"{word}\"`")),
        None => {
            Words::new(format!("{place} is {}, and must be {wanted}", found.words()), format!("not {wanted}"))
                .with_help(format!("write {wanted} here"))
        }
    }
}

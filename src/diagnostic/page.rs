//! The page of a check, as Markdown: what the documentation and code scanning show.

use std::fmt::Write as _;

use super::check::{Check, Example, Level, Subject};
use super::fix::Applicability;
use crate::text::hidden::printable;

/// The page of `check`: what it reports, why, and a workspace with and without it.
#[must_use]
pub fn page(check: &Check) -> String {
    let (summary, standing) = (sentence(check.summary), standing(check));
    let mut page = format!("# {}\n\n{summary}\n\n{standing}\n\n{}\n", check.name, check.why.trim());
    for (title, example) in [("Wrong", check.bad), ("Right", check.good)] {
        let _ = write!(page, "\n## {title}\n\n{}", fenced(example));
    }
    page
}

/// What a finding of the check is by default, and what can be done about it without a person.
pub(super) fn standing(check: &Check) -> String {
    let level = match check.level {
        Level::Error(subject) => format!("Error: {}.", stopped(subject)),
        level => format!("Lint, `{}` by default.", level.name()),
    };
    let fix = match (check.fix, check.level) {
        (None, _) => return level,
        (Some(Applicability::Safe), _) => "`--fix` repairs it.",
        (Some(Applicability::Unsafe), Level::Error(_)) => {
            "`--fix --unsafe-fixes` applies what its help suggests, and nothing proves that it was meant."
        }
        (Some(Applicability::Unsafe), _) => "`--fix --unsafe-fixes` repairs it.",
    };
    format!("{level} {fix}")
}

/// What an error stops.
fn stopped(subject: Subject) -> &'static str {
    match subject {
        Subject::Workspace => "nothing is compiled while it stands, and it cannot be suppressed",
        Subject::Tool => {
            "`bpol emit` writes nothing while it stands, and it cannot be suppressed. It keeps nothing from being \
             compiled"
        }
        Subject::Document => {
            "the command that reads the document makes nothing of it while it stands, and it cannot be suppressed"
        }
        Subject::Observation => {
            "`bpol audit` ends with status 1 where a row has it. It keeps nothing from being compiled"
        }
    }
}

/// An example as it may be shown.
pub(super) enum Shown {
    Code(String),
    Words(&'static str),
}

pub(super) fn shown(example: Example) -> Shown {
    match example {
        Example::Text(text) => Shown::Code(printable(text)),
        Example::Bytes(bytes) => {
            let text = bytes.utf8_chunks().fold(String::new(), |mut text, chunk| {
                text.push_str(chunk.valid());
                for byte in chunk.invalid() {
                    let _ = write!(text, "\\x{byte:02x}");
                }
                text
            });
            Shown::Code(printable(&text))
        }
        Example::Described(text) => Shown::Words(text),
    }
}

fn fenced(example: Example) -> String {
    match shown(example) {
        Shown::Code(text) => format!("```bpol\n{}\n```\n", text.trim_end()),
        Shown::Words(text) => format!("{text}\n"),
    }
}

/// A text as messages have it, as a sentence: with a capital letter and a full stop.
#[must_use]
pub(crate) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).chain(std::iter::once('.')).collect()
}

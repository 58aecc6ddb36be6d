//! The page of a rule, as Markdown: what `bpol explain` prints and code scanning shows.

use std::fmt::Write as _;

use super::{Example, Rule, printable};

/// The page of `rule`: what it reports, why, and a workspace with and without it.
#[must_use]
pub fn page(rule: &Rule) -> String {
    let mut page = format!("# {}\n\n{}\n\n{}\n", rule.name, sentence(rule.summary), rule.why.trim());
    for (title, example) in [("Wrong", rule.bad), ("Right", rule.good)] {
        let _ = write!(page, "\n## {title}\n\n{}", shown(example));
    }
    page
}

fn shown(example: Example) -> String {
    match example {
        Example::Text(text) => fenced(&printable(text)),
        Example::Bytes(bytes) => {
            let text = bytes.utf8_chunks().fold(String::new(), |mut text, chunk| {
                text.push_str(chunk.valid());
                for byte in chunk.invalid() {
                    let _ = write!(text, "\\x{byte:02x}");
                }
                text
            });
            fenced(&printable(&text))
        }
        Example::Described(text) => format!("{text}\n"),
    }
}

fn fenced(text: &str) -> String {
    format!("```bpol\n{}\n```\n", text.trim_end())
}

/// A text as messages have it, as a sentence: with a capital letter and a full stop.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).chain(std::iter::once('.')).collect()
}

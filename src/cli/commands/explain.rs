//! `bpol explain`: the pages of the catalogue.

use std::fmt::Write as _;

use super::print;
use crate::catalogue;
use crate::cli::args::ExplainArguments;
use crate::cli::{Failure, Status};
use crate::diagnostic::{Example, Rule, listed, printable};
use crate::suggest::nearest;

pub(in crate::cli) fn run(arguments: &ExplainArguments) -> Result<Status, Failure> {
    let Some(name) = &arguments.rule else {
        let width = catalogue::all().map(|rule| rule.name.len()).max().unwrap_or_default();
        let lines = catalogue::all().fold(String::new(), |mut text, rule| {
            let _ = writeln!(text, "{:width$}  {}", rule.name, rule.summary);
            text
        });
        return print(&lines);
    };
    if let Some(rule) = catalogue::find(name) {
        return print(&page(rule));
    }
    let near = nearest(name, catalogue::all().map(|rule| rule.name));
    Err(Failure::with_help(
        format!("there is no error `{name}`"),
        if near.is_empty() {
            "`bpol explain` lists them all".to_owned()
        } else {
            format!("did you mean {}?", listed(&near, "or"))
        },
    ))
}

/// The page of a rule, as Markdown.
pub(in crate::cli) fn page(rule: &Rule) -> String {
    let mut page = format!("# {}\n\n{}.\n\n{}\n", rule.name, capitalized(rule.summary), rule.why.trim());
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

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

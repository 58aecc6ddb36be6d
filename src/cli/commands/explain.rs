//! `bpol explain`: the pages of the catalogue.

use std::fmt::Write as _;

use super::print;
use crate::catalogue;
use crate::cli::args::ExplainArguments;
use crate::cli::{Failure, Status};
use crate::diagnostic::{listed, page};
use crate::suggest::nearest;

pub(in crate::cli) fn run(arguments: &ExplainArguments) -> Result<Status, Failure> {
    let Some(name) = &arguments.rule else {
        let width = catalogue::all().map(|rule| rule.name.len()).max().unwrap_or_default();
        let lines = catalogue::all().fold(String::new(), |mut text, rule| {
            let _ = writeln!(text, "{:width$}  {:5}  {}", rule.name, rule.level.name(), rule.summary);
            text
        });
        return print(&lines);
    };
    if let Some(rule) = catalogue::find(name) {
        return print(&page::page(rule));
    }
    let near = nearest(name, catalogue::all().map(|rule| rule.name));
    Err(Failure::with_help(
        format!("there is no error or lint rule `{name}`"),
        if near.is_empty() {
            "`bpol explain` lists them all".to_owned()
        } else {
            format!("did you mean {}?", listed(&near, "or"))
        },
    ))
}

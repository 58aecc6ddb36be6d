//! `bpol explain`: the pages of the catalogue.

use std::fmt::Write as _;

use crate::catalogue;
use crate::cli::args::ExplainArguments;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::status::Status;
use crate::diagnostic::{listed, page};
use crate::suggest::nearest;

pub(in crate::cli) fn run(arguments: &ExplainArguments) -> Result<Status, Failure> {
    let Some(name) = &arguments.name else {
        let width = catalogue::all().map(|check| check.name.len()).max().unwrap_or_default();
        let lines = catalogue::all().fold(String::new(), |mut text, check| {
            let _ = writeln!(text, "{:width$}  {:5}  {}", check.name, check.level.name(), check.summary);
            text
        });
        return output::print(&lines);
    };
    if let Some(check) = catalogue::find(name) {
        return output::print(&page::page(check));
    }
    let near = nearest(name, catalogue::all().map(|check| check.name));
    Err(Failure::with_help(
        format!("there is no error or lint `{name}`"),
        if near.is_empty() {
            "`bpol explain` lists them all".to_owned()
        } else {
            format!("did you mean {}?", listed(&near, "or"))
        },
    ))
}

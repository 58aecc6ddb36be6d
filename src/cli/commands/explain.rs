//! `bpol explain`: the pages of the catalogue, for people.

use std::fmt::Write as _;

use crate::catalogue;
use crate::cli::args::ExplainArguments;
use crate::cli::output;
use crate::cli::status::Status;
use crate::diagnostic::{listed, plain};
use crate::project::failure::Failure;
use crate::suggest::nearest;

/// The width of a page where that of a terminal is unknown.
const WIDTH: usize = 80;

/// No page is wider: long lines are hard to read.
const WIDEST: usize = 100;

pub(in crate::cli) fn run(arguments: &ExplainArguments) -> Result<Status, Failure> {
    let columns = output::stdout_columns();
    let Some(name) = &arguments.name else {
        let longest = catalogue::all().map(|check| check.name.len()).max().unwrap_or_default();
        let lines = catalogue::all().fold(String::new(), |mut text, check| {
            let line = format!("{:longest$}  {:5}  {}", check.name, check.level.name(), check.summary);
            let _ = match columns {
                // The rest of a line stands below the summary, where there is room for it.
                Some(columns) if columns > 2 * longest => {
                    let (head, summary) = line.split_at(longest + 9);
                    let below = plain::wrapped(summary, columns - head.len(), 0);
                    let indent = format!("\n{:1$}", "", head.len());
                    writeln!(text, "{head}{}", below.trim_end().replace('\n', &indent))
                }
                _ => writeln!(text, "{line}"),
            };
            text
        });
        return output::print(&lines);
    };
    if let Some(check) = catalogue::find(name) {
        let is_coloured = output::is_stdout_coloured();
        let title =
            |text: &str| if is_coloured { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
        let width = columns.unwrap_or(WIDTH).min(WIDEST);
        return output::print(&plain::plain(check, width, title));
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
